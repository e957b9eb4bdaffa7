"""The layout of a plan in two annexes.

A note of numbered paragraphs; Annex I, a table of directions, subdivisions and actions; Annex II, the same actions with
their outputs, time frames and organs. Page breaks cut cells, repeat the column titles and turn whole pages into lists.
Everything is recognised by structure and by the words of the manifest, nothing by line number.
"""

from __future__ import annotations

from collections import defaultdict

from pydantic import ValidationError

from corpus.errors import LayoutError, ReconciliationError
from corpus.parsers.source import CutText, Source
from corpus.parsers.two_annexes.annex_i import AnnexI, read_annex_i
from corpus.parsers.two_annexes.annex_ii import AnnexII, read_annex_ii
from corpus.parsers.two_annexes.note import read_note
from corpus.plan import Action, Direction, Plan, SubDirection
from corpus.provenance import Sourced
from corpus.readers.plain_text import Line
from corpus.references import Level, Reference

__all__ = ["parse"]


def parse(source: Source) -> Plan:
    """The plan of one edition.

    Raises:
        LayoutError: a line does not fit the layout; names the line.
        ReconciliationError: the two annexes do not speak of the same directions and actions.
    """
    note, first, second = _sections(source)
    front, paragraphs = read_note(source, note)
    front["annex_i_title"], annex_i_lines = _annex_title(source, first)
    front["annex_ii_title"], annex_ii_lines = _annex_title(source, second)
    annex_i = read_annex_i(source, annex_i_lines)
    annex_ii = read_annex_ii(source, annex_ii_lines, {ref: text.text for ref, text in annex_i.actions.items()})
    _same_items(annex_i, annex_ii)
    try:
        return Plan(
            document=source.document,
            language=source.language,
            front=front,
            paragraphs=paragraphs,
            directions=_directions(annex_i, annex_ii),
        )
    except ValidationError as error:
        raise ReconciliationError(f"what was read makes no plan: {error.errors()[0]['msg']}") from error


def _sections(source: Source) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]:
    """The lines of the note and of each annex; an annex begins with the line that names it."""
    starts = []
    for name in source.layout.annexes:
        found = [index for index, line in enumerate(source.lines) if line.text.strip() == name]
        if len(found) != 1:
            raise LayoutError(f"{name!r} must open one annex; {len(found)} lines read so")
        starts += found
    first, second = starts
    if second < first:
        raise LayoutError("the annexes are not in order", line=source.lines[second].number)
    return source.lines[:first], source.lines[first:second], source.lines[second:]


def _annex_title(source: Source, lines: tuple[Line, ...]) -> tuple[Sourced[str], tuple[Line, ...]]:
    """An annex's title, the first line below its name, and the lines after that."""
    for index, line in enumerate(lines[1:], 1):
        if not line.is_blank:
            text = line.text.strip()
            return Sourced[str](value=text, spans=(source.span(line, text),)), lines[index + 1 :]
    raise LayoutError("the annex is empty", line=lines[0].number)


def _same_items(annex_i: AnnexI, annex_ii: AnnexII) -> None:
    directions = {reference for reference in annex_i.titles if reference.level is Level.DIRECTION}
    for name, first, second in (
        ("directions", directions, set(annex_ii.titles)),
        ("actions", set(annex_i.actions), set(annex_ii.actions)),
    ):
        only_first, only_second = (", ".join(map(str, sorted(refs))) for refs in (first - second, second - first))
        if only_first or only_second:
            raise ReconciliationError(
                f"{name} only in Annex I: {only_first or 'none'}; only in Annex II: {only_second or 'none'}"
            )
    homeless = sorted(ref for ref in annex_i.actions if ref.parent not in annex_i.titles)
    childless = sorted(annex_i.titles.keys() - {above for ref in annex_i.actions for above in (ref.parent, _top(ref))})
    if homeless or childless:
        raise ReconciliationError(
            f"actions without their subdivision: {', '.join(map(str, homeless)) or 'none'}; "
            f"titles without an action: {', '.join(map(str, childless)) or 'none'}"
        )


def _directions(annex_i: AnnexI, annex_ii: AnnexII) -> tuple[Direction, ...]:
    """A flattened page lists titles and actions apart: their numbers bring them together again."""
    actions: dict[Reference | None, list[Action]] = defaultdict(list)
    for reference, wording in annex_i.actions.items():
        actions[reference.parent].append(_action(reference, wording, annex_ii))
    subdirections: dict[Reference | None, list[SubDirection]] = defaultdict(list)
    for reference, title in annex_i.titles.items():
        if reference.level is Level.SUBDIRECTION:
            sub = SubDirection(reference=reference, title=title.sourced(), actions=tuple(actions[reference]))
            subdirections[reference.parent].append(sub)
    return tuple(
        Direction(
            reference=reference,
            title=annex_i.titles[reference].sourced(),
            title_annex_ii=title_annex_ii,
            subdirections=tuple(subdirections[reference]),
        )
        for reference, title_annex_ii in annex_ii.titles.items()
    )


def _action(reference: Reference, wording: CutText, annex_ii: AnnexII) -> Action:
    return Action(
        reference=reference,
        annex_i=wording.sourced(),
        annex_ii=annex_ii.actions[reference].sourced(),
        rows=annex_ii.rows[reference],
    )


def _top(action: Reference) -> Reference:
    return Reference(Level.DIRECTION, action.numbers[:1])
