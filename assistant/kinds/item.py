"""Single items: who has which role, when, what the text says, or everything."""

from __future__ import annotations

from assistant.desk import Desk, roles_of, suggest, times_of
from assistant.evidence import Cell, Draft, Statement, output_cell, role_cell, row_cell, time_cell
from assistant.question import ItemQuery
from assistant.reading import Reading
from corpus.plan import Action, Role, Row
from corpus.references import Level, Reference
from index.records import Records
from index.selection import ALL_ROLES


def recognise(reading: Reading, records: Records) -> ItemQuery | None:
    """A question about named items. Directions count when a field is asked of them, or their words."""
    known = tuple(ref for ref in reading.references if ref in records and ref.level >= Level.DIRECTION)
    if not known:
        return None
    roles, time, text = wanted_fields(reading)
    if not reading.items and (not (roles or time or text) or reading.conditions.clauses or reading.times):
        return None
    return ItemQuery(
        references=known,
        roles=roles,
        time=time,
        text=text and not (roles or time),
        missing=tuple(str(ref) for ref in reading.references if ref not in records),
    )


def wanted_fields(reading: Reading) -> tuple[tuple[Role, ...], bool, bool]:
    """Which fields a question asks for: roles, the time frame, the text."""
    roles = reading.wanted
    conditions = reading.conditions
    asks_all = conditions.any_role_asked or (conditions.asks_organ and not roles)
    if roles and reading.has("follow.else") and Role.RESPONSIBLE in roles and Role.ASSOCIATED in roles:
        asks_all = True
    if asks_all and not reading.times and not (conditions.free_roles and not conditions.asks_organ):
        roles = ALL_ROLES
    time = reading.has("ask.when") and not reading.times
    if time and not reading.has("ask.who") and _ends_with_by(reading):
        roles = ()
    text = reading.has("ask.text") or (reading.has("ask.what") and _asks_what_an_output_is(reading))
    text = text and not reading.has("ask.full", "ask.who") and not roles
    return roles, time, text


def _ends_with_by(reading: Reading) -> bool:
    """ "When must it be done by?": what would be led by an organ names none."""
    words = [token for token in reading.tokens if any(map(str.isalnum, token.text))]
    return not reading.conditions.slots and words[-1].has("role") and words[-1].text.endswith(" by")


def _asks_what_an_output_is(reading: Reading) -> bool:
    return (
        bool(reading.items) and all(ref.level is Level.OUTPUT for ref in reading.items) and not reading.conditions.slots
    )


def answer(query: ItemQuery, desk: Desk) -> Draft:
    """Word the fields asked for, item by item."""
    draft = Draft()
    rows = tuple(row for ref in query.references for row in desk.records.rows_of(ref))
    draft.touched.extend(query.references)
    draft.notices.extend(
        ("missing_reference", desk.phrasing.say("notice.missing_reference", refs=ref)) for ref in query.missing
    )
    if query.text:
        return _texts(query, desk, draft)
    if query.source:
        return _lines(query, desk, draft)
    roles = query.roles or (ALL_ROLES if query.everything else ())
    time = query.time or query.everything
    draft.refs = tuple(dict.fromkeys(row.reference for row in rows))
    draft.roles = roles_of(rows, roles, desk)
    draft.organs = desk.in_order(organ for organs in draft.roles.values() for organ in organs)
    draft.time_frames = times_of(rows) if time else ()
    if query.everything:
        for ref in query.references:
            _everything(ref, desk, draft)
    else:
        for ref in query.references:
            _fields(ref, roles, time, desk, draft)
        if not draft.organs and not draft.time_frames:
            draft.status = "not_stated"
    _suggestions(query, desk, draft)
    return draft


def _texts(query: ItemQuery, desk: Desk, draft: Draft) -> Draft:
    draft.refs = query.references
    for ref in query.references:
        item = desk.records.items[ref]
        if isinstance(item, Action):
            draft.statements.extend(wordings(item, desk))
            draft.worded.append(ref)
        else:
            text, cell = desk.wording(item)
            draft.statements.append(desk.text_statement("item.title", text, cell, item=desk.phrasing.ref(ref)))
    suggest(draft, desk, "organs", ref=query.references[0])
    return draft


