"""Chinese typing errors: people type sounds, so a wrong character mostly sounds like the right one (形动 for 行动).

Only short unknown words are looked at, and only phrases that decide what is asked: organs, roles, units, times, question words. A word
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
_CONCEPTS = ("role.", "unit.", "ask.who", "ask.when", "ask.how_many", "ask.text", "time.ongoing", "time.annual",
             "time.biennial", "time.by_post", "time.before_post", "time.after_post", "logic.without", "paragraph.",
             "document.title", "logic.all_filled", "logic.several", "ask.pairs")  # fmt: skip

_MEASURES = "条项个"
"""Begin phrases such as 条行动, which would take a neighbour's last character for a measure word: 协调行动."""


class Homophones:
    """Finds phrases that sound like what was typed.

    Args:
        trie: all phrases.
        plan_text: gives the plan's Chinese text; asked only when a word may be mistyped.
        spelt: gives words that sound like a phrase and are not one; asked only then, too.
    """

    def __init__(
        self, trie: PhraseTrie, plan_text: Callable[[], str], spelt: Callable[[], frozenset[str]] = frozenset
    ) -> None:
        self._trie = trie
        self._plan_text = plan_text
        self._spelt = spelt

    def respelt(self, text: str, tokens: list[Token]) -> str:
        """The text with mistyped Chinese words put right, of the same length; the text itself when nothing is mistyped."""
        unknown = _places(token for token in tokens if token.is_content and has_chinese(token.text))
        fixed = _places(token for token in tokens if token.reference or token.organs or token.year or _is_asked(token))
        if len(unknown) > _MOST_UNKNOWN:
            return text
        if unknown:
            text, fixed = self._with_phrases(text, unknown, fixed)
        return self._with_names(text, fixed)

    def mistaken(self, word: str) -> str | None:
        """The phrase that a whole word sounds like, though it is another one."""
        return self._sounding_like(word, self._beginning_like(word))

    def _with_phrases(self, text: str, unknown: set[int], fixed: set[int]) -> tuple[str, set[int]]:
        """Phrases in the place of windows with unknown characters.

        First those that explain most of what is unknown, then those that change least, then the longest.
        """
        found = [
            (start, phrase)
            for length in range(_LONGEST, 1, -1)
            for start in range(max(0, min(unknown) - length + 1), min(max(unknown) + 1, len(text) - length + 1))
            if (phrase := self._at(text, start, length, unknown, fixed)) is not None
        ]
        for start, phrase in sorted(found, key=lambda one: _worth(text, one[0], one[1], unknown)):
            places = set(range(start, start + len(phrase)))
            if places & unknown and not places & fixed:
                text = text[:start] + phrase + text[start + len(phrase) :]
                unknown, fixed = unknown - places, fixed | places
        return text, fixed

    def _at(self, text: str, start: int, length: int, unknown: set[int], fixed: set[int]) -> str | None:
        """The phrase that a window sounds like, when something in it is unknown and nothing in it is settled."""
        places = set(range(start, start + length))
        typed = text[start : start + length]
        if not places & unknown or places & fixed or not all(map(has_chinese, typed)):
            return None
        return self._sounding_like(typed, self._beginning_like(typed))

    def _with_names(self, text: str, fixed: set[int]) -> str:
        """Names of organs of which one character is off, though it is a known one: 里事会."""
        for name in self._names:
            for at in range(len(name)):
                before, after = name[:at], name[at + 1 :]
                start = text.find(before or after) - (0 if before else 1)
                typed = text[start : start + len(name)] if start >= 0 else ""
                if len(typed) < len(name) or typed == name or typed[:at] != before or typed[at + 1 :] != after:
                    continue
                if not set(range(start, start + len(name))) & fixed and self._sounding_like(typed, (name,)):
                    text = text[:start] + name + text[start + len(name) :]
        return text

    def _sounding_like(self, typed: str, candidates: tuple[str, ...]) -> str | None:
        """The first phrase that a word sounds like, unless the word is one of the plan's own."""
        for phrase in candidates:
            if phrase == typed:
                return None
            if _sounds_like(typed, phrase):
                return None if typed in self._spelt() or typed in self._plan_text() else phrase
        return None

    def _beginning_like(self, typed: str) -> tuple[str, ...]:
        """Phrases as long as a word, whose first character sounds like its first one: the only ones worth comparing."""
        same = self._starts.get((len(typed), typed[0]), ())
        found = {*same, *self._starts.get((len(typed), _sound(typed[0])), ())}
        return tuple(phrase for _, phrase in sorted(found))

    @cached_property
    def _starts(self) -> dict[tuple[int, str], list[tuple[int, str]]]:
        """Phrases with their rank, by length and by the first character and its sounds."""
        starts: dict[tuple[int, str], list[tuple[int, str]]] = {}
        for length, phrases in self._phrases.items():
            for rank, phrase in enumerate(phrases):
                for key in {phrase[0], _sound(phrase[0]), _sounds(phrase)[0]}:
                    starts.setdefault((length, key), []).append((rank, phrase))
        return starts

    @cached_property
    def _phrases(self) -> dict[int, tuple[str, ...]]:
        """Phrases that decide what is asked, by their length; names of organs first."""
        deciding = [
            phrase
            for phrase, concepts in self._all
            if any(concept.startswith(_CONCEPTS) for concept in concepts) and phrase[0] not in _MEASURES
        ]
        names = [phrase for phrase, concepts in self._all if not concepts]
        return _by_length([*names, *deciding])

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(phrase for phrase, concepts in self._all if not concepts and len(phrase) > 2)

    @cached_property
    def _all(self) -> list[tuple[str, frozenset[str]]]:
        return [(phrase, concepts) for phrase, concepts in self._trie.phrases() if all(map(has_chinese, phrase))]


def _is_asked(token: Token) -> bool:
    """Whether a word asks who or when: 议 before 哪年 does not make 以内 of its first half."""
    return len(token.text) > 1 and token.has("ask.when", "ask.who")


def _worth(text: str, start: int, phrase: str, unknown: set[int]) -> tuple[int, int, int]:
    """The order of corrections, best first: most unknown characters explained, fewest changed, longest."""
    places = range(start, start + len(phrase))
    changed = sum(text[at] != char for at, char in zip(places, phrase, strict=True))
    return -len(unknown.intersection(places)), changed, -len(phrase)


def _places(tokens: Iterable[Token]) -> set[int]:
    return {at for token in tokens for at in range(token.start, token.end)}


def _by_length(phrases: list[str]) -> dict[int, tuple[str, ...]]:
    lengths = sorted({len(phrase) for phrase in phrases if 2 <= len(phrase) <= _LONGEST})
    return {length: tuple(dict.fromkeys(phrase for phrase in phrases if len(phrase) == length)) for length in lengths}


def _sounds_like(typed: str, phrase: str) -> bool:
    """Whether each character is the same, or sounds as the phrase's does in it or by itself; rare readings are nobody's."""
    pairs = zip(typed, phrase, _sounds(phrase), strict=True)
    return all(own == char or _sound(own) in (sound, _sound(char)) for own, char, sound in pairs)


@lru_cache(maxsize=4096)
def _sounds(phrase: str) -> tuple[str, ...]:
    """The reading of each character of a phrase, without tones: 调 is tiao in 协调, and diao in 调查."""
    from pypinyin import lazy_pinyin

    found = tuple(lazy_pinyin(phrase))
    return found if len(found) == len(phrase) else tuple(map(_sound, phrase))


@lru_cache(maxsize=8192)
def _sound(char: str) -> str:
    """The commonest reading of a character by itself."""
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(char)[0])
