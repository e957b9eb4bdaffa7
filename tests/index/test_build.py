from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import index.build
from index.build import VECTORS, open_index
from index.encoder import EncoderError
from index.errors import NothingToIndexError, VectorStoreError
from index.locks import lock
from index.search import Index
from index.settings import IndexSettings
from index.storage import MANIFEST, current, read_manifest
from tests.index.conftest import FakeEncoder, tiny_source

ROOT = Path(__file__).parents[2]
FILES = [VECTORS, "texts.jsonl", "chroma/chroma.sqlite3", "chroma/segment/data_level0.bin", MANIFEST]

pytestmark = pytest.mark.usefixtures("fake_encoder")


def answers(opened: Index) -> list[str]:
    return [str(passage.reference) for passage in opened.search("深海科学研究")]


@pytest.mark.usefixtures("no_chroma")
class TestOpening:
    def test_builds_once(self, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch) -> None:
        first = open_index(settings, source=tiny_source())
        assert current(settings.folder) == first.name
        monkeypatch.setattr(index.build, "_encode", lambda _: pytest.fail("built again"))
        second = open_index(settings, source=tiny_source())
        assert second.name == first.name
        assert first.notices == second.notices == ()
        assert answers(second) == answers(first)

    @pytest.mark.parametrize("file", FILES)
    @pytest.mark.parametrize("damage", ["truncate", "empty", "delete", "flip", "flip64"])
    def test_damage_is_found_and_mended(self, settings: IndexSettings, file: str, damage: str) -> None:
        expected = open_index(settings, source=tiny_source())
        path = settings.folder / expected.name / file
        harm(path, damage)
        mended = open_index(settings, source=tiny_source())
        assert len(mended.notices) == 1
        assert "damaged" in mended.notices[0]
        assert answers(mended) == answers(expected)
        assert read_manifest(settings.folder / expected.name)

    def test_other_texts_have_another_build(self, settings: IndexSettings) -> None:
        old = open_index(settings, source=tiny_source())
        new = open_index(settings, source=tiny_source(r412="采购科学设备"))
        assert new.name != old.name
        assert current(settings.folder) == new.name
        assert new.search("采购设备")[0].chunk.text == "采购科学设备"

    def test_another_source_file_has_another_build(self, settings: IndexSettings) -> None:
        old = open_index(settings, source=tiny_source())
        changed = dataclasses.replace(tiny_source(), sha256="1" * 64)
        assert open_index(settings, source=changed).name != old.name

    def test_another_encoder_has_another_build(self, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch) -> None:
        old = open_index(settings, source=tiny_source())
        wide = FakeEncoder(fingerprint="fake-2", dimension=48)
        monkeypatch.setattr(index.build, "load_encoder", lambda *_, **__: wide)
        new = open_index(settings, source=tiny_source())
        assert new.name != old.name
        assert np.load(settings.folder / new.name / VECTORS).shape[1] == 48
        assert answers(new)[0] == "4.1.1"

    def test_a_folder_that_cannot_be_written_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        opened = open_index(IndexSettings(folder=tmp_path / "file" / "built"), source=tiny_source())
        assert "in memory only" in opened.notices[0]
        assert "PLAN_INDEX_DIR" in opened.notices[0]
        assert answers(opened)[0] == "4.1.1"

    def test_a_build_that_can_only_be_read_is_used(
        self, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        open_index(settings, source=tiny_source())
        monkeypatch.setattr(index.build, "lock", lambda _: pytest.fail("wanted to write"))
        assert open_index(settings, source=tiny_source()).notices == ()

    def test_a_full_disk_leaves_the_search_in_memory(
        self, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(np, "save", full)
        opened = open_index(settings, source=tiny_source())
        assert "No space left" in opened.notices[0]
        assert answers(opened)[0] == "4.1.1"
        assert [path.name for path in settings.folder.iterdir()] == [".lock"]

    def test_a_held_lock_does_not_hold_up_for_ever(
        self, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(index.build, "lock", lambda folder: lock(folder, seconds=0.1))
        with lock(settings.folder):
            opened = open_index(settings, source=tiny_source())
        assert "another process" in opened.notices[0]
        assert answers(opened)[0] == "4.1.1"

    def test_without_an_encoder_words_are_searched(
        self, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise EncoderError("the model is missing")

        monkeypatch.setattr(index.build, "load_encoder", fail)
        opened = open_index(settings, source=tiny_source())
        assert "words only" in opened.notices[0]
        assert answers(opened)[0] == "4.1.1"
        assert not settings.folder.exists()

    def test_an_encoder_that_gives_no_numbers_is_not_used(
        self, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Broken(FakeEncoder):
            def encode(self, texts, *, kind):  # type: ignore[no-untyped-def]
                return super().encode(texts, kind=kind) * np.float32("nan")

        monkeypatch.setattr(index.build, "load_encoder", lambda *_, **__: Broken())
        opened = open_index(settings, source=tiny_source())
        assert "words only" in opened.notices[0]
        assert current(settings.folder) is None

    def test_without_chroma_everything_else_is_built(
        self, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise VectorStoreError("not installed")

        monkeypatch.setattr(index.build, "write_chroma", fail)
        opened = open_index(dataclasses.replace(settings, dense="chroma"), source=tiny_source())
        assert ["without a Chroma" in opened.notices[0], "without Chroma" in opened.notices[1]] == [True, True]
        assert answers(opened)[0] == "4.1.1"
        assert open_index(settings, source=tiny_source()).notices == ()

    def test_nothing_to_index_is_an_error(self, settings: IndexSettings) -> None:
        with pytest.raises(NothingToIndexError):
            open_index(settings, source=dataclasses.replace(tiny_source(), chunks=()))


def test_chroma_and_numpy_give_the_same_results(settings: IndexSettings) -> None:
    exact = open_index(settings, source=tiny_source())
    chroma = open_index(dataclasses.replace(settings, dense="chroma"), source=tiny_source())
    assert chroma.notices == ()
    assert chroma._dense is not None
    assert chroma._dense.store is chroma.chroma()
    for question in ("深海科学研究", "an award for scientists", "审议预算", "глубоководные"):
        for one, other in zip(exact.search(question), chroma.search(question), strict=True):
            assert one.reference == other.reference
            assert one.score == pytest.approx(other.score, abs=1e-3)


def test_chroma_without_a_folder_to_write_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = IndexSettings(folder=tmp_path / "file" / "built", dense="chroma")
    opened = open_index(settings, source=tiny_source())
    assert len(opened.notices) == 1
    assert answers(opened)[0] == "4.1.1"


CHILD = """
import sys
from pathlib import Path
import index.build
from index.settings import IndexSettings
from tests.index.conftest import FakeEncoder, tiny_source
index.build.load_encoder = lambda *_, **__: FakeEncoder()
index.build._word_table = lambda _: None
print("ready", flush=True)
opened = index.build.open_index(IndexSettings(folder=Path(sys.argv[1])), source=tiny_source())
print(opened.name, len(opened.notices), opened.search("深海科学研究")[0].reference)
"""


def child(folder: Path, seed: str = "0") -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder)], env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def test_two_builders_make_one_build(settings: IndexSettings) -> None:
    outputs = [process.communicate(timeout=60)[0] for process in (child(settings.folder), child(settings.folder, "1"))]
    assert outputs[0] == outputs[1]
    assert outputs[0].endswith(" 0 4.1.1\n")
    assert sorted(path.name for path in settings.folder.iterdir())[:2] == [".lock", "CURRENT"]
    assert len(list(settings.folder.iterdir())) == 3


def test_readers_of_a_build_that_is_replaced_see_one_or_the_other(settings: IndexSettings) -> None:
    """Four readers open the index over and over while it is built anew; each gets a whole one, without a notice."""
    expected = answers(open_index(settings, source=tiny_source()))
    readers = [child(settings.folder, str(seed)) for seed in range(4)]
    while any(reader.poll() is None for reader in readers):
        assert answers(open_index(settings, source=tiny_source(), force=True)) == expected
    assert {reader.communicate()[0].split(" ", 1)[1] for reader in readers} == {"0 4.1.1\n"}


@pytest.mark.parametrize("delay", [0.05, 0.5, 0.9, 1.2])
def test_kill_while_building(settings: IndexSettings, delay: float) -> None:
    kill_after(delay, settings.folder)
    assert_whole_or_none(settings)


@pytest.mark.slow
@pytest.mark.parametrize("moment", range(50))
def test_kill_at_many_moments(settings: IndexSettings, moment: int) -> None:
    kill_after(0.04 * moment, settings.folder)
    assert_whole_or_none(settings)


def kill_after(seconds: float, folder: Path) -> None:
    process = child(folder)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    process.wait()


def assert_whole_or_none(settings: IndexSettings) -> None:
    """What a killed builder left is a build that verifies, or nothing that would be taken for one."""
    for path in settings.folder.glob("tiny-*"):
        assert read_manifest(path)
    opened = open_index(settings, source=tiny_source())
    assert opened.notices == ()
    assert answers(opened)[0] == "4.1.1"
    assert len([path for path in settings.folder.iterdir() if path.is_dir()]) <= 2


def harm(path: Path, damage: str) -> None:
    data = bytearray(path.read_bytes())
    if damage == "delete":
        path.unlink()
        return
    if damage == "truncate":
        data = data[: len(data) // 2]
    if damage == "empty":
        data = bytearray()
    if damage.startswith("flip"):
        width = int(damage[4:] or 1)
        middle = len(data) // 2
        data[middle : middle + width] = bytes(byte ^ 0xFF for byte in data[middle : middle + width])
    path.write_bytes(bytes(data))
