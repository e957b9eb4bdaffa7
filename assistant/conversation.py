"""Follow-ups: a question completed from what the conversation is about.

Each step below knows one way in which people go on ("and who else?", "same for 2023", "the second one"). A step gives a whole
query or nothing; a question that no step takes up is a new one, and the old subject is dropped.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.focus import Fields, Focus
from assistant.kinds.item import wanted_fields
from assistant.narrowing import narrowed
from assistant.question import (
    ClarifyQuery,
    CountQuery,
    DifferenceQuery,
    ItemQuery,
    ListQuery,
    NotFoundQuery,
    PremiseQuery,
    ProgressQuery,
    Query,
    StructureQuery,
)
from assistant.reading import Reading
from corpus.plan import Role
from corpus.references import Level, Reference
from index.records import Records
from index.selection import ScopeTerm, Selection, Unit

Ask = Callable[[str], Query]
"""Understands a complete question for itself."""


MOST_UNKNOWN = 1
"""Content words with which a question stands for itself: "the first woman in orbit" is not the first of a list."""


def complete(reading: Reading, focus: Focus, records: Records, ask: Ask) -> Query | None:
    """The query that a follow-up stands for, or None when it is a question of its own."""
    if focus.query is None or reading.weight >= MOST_UNKNOWN or len(reading.content) > MOST_UNKNOWN:
        return None
    return (
        _chosen(reading, focus, ask)
        or _placed(reading, focus, records)
        or _swapped(reading, focus, records)
        or _insisted(reading, focus)
        or narrowed(reading, focus)
        or _counted(reading, focus)
        or _annexes(reading, focus)
        or _sourced(reading, focus)
        or _asked_of_items(reading, focus, records)
    )


def fields_of(reading: Reading) -> Fields:
    """What a question asks of an item."""
    return Fields(*wanted_fields(reading))


def has_marker(reading: Reading) -> bool:
    """Whether a question says that it goes on: "and …", "what about …", "…呢"."""
    first = next((token for token in reading.tokens if any(map(str.isalnum, token.text))), None)
    return (first is not None and first.has("follow.and_what_about", "follow.correction")) or any(
        token.text == "呢" or token.has("follow.or_any") for token in reading.tokens
    )


def _chosen(reading: Reading, focus: Focus, ask: Ask) -> Query | None:
    """An answer to a clarifying question: its number, its words, or the item that was missing."""
    if not isinstance(focus.query, ClarifyQuery) or not focus.query.options:
        return None
    options = focus.query.options
    for token in reading.tokens:
        if token.number is not None and 1 <= token.number <= len(options) and len(reading.tokens) <= 5:
            return ask(options[token.number - 1])
    named = reading.conditions.named
    fresh = reading.wanted or reading.units or reading.has("ask.what", "ask.how_many")
    if len(named) == 1 and named[0] in focus.query.organs and not fresh:
        return ask(options[focus.query.organs.index(named[0])])
    return next((ask(option) for option in options if option.lower() == reading.question.strip().lower()), None)


def _placed(reading: Reading, focus: Focus, records: Records) -> Query | None:
    """ "the second one", "the last action", "and (2)?", "the next action"."""
    if reading.references:
        return None
    target = _place(reading, focus, records)
    if target is None or target not in records:
        return None
    if reading.units and reading.unit in (Unit.ACTION, Unit.OUTPUT) and target.level < Level.OUTPUT:
        below = reading.unit is Unit.ACTION and target.level < Level.ACTION
        if below or (reading.unit is Unit.OUTPUT and reading.has("ask.what", "ask.list") and not reading.wanted):
            return StructureQuery(parents=(target,), unit=reading.unit)
    return _item((target,), fields_of(reading) or focus.fields)


def _place(reading: Reading, focus: Focus, records: Records) -> Reference | None:
    numbers = [token.number for token in reading.tokens if token.has("mention.output") and token.number]
    if reading.has("follow.next", "follow.previous"):
        return _neighbour(focus, records, 1 if reading.has("follow.next") else -1)
    listed = focus.listed
    if reading.has("follow.last"):
        return listed[-1] if listed else None
    if not numbers:
        return None
    at = numbers[0]
    if len(listed) > 1:
        return listed[at - 1] if at <= len(listed) else None
    if focus.items and focus.items[0].level >= Level.ACTION:
        return Reference(Level.OUTPUT, (*focus.items[0].numbers[:3], at))
    return None


def _neighbour(focus: Focus, records: Records, step: int) -> Reference | None:
    """The item of the same level before or after the one in focus, in document order."""
    if not focus.items:
        return None
    same = sorted(ref for ref in records.items if ref.level is focus.items[0].level)
    at = same.index(focus.items[0]) + step if focus.items[0] in same else -1
    return same[at] if 0 <= at < len(same) else None


def _swapped(reading: Reading, focus: Focus, records: Records) -> Query | None:
    """Another item, the same field: "what about 6.1.1?", "sorry, I meant 3.5.1"."""
    items = tuple(ref for ref in reading.items if ref in records)
    unfinished = isinstance(focus.query, ClarifyQuery | NotFoundQuery)
    asks = (
        fields_of(reading)
        or bool(reading.conditions.free_roles)
        or reading.conditions.named
        or reading.times
        or reading.has("ask.full", "structure")
    )
    if not items or asks or reading.has("ask.how_many", "ask.difference", "time.done", "ask.defect"):
        return None
    if not (unfinished or has_marker(reading) or reading.has("follow")):
        return None
    return _item(items, focus.fields)


def _insisted(reading: Reading, focus: Focus) -> Query | None:
    """A false statement that is repeated stays false."""
    return focus.query if isinstance(focus.query, PremiseQuery) and reading.has("follow.insist") else None


def _counted(reading: Reading, focus: Focus) -> Query | None:
    """ "how many is that?", "list them"; conditions that were added are the business of `narrowed`."""
    if reading.references or reading.conditions.clauses or reading.times or reading.wanted:
        return None
    if reading.content or reading.themes:
        return None  # "how many vacancies are there?" counts something else
    if reading.has("follow.how_many_that", "ask.how_many") and not reading.units and focus.listed:
        return CountQuery(selection=focus.selection or _as_selection(focus.listed))
    if isinstance(focus.query, CountQuery) and reading.has("follow.listing", "ask.list", "follow.rest"):
        return None if reading.units else ListQuery(selection=focus.query.selection)
    return None


def _as_selection(listed: tuple[Reference, ...]) -> Selection:
    units = {Level.DIRECTION: Unit.DIRECTION, Level.SUBDIRECTION: Unit.SUBDIRECTION, Level.ACTION: Unit.ACTION}
    unit = units.get(listed[0].level, Unit.ROW)
    return Selection(unit=unit, clauses=(ScopeTerm(references=listed),))


def _annexes(reading: Reading, focus: Focus) -> Query | None:
    """ "and the other annex?", "do they mean the same?"."""
    actions = tuple(dict.fromkeys(ref.action for ref in focus.items if ref.action is not None))
    if not actions or reading.items or len(actions) > 3 or reading.conditions.named:
        return None
    if reading.has("follow.other_annex") or any(ref.level is Level.ANNEX for ref in reading.references):
        return ItemQuery(references=actions, text=True)
    return DifferenceQuery(references=actions) if reading.has("ask.difference") and not reading.wanted else None


def _sourced(reading: Reading, focus: Focus) -> Query | None:
    """ "show me the source", "where does it say that?"."""
    if not reading.has("follow.source") or reading.references or not focus.items or reading.conditions.named:
        return None
    if reading.has("ask.text") and reading.has("ask.what"):
        return None  # "what does the original say" asks for the words themselves
    return ItemQuery(references=focus.items[:10], source=True)


def _asked_of_items(reading: Reading, focus: Focus, records: Records) -> Query | None:
    """A field is asked, and no item is named: of the one in focus."""
    if reading.references or reading.conditions.named or reading.times or not focus.items or reading.content:
        return None
    if reading.has("ask.how_many", "unit.direction", "document", "paragraph", "ask.pairs", "ask.most", "ask.fewest"):
        return None
    items = tuple(ref for ref in focus.items if ref in records and ref.level >= Level.DIRECTION)
    if not items:
        return None
    if reading.has("time.done") and not reading.wanted and not reading.has("ask.when"):
        return ProgressQuery(references=items)
    fields = _else_of(reading, focus) or fields_of(reading)
    if not fields and reading.has("ask.full", "ask.text", "follow.it") and not reading.units:
        fields = Fields(text=reading.has("ask.text"))
        return _item(items, fields) if reading.has("ask.full", "ask.text") else None
    return _item(items, fields) if fields and not reading.conditions.clauses else None


def _else_of(reading: Reading, focus: Focus) -> Fields | None:
    """ "who else?" asks for the roles that were not asked yet."""
    asks = reading.conditions.asks_organ and set(reading.wanted) <= {Role.ASSOCIATED}
    if not reading.has("follow.else") or not focus.fields.roles or not asks:
        return None
    rest = tuple(role for role in Role if role not in focus.fields.roles)
    return Fields(roles=rest) if rest else None


def _item(items: tuple[Reference, ...], fields: Fields) -> ItemQuery:
    return ItemQuery(references=items, roles=fields.roles, time=fields.time, text=fields.text)
