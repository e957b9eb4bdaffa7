"""The plan as typed records: directions, subdivisions, actions, rows; what a parser must deliver.

Organs, roles and time frames belong to a *row* of Annex II: to an output, or to the one row of an action that has no
output.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from pydantic import Field, model_validator

from corpus.provenance import Record, Sourced, Span
from corpus.references import Level, Reference


class Role(StrEnum):
    """The part an organ has in a row: the three organ columns of Annex II, never merged."""

    RESPONSIBLE = "responsible"
    ASSOCIATED = "associated"
    COORDINATING = "coordinating"


class TimeKind(StrEnum):
    """What a cell of the time-frame column says."""

    YEAR = "year"
    ONGOING = "ongoing"
    ANNUAL = "annual"
    BIENNIAL = "biennial"
    UNSTATED = "unstated"


class TimeFrame(Record):
    """A cell of the time-frame column, as printed and as understood."""

    printed: str
    """The cell's text, empty when the cell is blank."""
    kind: TimeKind
    year: int | None = None
    """The year by which the row is due; only for kind `year`."""

    @model_validator(mode="after")
    def _year_only_when_printed(self) -> TimeFrame:
        if (self.kind is TimeKind.YEAR) != (self.year is not None):
            raise ValueError("a year belongs to kind `year`, and to no other")
        if (self.kind is TimeKind.UNSTATED) != (not self.printed):
            raise ValueError("a blank cell is `unstated`, and nothing else is")
        return self

    @property
    def key(self) -> str | None:
        """The value's name in answers: "2021", "ongoing", "annual", "biennial", or None when unstated."""
        if self.kind is TimeKind.UNSTATED:
            return None
        return str(self.year) if self.year is not None else self.kind.value


class Row(Record):
    """A data row of Annex II: an output, or what stands for an action without one."""

    reference: Reference
    """`3.2.3(1)`, or the action's own reference when the source prints no item letter."""
    is_output: bool
    """False for the row of an action that the source says has no output."""
    label: str | None
    """The item letter as printed, "(一)" or "(a)"; None for an action's only row."""
    text: Sourced[str]
    """The output's words without its item letter, or the words that say there is no output."""
    time_frame: Sourced[TimeFrame]
    responsible: Sourced[tuple[str, ...]]
    """Keys of the organs in this role, in the order printed; empty when the cell is blank."""
    associated: Sourced[tuple[str, ...]]
    coordinating: Sourced[tuple[str, ...]]
    span: Span
    """The whole row, tabs included."""

    def organs(self, role: Role) -> Sourced[tuple[str, ...]]:
        """The organs in one role, with their spans."""
        cell: Sourced[tuple[str, ...]] = getattr(self, role.value)
        return cell


class Action(Record):
    """A high-level action: its two wordings and its rows."""

    reference: Reference
    annex_i: Sourced[str]
    """Its wording in Annex I, without the number."""
    annex_ii: Sourced[str]
    """Its wording in Annex II."""
    rows: tuple[Row, ...] = Field(min_length=1)

    @property
    def outputs(self) -> tuple[Row, ...]:
        """Its outputs; none when the source says that it has no output."""
        return tuple(row for row in self.rows if row.is_output)

    @model_validator(mode="after")
    def _rows_belong_here(self) -> Action:
        for row in self.rows:
            if row.reference.action != self.reference:
                raise ValueError(f"row {row.reference} stands under action {self.reference}")
        numbered = [row.reference.numbers[3] for row in self.rows if row.reference.level is Level.OUTPUT]
        if numbered != list(range(1, len(numbered) + 1)) or (numbered and len(numbered) != len(self.rows)):
            raise ValueError(f"the outputs of {self.reference} are not numbered one after the other: {numbered}")
        return self


class SubDirection(Record):
    """A subdivision of a strategic direction (1.1, 1.2 …); it appears in Annex I only."""

    reference: Reference
    title: Sourced[str]
    actions: tuple[Action, ...] = Field(min_length=1)


class Direction(Record):
    """A strategic direction with the title of each annex."""

    reference: Reference
    title: Sourced[str]
    """As in Annex I."""
    title_annex_ii: Sourced[str]
    subdirections: tuple[SubDirection, ...] = Field(min_length=1)


class Paragraph(Record):
    """A numbered paragraph of the note."""

    reference: Reference
    text: Sourced[str]
    """Without its number."""


class Plan(Record):
    """A whole plan document, as one parser read it."""

    document: str
    """The document's id, the name of its folder."""
    language: str
    """Language of the edition that was read."""
    front: dict[str, Sourced[str]]
    """What stands above the first paragraph, by field: session, date, agenda, agenda_title, title, author, footnote;
    and the titles of the annexes: annex_i_title, annex_ii_title."""
    paragraphs: tuple[Paragraph, ...]
    directions: tuple[Direction, ...]

    @model_validator(mode="after")
    def _references_unique_and_in_order(self) -> Plan:
        seen = [reference for references in self._references_by_level() for reference in references]
        if len(set(seen)) != len(seen):
            twice = sorted({str(ref) for ref in seen if seen.count(ref) > 1})
            raise ValueError(f"references used twice: {', '.join(twice)}")
        paragraphs = [item.reference for item in self.paragraphs]
        for references in (paragraphs, *self._references_by_level()):
            if references != sorted(references):
                raise ValueError(f"not in order: {', '.join(map(str, references))}")
        return self

    @cached_property
    def subdirections(self) -> tuple[SubDirection, ...]:
        """All subdivisions, in order."""
        return tuple(sub for direction in self.directions for sub in direction.subdirections)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """All actions, in order."""
        return tuple(action for sub in self.subdirections for action in sub.actions)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All data rows of Annex II, in order."""
        return tuple(row for action in self.actions for row in action.rows)

    @property
    def outputs(self) -> tuple[Row, ...]:
        """All outputs, in order."""
        return tuple(row for row in self.rows if row.is_output)

    def _references_by_level(self) -> tuple[list[Reference], ...]:
        return (
            [item.reference for item in self.directions],
            [item.reference for item in self.subdirections],
            [item.reference for item in self.actions],
        )

    def spans(self) -> Iterator[Span]:
        """Every span of the plan, for the check that each quote stands in the source."""
        for value in (*self.front.values(), *(paragraph.text for paragraph in self.paragraphs)):
            yield from value.spans
        for direction in self.directions:
            yield from (*direction.title.spans, *direction.title_annex_ii.spans)
        for sub in self.subdirections:
            yield from sub.title.spans
        for action in self.actions:
            yield from (*action.annex_i.spans, *action.annex_ii.spans)
        for row in self.rows:
            yield row.span
            for cell in (row.text, row.time_frame, row.responsible, row.associated, row.coordinating):
                yield from cell.spans
