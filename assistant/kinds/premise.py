"""Something is asserted of an item: confirmed, or corrected first and then answered."""

from __future__ import annotations

from assistant.answer import Count
from assistant.desk import Desk, roles_of, suggest, times_of
from assistant.evidence import Draft, Statement
from assistant.kinds.item import row_line
from assistant.kinds.listing import echoes_of, selection_of
from assistant.numerals import number_of
from assistant.question import CountPremiseQuery, PremiseQuery
from assistant.reading import Reading
from assistant.tokens import Token
from corpus.plan import Role, Row
from corpus.references import Level, Reference
from index.records import Records, holds
from index.selection import ALL_ROLES, BlankTerm, Clause, OnlyInTerm, OrganTerm, OutputTerm, TimeTerm, Unit


def recognise(reading: Reading, records: Records) -> PremiseQuery | None:
    """An item, something said of it, and no question word that asks for a list of rows."""
    known = tuple(ref for ref in reading.references if ref in records and ref.level >= Level.ACTION)
    if not known or len(known) < len(reading.items):
        return None
    outsider = named_outsider(reading)
    claims: tuple[Clause, ...] = (*reading.conditions.clauses, *reading.times)
    if not claims and _asserts_an_output(reading, known, records):
        claims = (OutputTerm(),)
        return PremiseQuery(references=known, claims=claims)
    if not claims and outsider is None:
        return None
    if _only_asks_for_outputs(claims) or not _is_asserted(reading):
        return None
    if outsider is not None and not claims:
        if not (reading.wanted or reading.has("role")):
            return None
        claims = (BlankTerm(field=Role.RESPONSIBLE),)
    return PremiseQuery(references=known, claims=claims, outsider=outsider, why=reading.has("ask.why"))


def recognise_count(reading: Reading, records: Records) -> CountPremiseQuery | None:
    """A number of outputs, actions, directions … that is asserted: "the plan has 90 actions, right?"."""
    if not reading.has("ask.tag") or reading.has("ask.how_many", "ask.who", "ask.when"):
        return None
    asserted = _asserted_number(reading)
    if asserted is None or reading.unit is None:
        return None
    return CountPremiseQuery(selection=selection_of(reading, whole_units=True), asserted=asserted)


def _asserted_number(reading: Reading) -> int | None:
    """A number before or after the word for a unit: "six outputs", "战略方向一共有十个"."""
    for at, token in enumerate(reading.tokens):
        number = token.number
        if number is None and token.is_content:
            number = number_of("".join(other.text for other in _numeral(reading.tokens, at)))
        if number is not None and not token.has("mention"):
            near = reading.tokens[max(0, at - 4) : at + 5]
            if any(other.has("unit") for other in near):
                return number
    return None


def _numeral(tokens: tuple[Token, ...], at: int) -> list[Token]:
    """The tokens of one Chinese numeral: 十二 is two tokens."""
    found = [tokens[at]]
    while at + len(found) < len(tokens) and number_of(found[-1].text) and number_of(tokens[at + len(found)].text):
        found.append(tokens[at + len(found)])
    return found


def named_outsider(reading: Reading) -> str | None:
    """Key of an actor outside the organ columns that fills a role in the question."""
    for slot in reading.conditions.slots:
        units = bool(reading.units) and not reading.content
        if slot.kind == "outsider" and (slot.roles or reading.has("role") or units):
            token = reading.tokens[slot.at]
            keys = [concept.split(".")[1] for concept in sorted(token.concepts) if concept.startswith("outsider.")]
            return keys[0] if keys else "other_body"
    return None


def _asserts_an_output(reading: Reading, known: tuple[Reference, ...], records: Records) -> bool:
    """ "So the output of 7.1.2 is …, right?" of an action that has none."""
    without = all(not records.action(ref).outputs for ref in known)
    return (
        without and Unit.OUTPUT in reading.units and reading.has("ask.tag") and not reading.has("ask.who", "ask.what")
    )


def _only_asks_for_outputs(claims: tuple[Clause, ...]) -> bool:
    return bool(claims) and all(isinstance(claim, OutputTerm) and not claim.negated for claim in claims)


