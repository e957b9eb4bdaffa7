"""Chinese typing errors: people type sounds, so a wrong character mostly sounds like the right one (形动 for 行动).

Only short unknown words are looked at, and only phrases that decide what is asked: organs, roles, units, question words. A word
that the plan itself uses is never taken for a mistyped one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

from assistant.normalise import has_chinese
from assistant.tokens import PhraseTrie, Token

_LONGEST = 8
_MOST_UNKNOWN = 8
"""Characters that no phrase knows; with more of them a question is about a topic, and nothing is mistyped."""
_CONCEPTS = ("role.", "unit.", "ask.who", "ask.when", "ask.how_many", "time.ongoing", "time.annual", "time.biennial")


class Homophones:
    """Finds phrases that sound like what was typed.

    Args:
        trie: all phrases.
        plan_text: gives the plan's Chinese text; asked only when a word may be mistyped.
    """

    def __init__(self, trie: PhraseTrie, plan_text: Callable[[], str]) -> None:
        self._trie = trie
        self._plan_text = plan_text

    def respelt(self, text: str, tokens: list[Token]) -> str:
        """The text with mistyped Chinese words put right, of the same length; the text itself when nothing is mistyped."""
        unknown = _places(token for token in tokens if token.is_content and has_chinese(token.text))
        fixed = _places(token for token in tokens if token.reference or token.organs or token.year)
        if len(unknown) > _MOST_UNKNOWN:
            return text
        for length in range(_LONGEST, 1, -1):
            for start in range(len(text) - length + 1):
                places = set(range(start, start + length))
                if places & fixed or not all(map(has_chinese, text[start : start + length])):
                    continue
                found = self._phrase(text[start : start + length], bool(places & unknown))
                if found is not None:
                    text = text[:start] + found + text[start + length :]
                    unknown, fixed = unknown - places, fixed | places
        return text

    def _phrase(self, typed: str, is_unknown: bool) -> str | None:
        """The phrase that a word sounds like. A word of known characters may only stand for an organ's name."""
        candidates = self._phrases.get(len(typed), ()) if is_unknown else self._names.get(len(typed), ())
        if typed in candidates:
            return None
        # A known word is looked at only where a single character is off: pinyin is not even loaded for the others.
        close = [phrase for phrase in candidates if is_unknown or _differ(typed, phrase) == 1]
        sounds = [_sounds(char) for char in typed] if close else []
        for phrase in close:
            if all(own & _sounds(char) for own, char in zip(sounds, phrase, strict=True)):
                return None if typed in self._plan_text() else phrase
        return None

    @cached_property
    def _phrases(self) -> dict[int, tuple[str, ...]]:
        """Phrases that decide what is asked, by their length; names of organs first."""
        deciding = [
            phrase for phrase, concepts in self._all if any(concept.startswith(_CONCEPTS) for concept in concepts)
        ]
        names = [phrase for phrase, concepts in self._all if not concepts]
        return _by_length([*names, *deciding])

    @cached_property
    def _names(self) -> dict[int, tuple[str, ...]]:
        return _by_length([phrase for phrase, concepts in self._all if not concepts and len(phrase) > 2])

    @cached_property
    def _all(self) -> list[tuple[str, frozenset[str]]]:
        return [(phrase, concepts) for phrase, concepts in self._trie.phrases() if all(map(has_chinese, phrase))]


def _places(tokens: Iterable[Token]) -> set[int]:
    return {at for token in tokens for at in range(token.start, token.end)}


def _differ(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _by_length(phrases: list[str]) -> dict[int, tuple[str, ...]]:
    lengths = sorted({len(phrase) for phrase in phrases if 2 <= len(phrase) <= _LONGEST})
    return {length: tuple(dict.fromkeys(phrase for phrase in phrases if len(phrase) == length)) for length in lengths}


@lru_cache(maxsize=4096)
def _sounds(char: str) -> frozenset[str]:
    """All readings of a character, without tones: 调 is tiao and diao."""
    from pypinyin import Style, pinyin

    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0])
