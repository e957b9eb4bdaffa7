"""The name of a build: a hash over everything that shaped it.

Two builds with the same name are interchangeable; whoever changes a text, the encoder, a prompt or a library gets
another name, and the old build is simply not looked at any more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from index.texts import Entry

#: Raise it whenever a build is written in another way or another form.
SCHEMA = 1
#: Libraries whose version shapes what is written.
LIBRARIES = ("chromadb", "tokenizers")
#: Hexadecimal digits of the hash in a name: 64 bits are plenty for the few builds of a folder.
_DIGITS = 16


def library_versions() -> dict[str, str]:
    """Returns the installed version of each library that shapes a build, "absent" for one that is not installed."""
    return {library: _version(library) for library in LIBRARIES}


def texts_digest(entries: Sequence[Entry], references: Sequence[str]) -> str:
    """Returns SHA-256, in hexadecimal, over all searched texts, their order, and the items they belong to."""
    digest = hashlib.sha256()
    for entry, reference in zip(entries, references, strict=True):
        record = (entry.item, reference, entry.field.value, entry.language, entry.text)
        digest.update(json.dumps(record, ensure_ascii=True).encode() + b"\n")
    return digest.hexdigest()


def build_name(document: str, shaped_by: Mapping[str, object]) -> str:
    """Returns the folder name of a build: the document's id and a hash over `shaped_by`, which must be JSON."""
    canonical = json.dumps(shaped_by, ensure_ascii=True, sort_keys=True)
    return f"{document}-{hashlib.sha256(canonical.encode()).hexdigest()[:_DIGITS]}"


def file_digest(path: Path) -> str:
    """Returns SHA-256, in hexadecimal, of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"
