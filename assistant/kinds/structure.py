"""What stands under what: directions, sub-directions, actions, outputs; and what an item stands under."""

from __future__ import annotations

from assistant.desk import Desk, suggest
from assistant.evidence import Draft, Statement, output_cell
from assistant.kinds.item import wanted_fields
from assistant.question import ItemQuery, ParentQuery, StructureQuery
from assistant.reading import Reading
from corpus.plan import Action
from corpus.references import Level, Reference
from index.records import Records
from index.selection import OutputTerm, Unit

_LEVELS = {
    Unit.DIRECTION: Level.DIRECTION,
    Unit.SUBDIRECTION: Level.SUBDIRECTION,
    Unit.ACTION: Level.ACTION,
    Unit.OUTPUT: Level.OUTPUT,
}


def recognise_place(reading: Reading, records: Records) -> ItemQuery | None:
    """ "the first action of direction 5", "the last output of 3.2.1"."""
    parents = tuple(ref for ref in reading.references if ref in records and ref.level >= Level.DIRECTION)
    numbers = [token.number for token in reading.tokens if token.has("mention.place") and token.number]
    if len(parents) != 1 or not (numbers or reading.has("follow.last")) or reading.conditions.slots_of_organs():
        return None
    unit = reading.unit or Unit.OUTPUT
    below = children_of(parents[0], unit, records) if unit in _LEVELS else ()
    if not below or (numbers and numbers[0] > len(below)):
        return None
    roles, time, _ = wanted_fields(reading)
    text = not (roles or time or reading.has("ask.full"))
    return ItemQuery(references=(below[numbers[0] - 1 if numbers else -1],), roles=roles, time=time, text=text)


def recognise(reading: Reading, records: Records) -> StructureQuery | ParentQuery | None:
    """A question about the plan's tree, with no organ, role or time in it."""
    only_output_term = all(isinstance(clause, OutputTerm) for clause in reading.conditions.clauses)
    if reading.excepted or reading.times or reading.wanted or not only_output_term or reading.conditions.asks_organ:
        return None
    if reading.conditions.clauses and not reading.items:
        return None
    known = tuple(ref for ref in reading.references if ref in records and ref.level >= Level.DIRECTION)
    unit = Unit.OUTPUT if reading.conditions.clauses else reading.unit
    if not known:
        if unit in (Unit.DIRECTION, Unit.SUBDIRECTION) and not reading.content and not reading.references:
            return StructureQuery(unit=unit)
        return None
    if len(known) == 1 and unit in (Unit.DIRECTION, Unit.SUBDIRECTION) and known[0].level > _LEVELS[unit]:
        return ParentQuery(reference=known[0], unit=unit)
    if reading.has("ask.when") or (reading.items and reading.has("ask.full")):
        return None
    if unit is None and reading.has("ask.text") and not reading.has("structure"):
        return None
    if unit in _LEVELS and all(ref.level < _LEVELS[unit] for ref in known):
        return StructureQuery(parents=known, unit=unit)
    if not reading.items and (unit in (None, Unit.ROW)):
        return StructureQuery(parents=known)
    return None


def answer(query: StructureQuery, desk: Desk) -> Draft:
    """The children, complete, each with its words."""
    draft = Draft()
    if not query.parents:
        assert query.unit is not None
        refs = _all_of(query.unit, desk)
        draft.total = desk.records.total(query.unit)
        _section(None, refs, query.unit, desk, draft)
    for parent in query.parents:
        unit = query.unit or _unit_below(parent)
        _section(parent, children_of(parent, unit, desk.records), unit, desk, draft)
    draft.refs = tuple(ref for ref in dict.fromkeys(draft.refs))
    if draft.refs:
        suggest(draft, desk, "all" if draft.refs[0].level >= Level.ACTION else "under", ref=draft.refs[0])
    suggest(draft, desk, "how_many")
    return draft


def _all_of(unit: Unit, desk: Desk) -> tuple[Reference, ...]:
    plan = desk.records.plan
    group = plan.directions if unit is Unit.DIRECTION else plan.subdirections
    return tuple(item.reference for item in group)


def _unit_below(parent: Reference) -> Unit:
    return {Level.DIRECTION: Unit.SUBDIRECTION, Level.SUBDIRECTION: Unit.ACTION}.get(parent.level, Unit.OUTPUT)


def children_of(parent: Reference, unit: Unit, records: Records) -> tuple[Reference, ...]:
    """All items of a unit that stand under an item, in order."""
    if unit is Unit.OUTPUT:
        return tuple(row.reference for row in records.rows_of(parent) if row.is_output)
    group = records.plan.actions if unit is Unit.ACTION else records.plan.subdirections
    return tuple(item.reference for item in group if parent.contains(item.reference))


def _section(parent: Reference | None, refs: tuple[Reference, ...], unit: Unit, desk: Desk, draft: Draft) -> None:
    draft.refs = (*draft.refs, *refs)
    word = desk.phrasing.unit(unit, len(refs))
    counts = ((len(refs), len(refs)),)
    if parent is None:
        text = desk.phrasing.say("structure.head_whole", count=len(refs), unit=word)
        draft.statements.append(Statement(text, counts=counts))
    elif refs:
        text = desk.phrasing.say("structure.head", item=desk.phrasing.ref(parent), count=len(refs), unit=word)
        draft.statements.append(Statement(text[:1].upper() + text[1:], counts=counts))
    else:
        rows = desk.records.rows_of(parent)
        text = desk.phrasing.say("structure.none", item=desk.phrasing.ref(parent))
        draft.statements.append(Statement(text, tuple(output_cell(row) for row in rows)))
        draft.touched.append(parent)
    for ref in refs:
        draft.statements.append(_line(ref, unit, desk))


def _line(ref: Reference, unit: Unit, desk: Desk) -> Statement:
    item = desk.records.items[ref]
    if unit is Unit.OUTPUT and isinstance(item, Action):
        # An action's only output is written like the action, but its words are the output's.
        row = item.outputs[0]
        text = desk.row_text(row)
        return Statement(f"- **{ref}**{desk.phrasing.say('form.dash')}{text}", (output_cell(row),), quotes=(text,))
    return desk.item_line(ref)


def answer_parent(query: ParentQuery, desk: Desk) -> Draft:
    """The direction or sub-direction that an item stands under."""
    draft = Draft()
    parent = Reference(_LEVELS[query.unit], query.reference.numbers[: 1 if query.unit is Unit.DIRECTION else 2])
    draft.refs = (parent,)
    text, cell = desk.wording(desk.records.items[parent])
    said = desk.phrasing.say(
        "structure.parent", item=desk.phrasing.ref(query.reference), parent=desk.phrasing.ref(parent)
    )
    draft.statements.append(Statement(said[:1].upper() + said[1:]))
    draft.statements.append(Statement(f"- **{parent}**{desk.phrasing.say('form.dash')}{text}", (cell,), quotes=(text,)))
    suggest(draft, desk, "under", ref=parent)
    return draft
