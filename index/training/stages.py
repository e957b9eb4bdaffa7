"""Cached stages: a folder of files, named by the hash of all that shaped it, that appears only when it is complete."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

logger = logging.getLogger(__name__)

_SECONDS = "seconds"


def digest_of(*parts: object) -> str:
    """Returns twelve hexadecimal digits of the SHA-256 of the parts: a Path by its content, all else by its repr."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else repr(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:12]


def stage(work: Path, name: str, key: str, build: Callable[[Path], None]) -> Path:
    """Returns the folder of a stage, after building it where it is missing.

    `build` fills a folder of its own, which is renamed when it returns: a stage that was cut short is built again. That
    folder has a fixed name, so a long stage may find there what it saved before it was cut short.
    """
    folder = work / f"{name}-{key}"
    if folder.is_dir():
        logger.info("%s: kept from an earlier run", folder.name)
        return folder
    unfinished = work / f"{name}-{key}.part"
    unfinished.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    build(unfinished)
    (unfinished / _SECONDS).write_text(f"{time.perf_counter() - started:.1f}", encoding="utf-8")
    os.replace(unfinished, folder)
    logger.info("%s: %.0f s", folder.name, seconds_of(folder))
    return folder


def seconds_of(folder: Path) -> float:
    """Returns how long a stage took to build, whenever that was."""
    return float((folder / _SECONDS).read_text("utf-8"))


def replace_folder(new: Path, target: Path) -> None:
    """Puts a complete folder in the place of another, with as short a gap as two renames leave."""
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        os.replace(target, old)
    os.replace(new, target)
    shutil.rmtree(old, ignore_errors=True)
