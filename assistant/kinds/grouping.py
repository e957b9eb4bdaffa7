"""Counts by organ, role, time frame, direction or action: workloads, comparisons, the most and the fewest, pairs."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Literal

from assistant.answer import Count
from assistant.desk import Desk, suggest
from assistant.evidence import Draft, Statement, row_cell
from assistant.kinds.listing import echoes_of
from assistant.question import GroupBy, GroupQuery, PairsQuery
from assistant.reading import Reading
from corpus.plan import Role, Row, TimeKind
from corpus.references import Level, Reference
from index.records import Records
from index.selection import AnyOf, Clause, OrganTerm, ScopeTerm, Selection, TimeTerm, Unit

Extreme = Literal["most", "fewest"]
_TIMES = ("ongoing", "annual", "biennial")
# Words inside matched phrases that tell the group; the phrases themselves are in the vocabulary.
_TIME_WORDS = (
    "year",
    "timeframe",
    "deadline",
    "duedate",
    "按年",
    "分年",
    "逐年",
    "各年",
    "每一年",
    "历年",
    "按完成时间",
    "按时间",
    "按期限",
    "哪年",
)
_DIRECTION_WORDS = ("direction", "战略方向", "每个方向", "各方向", "分方向")
_ROLE_WORDS = ("byrole", "perrole", "eachrole", "按角色", "各角色", "各种角色")


def recognise(reading: Reading, records: Records) -> GroupQuery | PairsQuery | None:
    """A question that counts by groups."""
    if reading.items or reading.has("ask.most_organs"):
        return None
    extreme = _extreme(reading)
    if reading.has("ask.pairs") and not reading.conditions.named:
        return PairsQuery(selection=Selection(unit=_unit(reading)), extreme=extreme)
    compared = _compared(reading)
    if not (extreme or compared or reading.has("ask.each", "ask.workload")):
        return None
    counts = reading.has("ask.how_many", "ask.workload", "ask.share", "follow.how_many_that", "ask.text")
    if not (extreme or compared or counts or _names_group(reading)):
        return None
    by = compared[0] if compared else _by(reading)
    among = compared[1] if compared else ()
    return _query(reading, by, among, extreme)


def _extreme(reading: Reading) -> Extreme | None:
    if reading.has("ask.most"):
        return "most"
    return "fewest" if reading.has("ask.fewest") else None


def _compared(reading: Reading) -> tuple[GroupBy, tuple[str, ...]] | None:
    """Two or more organs, directions or years of which one is to be more than the other."""
    if not reading.has("ask.more"):
        return None
    terms = [term for clause in reading.times for term in (clause.terms if isinstance(clause, AnyOf) else (clause,))]
    times = [term for term in terms if isinstance(term, TimeTerm)]
    years = tuple(str(year) for term in times for year in (term.years or (term.first,)) if year is not None)
    if len(reading.conditions.named) > 1:
        return "organ", tuple(reading.conditions.named)
    if len(reading.scopes) > 1 and all(ref.level is Level.DIRECTION for ref in reading.scopes):
        return "direction", tuple(map(str, reading.scopes))
    return ("time", years) if len(years) > 1 else None


def _names_group(reading: Reading) -> bool:
    return any(token.has("ask.each") and not token.text.startswith("each") for token in reading.tokens)


def _unit(reading: Reading) -> Unit:
    units = [unit for unit in reading.units if unit in (Unit.OUTPUT, Unit.ACTION, Unit.ROW)]
    return Unit.OUTPUT if Unit.OUTPUT in units or not units else units[0]


def _by(reading: Reading) -> GroupBy:
    words = "".join(token.text.replace(" ", "") for token in reading.tokens)
    if reading.has("ask.when") or any(word in words for word in _TIME_WORDS):
        return "time"
    several = len(reading.of_level(Level.DIRECTION)) > 1 and reading.has("ask.each")
    if several or Unit.DIRECTION in reading.units or any(word in words for word in _DIRECTION_WORDS):
        return "direction"
    if any(word in words for word in _ROLE_WORDS):
        return "role"
    if Unit.ACTION in reading.units and Unit.OUTPUT in reading.units:
        return "action"
    if reading.conditions.named:
        return "time" if reading.has("ask.workload") and reading.has("ask.each") else "role"
    return "organ"


def _query(reading: Reading, by: GroupBy, among: tuple[str, ...], extreme: Extreme | None) -> GroupQuery:
    role = next(iter(reading.wanted), None)
    clauses: list[Clause] = list(reading.clauses)
    if (
        by == "time"
        and reading.has("ask.how_many")
        and any(token.has("ask.each") and token.has("time.annual") for token in reading.tokens)
    ):
        # "how many in each year" counts by year; it does not ask for what is done every year.
        clauses = [
            clause for clause in clauses if not (isinstance(clause, TimeTerm) and clause.kinds == (TimeKind.ANNUAL,))
        ]
    if among and by == "organ":
        roles = {role for clause in clauses if isinstance(clause, OrganTerm) for role in clause.roles}
        role = next(iter(roles)) if len(roles) == 1 else role
        clauses = [clause for clause in clauses if not isinstance(clause, OrganTerm)]
    elif among:
        # The compared groups are not conditions: each is counted on its own.
        gone = (TimeTerm, AnyOf) if by == "time" else (ScopeTerm,)
        clauses = [clause for clause in clauses if not isinstance(clause, gone)]
    elif by == "organ" and role is None and extreme is None:
        role = Role.RESPONSIBLE
    selection = Selection(unit=_unit(reading), clauses=tuple(clauses))
    return GroupQuery(selection=selection, by=by, among=among, role=role, extreme=extreme)


def answer(query: GroupQuery, desk: Desk) -> Draft:
    """The number of every group, in the document's order; the winner when one is asked for."""
    draft = Draft()
    members = _members(query, _rows(query.selection, desk), desk)
    counts = {group: len(_items(query, rows)) for group, rows in members.items()}
    unit = query.selection.unit
    draft.total = desk.records.total(unit)
    if query.by == "action" and query.extreme and counts:
        best = min(counts.values()) if query.extreme == "fewest" else max(counts.values())
        counts = {group: value for group, value in counts.items() if value == best}
    draft.counts = tuple(Count(of=f"{unit.value}s:{group}", value=value) for group, value in counts.items())
    _head(query, desk, draft)
    for group, value in counts.items():
        name, echoes = _group_name(query.by, group, desk)
        text = "- " + desk.phrasing.say("group.line", group=name, count=value)
        cells = tuple(row_cell(row) for row in members[group])
        counted = len(_items(query, members[group]))
        draft.statements.append(Statement(text, cells, counts=((value, counted),), echoes=echoes))
    if (query.extreme or query.among) and counts:
        _winner(query, counts, desk, draft)
    if query.by == "organ":
        draft.statements.append(Statement(desk.phrasing.say("group.two_organs")))
    suggest(draft, desk, "how_many")
    return draft


