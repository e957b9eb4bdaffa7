"""What is counted in a plan, and whether it is what the manifest promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pydantic import Field

from corpus.errors import ReconciliationError
from corpus.plan import Plan, Role, Row
from corpus.provenance import Record, Sourced
from corpus.references import Reference

BLANK = "blank"
"""The key under which rows are counted whose cell says nothing."""


class Totals(Record):
    """The numbers of a plan. A row that names two organs in one cell counts once for each of them."""

    paragraphs: int
    directions: int
    subdirections: int
    actions: int
    actions_without_output: int
    rows: int
    """Data rows of Annex II: outputs, and one row for each action without an output."""
    outputs: int
    actions_by_direction: tuple[int, ...]
    outputs_by_direction: tuple[int, ...]
    outputs_by_time_frame: dict[str, int]
    """By key of the time frame; `blank` when the cell says nothing."""
    rows_by_time_frame: dict[str, int]
    outputs_by_responsible: dict[str, int]
    """By organ; `blank` for outputs that name none."""
    rows_by_role: dict[Role, dict[str, int]] = Field(min_length=3)
    """By role, then by organ; `blank` for rows whose cell in that role says nothing."""


def count(plan: Plan) -> Totals:
    """The totals of a plan."""
    return Totals(
        paragraphs=len(plan.paragraphs),
        directions=len(plan.directions),
        subdirections=len(plan.subdirections),
        actions=len(plan.actions),
        actions_without_output=sum(not action.outputs for action in plan.actions),
        rows=len(plan.rows),
        outputs=len(plan.outputs),
        actions_by_direction=_by_direction(plan, (action.reference for action in plan.actions)),
        outputs_by_direction=_by_direction(plan, (row.reference for row in plan.outputs)),
        outputs_by_time_frame=_by_time_frame(plan.outputs),
        rows_by_time_frame=_by_time_frame(plan.rows),
        outputs_by_responsible=_by_organ(plan.outputs, Role.RESPONSIBLE),
        rows_by_role={role: _by_organ(plan.rows, role) for role in Role},
    )


def reconcile(plan: Plan, promised: Totals, cut_texts: int) -> None:
    """Refuse a plan with a gap in its numbers, or with other totals than those promised.

    Args:
        plan: the plan.
        promised: the totals of the document.
        cut_texts: how many texts the edition's page breaks cut.

    Raises:
        ReconciliationError: with the missing references, or every total that differs.
    """
    gaps = [str(reference) for reference in _missing(plan)]
    if gaps:
        raise ReconciliationError(f"numbers are skipped: there is no {', '.join(gaps)}")
    differing = list(_differing(count(plan), promised))
    cut = [str(reference) for reference, text in _texts(plan) if len(text.spans) > 1]
    if len(cut) != cut_texts:
        differing.append(f"texts cut by a page break: {len(cut)} instead of {cut_texts} ({', '.join(cut)})")
    if differing:
        raise ReconciliationError("totals differ from the manifest's: " + "; ".join(differing))


def _by_direction(plan: Plan, references: Iterable[Reference]) -> tuple[int, ...]:
    counted = Counter(reference.direction for reference in references)
    return tuple(counted[direction.reference.direction] for direction in plan.directions)


def _by_time_frame(rows: Iterable[Row]) -> dict[str, int]:
    return dict(Counter(row.time_frame.value.key or BLANK for row in rows))


def _by_organ(rows: Iterable[Row], role: Role) -> dict[str, int]:
    return dict(Counter(organ for row in rows for organ in row.organs(role).value or (BLANK,)))


def _missing(plan: Plan) -> Iterator[Reference]:
    """What would stand between two neighbours, or before the first, if no number were skipped."""
    for group in (plan.directions, plan.subdirections, plan.actions, plan.paragraphs):
        expected: dict[tuple[int, ...], int] = {}
        for item in group:
            *above, number = item.reference.numbers
            for skipped in range(expected.get(tuple(above), 1), number):
                yield Reference(item.reference.level, (*above, skipped))
            expected[tuple(above)] = number + 1


def _texts(plan: Plan) -> Iterator[tuple[Reference, Sourced[str] | Sourced[tuple[str, ...]]]]:
    """All texts and cells that a page break may cut."""
    yield from ((direction.reference, direction.title) for direction in plan.directions)
    yield from ((sub.reference, sub.title) for sub in plan.subdirections)
    for action in plan.actions:
        yield from ((action.reference, text) for text in (action.annex_i, action.annex_ii))
    for row in plan.rows:
        yield row.reference, row.text
        yield from ((row.reference, row.organs(role)) for role in Role)


def _differing(found: Totals, promised: Totals) -> Iterator[str]:
    before, after = dict(_flat(promised)), dict(_flat(found))
    for name in before | after:
        if before.get(name, 0) != after.get(name, 0):
            yield f"{name}: {after.get(name, 0)} instead of {before.get(name, 0)}"


def _flat(totals: Totals) -> Iterator[tuple[str, int]]:
    for name, value in totals:
        words = name.replace("_", " ")
        if isinstance(value, int):
            yield words, value
        elif isinstance(value, tuple):
            yield from ((f"{words} {number}", one) for number, one in enumerate(value, 1))
        else:
            yield from _flat_groups(words, value)


def _flat_groups(words: str, groups: dict[str, int] | dict[Role, dict[str, int]]) -> Iterator[tuple[str, int]]:
    for key, value in groups.items():
        if isinstance(value, int):
            yield f"{words}, {key}", value
        else:
            yield from _flat_groups(f"{words}, {key}", value)
