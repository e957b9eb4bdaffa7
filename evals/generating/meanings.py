"""What can be asked of a plan: fields of rows, reverse look-ups, combinations, counts, traps. No words yet."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from corpus.plan import Plan, Role, Row
from corpus.references import Level, Reference
from evals.generating.truths import (
    ROLES,
    Condition,
    Facts,
    Time,
    TimeForm,
    Unit,
    field_facts,
    outputs_of,
    totals,
)

UNITS: tuple[Unit, ...] = ("output", "action", "row")
_YEAR_FORMS: tuple[TimeForm, ...] = ("in", "by", "before", "after", "from")


@dataclass(frozen=True)
class Meaning:
    """A question without words, and its answer."""

    family: str
    """Names the frames of the template files, and a tag."""
    key: str
    """Tells meanings of one family apart; part of the case's group."""
    kind: str
    """As in a case."""
    expect: dict[str, Any]
    ref: Reference | None = None
    organ: str | None = None
    year: int | None = None
    condition: Condition | None = None
    tags: tuple[str, ...] = field(default=())


def meanings_of(plan: Plan, rng: random.Random) -> list[Meaning]:
    """Everything that is asked of a plan, in a fixed order."""
    return [
        *_fields_of_rows(plan),
        *_fields_of_actions(plan),
        *_texts_and_children(plan),
        *_plain_lists(plan),
        *_lists_and_counts(plan, rng),
        *_numbers_that_do_not_exist(plan, rng),
        *_premises(plan, rng),
    ]


def _fields_of_rows(plan: Plan) -> Iterator[Meaning]:
    for row in plan.rows:
        yield from _fields([row], row.reference)


def _fields_of_actions(plan: Plan) -> Iterator[Meaning]:
    for action in plan.actions:
        if len(action.rows) > 1:
            yield from _fields(action.rows, action.reference)
        facts = {"refs": outputs_of(action)}
        yield Meaning("outputs", str(action.reference), "structure", _answered(facts), action.reference)


def _fields(rows: Sequence[Row], ref: Reference) -> Iterator[Meaning]:
    cites = [str(row.reference) for row in rows]
    for role in ROLES:
        facts = field_facts(rows, [role], times=False)
        yield Meaning(role, str(ref), *_stated(facts, facts["organs"], cites), ref)
    facts = field_facts(rows, [], times=True)
    yield Meaning("when", str(ref), *_stated(facts, facts["time_frames"], cites), ref)
    facts = field_facts(rows, ROLES, times=False)
    yield Meaning("involved", str(ref), *_stated(facts, facts["organs"], cites), ref)
    everything = field_facts(rows, ROLES, times=True)
    yield Meaning("everything", str(ref), "item", {**_answered(everything), "cites": cites}, ref)


def _stated(facts: Facts, values: list[str], cites: list[str]) -> tuple[str, dict[str, Any]]:
    """The kind of a field's question and what is expected: a blank field is not stated, and its row is shown."""
    status = "answered" if values else "not_stated"
    return ("item" if values else "not_stated"), {"status": status, "route": "lookup", "facts": facts, "cites": cites}


def _answered(facts: Facts) -> dict[str, Any]:
    return {"status": "answered", "route": "lookup", "facts": facts}


def _texts_and_children(plan: Plan) -> Iterator[Meaning]:
    for ref in (*(action.reference for action in plan.actions), *(sub.reference for sub in plan.subdirections)):
        yield Meaning("text", str(ref), "item", {**_answered({"refs": [str(ref)]}), "cites": [str(ref)]}, ref)
    for action in plan.actions:
        facts = {"refs": [str(action.reference.direction)]}
        yield Meaning("direction_of", str(action.reference), "structure", _answered(facts), action.reference)
    for direction in plan.directions:
        subs = [str(sub.reference) for sub in direction.subdirections]
        actions = [str(action.reference) for sub in direction.subdirections for action in sub.actions]
        ref = direction.reference
        yield Meaning("subdirections_of", str(ref), "structure", _answered({"refs": subs}), ref)
        yield Meaning("actions_of", str(ref), "structure", _answered({"refs": actions}), ref)
    for sub in plan.subdirections:
        facts = {"refs": [str(action.reference) for action in sub.actions]}
        yield Meaning("actions_of", str(sub.reference), "structure", _answered(facts), sub.reference)


def _plain_lists(plan: Plan) -> Iterator[Meaning]:
    for organ, role in product(_organs(plan), (*ROLES, None)):
        condition = Condition("row", organ, role)
        family = f"plain_{role or 'any'}"
        yield Meaning(family, organ, "list", _listed(plan, condition), organ=organ)


def _lists_and_counts(plan: Plan, rng: random.Random) -> Iterator[Meaning]:
    directions = [str(direction.reference) for direction in plan.directions]
    subs = [str(sub.reference) for sub in plan.subdirections]
    organs, times = _organs(plan), _times(plan)
    roles = (*ROLES, None)
    for condition in (
        *(Condition(unit, organ, role) for unit, organ, role in product(UNITS, organs, roles)),
        *(Condition(unit, time=time) for unit, time in product(UNITS, times)),
        *(Condition(rng.choice(UNITS), organ, role, scope=d) for organ, role, d in product(organs, roles, directions)),
        *(Condition(rng.choice(UNITS), organ, role, scope=rng.choice(subs)) for organ, role in product(organs, roles)),
        *_some(rng, 120, [Condition(u, o, r, t) for u, o, r, t in product(UNITS, organs, roles, times)]),
        *_some(rng, 60, [Condition(u, time=t, scope=d) for u, t, d in product(UNITS, times, directions)]),
        *_some(
            rng, 60, [Condition(u, o, r, t, d) for u, o, r, t, d in product(UNITS, organs, roles, times, directions)]
        ),
    ):
        key = _key(condition)
        yield Meaning("list", key, "list", _listed(plan, condition), condition=condition, tags=_tags(condition))
        if rng.random() < 0.5:
            yield Meaning("count", key, "count", _counted(plan, condition), condition=condition, tags=_tags(condition))


