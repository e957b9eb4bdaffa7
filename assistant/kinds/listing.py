"""Lists: which rows, outputs, actions … meet some conditions; complete, with the plan's total beside them."""

from __future__ import annotations

from assistant.desk import Desk, roles_of, suggest, times_of
from assistant.evidence import Cell, Draft, Statement, row_cell
from assistant.question import ListQuery
from assistant.reading import Reading
from corpus.plan import Role, Row
from corpus.references import Reference
from index.records import Records
from index.selection import ALL_ROLES, AnyOf, Clause, OrganTerm, OutputTerm, ScopeTerm, Selection, TimeTerm, Unit

SHOWN_IN_FULL = 40
"""So many items are shown with their words; of the rest, every number is still there and cited."""


def recognise(reading: Reading, records: Records) -> ListQuery | None:
    """A question with conditions on rows."""
    if _asks_for_all(reading):
        return ListQuery(selection=Selection(unit=reading.unit or Unit.OUTPUT))
    if not reading.clauses or not (reading.conditions.clauses or reading.times or reading.excepted):
        return None
    if _is_of_an_organ_itself(reading):
        return None
    return ListQuery(
        selection=selection_of(reading),
        roles=reading.wanted,
        time=reading.has("ask.when") and not reading.times,
    )


def _is_of_an_organ_itself(reading: Reading) -> bool:
    """ "Why does the Council never get through its agenda?": an organ is all that is named, and not its work is asked for."""
    says_more = reading.times or reading.units or reading.scopes or reading.excepted
    return not says_more and not reading.has("role") and reading.has("document", "ask.why", "ask.place")


def _asks_for_all(reading: Reading) -> bool:
    """ "List all outputs": a unit, and nothing that limits it."""
    asks = reading.has("ask.list", "ask.what", "ask.full") and not reading.has("ask.who", "ask.when", "role", "follow")
    return asks and reading.unit in (Unit.OUTPUT, Unit.ACTION) and not (reading.clauses or reading.references)


def selection_of(reading: Reading, *, whole_units: bool = False) -> Selection:
    """The rows a question means, and the unit in which it wants them."""
    clauses: tuple[Clause, ...] = reading.clauses
    if reading.items:
        clauses = (*clauses, ScopeTerm(references=reading.items))
    unit = reading.unit or Unit.ROW
    if unit is Unit.ACTION and any(isinstance(clause, OutputTerm) for clause in clauses):
        return Selection(unit=unit, clauses=clauses)
    if unit is Unit.PARAGRAPH and not whole_units:
        unit = Unit.ROW
    return Selection(unit=unit, clauses=clauses)


def answer(query: ListQuery, desk: Desk) -> Draft:
    """Every item that meets the conditions, kept apart by role when an organ was named without one."""
    draft = Draft()
    selection = query.selection
    draft.refs = desk.records.select(selection)
    draft.total = desk.records.total(selection.unit)
    rows = matching_rows(selection, desk)
    if query.roles:
        draft.roles = roles_of(rows, query.roles, desk)
        draft.organs = desk.in_order(organ for organs in draft.roles.values() for organ in organs)
    if query.time:
        draft.time_frames = times_of(rows)
    draft.statements.append(_head(query, draft, desk))
    _without_output(selection, rows, desk, draft)
    _items(query, rows, desk, draft)
    note_recurring(selection, desk, draft)
    _note_alternatives(selection, desk, draft)
    _suggestions(selection, desk, draft)
    return draft


def matching_rows(selection: Selection, desk: Desk) -> tuple[Row, ...]:
    """The rows behind a selection, by its unit: outputs only when outputs are listed."""
    rows = desk.records.rows(selection.clauses)
    return tuple(row for row in rows if row.is_output) if selection.unit is Unit.OUTPUT else rows


