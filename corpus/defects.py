"""The ledger of what the source itself gets wrong, or leaves blank; answers that touch such an item say so.

Nothing is corrected: the source is quoted as printed, and the remark tells the reader what to make of it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from corpus.errors import DataFileError
from corpus.library import DEFAULT_DOCUMENT, folder_of, load_references, source_lines
from corpus.provenance import Record
from corpus.readers.json_lines import read_records
from corpus.references import Level, Reference

DefectField = Literal[
    "document",
    "title",
    "annex_i",
    "annex_ii",
    "text",
    "time_frame",
    "responsible",
    "associated",
    "coordinating",
]


class Defect(Record):
    """Something in the source that a reader of an answer should know."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    """Its kind; the same for defects of one kind."""
    refs: tuple[Reference, ...]
    """The items it touches; empty when it touches the document as a whole."""
    lines: tuple[Annotated[int, Field(ge=1)], ...] = Field(min_length=1)
    """The lines of the source where it stands."""
    field: DefectField
    """The part of the item that it touches."""
    quote: str = Field(min_length=1)
    """The words, as each of those lines prints them."""
    remark: dict[str, str] = Field(min_length=1)
    """What a reader should know, by language."""


def load_defects(document: str = DEFAULT_DOCUMENT, root: Path | None = None) -> tuple[Defect, ...]:
    """The document's ledger, in its order; empty where it has none.

    Raises:
        DocumentNotFoundError: there is no such document.
        DataFileError: a line is malformed, quotes what the source does not say, or speaks of no item of the plan.
    """
    return _load(folder_of(document, root))


def defects_of(reference: Reference, document: str = DEFAULT_DOCUMENT, root: Path | None = None) -> tuple[Defect, ...]:
    """The defects that touch an item or something under it. Raises as `load_defects` does."""
    return tuple(defect for defect in load_defects(document, root) if any(map(reference.contains, defect.refs)))


@lru_cache(maxsize=16)
def _load(folder: Path) -> tuple[Defect, ...]:
    path = folder / "defects.jsonl"
    lines = source_lines(folder.name, folder.parent)
    items = load_references(folder.name, folder.parent)
    defects = []
    for number, defect in read_records(path, Defect):
        if unknown := [str(ref) for ref in defect.refs if ref not in items and ref.level is not Level.ANNEX]:
            raise DataFileError(f"the plan has no {', '.join(unknown)}", path=path, line=number)
        for line in defect.lines:
            if line > len(lines) or defect.quote not in lines[line - 1]:
                raise DataFileError(f"line {line} of the source does not say {defect.quote!r}", path=path, line=number)
        defects.append(defect)
    return tuple(defects)
