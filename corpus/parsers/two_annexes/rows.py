"""One row of Annex II: from the cells of its lines to a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.errors import LayoutError
from corpus.parsers.source import CutText, Source
from corpus.parsers.two_annexes.cells import read_organs, read_time_frame, split_label
from corpus.plan import Row, TimeFrame
from corpus.provenance import Sourced
from corpus.readers.plain_text import Line, join_cut
from corpus.references import Level, Reference


@dataclass
class Draft:
    """A row whose last cells the next page may continue."""

    line: Line
    label: str | None
    """The item letter as printed."""
    item: int
    """Its number, 0 without a letter."""
    text: str
    time_frame: str
    organs: tuple[str, str, str]
    """The responsible, associated and coordinating cells."""
    tails: list[Draft] = field(default_factory=list)
    """The ends of cells that a page break cut."""

    @classmethod
    def read(cls, source: Source, line: Line, cells: Sequence[str]) -> Draft:
        """The cells of a line, from the third column on."""
        text, time_frame, responsible, associated, coordinating = cells
        label, item, text = split_label(source.layout, text)
        return cls(line, label, item, text, time_frame, (responsible, associated, coordinating))

    @property
    def is_tail(self) -> bool:
        """Whether a row of no action's number can only be the end of the row before."""
        return self.label is None and not self.time_frame

    @property
    def is_text_only(self) -> bool:
        """Whether nothing but text stands in the row."""
        return not self.time_frame and not any(self.organs)


def finish_row(source: Source, action: Reference, draft: Draft, siblings: Sequence[Draft]) -> Row:
    """The record of a row.

    Raises:
        LayoutError: a cell holds what its column cannot, or no text, or an item letter beside "no output".
    """
    is_output = not draft.text.startswith(source.layout.no_output)
    if not draft.text or (not is_output and len(siblings) > 1):
        raise LayoutError("the row says neither an output nor that there is none", line=draft.line.number)
    responsible, associated, coordinating = (_organs(source, draft, column) for column in range(3))
    return Row(
        reference=Reference(Level.OUTPUT, (*action.numbers, draft.item)) if draft.label else action,
        is_output=is_output,
        label=draft.label,
        text=_text(source, draft),
        time_frame=_time_frame(source, draft),
        responsible=responsible,
        associated=associated,
        coordinating=coordinating,
        span=source.span(draft.line),
    )


def _text(source: Source, draft: Draft) -> Sourced[str]:
    text = CutText(source.span(draft.line, draft.text))
    for tail in draft.tails:
        if tail.text:
            text.continue_with(source.span(tail.line, tail.text))
    return text.sourced()


def _time_frame(source: Source, draft: Draft) -> Sourced[TimeFrame]:
    value = read_time_frame(source, draft.line, draft.time_frame)
    quote = source.span(draft.line, draft.time_frame or None)
    return Sourced[TimeFrame](value=value, spans=(quote,))


def _organs(source: Source, draft: Draft, column: int) -> Sourced[tuple[str, ...]]:
    parts = [part for part in (draft, *draft.tails) if part.organs[column]]
    cell = join_cut([part.organs[column] for part in parts])
    value = read_organs(source, draft.line, cell)
    spans = [source.span(part.line, part.organs[column]) for part in parts]
    return Sourced[tuple[str, ...]](value=value, spans=tuple(spans) or (source.span(draft.line),))
