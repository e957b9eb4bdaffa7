"""How look-ups grow with the plan: copies of its directions under new numbers, ten and a hundred times as many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from corpus.plan import Action, Direction, Plan, Role, Row, SubDirection
from corpus.references import Reference
from evals.benching.measurement import Measurement, Spread, timed
from evals.yardstick import Yardstick
from index.records import Records
from index.selection import OrganTerm, Selection, TimeTerm, Unit

FACTORS = (1, 10, 100)
_ROUNDS = 30


def growth(yardstick: Yardstick) -> Iterator[Measurement]:
    """A combined list over all rows and an item by its number, in plans of several sizes."""
    organ = yardstick.organ_keys[0]
    selection = Selection(
        unit=Unit.OUTPUT,
        clauses=(OrganTerm(organs=(organ,), roles=(Role.RESPONSIBLE,)), TimeTerm(first=2019, last=2021)),
    )
    floors: dict[str, Spread] = {}
    for factor in FACTORS:
        records = Records(larger(yardstick.plan, factor))
        last = records.plan.actions[-1].reference
        records.rows_of(last)
        calls: dict[str, Callable[[], object]] = {
            "combined list": partial(records.select, selection),
            "rows of an action": partial(records.rows_of, last),
        }
        for name, call in calls.items():
            measured = Spread.of(timed(call) for _ in range(_ROUNDS))
            floor = floors.setdefault(name, measured)
            yield Measurement(
                name=f"{name}, {len(records.plan.rows)} rows",
                unit="ms",
                measured=measured,
                floor_name=f"the same in {len(yardstick.plan.rows)} rows",
                floor=floor,
            )


def larger(plan: Plan, factor: int) -> Plan:
    """A plan with `factor` times as many directions; the copies differ in their numbers only."""
    step = len(plan.directions)
    copies = tuple(_direction(one, copy * step) for copy in range(factor) for one in plan.directions)
    # Not a copy with an update: that would keep the rows which the smaller plan has already put together.
    fields = {name: getattr(plan, name) for name in type(plan).model_fields}
    return Plan.model_construct(**{**fields, "directions": copies})


def _direction(one: Direction, shift: int) -> Direction:
    subs = tuple(_subdirection(sub, shift) for sub in one.subdirections)
    return one.model_copy(update={"reference": _moved(one.reference, shift), "subdirections": subs})


def _subdirection(one: SubDirection, shift: int) -> SubDirection:
    actions = tuple(_action(action, shift) for action in one.actions)
    return one.model_copy(update={"reference": _moved(one.reference, shift), "actions": actions})


def _action(one: Action, shift: int) -> Action:
    rows = tuple(_row(row, shift) for row in one.rows)
    return one.model_copy(update={"reference": _moved(one.reference, shift), "rows": rows})


def _row(one: Row, shift: int) -> Row:
    return one.model_copy(update={"reference": _moved(one.reference, shift)})


def _moved(reference: Reference, shift: int) -> Reference:
    return Reference(reference.level, (reference.numbers[0] + shift, *reference.numbers[1:]))
