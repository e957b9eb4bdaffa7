"""What an answer rests on: cells of the plan's records, and statements that say no more than their cells hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.answer import Count, Facts, Route, Status
from corpus.plan import Role, Row
from corpus.provenance import Span
from corpus.references import Reference

Annex = Literal["I", "II"] | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of the plan, where it stands, and its words."""

    ref: str
    field: str
    """`text` `output` `time_frame` `responsible` `associated` `coordinating` `paragraph` `title` `row` …"""
    annex: Annex
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, list item or table row of an answer.

    `text` is what is shown, without marks; the marks of `cells` follow it, or stand where it says `{marks}`.
    """

    text: str
    cells: tuple[Cell, ...] = ()
    organs: tuple[tuple[str, str], ...] = ()
    """Organs that it asserts, as (role, organ): each must stand in one of its cells, or in the row that a cell quotes."""
    times: tuple[str, ...] = ()
    """Time-frame keys that it asserts."""
    counts: tuple[tuple[int, int], ...] = ()
    """Numbers that it asserts, each with the length of the set that was counted."""
    quotes: tuple[str, ...] = ()
    """Words of the source, or of its rendering, that stand in the text: not ours, so not checked as ours."""
    echoes: tuple[str, ...] = ()
    """Organs and years that are repeated from the question or denied, not asserted."""
    inline: bool = False
    """Whether it continues the line before it."""


@dataclass(slots=True)
class Draft:
    """An answer before it is verified."""

    status: Status = "answered"
    route: Route = "lookup"
    statements: list[Statement] = field(default_factory=list)
    refs: tuple[Reference, ...] = ()
    organs: tuple[str, ...] = ()
    roles: dict[Role, tuple[str, ...]] = field(default_factory=dict)
    time_frames: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    premise: Literal["confirmed", "corrected"] | None = None
    total: int | None = None
    notices: list[tuple[str, str]] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    touched: list[Reference] = field(default_factory=list)
    """Items whose known defects the reader should hear of."""
    worded: list[Reference] = field(default_factory=list)
    """Actions whose own wording is shown: a difference between the annexes is then said."""

    def facts(self) -> Facts:
        """The facts of the contract."""
        return Facts(
            refs=tuple(map(str, self.refs)),
            organs=self.organs,
            roles=self.roles,
            time_frames=self.time_frames,
            counts=self.counts,
            premise=self.premise,
            total=self.total,
        )


def role_cell(row: Row, role: Role) -> Cell:
    """A row's cell in one organ column; of a blank one the whole row is quoted."""
    return Cell(str(row.reference), role.value, "II", row.organs(role).spans)


def time_cell(row: Row) -> Cell:
    """A row's time-frame cell."""
    return Cell(str(row.reference), "time_frame", "II", row.time_frame.spans)


def output_cell(row: Row) -> Cell:
    """A row's description."""
    return Cell(str(row.reference), "output", "II", row.text.spans)


def row_cell(row: Row) -> Cell:
    """A whole row, tabs included."""
    return Cell(str(row.reference), "row", "II", (row.span,))
