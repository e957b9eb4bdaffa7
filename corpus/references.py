"""References: the numbers by which a plan's items are named.

"3" is a strategic direction, "3.2" its subdivision, "3.2.3" an action, "3.2.3(1)" its first output, "para 3" a numbered
paragraph and "annex I" an annex. They order as a reader counts (3.10 after 3.9) and survive a round trip through text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache, total_ordering
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from corpus.errors import ReferenceSyntaxError

_ANNEXES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


class Level(IntEnum):
    """What kind of item a reference names; the order is the order of the document."""

    PARAGRAPH = 0
    ANNEX = 1
    DIRECTION = 2
    SUBDIRECTION = 3
    ACTION = 4
    OUTPUT = 5


@total_ordering
@dataclass(frozen=True, slots=True)
class Reference:
    """The name of one item.

    `numbers` are its parts as integers: (3, 2, 3, 1) for "3.2.3(1)", (3,) for "para 3" and for "3".
    """

    level: Level
    numbers: tuple[int, ...]

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read the canonical form of a reference; `str()` gives it back.

        Raises:
            ReferenceSyntaxError: the text is not a reference in canonical form.
        """
        return _parse(text)

    @property
    def parent(self) -> Reference | None:
        """The item one level up: 3.2.3(1) -> 3.2.3 -> 3.2 -> 3 -> None. Paragraphs and annexes have none."""
        if self.level <= Level.DIRECTION:
            return None
        return Reference(Level(self.level - 1), self.numbers[:-1])

    @property
    def direction(self) -> int | None:
        """Number of the strategic direction this item stands under, or None for paragraphs and annexes."""
        return self.numbers[0] if self.level >= Level.DIRECTION else None

    @property
    def action(self) -> Reference | None:
        """The action this reference is, or belongs to."""
        return Reference(Level.ACTION, self.numbers[:3]) if self.level >= Level.ACTION else None

    def contains(self, other: Reference) -> bool:
        """Whether `other` is this item or stands under it."""
        if self.level < Level.DIRECTION or other.level < self.level:
            return self == other
        return other.numbers[: len(self.numbers)] == self.numbers

    def __str__(self) -> str:
        return _text(self.level, self.numbers)

    def __lt__(self, other: Reference) -> bool:
        # Inside the plan's tree a parent sorts directly before its children; paragraphs and annexes come first.
        return self._key() < other._key()

    def _key(self) -> tuple[int, tuple[int, ...]]:
        return (min(self.level, Level.DIRECTION), self.numbers)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls.parse(str(value)),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
            json_schema_input_schema=core_schema.str_schema(),
        )


@lru_cache(maxsize=4096)
def _text(level: Level, numbers: tuple[int, ...]) -> str:
    if level is Level.PARAGRAPH:
        return f"para {numbers[0]}"
    if level is Level.ANNEX:
        return f"annex {_ANNEXES[numbers[0] - 1]}"
    dotted = ".".join(map(str, numbers[:3]))
    return f"{dotted}({numbers[3]})" if level is Level.OUTPUT else dotted


@lru_cache(maxsize=4096)
def _parse(text: str) -> Reference:
    if text.startswith("para "):
        return Reference(Level.PARAGRAPH, (_number(text[5:], text),))
    if text.startswith("annex ") and text[6:] in _ANNEXES:
        return Reference(Level.ANNEX, (_ANNEXES.index(text[6:]) + 1,))
    dotted, bracket, item = text.partition("(")
    numbers = tuple(_number(part, text) for part in dotted.split("."))
    if bracket:
        if len(numbers) != 3 or not item.endswith(")"):
            raise ReferenceSyntaxError(f"not a reference: {text!r}")
        return Reference(Level.OUTPUT, (*numbers, _number(item[:-1], text)))
    if len(numbers) > 3:
        raise ReferenceSyntaxError(f"not a reference: {text!r}")
    return Reference(Level(Level.DIRECTION + len(numbers) - 1), numbers)


def _number(digits: str, text: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4) or (len(digits) > 1 and digits[0] == "0"):
        raise ReferenceSyntaxError(f"not a reference: {text[:60]!r}")
    return int(digits)