def _head(query: ListQuery, draft: Draft, desk: Desk) -> Statement:
    count = len(draft.refs)
    key = "list.none" if not count else "list.one" if count == 1 else "list.some"
    total = draft.total or 0
    text = desk.phrasing.say(
        key,
        count=count,
        total=total,
        unit=desk.phrasing.unit(query.selection.unit, total),
        condition=desk.phrasing.conditions(query.selection.clauses),
    )
    counts = ((count, len(draft.refs)), (total, desk.records.total(query.selection.unit)))
    return Statement(text.strip(), counts=counts, echoes=echoes_of(query.selection.clauses, desk))


def echoes_of(clauses: tuple[Clause, ...], desk: Desk) -> tuple[str, ...]:
    """The organs and years that a question's conditions name: a heading may repeat them."""
    organs = tuple(organ for clause in clauses for organ in desk.sources.organ_order if organ in str(clause))
    return organs + years_of(clauses)


def years_of(clauses: tuple[Clause, ...]) -> tuple[str, ...]:
    """The years that conditions name."""
    flat = [term for clause in clauses for term in (clause.terms if isinstance(clause, AnyOf) else (clause,))]
    terms = [term for term in flat if isinstance(term, TimeTerm)]
    return tuple(str(year) for term in terms for year in (term.first, term.last, *term.years) if year is not None)


def _without_output(selection: Selection, rows: tuple[Row, ...], desk: Desk, draft: Draft) -> None:
    others = [row for row in rows if not row.is_output]
    if selection.unit is Unit.ROW and others and len(others) < len(rows):
        text = desk.phrasing.say("list.without_output", outputs=len(rows) - len(others), others=len(others))
        draft.statements.append(Statement(text, counts=((len(others), len(others)), (len(rows) - len(others),) * 2)))


def _items(query: ListQuery, rows: tuple[Row, ...], desk: Desk, draft: Draft) -> None:
    organ = _organ_without_role(query.selection.clauses)
    if query.selection.unit in (Unit.ROW, Unit.OUTPUT) and organ and len(rows) > 1:
        _by_role(organ, rows, desk, draft)
    elif query.selection.unit in (Unit.ROW, Unit.OUTPUT):
        draft.statements.extend(folded(rows, desk, query.roles))
    else:
        draft.statements.extend(_grouped(draft.refs, rows, desk))


def _organ_without_role(clauses: tuple[Clause, ...]) -> str | None:
    for clause in clauses:
        if isinstance(clause, OrganTerm) and len(clause.organs) == 1 and not clause.negated and not clause.only:
            return clause.organs[0] if set(clause.roles) == set(ALL_ROLES) else None
    return None


def _by_role(organ: str, rows: tuple[Row, ...], desk: Desk, draft: Draft) -> None:
    for role in Role:
        mine = tuple(row for row in rows if organ in row.organs(role).value)
        if mine:
            head = desk.phrasing.say("list.section", role=desk.phrasing.role(role), count=len(mine))
            draft.statements.append(Statement(head, counts=((len(mine), len(mine)),)))
            draft.statements.extend(folded(mine, desk, ()))


def folded(rows: tuple[Row, ...], desk: Desk, roles: tuple[Role, ...]) -> list[Statement]:
    """Rows as list items; beyond `SHOWN_IN_FULL` only their numbers, each still cited."""
    lines = [_row_item(row, desk, roles) for row in rows[:SHOWN_IN_FULL]]
    rest = rows[SHOWN_IN_FULL:]
    if rest:
        lines.append(Statement(desk.phrasing.say("list.also")))
        lines.extend(
            Statement(f"{'' if at else '- '}**{row.reference}**", (row_cell(row),), inline=at > 0)
            for at, row in enumerate(rest)
        )
    return lines