def _some(rng: random.Random, number: int, conditions: list[Condition]) -> list[Condition]:
    return rng.sample(conditions, number)


def _listed(plan: Plan, condition: Condition) -> dict[str, Any]:
    facts = {"refs": condition.refs(plan), "organs": [], "total": totals(plan)[condition.unit]}
    return {**_answered(facts), **_left_out(plan, condition)}


def _counted(plan: Plan, condition: Condition) -> dict[str, Any]:
    refs = condition.refs(plan)
    counts = [{"of": f"{condition.unit}s", "value": len(refs)}]
    facts = {"refs": refs, "counts": counts, "total": totals(plan)[condition.unit]}
    return {**_answered(facts), **_left_out(plan, condition)}


def _left_out(plan: Plan, condition: Condition) -> dict[str, Any]:
    return {"notices": ["recurring_left_out"]} if condition.leaves_out(plan) else {}


def _numbers_that_do_not_exist(plan: Plan, rng: random.Random) -> Iterator[Meaning]:
    families = ("responsible", "when", "everything", "text", "coordinating")
    for ref in sorted(set(_missing(plan))):
        family = rng.choice(families)
        expect = {"status": "not_found", "facts": {"refs": [], "organs": [], "roles": {}, "time_frames": []}}
        yield Meaning(family, f"missing-{ref}", "not_found", expect, ref, tags=("missing",))


def _missing(plan: Plan) -> Iterator[Reference]:
    """One beyond the last of every family of siblings, and a few that are far away."""
    for sub in plan.subdirections:
        yield Reference(Level.ACTION, (*sub.reference.numbers, len(sub.actions) + 1))
    for action in plan.actions[::3]:
        yield Reference(Level.OUTPUT, (*action.reference.numbers, len(action.rows) + 1 + (len(action.rows) == 1)))
    for direction in plan.directions:
        yield Reference(Level.ACTION, (*direction.reference.numbers, len(direction.subdirections) + 1, 1))
    last = len(plan.directions)
    yield from (Reference(Level.ACTION, (last + extra, 1, 1)) for extra in (1, 3, 11))


def _premises(plan: Plan, rng: random.Random) -> Iterator[Meaning]:
    organs, years = _organs(plan), _years(plan)
    for row in rng.sample(plan.rows, len(plan.rows) * 2 // 3):
        role = rng.choice(ROLES)
        true = field_facts([row], [role], times=False)["organs"]
        yield _organ_premise(row, role, rng.choice([organ for organ in organs if organ not in true]), "corrected")
        if len(true) == 1:
            yield _organ_premise(row, role, true[0], "confirmed")
    for row in rng.sample([row for row in plan.rows if row.time_frame.value.year], 40):
        true_year = row.time_frame.value.year or 0
        said = rng.choice([year for year in years if year != true_year]) if rng.random() < 0.6 else true_year
        facts = {**field_facts([row], [], times=True), "premise": "confirmed" if said == true_year else "corrected"}
        expect = {**_answered(facts), "cites": [str(row.reference)]}
        yield Meaning("premise_when", f"{row.reference}-{said}", "premise", expect, row.reference, year=said)


def _organ_premise(row: Row, role: str, organ: str, premise: str) -> Meaning:
    facts = {**field_facts([row], [role], times=False), "premise": premise}
    expect = {**_answered(facts), "cites": [str(row.reference)]}
    key = f"{row.reference}-{organ}"
    return Meaning(f"premise_{role}", key, "premise", expect, row.reference, organ, tags=(premise,))


def _times(plan: Plan) -> list[Time]:
    years = _years(plan)
    single = [Time(form, year) for form, year in product(_YEAR_FORMS, years)]
    # Nothing is due before the first year or after the last one: true, but asked only by "in" of another year.
    sensible = [t for t in single if not (t.form == "before" and t.first == years[0])]
    sensible = [t for t in sensible if not (t.form == "after" and t.first == years[-1])]
    spans = [Time("between", first, last) for first, last in product(years, years) if first < last]
    return [*sensible, *spans, *(Time(form) for form in ("ongoing", "annual", "biennial"))]


def _years(plan: Plan) -> list[int]:
    return sorted({row.time_frame.value.year for row in plan.rows if row.time_frame.value.year})


def _organs(plan: Plan) -> list[str]:
    cells = (row.organs(role).value for row in plan.rows for role in Role)
    return sorted({organ for organs in cells for organ in organs})


def _key(condition: Condition) -> str:
    time = condition.time
    when = f"{time.form}-{time.first or ''}-{time.last or ''}" if time else None
    parts = (condition.unit, condition.organ, condition.role if condition.organ else None, when, condition.scope)
    return ".".join(part or "any" for part in parts)


def _tags(condition: Condition) -> tuple[str, ...]:
    role = [f"role:{condition.role or 'any'}"] * bool(condition.organ)
    time = [f"time:{condition.time.form}"] if condition.time else []
    return (f"unit:{condition.unit}", *role, *time, *["scope"] * bool(condition.scope))
