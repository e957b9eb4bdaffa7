"""Temporary folders that do not pile up: a process that is killed cleans up nothing, so the next one does it."""

from __future__ import annotations

import shutil
import tempfile
import time
import weakref
from pathlib import Path
from typing import IO

from index.locks import LOCK, try_lock

PREFIX = "plan-index-"
#: A folder younger than this may be about to be locked.
_FRESH_SECONDS = 60.0


class ScratchFolder:
    """A temporary folder that is removed with this object, with its process, or by the next process.

    Attributes:
        path: the folder; it holds nothing but a lock at first.
    """

    def __init__(self) -> None:
        """Raises OSError when there is no place for temporary files."""
        _sweep()
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        held = (self.path / LOCK).open("a+b")
        try_lock(held)
        self._remove = weakref.finalize(self, _remove, self.path, held)

    def close(self) -> None:
        """Removes the folder."""
        self._remove()


def _remove(path: Path, held: IO[bytes]) -> None:
    held.close()
    shutil.rmtree(path, ignore_errors=True)


def _sweep() -> None:
    """Removes the folders of processes that are no more: nobody holds their locks."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            if time.time() - path.stat().st_mtime < _FRESH_SECONDS:
                continue
            held = (path / LOCK).open("r+b")
        except OSError:  # another user's, or just removed
            continue
        if try_lock(held):
            _remove(path, held)
        held.close()
