from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from index.errors import BuildLockError, IndexLocationError
from index.locks import lock


def test_a_folder_that_is_a_file_is_no_place_for_builds(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexLocationError, match="cannot be written"), lock(tmp_path / "file" / "built"):
        pass


def test_the_lock_is_held_by_one(tmp_path: Path) -> None:
    with lock(tmp_path), pytest.raises(BuildLockError), lock(tmp_path, seconds=0.1):
        pass
    with lock(tmp_path, seconds=0.1):
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        with lock(tmp_path):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    with lock(tmp_path, seconds=0.1):
        pass
