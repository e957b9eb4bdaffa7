from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from index import storage
from index.errors import BrokenBuildError, IndexLocationError
from index.storage import MANIFEST, current, read_manifest, write_build


def fill(folder: Path, content: bytes = b"0123456789" * 100) -> Mapping[str, Any]:
    (folder / "vectors.npy").write_bytes(content)
    (folder / "chroma" / "segment").mkdir(parents=True)
    (folder / "chroma" / "segment" / "data.bin").write_bytes(content[::-1])
    (folder / "chroma" / "empty.bin").write_bytes(b"")
    return {"texts": 3}


FILES = ["vectors.npy", "chroma/segment/data.bin", MANIFEST]


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return write_build(tmp_path, "plan-1", fill)


def test_what_was_written_verifies(build: Path) -> None:
    manifest = read_manifest(build)
    assert manifest["texts"] == 3
    assert manifest["name"] == "plan-1"
    assert set(manifest["files"]) == {"vectors.npy", "chroma/segment/data.bin", "chroma/empty.bin"}
    assert current(build.parent) == "plan-1"


def test_no_build_is_not_a_broken_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_manifest(tmp_path / "plan-1")
    assert current(tmp_path) is None


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_truncated_file_is_found(build: Path, name: str, share: float) -> None:
    data = (build / name).read_bytes()
    (build / name).write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BrokenBuildError) as caught:
        read_manifest(build)
    assert caught.value.file == name


@pytest.mark.parametrize("name", [*FILES, "chroma/empty.bin"])
def test_a_deleted_file_is_found(build: Path, name: str) -> None:
    (build / name).unlink()
    with pytest.raises(BrokenBuildError) as caught:
        read_manifest(build)
    assert caught.value.file == name


@pytest.mark.parametrize("name", ["vectors.npy", "chroma/segment/data.bin"])
@pytest.mark.parametrize("place", [0, 1, 499, 998, 999])
def test_one_flipped_bit_is_found(build: Path, name: str, place: int) -> None:
    flip(build / name, place)
    with pytest.raises(BrokenBuildError) as caught:
        read_manifest(build)
    assert caught.value.file == name


def test_flipped_bytes_all_over_the_manifest_are_found(build: Path) -> None:
    path = build / MANIFEST
    good = path.read_bytes()
    for place in range(0, len(good), 7):
        flip(path, place)
        with pytest.raises(BrokenBuildError):
            read_manifest(build)
        path.write_bytes(good)
    assert read_manifest(build)


def test_an_added_file_and_a_swapped_file_are_found(build: Path) -> None:
    other = write_build(build.parent, "plan-2", lambda folder: fill(folder, b"9876543210" * 100))
    shutil.copy(other / "vectors.npy", build / "vectors.npy")
    with pytest.raises(BrokenBuildError, match="content has changed"):
        read_manifest(build)
    (other / "extra").write_text("")
    with pytest.raises(BrokenBuildError, match="extra: not in the manifest"):
        read_manifest(other)


def test_another_schema_is_never_loaded(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "SCHEMA", 99)
    with pytest.raises(BrokenBuildError, match="form 1, not 99"):
        read_manifest(build)


def test_a_manifest_that_is_no_object_is_broken(build: Path) -> None:
    (build / MANIFEST).write_text(json.dumps([1, 2]))
    with pytest.raises(BrokenBuildError):
        read_manifest(build)


def test_the_last_two_builds_are_kept(tmp_path: Path) -> None:
    for number in range(4):
        write_build(tmp_path, f"plan-{number}", fill)
        os.utime(tmp_path / f"plan-{number}", (number, number))
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"plan-2", "plan-3", "CURRENT"}


def test_a_failed_build_leaves_the_old_one(build: Path) -> None:
    def fail(folder: Path) -> Mapping[str, Any]:
        fill(folder)
        raise OSError(28, "No space left on device")

    with pytest.raises(IndexLocationError, match="No space left"):
        write_build(build.parent, "plan-1", fail)
    assert read_manifest(build)
    assert {path.name for path in build.parent.iterdir()} == {"plan-1", "CURRENT"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("first", [True, False], ids=["new", "replaced"])
def test_kill_at_every_step_of_writing(tmp_path: Path, first: bool) -> None:
    """A child is killed at its first, second, third … call that touches the disk; never is a partial build readable."""
    if not first:
        write_build(tmp_path, "plan-1", lambda folder: fill(folder, b"old" * 100))
    for step in range(1, 200):
        if not die_at(step, lambda: write_build(tmp_path, "plan-1", fill)):
            break
        try:
            read_manifest(tmp_path / "plan-1")
        except FileNotFoundError:
            continue
    else:
        pytest.fail("the child never got to the end")
    assert step > 10
    assert read_manifest(tmp_path / "plan-1")["texts"] == 3
    assert {path.name for path in tmp_path.iterdir()} == {"plan-1", "CURRENT"}


def die_at(step: int, action: Callable[[], object]) -> bool:
    """Runs `action` in a child that is killed at its call number `step` of fsync, rename or replace; whether it was."""
    child = os.fork()
    if child == 0:
        left = step

        def deadly(function: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any, **named: Any) -> Any:
                nonlocal left
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*args, **named)

            return call

        for name in ("fsync", "rename", "replace", "open"):
            setattr(os, name, deadly(getattr(os, name)))
        try:
            action()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
    return os.WIFSIGNALED(status)


def test_a_million_bytes_verify_quickly(tmp_path: Path) -> None:
    build = write_build(tmp_path, "plan-1", lambda folder: fill(folder, bytes(4_000_000)))
    start = time.perf_counter()
    read_manifest(build)
    assert time.perf_counter() - start < 0.2


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))