def _is_asserted(reading: Reading) -> bool:
    if reading.has("ask.tag", "ask.why") and not reading.has("ask.who"):
        return True
    asks = reading.has("ask.who", "ask.how_many", "ask.what", "ask.list")
    return not asks and not (reading.has("ask.when") and not reading.times)


def answer(query: PremiseQuery, desk: Desk) -> Draft:
    """Yes or no first, then what the records say of the fields that were spoken of."""
    draft = Draft()
    rows = tuple(row for ref in query.references for row in desk.records.rows_of(ref))
    true_rows = [row for row in rows if all(_is_true(claim, row) for claim in query.claims)]
    holds_good = len(true_rows) == len(rows) and query.outsider is None
    draft.premise = "confirmed" if holds_good else "corrected"
    roles, time = _fields(query.claims)
    draft.roles = roles_of(rows, roles, desk)
    draft.organs = desk.in_order(organ for organs in draft.roles.values() for organ in organs)
    draft.time_frames = times_of(rows) if time else ()
    about_output = any(isinstance(claim, OutputTerm) for claim in query.claims)
    shown = tuple(row for row in rows if row.is_output) if about_output else rows
    draft.refs = tuple(row.reference for row in shown)
    _say(query, rows, true_rows, roles, time, desk, draft)
    draft.touched.extend(query.references)
    if holds_good and all(isinstance(claim, BlankTerm) for claim in query.claims) and query.why:
        draft.status, draft.premise = "not_stated", None
    suggest(draft, desk, "all", ref=query.references[0])
    return draft


def _is_true(claim: Clause, row: Row) -> bool:
    return holds(claim, row)


def _fields(claims: tuple[Clause, ...]) -> tuple[tuple[Role, ...], bool]:
    roles: list[Role] = []
    time = False
    for claim in claims:
        match claim:
            case OrganTerm():
                roles.extend(claim.roles)
            case OnlyInTerm():
                roles.extend(ALL_ROLES)
            case TimeTerm():
                time = True
            case BlankTerm():
                roles.extend([] if claim.field == "time_frame" else [Role(claim.field)])
                time = time or claim.field == "time_frame"
            case _:
                pass
    return tuple(role for role in ALL_ROLES if role in roles), time


def _say(
    query: PremiseQuery,
    rows: tuple[Row, ...],
    true_rows: list[Row],
    roles: tuple[Role, ...],
    time: bool,
    desk: Desk,
    draft: Draft,
) -> None:
    say = desk.phrasing.say
    if query.outsider is not None:
        name = say(f"outsider.{query.outsider}")
        draft.statements.append(Statement(say("premise.outsider", outsider=name), quotes=(name,)))
    key = "yes" if draft.premise == "confirmed" else "partly" if true_rows and len(rows) > len(true_rows) else "no"
    condition = desk.phrasing.conditions(query.claims) if query.outsider is None else ""
    text = " ".join(part for part in (say(f"premise.{key}"), condition) if part)
    draft.statements.append(Statement(text, echoes=echoes_of(query.claims, desk)))
    draft.statements.append(Statement(say("premise.actual")))
    show = not (roles or time)
    draft.statements.extend(row_line(row, roles, time, desk, show_text=show) for row in rows)


def answer_count(query: CountPremiseQuery, desk: Desk) -> Draft:
    """Whether a set has as many members as was said, and how many it has."""
    draft = Draft()
    selection = query.selection
    draft.refs = desk.records.select(selection) if selection.clauses else ()
    draft.total = desk.records.total(selection.unit)
    count = len(draft.refs)
    if not selection.clauses:
        count, draft.refs = desk.records.total(selection.unit), ()
    draft.premise = "confirmed" if count == query.asserted else "corrected"
    draft.counts = (Count(of=f"{selection.unit.value}s", value=count),)
    text = desk.phrasing.say(
        "premise.number_yes" if draft.premise == "confirmed" else "premise.number_no",
        count=count,
        total=draft.total,
        unit=desk.phrasing.unit(selection.unit, draft.total),
        condition=desk.phrasing.conditions(selection.clauses),
    )
    counts = (
        (count, len(draft.refs) if selection.clauses else draft.total),
        (draft.total, desk.records.total(selection.unit)),
    )
    draft.statements.append(Statement(text.strip(), counts=counts, echoes=echoes_of(selection.clauses, desk)))
    return draft
