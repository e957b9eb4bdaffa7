"""Annex I: number, title and actions in three columns, or a page of them flattened into a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby

from corpus.errors import LayoutError
from corpus.parsers.source import CutText, Source
from corpus.readers.plain_text import Line, without_spaces
from corpus.references import Level, Reference

_NUMBER = r"[1-9][0-9]{0,2}"
_TITLE_NUMBER = re.compile(rf"{_NUMBER}(\.{_NUMBER})?")
_BULLET_TITLE = re.compile(rf"({_NUMBER}(?:\.{_NUMBER})?) +(\S.*)")
# An action opens a cell, a <p>, or follows a space; the text before the first one belongs to the page before.
_ACTION_NUMBER = re.compile(rf"(?:^|(?<=\s))({_NUMBER}\.{_NUMBER}\.{_NUMBER})\. +")
_TAG = re.compile(r"</?p>")


@dataclass
class AnnexI:
    """What Annex I says, as far as it was read."""

    titles: dict[Reference, CutText] = field(default_factory=dict)
    """Titles of directions and subdivisions."""
    actions: dict[Reference, CutText] = field(default_factory=dict)
    """Wordings of actions, without their numbers."""
    title: Reference | None = None
    """The title read last; table rows below it without a number belong to it."""
    action: Reference | None = None
    """The action read last."""
    page_begins: bool = False
    """Whether the next row is the first of its page, so that it may continue the texts of the last one."""


def read_annex_i(source: Source, lines: tuple[Line, ...]) -> AnnexI:
    """Titles and actions of Annex I.

    Raises:
        LayoutError: a line is no row, repeats a number, or stands under another number than its own.
    """
    annex = AnnexI()
    bullet = source.layout.bullet
    for is_list, run in groupby(lines, key=lambda line: line.text.startswith(bullet)):
        if is_list:
            _read_list(source, annex, list(run))
            continue
        for line in run:
            if not line.is_blank:
                _read_row(source, annex, line)
    return annex


def _read_row(source: Source, annex: AnnexI, line: Line) -> None:
    cells = line.cells
    if tuple(map(without_spaces, cells)) == source.layout.columns_i:
        annex.page_begins = True
        return
    if len(cells) != len(source.layout.columns_i):
        raise LayoutError(f"a row of Annex I has 3 cells, this line {len(cells)}", line=line.number)
    number, title, actions = cells
    if number:
        _add_title(source, annex, line, number, title)
    elif title:
        _continue_title(source, annex, line, title)
    for reference, text in _split_actions(actions):
        if reference is not None and reference.parent != annex.title:
            raise LayoutError(f"action {reference} stands under {annex.title}", line=line.number)
        _add_action(source, annex, line, reference, text)
    annex.page_begins = False


def _read_list(source: Source, annex: AnnexI, lines: list[Line]) -> None:
    """A flattened page, column by column: first its titles, then its actions.

    Each column may begin with the end of a text that the page before has cut, and that end has no number.
    """
    bullets = [(line, line.text.removeprefix(source.layout.bullet).strip()) for line in lines]
    actions = [index for index, (_, text) in enumerate(bullets) if _ACTION_NUMBER.match(text)]
    first_action = actions[0] if actions else len(bullets)
    titles = [index for index, (_, text) in enumerate(bullets[:first_action]) if _BULLET_TITLE.fullmatch(text)]
    for index, (line, text) in enumerate(bullets):
        if title := _BULLET_TITLE.fullmatch(text):
            if index > first_action:
                raise LayoutError("a title between the actions of a flattened page", line=line.number)
            _add_title(source, annex, line, title[1], title[2])
        elif match := _ACTION_NUMBER.match(text):
            _add_action(source, annex, line, Reference.parse(match[1]), text[match.end() :])
        elif titles and index == 0:
            annex.page_begins = True
            _continue_title(source, annex, line, text)
        elif titles and index == titles[-1] + 1:
            annex.page_begins = True
            _add_action(source, annex, line, None, text)
        else:
            raise LayoutError("it cannot be told which text of the page before this continues", line=line.number)
    annex.page_begins = False


def _add_title(source: Source, annex: AnnexI, line: Line, number: str, title: str) -> None:
    if not _TITLE_NUMBER.fullmatch(number) or not title:
        raise LayoutError(f"a title's number has one or two parts: {number!r} {title[:40]!r}", line=line.number)
    reference = Reference.parse(number)
    if reference in annex.titles:
        first = annex.titles[reference].spans[0].first_line
        raise LayoutError(f"number {reference} stands on line {first} already", line=line.number)
    if reference.level is Level.SUBDIRECTION and reference.parent not in annex.titles:
        raise LayoutError(f"{reference} stands before {reference.parent}", line=line.number)
    annex.titles[reference] = CutText(source.span(line, title))
    annex.title = reference


def _continue_title(source: Source, annex: AnnexI, line: Line, text: str) -> None:
    if annex.title is None or not annex.page_begins:
        raise LayoutError("a title without a number, and no page break before it", line=line.number)
    annex.titles[annex.title].continue_with(source.span(line, text))


def _add_action(source: Source, annex: AnnexI, line: Line, reference: Reference | None, text: str) -> None:
    """A new action, or without a reference the end of the one that the page break cut."""
    if not text:
        raise LayoutError(f"action {reference} has no text", line=line.number)
    if reference is None:
        if annex.action is None or not annex.page_begins:
            raise LayoutError("an action without a number, and no page break before it", line=line.number)
        annex.actions[annex.action].continue_with(source.span(line, text))
        return
    if reference in annex.actions:
        first = annex.actions[reference].spans[0].first_line
        raise LayoutError(f"action {reference} stands on line {first} already", line=line.number)
    annex.actions[reference] = CutText(source.span(line, text))
    annex.action = reference
    annex.page_begins = False


def _split_actions(cell: str) -> list[tuple[Reference | None, str]]:
    """The actions of one cell, divided by tags or by nothing but their numbers."""
    found: list[tuple[Reference | None, str]] = []
    for part in _TAG.split(cell):
        text = part.strip()
        numbers = list(_ACTION_NUMBER.finditer(text))
        ends = [match.start() for match in numbers[1:]] + [len(text)]
        if head := text[: numbers[0].start() if numbers else len(text)].strip():
            found.append((None, head))
        found += [
            (Reference.parse(match[1]), text[match.end() : end].strip())
            for match, end in zip(numbers, ends, strict=False)
        ]
    return found
