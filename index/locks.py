"""Locks on files, which the operating system takes back from a process that dies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from index.errors import BuildLockError, IndexLocationError

LOCK = ".lock"
#: A build takes seconds; whoever waits longer than this for another's does without.
LOCK_SECONDS = 120.0


@contextmanager
def lock(folder: Path, *, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Holds a folder's lock; makes the folder where there is none.

    Raises:
        IndexLocationError: the folder cannot be made or written.
        BuildLockError: another process held the lock all the time.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK).open("a+b")
    except OSError as error:
        raise IndexLocationError(f"{folder} cannot be written: {error.strerror or error}") from error
    with file:
        deadline = time.monotonic() + seconds
        while not try_lock(file):
            if time.monotonic() > deadline:
                raise BuildLockError(f"another process has been building in {folder} for {seconds:.0f} s")
            time.sleep(0.05)
        yield


def try_lock(file: IO[bytes]) -> bool:
    """Locks an open file until it is closed; returns whether that was possible."""
    try:
        import fcntl
    except ImportError:  # Windows has another call for the same
        return _try_lock_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _try_lock_windows(file: IO[bytes]) -> bool:
    import msvcrt

    try:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
