"""Questions by topic: search finds the item, the records say who and when; or the plan says nothing about it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.desk import Desk, roles_of, suggest, times_of
from assistant.evidence import Draft, Statement
from assistant.kinds.item import row_line
from assistant.kinds.meta import answer_out_of_scope
from assistant.question import TopicQuery
from assistant.reading import Reading
from assistant.roles import names_cell
from assistant.tokens import Token
from corpus.plan import Action, Role, Row
from corpus.references import Level, Reference
from index.records import holds
from index.selection import ALL_ROLES, Clause, OrganTerm, TimeTerm

SHOWN = 5
"""Results of a search that are shown; the facts name the same ones."""
_AFTER_WHEN = ("?", "'s", "s", "would", "shall", "could", "may", "might")
LONGEST_SEARCHED = 400
"""Characters of a question that go to the search: the cost of matching words grows with their number."""


def topic_query(reading: Reading) -> TopicQuery:
    """A question that only the search can answer, with the fields that it asks of what is found."""
    return TopicQuery(
        text=reading.text[:LONGEST_SEARCHED],
        content=reading.content,
        roles=_roles(reading),
        time=_asks_when(reading),
        clauses=reading.clauses,
    )


def _roles(reading: Reading) -> tuple[Role, ...]:
    """The roles asked for: "who trains them?" asks for the responsible organ, as "who does it?" does of a numbered item.

    A verb such as "helps" or "supports" is the matter itself ("who helps women get on board?"), unless it stands beside
    an organ whom another one helps, or the responsible one is asked for, too.
    """
    conditions, roles = reading.conditions, reading.wanted
    if not (conditions.asks_organ or conditions.free_roles):
        return ()
    if conditions.any_role_asked:
        return ALL_ROLES
    names_column = any(token.has("role.associated") and names_cell(token) for token in reading.tokens)
    if set(roles) == {Role.ASSOCIATED} and not (conditions.named or names_column):
        return (Role.RESPONSIBLE,)
    return roles or (Role.RESPONSIBLE,)


def _asks_when(reading: Reading) -> bool:
    """Whether a date is asked for; the "when" of "when rules change, who tells us?" only joins two clauses."""
    places = [at for at, token in enumerate(reading.tokens) if token.has("ask.when")]
    return any(reading.tokens[at].text != "when" or _opens(reading.tokens[at + 1 :]) for at in places)


def _opens(following: Sequence[Token]) -> bool:
    """Whether "when" opens a question: an auxiliary or nothing follows it."""
    return not following or following[0].has("ask.yes_no") or following[0].text in _AFTER_WHEN


def answer(query: TopicQuery, desk: Desk) -> Draft:
    """The best items, the fields asked for of the first one; or that the plan does not say."""
    assert desk.finder is not None, "topic questions need a search"
    found = desk.finder.find(query.text, desk.phrasing.language)
    if found.verdict == "out_of_scope":
        return answer_out_of_scope(desk)
    if found.verdict == "not_stated" or not found.references:
        return _nothing(found.references, desk)
    return _found(query, _preferred(query, found.references, desk)[:SHOWN], desk)


def _preferred(query: TopicQuery, references: tuple[Reference, ...], desk: Desk) -> tuple[Reference, ...]:
    """Items that meet what the question says of organs and years, where one of the best three does.

    Elsewhere its "every year" or "the Council" is part of the matter, not a condition: nothing is then left out.
    """
    clauses = [clause for clause in query.clauses if _is_firm(clause, desk)]
    meeting = tuple(ref for ref in references if clauses and _meets(ref, clauses, desk))
    return meeting if set(meeting) & set(references[:3]) else references


def _is_firm(clause: Clause, desk: Desk) -> bool:
    if isinstance(clause, OrganTerm):
        return set(clause.roles) != set(ALL_ROLES) and not clause.negated
    years = range(desk.sources.manifest.first_year, desk.sources.manifest.last_year + 1)
    return isinstance(clause, TimeTerm) and clause.asks_years and (clause.first or clause.last) in years


def _meets(ref: Reference, clauses: list[Clause], desk: Desk) -> bool:
    rows = desk.records.rows_of(ref) if ref.level >= Level.ACTION else ()
    return any(all(holds(clause, row) for clause in clauses) for row in rows)


def _found(query: TopicQuery, references: tuple[Reference, ...], desk: Desk) -> Draft:
    draft = Draft(route="retrieval", refs=references)
    best, rest = references[0], references[1:]
    draft.statements.append(Statement(desk.phrasing.say("topic.head_one")))
    rows = _rows(best, desk)
    if (query.roles or query.time) and rows:
        draft.roles = roles_of(rows, query.roles, desk)
        draft.organs = desk.in_order(organ for organs in draft.roles.values() for organ in organs)
        draft.time_frames = times_of(rows) if query.time else ()
    _best(query, best, rows, desk, draft)
    if rest:
        draft.statements.append(Statement(desk.phrasing.say("list.also")))
        draft.statements.extend(_also(ref, desk) for ref in rest)
    draft.statements.append(Statement(desk.phrasing.say("topic.passages_only")))
    draft.touched.append(best)
    suggest(draft, desk, "all" if best.level >= Level.ACTION else "text", ref=desk.phrasing.ref(best, bold=False))
    for ref in rest[:1]:
        suggest(draft, desk, "all" if ref.level >= Level.ACTION else "text", ref=desk.phrasing.ref(ref, bold=False))
    return draft


def _rows(ref: Reference, desk: Desk) -> tuple[Row, ...]:
    return desk.records.rows_of(ref) if ref.level >= Level.ACTION else ()


def _best(query: TopicQuery, best: Reference, rows: tuple[Row, ...], desk: Desk, draft: Draft) -> None:
    item = desk.records.items[best]
    text, cell = desk.wording(item)
    line = f"- **{best}**{desk.phrasing.say('form.dash')}{text}"
    draft.statements.append(Statement(line, (cell,), quotes=(text,)))
    roles = query.roles or (() if query.time else ALL_ROLES)
    time = query.time or not query.roles
    shows_output = isinstance(item, Action) and any(row.is_output for row in rows)
    draft.statements.extend(row_line(row, roles, time, desk, show_text=shows_output and row.is_output) for row in rows)


def _also(ref: Reference, desk: Desk) -> Statement:
    text, cell = desk.wording(desk.records.items[ref])
    return Statement(f"- **{ref}**{desk.phrasing.say('form.dash')}{text}", (cell,), quotes=(text,))


def _nothing(nearest: tuple[Reference, ...], desk: Desk) -> Draft:
    draft = Draft(status="not_stated", route="retrieval")
    draft.statements.append(Statement(desk.phrasing.say("topic.none")))
    if nearest:
        draft.statements.append(Statement(desk.phrasing.say("topic.nearest")))
        draft.statements.extend(_also(ref, desk) for ref in nearest[:3])
        for ref in nearest[:2]:
            suggest(draft, desk, "all" if ref.level >= Level.ACTION else "text", ref=desk.phrasing.ref(ref, bold=False))
    return draft
