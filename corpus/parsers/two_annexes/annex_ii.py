"""Annex II: a table of seven columns, one row for each output, on pages that repeat the column titles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.errors import LayoutError
from corpus.parsers.source import CutText, Source
from corpus.parsers.two_annexes.rows import Draft, finish_row
from corpus.parsers.two_annexes.tails import continues_action
from corpus.plan import Row
from corpus.provenance import Sourced
from corpus.readers.plain_text import Line, without_spaces
from corpus.references import Reference

_NUMBER = r"[1-9][0-9]{0,2}"
_ACTION_NUMBER = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}")
_HEADING = re.compile(rf"\s*({_NUMBER})\s*[:：]\s*(\S.*)")


@dataclass
class AnnexII:
    """What Annex II says."""

    titles: dict[Reference, Sourced[str]]
    """Titles of the directions."""
    actions: dict[Reference, CutText]
    """Wordings of the actions."""
    rows: dict[Reference, tuple[Row, ...]]
    """The rows of each action, in order."""


@dataclass
class _Table:
    """The table, as far as it was read."""

    source: Source
    annex_i: Mapping[Reference, str]
    titles: dict[Reference, Sourced[str]] = field(default_factory=dict)
    actions: dict[Reference, CutText] = field(default_factory=dict)
    drafts: dict[Reference, list[Draft]] = field(default_factory=dict)
    action: Reference | None = None
    """The action read last; rows without a number belong to it."""
    header: tuple[str, ...] | None = None
    """Column titles of which the next line holds the rest."""
    page_begins: bool = False
    """Whether the next row is the first of its page, so that it may continue the last one's cells."""


def read_annex_ii(source: Source, lines: tuple[Line, ...], annex_i: Mapping[Reference, str]) -> AnnexII:
    """Headings, actions and rows of Annex II.

    Args:
        source: the edition.
        lines: those of Annex II, below its title.
        annex_i: the actions' wordings in Annex I; they tell whose text it is that a page begins with.

    Raises:
        LayoutError: a line is no row, a cell holds what its column cannot, a number or item is doubled or skipped.
    """
    table = _Table(source, annex_i)
    for line in lines:
        if not line.is_blank:
            _read_line(table, line)
    if table.header is not None:
        raise LayoutError("the column titles of Annex II are cut", line=lines[-1].number)
    rows = {
        reference: tuple(finish_row(source, reference, draft, drafts) for draft in drafts)
        for reference, drafts in table.drafts.items()
    }
    return AnnexII(table.titles, table.actions, rows)


def _read_line(table: _Table, line: Line) -> None:
    if without_spaces(line.text) == table.source.layout.running_title:
        table.page_begins = True
    elif not _is_header(table, line) and not _is_heading(table, line):
        _read_row(table, line)
        table.page_begins = False


def _is_header(table: _Table, line: Line) -> bool:
    """Whether the line holds column titles: all of them, their upper half, or the lower half of the line before."""
    columns = table.source.layout.columns_ii
    cells = tuple(map(without_spaces, line.cells))
    if table.header is None and cells[0] != columns[0]:
        return False
    if len(cells) != len(columns):
        raise LayoutError(f"Annex II has {len(columns)} columns, this line {len(cells)} cells", line=line.number)
    upper = table.header or ("",) * len(columns)
    titles = tuple(map(str.__add__, upper, cells))
    if titles != columns and (table.header is not None or not all(map(str.startswith, columns, titles))):
        raise LayoutError(f"these are not the column titles of Annex II: {' | '.join(titles)}", line=line.number)
    table.header = None if titles == columns else titles
    table.page_begins = True
    return True


def _is_heading(table: _Table, line: Line) -> bool:
    """Whether the line is a direction's heading, in the table or between two tables."""
    text, *others = line.cells
    word = table.source.layout.direction
    match = _HEADING.fullmatch(text.removeprefix(word)) if text.startswith(word) else None
    if match is None or any(others):
        return False
    reference = Reference.parse(match[1])
    if reference in table.titles:
        raise LayoutError(f"direction {reference} has a heading already", line=line.number)
    table.titles[reference] = Sourced[str](value=match[2], spans=(table.source.span(line, match[2]),))
    table.action = None
    return True


def _read_row(table: _Table, line: Line) -> None:
    cells = line.cells
    if len(cells) != len(table.source.layout.columns_ii):
        raise LayoutError(f"a row of Annex II has 7 cells, this line {len(cells)}", line=line.number)
    number, action, *others = cells
    if number:
        _open_action(table, line, number, action)
    elif table.action is None:
        raise LayoutError("a row without an action's number, and none before it to belong to", line=line.number)
    elif action:
        _continue(table, line).continue_with(table.source.span(line, action))
    if any(others):
        _place(table, line, Draft.read(table.source, line, others), opens=bool(number))
    elif number or not action:
        raise LayoutError("the row is empty", line=line.number)


def _place(table: _Table, line: Line, draft: Draft, *, opens: bool) -> None:
    if draft.is_tail and not opens:
        _continue_cells(table, line, draft)
    else:
        _add_row(table, line, draft)


def _open_action(table: _Table, line: Line, number: str, action: str) -> None:
    if not _ACTION_NUMBER.fullmatch(number) or not action:
        raise LayoutError(f"a number of Annex II has three parts and an action: {number!r}", line=line.number)
    reference = Reference.parse(number)
    if reference in table.actions:
        first = table.actions[reference].spans[0].first_line
        raise LayoutError(f"action {reference} stands on line {first} already", line=line.number)
    if table.actions and reference < (last := next(reversed(table.actions))):
        raise LayoutError(f"action {reference} stands after {last}", line=line.number)
    if not table.titles or next(reversed(table.titles)).direction != reference.direction:
        raise LayoutError(f"action {reference} stands under another direction's heading", line=line.number)
    table.actions[reference] = CutText(table.source.span(line, action))
    table.drafts[reference] = []
    table.action = reference


def _add_row(table: _Table, line: Line, draft: Draft) -> None:
    assert table.action is not None
    drafts = table.drafts[table.action]
    expected = len(drafts) + 1 if draft.label else 0
    if draft.item != expected or (drafts and not draft.label):
        printed = draft.label or "a row without item letter"
        raise LayoutError(f"{printed} is not what follows item {len(drafts)} of {table.action}", line=line.number)
    drafts.append(draft)


def _continue(table: _Table, line: Line) -> CutText:
    """The action whose text goes on."""
    assert table.action is not None
    if not table.page_begins:
        raise LayoutError("an action without a number, and no page break before it", line=line.number)
    return table.actions[table.action]


def _continue_cells(table: _Table, line: Line, tail: Draft) -> None:
    """A page begins with the ends of cells that the page before has cut.

    The end of an action's text may stand in the column of the outputs: Annex I tells whose end it is.
    """
    assert table.action is not None
    drafts = table.drafts[table.action]
    if not table.page_begins or not drafts:
        raise LayoutError("a row without item letter and time frame, and no page break before it", line=line.number)
    action = table.actions[table.action]
    if tail.is_text_only and continues_action(tail.text, action.text, table.annex_i.get(table.action, "")):
        action.continue_with(table.source.span(line, tail.text))
    else:
        drafts[-1].tails.append(tail)
