"""Follow-ups on a list or a count: another organ, year or direction in the place of the old one, or one more condition."""

from __future__ import annotations

from assistant.focus import Focus
from assistant.question import CountQuery, ListQuery, StructureQuery
from assistant.reading import Reading
from corpus.references import Level, Reference
from index.selection import ALL_ROLES, Clause, OrganTerm, ScopeTerm, Selection, TimeTerm, Unit


def narrowed(reading: Reading, focus: Focus) -> ListQuery | CountQuery | None:
    """The list or count in focus with other or further conditions; None when the question stands for itself."""
    selection = _selection(focus)
    if selection is None or reading.items or (reading.wanted and not reading.conditions.clauses):
        return None
    if reading.has("follow.rest"):
        return _others(focus)
    new = _new_clauses(reading, focus)
    if not new or not _is_fragment(reading):
        return None
    adds = reading.has("follow.or_any", "follow.them") or _only_adds(reading)
    clauses = _merged(selection.clauses, new, adds)
    unit = selection.unit
    if reading.unit in (Unit.OUTPUT, Unit.ACTION):
        unit = reading.unit
    changed = Selection(unit=unit, clauses=clauses)
    counts = reading.has("ask.how_many", "follow.how_many_that") or isinstance(focus.query, CountQuery)
    lists = reading.has("follow.listing", "ask.list", "ask.what") and not reading.has("ask.how_many")
    return CountQuery(selection=changed) if counts and not lists else ListQuery(selection=changed)


def _selection(focus: Focus) -> Selection | None:
    if focus.selection is not None:
        return focus.selection
    if isinstance(focus.query, StructureQuery) and focus.query.parents:
        unit = focus.query.unit or Unit.ROW
        return Selection(unit=unit, clauses=(ScopeTerm(references=focus.query.parents),))
    return None


def _new_clauses(reading: Reading, focus: Focus) -> tuple[Clause, ...]:
    clauses = reading.clauses
    if clauses:
        return clauses
    # "and 8?": a bare number is a direction when a direction is what the last question was about.
    numbers = [token.number for token in reading.tokens if token.number is not None and not token.has("mention")]
    scoped = any(isinstance(clause, ScopeTerm) for clause in (focus.selection or Selection()).clauses)
    if scoped and len(numbers) == 1 and 1 <= numbers[0] <= 99 and len(reading.tokens) <= 4:
        return (ScopeTerm(references=(Reference(Level.DIRECTION, (numbers[0],)),)),)
    return ()


def _is_fragment(reading: Reading) -> bool:
    """Whether a question needs the one before it: it says so, or it has no question of its own."""
    first = next((token for token in reading.tokens if any(map(str.isalnum, token.text))), None)
    marked = first is not None and first.has("follow.and_what_about", "follow.only_those", "follow.or_any")
    marked = marked or any(
        token.text == "呢" or token.has("follow.or_any", "follow.them", "follow.how_many_that")
        for token in reading.tokens
    )
    if marked and not (reading.units and reading.wanted):
        return True
    has_roles = any(isinstance(clause, OrganTerm) and set(clause.roles) != set(ALL_ROLES) for clause in reading.clauses)
    own = (
        reading.has("ask.what", "ask.list", "ask.who")
        or bool(reading.units)
        or (has_roles and reading.has("ask.how_many"))
    )
    return not own


def _only_adds(reading: Reading) -> bool:
    """ "only those led by …" keeps what was asked; "only 2019" replaces the year."""
    return reading.has("follow.only_those") and not reading.times and not reading.scopes


def _merged(old: tuple[Clause, ...], new: tuple[Clause, ...], adds: bool) -> tuple[Clause, ...]:
    merged = list(old)
    for clause in new:
        same = [other for other in merged if type(other) is type(clause) and other.negated == clause.negated]
        if adds and isinstance(clause, OrganTerm):
            same = []
        if same and not (
            adds and isinstance(clause, TimeTerm) and not clause.asks_years and same[0].kind != clause.kind
        ):
            merged[merged.index(same[0])] = _in_place_of(same[0], clause)
        elif clause not in merged:
            merged.append(clause)
    return tuple(merged)


def _in_place_of(old: Clause, new: Clause) -> Clause:
    """Another organ keeps the role that was asked, unless it comes with one of its own."""
    if isinstance(old, OrganTerm) and isinstance(new, OrganTerm) and set(new.roles) == set(ALL_ROLES):
        return new.model_copy(update={"roles": old.roles})
    return new


def _others(focus: Focus) -> ListQuery | None:
    """What was left out when the list was last narrowed."""
    if focus.before is None or focus.selection is None:
        return None
    added = [clause for clause in focus.selection.clauses if clause not in focus.before.clauses]
    denied = tuple(clause.model_copy(update={"negated": not clause.negated}) for clause in added[-1:])
    return ListQuery(selection=Selection(unit=focus.selection.unit, clauses=(*focus.before.clauses, *denied)))