def _row_item(row: Row, desk: Desk, roles: tuple[Role, ...]) -> Statement:
    say = desk.phrasing.say
    shown = desk.row_text(row) if row.is_output else _action_text(row, desk)
    key = row.time_frame.value.key
    parts = [shown, *([] if row.is_output else [say("list.no_output_mark")]), desk.phrasing.time_key(key)]
    asserted = []
    for role in roles:
        organs = row.organs(role).value
        parts.append(
            say(f"role.{role}") + say("form.colon") + (desk.phrasing.organs(organs) if organs else say("form.blank"))
        )
        asserted += [(role.value, organ) for organ in organs]
    text = f"- **{row.reference}**{say('form.dash')}{say('form.semicolon').join(parts)}"
    return Statement(text, (row_cell(row),), organs=tuple(asserted), times=(key,) if key else (), quotes=(shown,))


def _action_text(row: Row, desk: Desk) -> str:
    action = desk.records.action(row.reference)
    return desk.shown(action.reference, "annex_ii", action.annex_ii)


def _grouped(refs: tuple[Reference, ...], rows: tuple[Row, ...], desk: Desk) -> list[Statement]:
    """Actions or directions, each citing the rows that made it match."""
    lines = []
    for ref in refs:
        cells: tuple[Cell, ...] = tuple(row_cell(row) for row in rows if ref.contains(row.reference))
        lines.append(desk.item_line(ref, cells=cells))
    return lines


def _note_alternatives(selection: Selection, desk: Desk, draft: Draft) -> None:
    """Say that several organs were read as alternatives: "the Assembly and the Council" may mean rows that name both."""
    for clause in selection.clauses:
        if (
            isinstance(clause, OrganTerm)
            and len(clause.organs) > 1
            and not (clause.every or clause.negated or clause.only)
        ):
            names = desk.phrasing.say("condition.or").join(map(desk.phrasing.organ, clause.organs))
            draft.notices.append(("interpreted_as", desk.phrasing.say("notice.interpreted_as", reading=names)))


def note_recurring(selection: Selection, desk: Desk, draft: Draft) -> None:
    """Say how many recurring rows meet all conditions but the years."""
    times = [term for clause in selection.clauses for term in _times(clause)]
    if not any(term.asks_years for term in times) or any(term.negated or term.kinds for term in times):
        return
    others = tuple(clause for clause in selection.clauses if not _times(clause))
    rows = [row for row in desk.records.rows(others) if row.time_frame.value.key in ("ongoing", "annual", "biennial")]
    if selection.unit is Unit.OUTPUT:
        rows = [row for row in rows if row.is_output]
    if rows:
        draft.notices.append(("recurring_left_out", desk.phrasing.say("notice.recurring_left_out", count=len(rows))))


def _times(clause: Clause) -> tuple[TimeTerm, ...]:
    """The conditions on time in a clause: itself, or the alternatives that it names."""
    terms = clause.terms if isinstance(clause, AnyOf) else (clause,)
    return tuple(term for term in terms if isinstance(term, TimeTerm))


def _suggestions(selection: Selection, desk: Desk, draft: Draft) -> None:
    if draft.refs:
        suggest(draft, desk, "all", ref=draft.refs[0])
    for clause in selection.clauses:
        if isinstance(clause, OrganTerm) and not clause.negated:
            organ = desk.phrasing.organs(clause.organs[:1], bold=False, article=True)
            for key in ("organ_leads", "organ_coordinates"):
                suggest(draft, desk, key, organ=organ)
            break
    if not draft.suggestions or len(draft.suggestions) < 2:
        suggest(draft, desk, "how_many")
    del draft.suggestions[3:]


def recognise_within_item(reading: Reading, records: Records) -> ListQuery | None:
    """An action is named, and of its rows only those that meet a condition are asked for."""
    if not reading.items or not (reading.conditions.slots_of_organs() or reading.times):
        return None
    if (
        reading.conditions.asks_organ
        and not reading.times
        and all(slot.negated for slot in reading.conditions.slots_of_organs())
    ):
        return None  # "besides the Secretariat, who takes part in 5.4.2(1)?" asks for the organs of the item
    return ListQuery(selection=selection_of(reading), roles=reading.wanted, time=False)
