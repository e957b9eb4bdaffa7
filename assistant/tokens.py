"""Normalised text -> atoms -> tokens.

An atom is one Chinese character, one word of another script, one run of digits or one punctuation mark: phrases of every
language are then sequences of atoms, and the longest phrase at each place wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.references import Reference

# Alternatives that begin with different characters and repeat one class each: no input can make this backtrack.
_ATOM = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+(?:'[^\W\d_\u3400-\u9fff]+)?|\d+|[^\w\s]|_")


@lru_cache(maxsize=4096)
def _with_ancestors(concepts: frozenset[str]) -> frozenset[str]:
    """Concepts and all that they stand under: `role.any.noun` is `role.any` and `role`, too."""
    parts = [concept.split(".") for concept in concepts]
    return frozenset(".".join(part[:length]) for part in parts for length in range(1, len(part) + 1))


@dataclass(frozen=True, slots=True)
class Atom:
    """A smallest piece of text, with its place in the normalised question."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the question and what it may mean."""

    text: str
    start: int
    end: int
    concepts: frozenset[str] = frozenset()
    """Concepts of the vocabulary, such as `role.responsible.active`; empty for a word that no phrase knows."""
    organs: tuple[str, ...] = ()
    """The organ that is named, when it is one; several once "the Council and the LTC" is one group."""
    reference: Reference | None = None
    missing: str | None = None
    """An item number as typed that no plan can have, such as 1.2.3.4."""
    number: int | None = None
    year: int | None = None
    symbol: str | None = None
    """A document's symbol, such as ISBA/24/A/10."""
    guessed: bool = False
    """Whether a typing error was read over to get here."""

    def has(self, *concepts: str) -> bool:
        """Whether the token may mean one of these concepts, or one that stands under them (`role` covers `role.any.noun`)."""
        return not _with_ancestors(self.concepts).isdisjoint(concepts)

    @property
    def is_content(self) -> bool:
        """Whether this is a word that no phrase, number or name accounts for."""
        plain = not (self.concepts or self.organs or self.reference or self.missing or self.symbol)
        return plain and self.number is None and self.year is None and any(map(str.isalnum, self.text))


def atoms_of(text: str) -> list[Atom]:
    """Cut normalised text into atoms. A possessive 's becomes an atom of its own."""
    atoms: list[Atom] = []
    for match in _ATOM.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if len(word) > 2 and word.endswith("'s"):
            atoms += [Atom(word[:-2], start, end - 2), Atom("'s", end - 2, end)]
        else:
            atoms.append(Atom(word, start, end))
    return atoms


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    concepts: set[str] = field(default_factory=set)
    organ: str | None = None


class PhraseTrie:
    """All phrases that are known, for finding the longest one at a place in one pass."""

    def __init__(self) -> None:
        self._root = _Node()
        self.words: set[str] = set()
        """All single words of phrases in alphabetic scripts: candidates when a word was mistyped."""

    def add(self, phrase: str, *, concept: str | None = None, organ: str | None = None) -> None:
        """Learn a phrase, already normalised, as one of a concept or as the name of an organ."""
        atoms = [atom.text for atom in atoms_of(phrase)]
        node = self._root
        for atom in atoms:
            node = node.following.setdefault(atom, _Node())
        if concept is not None:
            node.concepts.add(concept)
        if organ is not None:
            node.organ = organ
        self.words.update(atom for atom in atoms if len(atom) >= 4 and atom.isalpha() and atom < "\u0600")

    def phrases(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Every phrase, its atoms joined, with its concepts; the name of an organ has none."""
        stack: list[tuple[str, _Node]] = [("", self._root)]
        while stack:
            text, node = stack.pop()
            if node.concepts or node.organ:
                yield text, frozenset(node.concepts)
            stack.extend((text + atom, following) for atom, following in reversed(node.following.items()))

    def longest(self, atoms: list[Atom], at: int) -> tuple[int, frozenset[str], str | None]:
        """The longest phrase that begins at an atom: (number of atoms, its concepts, its organ); (0, …) when none does."""
        node = self._root
        best: tuple[int, frozenset[str], str | None] = (0, frozenset(), None)
        for length, atom in enumerate(atoms[at:], start=1):
            following = node.following.get(atom.text)
            if following is None:
                break
            node = following
            if node.concepts or node.organ:
                best = (length, frozenset(node.concepts), node.organ)
        return best


def tokens_of(text: str, fixed: Iterable[Token], trie: PhraseTrie, respell: dict[str, str]) -> list[Token]:
    """Cut a question into tokens.

    Args:
        text: the normalised question.
        fixed: tokens that are known beforehand (item numbers, years, symbols), in order; no phrase may cross them.
        trie: the phrases of all languages.
        respell: mistyped words and what they are read as.
    """
    tokens: list[Token] = []
    position = 0
    for token in fixed:
        tokens += _phrases(text, position, token.start, trie, respell)
        tokens.append(token)
        position = token.end
    return tokens + _phrases(text, position, len(text), trie, respell)


def _phrases(text: str, start: int, end: int, trie: PhraseTrie, respell: dict[str, str]) -> list[Token]:
    typed = [Atom(atom.text, atom.start + start, atom.end + start) for atom in atoms_of(text[start:end])]
    atoms = [Atom(respell.get(atom.text, atom.text), atom.start, atom.end) for atom in typed]
    tokens, at = [], 0
    while at < len(atoms):
        length, concepts, organ = trie.longest(atoms, at)
        last = atoms[at + max(length, 1) - 1]
        guessed = any(one.text != other.text for one, other in zip(atoms[at : at + length], typed[at:], strict=False))
        tokens.append(
            Token(
                text=" ".join(atom.text for atom in atoms[at : at + max(length, 1)]),
                start=atoms[at].start,
                end=last.end,
                concepts=concepts - {"block.words"},
                organs=(organ,) if organ else (),
                number=_number(atoms[at].text) if not length else None,
                guessed=guessed,
            )
        )
        at += max(length, 1)
    return tokens


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
