"""What is searched: every chunk's own words, and the phrases by which people ask for it.

A chunk is an item of the plan. Its own text is matched and quoted; the phrases in the six languages are matched and
never quoted.

The two kinds of comparison want different texts. A vector stands for one thought, so each text is an **entry** of its
own and an item is as near as its nearest entry. Words add up, so they are counted over an item's **profile**, all its
texts together: on the questions by topic this found the right item first nearly twice as often as the texts one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.chunks import Chunk


class Field(StrEnum):
    """Where a searched text comes from."""

    OWN = "own"
    """The item's words in the source, with the headings it stands under."""
    ASKED = "asked"
    """A phrase by which people ask for the item."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that has a vector."""

    item: int
    """Number of its chunk, in document order."""
    field: Field
    language: str
    """Two-letter code."""
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    """All words by which an item may be met in one language: its own, if it is written in it, and the phrases."""

    item: int
    language: str
    text: str
    """The texts, one a line."""


def entries_of(chunks: Sequence[Chunk]) -> tuple[Entry, ...]:
    """Returns all entries, by item, an item's own text first; each chunk has at least that one."""
    return tuple(entry for number, chunk in enumerate(chunks) for entry in _entries(number, chunk))


def profiles_of(chunks: Sequence[Chunk]) -> tuple[Profile, ...]:
    """Returns a profile for each chunk and each language that it has words in, by item and then by language."""
    return tuple(profile for number, chunk in enumerate(chunks) for profile in _profiles(number, chunk))


def _entries(number: int, chunk: Chunk) -> Iterable[Entry]:
    yield Entry(number, Field.OWN, _language(chunk), chunk.embed_text)
    for language, phrases in sorted(chunk.asked_as.items()):
        for phrase in phrases:
            yield Entry(number, Field.ASKED, language, phrase)


def _profiles(number: int, chunk: Chunk) -> Iterable[Profile]:
    # Without the headings: they are the same for all items under them, and say nothing to tell one from another.
    words = {language: list(phrases) for language, phrases in chunk.asked_as.items()}
    words[_language(chunk)] = [chunk.text, *words.get(_language(chunk), ())]
    for language, texts in sorted(words.items()):
        yield Profile(number, language, "\n".join(texts))


def _language(chunk: Chunk) -> str:
    return chunk.spans[0].language
