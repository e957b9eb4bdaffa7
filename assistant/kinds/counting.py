"""How many: of a set, or of a whole unit; shares of it."""

from __future__ import annotations

from assistant.answer import Count
from assistant.desk import Desk, suggest
from assistant.evidence import Cell, Draft, Statement, row_cell
from assistant.kinds.listing import echoes_of, matching_rows, note_recurring, selection_of
from assistant.question import CountQuery
from assistant.reading import Reading
from corpus.references import Level, Reference
from index.records import Records
from index.selection import ScopeTerm, Selection, Unit


def recognise(reading: Reading, records: Records) -> CountQuery | None:
    """A question that asks how many."""
    if not reading.has("ask.how_many", "ask.share", "follow.how_many_that"):
        return None
    share = reading.has("ask.share")
    unit = reading.unit
    if reading.has("unit.organ") and unit is None:
        return None
    if reading.clauses or reading.items:
        selection = selection_of(reading)
        return CountQuery(selection=selection, share=share)
    return CountQuery(selection=Selection(unit=unit)) if unit is not None else None


def answer(query: CountQuery, desk: Desk) -> Draft:
    """The number, its denominator, and every item that was counted."""
    draft = Draft()
    selection = query.selection
    draft.total = desk.records.total(selection.unit)
    if not selection.clauses:
        return _whole(selection.unit, draft, desk)
    refs = _counted(selection, desk)
    draft.refs = refs
    draft.counts = (Count(of=f"{selection.unit.value}s", value=len(refs)),)
    slots = {
        "count": len(refs),
        "total": draft.total,
        "unit": desk.phrasing.unit(selection.unit, draft.total),
        "condition": desk.phrasing.conditions(selection.clauses),
    }
    counts = ((len(refs), len(refs)), (draft.total, desk.records.total(selection.unit)))
    echoes = echoes_of(selection.clauses, desk)
    if query.share:
        percent = desk.phrasing.say("form.percent", value=f"{100 * len(refs) / draft.total:.1f}")
        text = desk.phrasing.say("count.share", percent=percent, **slots)
    else:
        text = desk.phrasing.say("count.some", **slots)
    draft.statements.append(Statement(text.strip(), counts=counts, echoes=echoes))
    _members(selection, desk, draft)
    note_recurring(selection, desk, draft)
    suggest(draft, desk, "how_many")
    return draft


def _counted(selection: Selection, desk: Desk) -> tuple[Reference, ...]:
    """The items counted: by rows, except that sub-directions and actions of a bare scope are all of its children."""
    scopes = [clause for clause in selection.clauses if isinstance(clause, ScopeTerm) and not clause.negated]
    if len(scopes) == len(selection.clauses) and selection.unit is Unit.SUBDIRECTION:
        return tuple(
            sub.reference
            for sub in desk.records.plan.subdirections
            if all(any(ref.contains(sub.reference) for ref in scope.references) for scope in scopes)
        )
    return desk.records.select(selection)


def _whole(unit: Unit, draft: Draft, desk: Desk) -> Draft:
    total = desk.records.total(unit)
    draft.counts = (Count(of=f"{unit.value}s", value=total),)
    text = desk.phrasing.say("count.whole", count=total, unit=desk.phrasing.unit(unit, total))
    draft.statements.append(Statement(text, counts=((total, desk.records.total(unit)),)))
    if unit is Unit.PARAGRAPH:
        draft.total = None
    if unit is Unit.DIRECTION:
        draft.refs = tuple(direction.reference for direction in desk.records.plan.directions)
        draft.statements.extend(desk.item_line(ref) for ref in draft.refs)
    suggest(draft, desk, "directions")
    return draft


def _members(selection: Selection, desk: Desk, draft: Draft) -> None:
    if not draft.refs:
        return
    draft.statements.append(Statement(desk.phrasing.say("count.they_are")))
    behind: dict[Reference, list[Cell]] = {}
    depth = len(draft.refs[0].numbers)
    for row in matching_rows(selection, desk):
        whole = selection.unit in (Unit.ROW, Unit.OUTPUT)
        item = row.reference if whole else Reference(draft.refs[0].level, row.reference.numbers[:depth])
        behind.setdefault(item, []).append(row_cell(row))
    for at, ref in enumerate(draft.refs):
        cells = tuple(behind.get(ref, ()))
        if ref.level is Level.SUBDIRECTION or not cells:
            cells = (desk.wording(desk.records.items[ref])[1],)
        draft.statements.append(Statement(f"{'' if at else '- '}**{ref}**", cells, inline=at > 0))
