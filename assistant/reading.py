"""A question as read: items, organs, roles, times and what is asked of them, before its kind is decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from assistant.conditions import conditions_of
from assistant.lexicon import Lexicon
from assistant.mentions import with_numbered_units, with_ranges
from assistant.normalise import has_chinese, normalise
from assistant.numerals import number_of
from assistant.roles import Conditions
from assistant.times import times_of
from assistant.tokens import Token
from corpus.plan import Role
from corpus.references import Level, Reference
from index.records import Records
from index.selection import Clause, ScopeTerm, Unit

_THEMES = (
    "document",
    "paragraph",
    "claim",
    "outsider",
    "ambiguous",
    "theme",
    "ask.money",
    "ask.person",
    "ask.members",
    "ask.place",
)
_STRUCTURAL = ("ask.what", "ask.list", "ask.when", "ask.who", "ask.how_many", "ask.each", "ask.yes_no", "time.in", "time.by",
               "outsider.authority")  # fmt: skip
_UNITS = (
    ("unit.output", Unit.OUTPUT),
    ("unit.action", Unit.ACTION),
    ("unit.subdirection", Unit.SUBDIRECTION),
    ("unit.direction", Unit.DIRECTION),
    ("unit.paragraph", Unit.PARAGRAPH),
    ("unit.row", Unit.ROW),
)


@dataclass(frozen=True)
class Reading:
    """What stands in a question."""

    question: str
    text: str
    language: str
    tokens: tuple[Token, ...]
    references: tuple[Reference, ...]
    """Items that are named, those that are excepted left out."""
    excepted: tuple[Reference, ...]
    unknown: tuple[str, ...]
    """Item numbers that no plan of this layout can have, as typed."""
    conditions: Conditions
    times: tuple[Clause, ...]
    units: tuple[Unit, ...]
    """Units that are named, in order, those of a reference or a condition left out."""
    content: tuple[str, ...]
    """Words that no phrase, name or number accounts for: what a question by topic is about."""

    def has(self, *concepts: str) -> bool:
        """Whether any token may mean one of these concepts."""
        return any(token.has(*concepts) for token in self.tokens)

    @property
    def items(self) -> tuple[Reference, ...]:
        """References of actions and outputs."""
        return tuple(ref for ref in self.references if ref.level >= Level.ACTION)

    @property
    def scopes(self) -> tuple[Reference, ...]:
        """References of directions and sub-directions."""
        return tuple(ref for ref in self.references if ref.level in (Level.DIRECTION, Level.SUBDIRECTION))

    def of_level(self, level: Level) -> tuple[Reference, ...]:
        """References of one level."""
        return tuple(ref for ref in self.references if ref.level is level)

    @property
    def unit(self) -> Unit | None:
        """The unit that is listed or counted: the one beside "how many", else the first one named."""
        asked = [at for at, token in enumerate(self.tokens) if token.has("ask.how_many", "ask.what")]
        for at in asked:
            for token in self.tokens[at + 1 : at + 3]:
                unit = next((unit for concept, unit in _UNITS if token.has(concept) and unit in self.units), None)
                if unit is not None:
                    return unit
        return self.units[0] if self.units else None

    @property
    def wanted(self) -> tuple[Role, ...]:
        """Roles that are asked for."""
        return tuple(self.conditions.wanted)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """All conditions on rows, those of directions and sub-directions included, those of single items not."""
        scope: list[Clause] = [ScopeTerm(references=self.scopes)] if self.scopes else []
        if self.excepted:
            scope.append(ScopeTerm(references=self.excepted, negated=True))
        return (*self.conditions.clauses, *self.times, *scope)

    @property
    def weight(self) -> int:
        """How much content there is: an English word of three letters counts one, and so do two Chinese characters."""
        chinese = sum(len(word) for word in self.content if word >= "\u3400")
        others = [word for word in self.content if word < "\u3400" and len(word) > 2 and number_of(word) is None]
        return chinese // 2 + len(others)

    @property
    def themes(self) -> tuple[str, ...]:
        """Phrases that name a matter and nothing else: a budget, a treaty, a person's name, an actor outside the table."""
        return tuple(
            token.text
            for token in self.tokens
            if token.has(*_THEMES) and not token.has("filler", "role", "unit", "logic", "follow", "time", *_STRUCTURAL)
        )

    def explained(self) -> list[str]:
        """Each token with what it may mean, for people."""
        lines = []
        for token in self.tokens:
            known = [
                str(value)
                for value in (token.reference, token.missing, token.year, token.number, token.symbol)
                if value
            ]
            meaning = ", ".join([*token.organs, *known, *sorted(token.concepts)])
            lines.append(
                f"token       {token.text}{' (read over a typing error)' if token.guessed else ''}: {meaning or '?'}"
            )
        return lines

    @property
    def guesses(self) -> tuple[str, ...]:
        """What mistyped words were read as."""
        return tuple(dict.fromkeys(token.text for token in self.tokens if token.guessed))


