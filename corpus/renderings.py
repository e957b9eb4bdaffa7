"""Unofficial renderings of a document's items in other languages: data beside the plan, never a source."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from corpus.errors import DataFileError
from corpus.library import DEFAULT_DOCUMENT, folder_of
from corpus.provenance import Record


class Rendering(Record):
    """One text of the plan in another language, as this project renders it."""

    ref: str
    """The item's reference, or `document` for what stands above the first paragraph."""
    field: str
    """`title`, `title_annex_ii`, `annex_i`, `annex_ii`, `output`, `paragraph`, or a field of the front matter."""
    text: str


def load_renderings(
    language: str, document: str = DEFAULT_DOCUMENT, root: Path | None = None
) -> dict[tuple[str, str], str]:
    """All renderings of a document in one language, by (reference, field); empty when there are none.

    Raises:
        DataFileError: a line of the file is malformed, or an item is rendered twice.
    """
    return _renderings(folder_of(document, root) / language / "rendering.jsonl")


@lru_cache(maxsize=16)
def _renderings(path: Path) -> dict[tuple[str, str], str]:
    if not path.is_file():
        return {}
    found: dict[tuple[str, str], str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            entry = Rendering(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise DataFileError(f"line {number}: {error}", path=path) from error
        if (entry.ref, entry.field) in found:
            raise DataFileError(f"line {number}: {entry.ref} {entry.field} is rendered twice", path=path)
        found[entry.ref, entry.field] = entry.text
    return found