def _lines(query: ItemQuery, desk: Desk, draft: Draft) -> Draft:
    """The rows of the source as they stand."""
    draft.refs = query.references
    for ref in query.references:
        rows = desk.records.rows_of(ref) if ref.level >= Level.ACTION else ()
        for row in rows:
            line = " | ".join(cell.strip() for cell in row.span.quote.split("\t"))
            text = desk.phrasing.say(
                "item.title", item=desk.phrasing.ref(row.reference), text=desk.phrasing.quote(line)
            )
            draft.statements.append(Statement(text, (row_cell(row),), quotes=(line,)))
        if not rows:
            text, cell = desk.wording(desk.records.items[ref])
            draft.statements.append(desk.text_statement("item.title", text, cell, item=desk.phrasing.ref(ref)))
    suggest(draft, desk, "all", ref=query.references[0])
    return draft


def wordings(action: Action, desk: Desk) -> list[Statement]:
    """An action's words: both annexes where they differ, else once."""
    ref = str(action.reference)
    first = Cell(ref, "text", "I", action.annex_i.spans)
    second = Cell(ref, "text", "II", action.annex_ii.spans)
    one, two = desk.shown(ref, "annex_i", action.annex_i), desk.shown(ref, "annex_ii", action.annex_ii)
    head = Statement(desk.phrasing.say("item.rows_head", item=desk.phrasing.ref(action.reference)))
    if desk.sources.differences[action.reference].kind != "wording":
        quoted = desk.phrasing.quote(one)
        return [
            head,
            Statement("- " + desk.phrasing.say("item.wording_same", text=quoted), (first, second), quotes=(one,)),
        ]
    return [
        head,
        Statement(
            "- " + desk.phrasing.say("item.wording_first", text=desk.phrasing.quote(one)), (first,), quotes=(one,)
        ),
        Statement(
            "- " + desk.phrasing.say("item.wording_second", text=desk.phrasing.quote(two)), (second,), quotes=(two,)
        ),
    ]


def _everything(ref: Reference, desk: Desk, draft: Draft) -> None:
    item = desk.records.items[ref]
    if isinstance(item, Action):
        draft.statements.extend(wordings(item, desk))
        draft.worded.append(ref)
        if not item.outputs:
            draft.statements.append(
                Statement(
                    desk.phrasing.say("item.no_output", item=desk.phrasing.ref(ref)), (output_cell(item.rows[0]),)
                )
            )
    else:
        text, cell = desk.wording(item)
        draft.statements.append(desk.text_statement("item.title", text, cell, item=desk.phrasing.ref(ref)))
    for row in desk.records.rows_of(ref):
        draft.statements.append(
            row_line(row, ALL_ROLES, True, desk, show_text=isinstance(item, Action) and row.is_output)
        )


def _fields(ref: Reference, roles: tuple[Role, ...], time: bool, desk: Desk, draft: Draft) -> None:
    rows = desk.records.rows_of(ref)
    if len(roles) == 1 and not time:
        draft.statements.extend(_one_role(ref, rows, roles[0], desk))
    elif time and not roles:
        draft.statements.extend(_one_time(ref, rows, desk))
    elif len(rows) == 1:
        draft.statements.append(row_line(rows[0], roles, time, desk, show_text=False))
    else:
        draft.statements.append(Statement(desk.phrasing.say("item.rows_head", item=desk.phrasing.ref(ref))))
        draft.statements.extend(row_line(row, roles, time, desk, show_text=False) for row in rows)


