from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from index.locks import LOCK
from index.scratch import PREFIX, ScratchFolder

LONG_AGO = (1, 1)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_goes_with_its_object(place: Path) -> None:
    folder = ScratchFolder()
    (folder.path / "file").write_text("")
    del folder
    assert list(place.iterdir()) == []


def test_what_a_dead_process_left_is_removed(place: Path) -> None:
    left = place / f"{PREFIX}left"
    left.mkdir()
    (left / LOCK).write_text("")
    os.utime(left, LONG_AGO)
    folder = ScratchFolder()
    assert list(place.iterdir()) == [folder.path]


def test_what_is_in_use_or_new_or_not_ours_is_kept(place: Path) -> None:
    used = ScratchFolder()
    os.utime(used.path, LONG_AGO)
    for name in (f"{PREFIX}new", f"{PREFIX}without-lock", "other"):
        (place / name).mkdir()
    (place / f"{PREFIX}new" / LOCK).write_text("")
    os.utime(place / f"{PREFIX}without-lock", LONG_AGO)
    ScratchFolder().close()
    assert len(list(place.iterdir())) == 4
    assert used.path.is_dir()