class Reader:
    """Reads questions about one plan.

    Args:
        lexicon: the phrases of all languages.
        records: the plan, for filling in ranges of items.
    """

    def __init__(self, lexicon: Lexicon, records: Records) -> None:
        self._lexicon = lexicon
        self._known = tuple(sorted(records.items))

    def read(self, question: str, language: str) -> Reading:
        """Read one question; never fails, a question that says nothing gives an empty reading."""
        text = normalise(question)
        spoken = _without_courtesy(self._lexicon.tokens(text))
        text = text[spoken[0].start : spoken[-1].end] if spoken else text
        tokens = with_ranges(with_numbered_units(_asserting(spoken)), self._known)
        named, excepted = _references(tokens)
        has_item = any(ref.level >= Level.ACTION for ref in named)
        conditions = conditions_of(tokens, has_item)
        times = times_of(tokens)
        return Reading(
            question=question,
            text=text,
            language=language,
            tokens=tuple(tokens),
            references=named,
            excepted=excepted,
            unknown=tuple(token.missing for token in tokens if token.missing),
            conditions=conditions,
            times=times,
            units=_units(tokens, conditions.used),
            content=_content(tokens),
        )


def _without_courtesy(tokens: list[Token]) -> list[Token]:
    """ "Excuse me, who leads it? Many thanks." asks what "Who leads it?" asks; a greeting by itself stays."""
    marks = [not any(map(str.isalnum, token.text)) for token in tokens]
    polite = [token.has("meta.greeting", "meta.thanks", "meta.courtesy") for token in tokens]
    rest = [at for at, token in enumerate(tokens) if not marks[at] and not polite[at]]
    if not rest or not any(polite) or not any(_asks(token) for token in tokens):
        return tokens
    first = rest[0] if any(polite[: rest[0]]) else 0
    last = rest[-1] + 1 if any(polite[rest[-1] :]) else len(tokens)
    closing = tokens[last : last + 1] if last < len(tokens) and tokens[last].text == "?" else []
    return [*tokens[first:last], *closing]


def _asks(token: Token) -> bool:
    """Whether a word belongs to a question about the plan, and not to a thank-you."""
    named = token.reference or token.missing or token.organs or token.year is not None
    asks = token.has("ask", "role", "unit", "document", "paragraph", "outsider") and not token.has("ask.yes_no")
    return bool(named) or token.text == "?" or asks


def _asserting(tokens: list[Token]) -> list[Token]:
    """ "不是2023年到期吗?" and "Isn't it due in 2023?" assert what they seem to deny: the "not" is a leading question's."""
    if tokens and tokens[0].text.endswith("n't") and tokens[0].has("ask.tag"):
        tokens = [replace(tokens[0], concepts=frozenset({"ask.tag"})), *tokens[1:]]
    if not any(token.has("logic.rhetorical") for token in tokens):
        return tokens
    last = [token for token in tokens if any(map(str.isalnum, token.text))][-1:]
    if not last or not last[0].has("ask.tag", "ask.yes_no"):
        return tokens
    return [
        replace(token, concepts=frozenset({"ask.tag"})) if token.has("logic.rhetorical") else token for token in tokens
    ]


def _references(tokens: list[Token]) -> tuple[tuple[Reference, ...], tuple[Reference, ...]]:
    named: dict[Reference, None] = {}
    excepted: dict[Reference, None] = {}
    excluding = False
    for at, token in enumerate(tokens):
        if token.reference is None:
            # An exception holds over "and", "or" and fillers, until something else is said.
            ended = token.has("logic.except_end", "logic.except_post") or token.organs
            goes_on = not ended and (token.has("logic", "filler.words") or token.text == ",")
            excluding = token.has("logic.except") or (excluding and goes_on)
            continue
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        is_excepted = excluding or (after is not None and after.has("logic.except_post", "logic.except_end"))
        (excepted if is_excepted else named)[token.reference] = None
    return tuple(named), tuple(excepted)


def _units(tokens: list[Token], used: set[int]) -> tuple[Unit, ...]:
    found: dict[Unit, None] = {}
    for at, token in enumerate(tokens):
        if at in used or token.organs:
            continue
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        names_item = (
            following is not None and following.reference is not None and following.reference.level >= Level.ACTION
        )
        for concept, unit in _UNITS:
            if (
                token.has(concept)
                and not (names_item and unit in (Unit.ACTION, Unit.ROW))
                and not _is_named(tokens, at, unit)
            ):
                found[unit] = None
    return tuple(found)


def _is_named(tokens: list[Token], at: int, unit: Unit) -> bool:
    """Whether the word for a unit belongs to the number before it: 第3.1.4项行动, 3.1.4号行动, "the 3.1.4 action"."""
    place = at - 2 if at > 1 and tokens[at - 1].has("unit.number") else at - 1
    before = tokens[place].reference if place >= 0 else None
    return before is not None and unit is Unit.ACTION and before.level is Level.ACTION


def _content(tokens: list[Token]) -> tuple[str, ...]:
    """Content words; neighbouring Chinese characters make one word."""
    words: list[str] = []
    previous_end = -1
    for token in tokens:
        if not token.is_content:
            continue
        if words and has_chinese(token.text) and token.start == previous_end and has_chinese(words[-1]):
            words[-1] += token.text
        else:
            words.append(token.text)
        previous_end = token.end
    return tuple(words)
