"""Where a citation stands: the whole table row or paragraph of the source, and which of its words are cited.

Citations of one row are one place with several marks, so that a reader sees each row of the document once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.answer import Citation
from assistant.evidence import Annex

_COLUMNS: dict[Annex, dict[str, int]] = {
    "I": {"title": 1, "text": 2},
    "II": {"text": 1, "output": 2, "time_frame": 3, "responsible": 4, "associated": 5, "coordinating": 6},
}
WIDTHS: dict[Annex, int] = {"I": 3, "II": 7}
"""Columns of each annex's table."""


@dataclass(slots=True)
class Place:
    """One row or paragraph of the source, with everything that an answer cites of it."""

    annex: Annex
    lines: tuple[int, int]
    cells: tuple[str, ...]
    """As printed; a single one for what is no table row."""
    citations: list[Citation] = field(default_factory=list)
    words: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """By column: from where to where its words are cited."""
    columns: set[int] = field(default_factory=set)
    """Columns that are cited as a whole: the cells of a whole row, or a blank one."""

    @property
    def is_whole(self) -> bool:
        """Whether it is cited from end to end."""
        return len(self.columns) > 1

    @property
    def is_row(self) -> bool:
        """Whether it is a full row of its annex's table."""
        return self.annex is not None and len(self.cells) == WIDTHS[self.annex]


def places_of(citations: Iterable[Citation], lines: Sequence[str]) -> tuple[Place, ...]:
    """The places of some citations, in the order of their first marks.

    Args:
        citations: of one answer.
        lines: all lines of the source file.
    """
    places: dict[tuple[Annex, tuple[int, int]], Place] = {}
    for citation in citations:
        key = (citation.annex, citation.lines)
        if key not in places:
            places[key] = Place(citation.annex, citation.lines, _cells(citation, lines))
        _mark(places[key], citation)
    return tuple(places.values())


def _cells(citation: Citation, lines: Sequence[str]) -> tuple[str, ...]:
    first, last = citation.lines
    printed = lines[first - 1 : last]
    return tuple(printed[0].split("\t")) if first == last else ("\n".join(printed),)


def _mark(place: Place, citation: Citation) -> None:
    place.citations.append(citation)
    own = _COLUMNS.get(place.annex, {}).get(citation.field)
    if "\t" in citation.quote:
        # The whole row is quoted: for itself, or because the cell that is meant is blank.
        place.columns |= {own} if place.is_row and own is not None else _whole(place)
        return
    order = ([own] if own is not None and own < len(place.cells) else []) + list(range(len(place.cells)))
    for column in order:
        start = place.cells[column].find(citation.quote)
        if start >= 0:
            place.words.setdefault(column, []).append((start, start + len(citation.quote)))
            return
    place.columns |= _whole(place)


def _whole(place: Place) -> set[int]:
    """All columns, save empty number and action cells: there the row above goes on."""
    merged = {0, 1} if place.annex == "II" and place.is_row else set()
    return {column for column, cell in enumerate(place.cells) if cell.strip() or column not in merged}


def pieces(text: str, ranges: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text cut where citations begin and end: (words, whether they are cited); overlapping ranges are one."""
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(ranges):
        if start > at:
            found.append((text[at:start], False))
        if end > at:
            found.append((text[max(start, at) : end], True))
        at = max(at, end)
    if at < len(text):
        found.append((text[at:], False))
    return found
