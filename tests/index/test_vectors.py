from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from index.errors import VectorStoreError
from index.texts import Entry, Field
from index.vectors import ChromaVectors, FloatArray, NumpyVectors, guarded, write_chroma

COUNT, DIMENSION = 1200, 32


def unit(matrix: FloatArray) -> FloatArray:
    return np.asarray(matrix / np.linalg.norm(matrix, axis=-1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def matrix() -> FloatArray:
    return unit(np.random.default_rng(5).normal(size=(COUNT, DIMENSION)).astype(np.float32))


@pytest.fixture(scope="module")
def folder(matrix: FloatArray, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vectors") / "chroma"
    entries = [Entry(i, Field.OWN, "zh", f"text {i}") for i in range(COUNT)]
    write_chroma(folder, entries, [f"{i}" for i in range(COUNT)], matrix)
    return folder


def checksums(folder: Path) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_chroma_and_numpy_find_the_same(folder: Path, matrix: FloatArray) -> None:
    chroma, exact = ChromaVectors.open(folder, matrix), NumpyVectors(matrix)
    questions = unit(np.random.default_rng(6).normal(size=(40, DIMENSION)).astype(np.float32))
    for question in questions:
        found, cosines = chroma.nearest(question, 100)
        wanted, expected = exact.nearest(question, 100)
        assert set(found) == set(wanted)
        np.testing.assert_allclose(cosines, expected, atol=1e-5)


def test_opening_and_asking_leaves_a_build_as_it_was(folder: Path, matrix: FloatArray) -> None:
    before = checksums(folder)
    ChromaVectors.open(folder, matrix).nearest(matrix[0], 3)
    assert checksums(folder) == before


def test_another_number_of_vectors_is_refused(folder: Path, matrix: FloatArray) -> None:
    with pytest.raises(VectorStoreError, match="1200 vectors of 1199"):
        ChromaVectors.open(folder, matrix[1:])


def test_other_vectors_are_refused(folder: Path, matrix: FloatArray) -> None:
    with pytest.raises(VectorStoreError, match="does not find"):
        ChromaVectors.open(folder, unit(matrix + 0.5))


@pytest.mark.parametrize("damage", ["missing", "empty", "flipped"])
def test_a_damaged_collection_is_refused(folder: Path, matrix: FloatArray, tmp_path: Path, damage: str) -> None:
    import shutil

    copy = tmp_path / "chroma"
    shutil.copytree(folder, copy)
    database = copy / "chroma.sqlite3"
    if damage == "missing":
        database.unlink()
    else:
        data = bytearray(database.read_bytes())
        data[:4096] = bytes(4096) if damage == "flipped" else b""
        database.write_bytes(b"" if damage == "empty" else bytes(data))
    with pytest.raises(VectorStoreError):
        ChromaVectors.open(copy, matrix)


def test_equal_cosines_come_in_the_order_of_the_texts() -> None:
    same = unit(np.ones((6, 4), np.float32))
    same[3] = [1, 0, 0, 0]
    numbers, _ = NumpyVectors(same).nearest(same[0], 4)
    assert numbers.tolist() == [0, 1, 2, 4]


def test_numpy_with_few_or_no_vectors() -> None:
    matrix = unit(np.eye(2, 4, dtype=np.float32))
    assert NumpyVectors(matrix).nearest(matrix[1], 10)[0].tolist() == [1, 0]
    assert NumpyVectors(np.zeros((0, 4), np.float32)).nearest(matrix[0], 10)[0].size == 0


class Panic(BaseException):
    """As a panic of Chroma's core arrives: no Exception."""


def test_panics_become_errors_and_interrupts_stay_what_they_are() -> None:
    def panic() -> None:
        raise Panic("index out of bounds")

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(VectorStoreError, match="asked: Panic: index out of bounds"):
        guarded("asked", panic)
    with pytest.raises(KeyboardInterrupt):
        guarded("asked", interrupt)
