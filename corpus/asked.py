"""How people ask for an item: phrases written for this project, in asked_as/<language>/*.jsonl.

They help to find an item and are never quoted. Their files are found by language, so a language is added by adding a
folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from corpus.errors import DataFileError
from corpus.library import DEFAULT_DOCUMENT, folder_of, load_references
from corpus.provenance import Record
from corpus.readers.json_lines import read_records
from corpus.references import Reference

AskedAs = Mapping[Reference, Mapping[str, tuple[str, ...]]]
"""Phrases by item, then by language."""


class _Phrases(Record):
    """A line of a file of phrases."""

    ref: Reference
    asks: tuple[Annotated[str, Field(min_length=1, max_length=400)], ...] = Field(min_length=1)


def load_asked_as(
    document: str = DEFAULT_DOCUMENT, language: str | None = None, root: Path | None = None
) -> dict[Reference, dict[str, tuple[str, ...]]]:
    """The phrases of one language, or of all; an item without phrases is absent.

    Raises:
        DocumentNotFoundError: there is no such document.
        DataFileError: a line is malformed, or speaks of an item that the plan does not have.
    """
    folder = folder_of(document, root)
    items = load_references(document, root)
    found: dict[Reference, dict[str, tuple[str, ...]]] = {}
    for path in sorted((folder / "asked_as").glob(f"{language or '*'}/*.jsonl")):
        for line, phrases in read_records(path, _Phrases):
            if phrases.ref not in items:
                raise DataFileError(f"the plan has no {phrases.ref}", path=path, line=line)
            by_language = found.setdefault(phrases.ref, {})
            earlier = by_language.get(path.parent.name, ())
            by_language[path.parent.name] = tuple(dict.fromkeys((*earlier, *phrases.asks)))
    return found