def _rows(selection: Selection, desk: Desk) -> tuple[Row, ...]:
    rows = desk.records.rows(selection.clauses)
    return tuple(row for row in rows if row.is_output) if selection.unit is Unit.OUTPUT else rows


def _members(query: GroupQuery, rows: tuple[Row, ...], desk: Desk) -> dict[str, tuple[Row, ...]]:
    """The rows of each group, groups in the document's order; empty ones only where groups are compared."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        for group in _groups(query, row):
            found.setdefault(group, []).append(row)
    order = query.among or _order(query, desk)
    return {group: tuple(found.get(group, ())) for group in order if group in found or query.among}


def _items(query: GroupQuery, rows: tuple[Row, ...]) -> set[Reference | None]:
    """What is counted of some rows: the actions they belong to, or themselves."""
    return {row.reference.action if query.selection.unit is Unit.ACTION else row.reference for row in rows}


def _groups(query: GroupQuery, row: Row) -> set[str]:
    match query.by:
        case "organ":
            roles = (query.role,) if query.role else tuple(Role)
            return {organ for role in roles for organ in row.organs(role).value}
        case "role":
            organs = {
                organ for clause in query.selection.clauses if isinstance(clause, OrganTerm) for organ in clause.organs
            }
            return {
                role.value
                for role in Role
                if organs & set(row.organs(role).value) or (not organs and row.organs(role).value)
            }
        case "time":
            key = row.time_frame.value.key
            return {key} if key else set()
        case "direction":
            return {str(row.reference.direction)}
        case "action":
            return {str(row.reference.action)}


def _order(query: GroupQuery, desk: Desk) -> tuple[str, ...]:
    manifest = desk.sources.manifest
    years = tuple(str(year) for year in range(manifest.first_year, manifest.last_year + 1))
    if query.by == "organ":
        return desk.sources.organ_order
    if query.by == "role":
        return tuple(role.value for role in Role)
    if query.by == "time":
        dated = query.extreme is not None or any(
            isinstance(clause, TimeTerm) and clause.asks_years for clause in query.selection.clauses
        )
        return years if dated else years + _TIMES
    if query.by == "direction":
        return tuple(str(direction.reference) for direction in desk.records.plan.directions)
    return tuple(str(action.reference) for action in desk.records.plan.actions)


def _group_name(by: GroupBy, group: str, desk: Desk) -> tuple[str, tuple[str, ...]]:
    if by == "organ":
        return desk.phrasing.organ(group), (group,)
    if by == "role":
        return desk.phrasing.role(Role(group)), ()
    if by == "time":
        return desk.phrasing.time_key(group), (group,)
    return desk.phrasing.ref(Reference.parse(group), bold=False), ()


def _head(query: GroupQuery, desk: Desk, draft: Draft) -> None:
    text = desk.phrasing.say(
        "group.head",
        unit=desk.phrasing.unit(query.selection.unit, 2),
        by=desk.phrasing.say(f"group.by_{query.by}"),
        condition=desk.phrasing.conditions(query.selection.clauses),
    )
    text = text[:1].upper() + text[1:]
    draft.statements.append(Statement(text.strip(), echoes=echoes_of(query.selection.clauses, desk)))


def _winner(query: GroupQuery, counts: dict[str, int], desk: Desk, draft: Draft) -> None:
    best = min(counts.values()) if query.extreme == "fewest" else max(counts.values())
    groups = [group for group, value in counts.items() if value == best]
    if query.by == "organ":
        draft.organs = tuple(groups) if len(groups) < len(counts) else ()
    elif query.by == "time" and len(groups) < len(counts):
        draft.time_frames = tuple(groups)
    elif query.by == "action" or (query.by == "direction" and len(groups) < len(counts)):
        draft.refs = tuple(Reference.parse(group) for group in groups)
    key = "group.fewest" if query.extreme == "fewest" else "group.most"
    key = "group.tie" if len(groups) > 1 else key
    names = [_group_name(query.by, group, desk)[0] for group in groups]
    text = desk.phrasing.say(key, groups=f"**{desk.phrasing.joined(names)}**", count=best)
    draft.statements.insert(1, Statement(text, counts=((best, best),), echoes=tuple(groups)))


def answer_pairs(query: PairsQuery, desk: Desk) -> Draft:
    """How many rows each pair of organs shares, in any roles; the most frequent pair first."""
    draft = Draft()
    unit = query.selection.unit
    draft.total = desk.records.total(unit)
    shared: Counter[tuple[str, str]] = Counter()
    for row in _rows(query.selection, desk):
        present = desk.in_order(organ for role in Role for organ in row.organs(role).value)
        shared.update(combinations(present, 2))
    order = {organ: at for at, organ in enumerate(desk.sources.organ_order)}
    pairs = sorted(shared.items(), key=lambda item: (-item[1], order[item[0][0]], order[item[0][1]]))
    if query.extreme and pairs:
        best = pairs[0][1] if query.extreme == "most" else pairs[-1][1]
        pairs = [pair for pair in pairs if pair[1] == best]
        draft.organs = pairs[0][0] if len(pairs) == 1 else ()
    draft.counts = tuple(Count(of=f"{unit.value}s:{one}+{two}", value=value) for (one, two), value in pairs)
    for pair, value in pairs:
        text = "- " + desk.phrasing.say("group.line", group=desk.phrasing.organs(pair, bold=False), count=value)
        draft.statements.append(Statement(text, counts=((value, shared[pair]),), echoes=pair))
    suggest(draft, desk, "how_many")
    return draft
