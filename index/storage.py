"""Builds on disk: written whole or not at all, checked before they are read, switched in one step.

    built/
        CURRENT                   one line: the name of the build in service
        .lock                     held by whoever builds
        <document>-<hash>/
            vectors.npy
            texts.jsonl           what each row is, for whoever looks into a build
            chroma/               the same vectors as a Chroma collection
            manifest.json         written last: sizes and checksums of all the others

A build is a cache. Nothing here mends one: what does not verify is refused, and made anew from the source.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from index.errors import BrokenBuildError, IndexLocationError
from index.fingerprint import SCHEMA, file_digest

MANIFEST = "manifest.json"
POINTER = "CURRENT"
#: Builds kept when a new one is finished, the new one included.
KEEP = 2
#: Folders that are being written or thrown away begin with this; a crash may leave one behind.
_UNFINISHED = ".unfinished-"


def read_manifest(build: Path) -> dict[str, Any]:
    """Verifies a build completely and returns its manifest.

    Raises:
        FileNotFoundError: there is no build in this folder.
        BrokenBuildError: a file is missing, too many, or not what the manifest says, or the manifest is damaged.
    """
    if not build.is_dir():
        raise FileNotFoundError(build)
    manifest = _parse(build / MANIFEST)
    present = set(_files(build)) - {MANIFEST}
    for name in sorted(present ^ set(manifest["files"])):
        raise BrokenBuildError("missing" if name in manifest["files"] else "not in the manifest", file=name)
    for name, described in manifest["files"].items():
        _verify(build, name, described)
    return manifest


def write_build(folder: Path, name: str, fill: Callable[[Path], Mapping[str, Any]]) -> Path:
    """Writes a build under its final name, or nothing; `index.locks.lock` must be held.

    Args:
        folder: holds all builds.
        name: the new build's; one of the same name is replaced.
        fill: writes all files into an empty folder and returns what the manifest shall say besides the checksums.

    Returns:
        the build's folder.

    Raises:
        IndexLocationError: the disk is full or the folder cannot be written.
    """
    unfinished = folder / f"{_UNFINISHED}{name}-{os.getpid()}"
    try:
        _clear(folder)
        unfinished.mkdir(parents=True)
        facts = fill(unfinished)
        _seal(unfinished, {"schema": SCHEMA, "name": name, **facts})
        _put(unfinished, folder / name)
        _switch(folder, name)
    except OSError as error:
        raise IndexLocationError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    _prune(folder, name)
    return folder / name


def current(folder: Path) -> str | None:
    """Returns the name of the build in service, or None when there is none."""
    try:
        return (folder / POINTER).read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _parse(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_text("utf-8")
        manifest = json.loads(raw)
    except (OSError, ValueError) as error:
        raise BrokenBuildError("missing or no JSON", file=MANIFEST) from error
    # The manifest vouches for the other files; its own seal and its one possible form vouch for it.
    if not isinstance(manifest, dict) or raw != _render(manifest) or manifest.pop("seal", None) != _digest(manifest):
        raise BrokenBuildError("not as it was written", file=MANIFEST)
    if manifest.get("schema") != SCHEMA:
        raise BrokenBuildError(f"written in form {manifest.get('schema')}, not {SCHEMA}", file=MANIFEST)
    return manifest


def _verify(build: Path, name: str, described: Mapping[str, Any]) -> None:
    try:
        size = (build / name).stat().st_size
        if size != described["bytes"]:
            raise BrokenBuildError(f"{size} bytes long, not {described['bytes']}", file=name)
        if file_digest(build / name) != described["sha256"]:
            raise BrokenBuildError("its content has changed", file=name)
    except OSError as error:
        raise BrokenBuildError(f"cannot be read: {error.strerror}", file=name) from error


def _seal(build: Path, facts: dict[str, Any]) -> None:
    """Writes the manifest after everything else has reached the disk."""
    facts["files"] = {name: _describe(build / name) for name in _files(build)}
    for name in facts["files"]:
        _sync(build / name)
    (build / MANIFEST).write_text(_render({**facts, "seal": _digest(facts)}), "utf-8")
    _sync(build / MANIFEST)
    for directory in {build, *(path for path in build.rglob("*") if path.is_dir())}:
        _sync(directory)


def _put(unfinished: Path, build: Path) -> None:
    if build.exists():
        aside = build.with_name(f"{_UNFINISHED}old-{build.name}-{os.getpid()}")
        os.rename(build, aside)
        shutil.rmtree(aside, ignore_errors=True)
    os.rename(unfinished, build)
    _sync(build.parent)


def _switch(folder: Path, name: str) -> None:
    temporary = folder / f"{_UNFINISHED}{POINTER}-{os.getpid()}"
    temporary.write_text(f"{name}\n", "utf-8")
    _sync(temporary)
    os.replace(temporary, folder / POINTER)
    _sync(folder)


def _clear(folder: Path) -> None:
    """Removes what a builder that died has left; no other builder can be at work, the lock is held."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _prune(folder: Path, name: str) -> None:
    others = [path for path in folder.iterdir() if (path / MANIFEST).is_file() and path.name != name]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEEP - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def _files(build: Path) -> list[str]:
    return sorted(path.relative_to(build).as_posix() for path in build.rglob("*") if not path.is_dir())


def _describe(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": file_digest(path)}


def _render(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, ensure_ascii=True, indent=1, sort_keys=True) + "\n"


def _digest(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(_render(facts).encode()).hexdigest()


def _sync(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:  # Windows opens no directories
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