def _one_role(ref: Reference, rows: tuple[Row, ...], role: Role, desk: Desk) -> list[Statement]:
    say, name = desk.phrasing.say, desk.phrasing.ref(ref)
    values = {row.organs(role).value for row in rows}
    cells = tuple(role_cell(row, role) for row in rows)
    if values == {()}:
        key = "item.blank_one" if len(rows) == 1 else "item.blank_all"
        return [
            Statement(
                say(key, role=say(f"role_name.{role}"), item=name, count=len(rows)),
                cells,
                counts=((len(rows), len(rows)),),
            )
        ]
    if len(values) == 1:
        organs = rows[0].organs(role).value
        item = name if len(rows) == 1 else say(_all_key(rows), count=len(rows), item=name)
        key = f"role_{'one' if len(organs) == 1 else 'many'}.{role}"
        text = say(key, organs=desk.phrasing.organs(organs, article=True), item=item)
        return [_statement(_capital(text), cells, role, organs, len(rows))]
    head = Statement(say("item.differ", item=name))
    return [head, *(row_line(row, (role,), False, desk, show_text=False) for row in rows)]


def _all_key(rows: tuple[Row, ...]) -> str:
    return "item.all_rows" if all(row.is_output for row in rows) else "item.all_items"


def _statement(text: str, cells: tuple[Cell, ...], role: Role, organs: tuple[str, ...], count: int) -> Statement:
    asserted = tuple((role.value, organ) for organ in organs)
    return Statement(text, cells, organs=asserted, counts=((count, len(cells)),))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _one_time(ref: Reference, rows: tuple[Row, ...], desk: Desk) -> list[Statement]:
    say, name = desk.phrasing.say, desk.phrasing.ref(ref)
    keys = {row.time_frame.value.key for row in rows}
    cells = tuple(time_cell(row) for row in rows)
    if keys == {None}:
        return [Statement(say("item.blank_time", item=name), cells)]
    if len(keys) == 1:
        frame = rows[0].time_frame.value
        item = name if len(rows) == 1 else say(_all_key(rows), count=len(rows), item=name)
        key = "item.due_all" if len(rows) > 1 else "item.due_year" if frame.year else "item.due_kind"
        text = say(key, item=item, time=f"**{desk.phrasing.time(frame)}**")
        return [Statement(_capital(text), cells, times=(str(frame.key),), counts=((len(rows), len(rows)),))]
    head = Statement(say("item.differ", item=name))
    return [head, *(row_line(row, (), True, desk, show_text=False) for row in rows)]


def row_line(row: Row, roles: tuple[Role, ...], time: bool, desk: Desk, *, show_text: bool) -> Statement:
    """One row as a list item: its number, its words when wanted, and the fields asked for, blanks said."""
    say = desk.phrasing.say
    parts = [desk.row_text(row)] if show_text else []
    quotes = tuple(parts)
    cells: list[Cell] = [output_cell(row)] if show_text else []
    if row.is_output is False and show_text is False and not roles and not time:
        parts.append(say("list.no_output_mark"))
    asserted: list[tuple[str, str]] = []
    for role in roles:
        organs = row.organs(role).value
        parts.append(
            say(f"role.{role}") + say("form.colon") + (desk.phrasing.organs(organs) if organs else say("form.blank"))
        )
        asserted += [(role.value, organ) for organ in organs]
        cells.append(role_cell(row, role))
    key = row.time_frame.value.key
    if time:
        parts.append(desk.phrasing.time_key(key))
        cells.append(time_cell(row))
    if len(cells) > 2:
        # One mark for the whole row reads better than one for each of its cells.
        cells = [row_cell(row)]
    text = f"- **{row.reference}**{say('form.dash')}{say('form.semicolon').join(parts)}"
    return Statement(text, tuple(cells), organs=tuple(asserted), times=(key,) if time and key else (), quotes=quotes)


def _suggestions(query: ItemQuery, desk: Desk, draft: Draft) -> None:
    ref = query.references[0]
    if not query.time and not query.everything:
        suggest(draft, desk, "when", ref=ref)
    if query.roles != ALL_ROLES and not query.everything:
        suggest(draft, desk, "organs", ref=ref)
    if not query.everything:
        suggest(draft, desk, "all", ref=ref)
    for role, organs in draft.roles.items():
        key = {
            Role.COORDINATING: "organ_coordinates",
            Role.RESPONSIBLE: "organ_leads",
            Role.ASSOCIATED: "organ_assists",
        }[role]
        suggest(draft, desk, key, organ=desk.phrasing.organs(organs[:1], bold=False, article=True))
    del draft.suggestions[3:]
