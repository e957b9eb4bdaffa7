"""Word MaxSim: how well the words of a question are met, each by its best word in a document.

For each distinct word of the question the best cosine with a word of each document is taken and squared. The idea is
ColBERT's late interaction (Khattab and Zaharia, 2020), with a static table's vectors in place of contextual ones. Two
things make the words comparable before they are summed. Each is measured against the collection: what counts is by how
many deviations a document meets the word better than documents do on average; falling short costs nothing. And each is
weighted: by the norm of its vector, which training gave to it, times a soft inverse document frequency, which is how
rarely the collection meets it.

The words of both sides may be of different languages: the table puts translations near each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.static_table import FloatArray, Word

#: Cosines are raised to this power: a close translation counts, a vague relation hardly.
POWER = 2.0
#: Added to the share of documents that meet a word; bounds the weight of a word that none meets.
IDF_FLOOR = 0.02
#: Added to the deviation of a word over the collection; keeps a word that no document meets from being stretched.
SPREAD_FLOOR = 0.05
#: Questions and documents of which the words are remembered: one question is scored, explained and measured.
_REMEMBERED_QUESTIONS, _REMEMBERED_DOCUMENTS = 64, 1024


class WordTable(Protocol):
    """What MaxSim needs of an encoder: words and their vectors. StaticTable has both."""

    @property
    def dimension(self) -> int:
        """Length of a word's vector."""

    def words(self, text: str) -> list[Word]:
        """The words of a text, in order."""

    def word_vectors(self, words: Sequence[tuple[int, ...]]) -> tuple[FloatArray, FloatArray]:
        """Unit vectors (words, dimension) and norms (words,)."""


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A word of the question and the word of a document that meets it best."""

    query_word: str
    """As the question writes it."""
    document_word: str
    """As the document writes it; empty when the document has no words."""
    document_start: int
    """Offset of the document's word in its text; 0 when there is none."""
    cosine: float
    """Between the two words' vectors; 1 is the same word."""
    weight: float
    """Share of the question's whole weight that this word has, 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a document, and the rows of their vectors."""

    words: tuple[Word, ...]
    rows: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Met:
    """A question's words, and how well the documents meet them."""

    words: tuple[Word, ...]
    vectors: FloatArray
    """Of the distinct words: (distinct, dimension)."""
    places: tuple[int, ...]
    """Which of the distinct words each word is."""
    met: FloatArray
    """(distinct, documents), zero or more."""
    weights: FloatArray
    """Of the distinct words."""


class MaxSim:
    """Word matching over a fixed collection of documents; read-only once built, and deterministic."""

    def __init__(self, table: WordTable, documents: Sequence[str], *, power: float = POWER) -> None:
        """Takes the table and the texts of the documents, in the order in which scores are returned."""
        self._table = table
        self._power = power
        self._documents = tuple(documents)
        bags = [sorted({word.pieces for word in table.words(text)}) for text in documents]
        vocabulary = sorted({word for bag in bags for word in bag})
        self._rows = {word: i for i, word in enumerate(vocabulary)}
        self._vectors, _ = table.word_vectors(vocabulary)
        self._filled = np.array([i for i, bag in enumerate(bags) if bag], dtype=np.int64)
        self._members = np.array([self._rows[word] for bag in bags for word in bag], dtype=np.int64)
        lengths = [len(bags[i]) for i in self._filled]
        self._starts = np.cumsum([0, *lengths[:-1]]) if lengths else np.zeros(0, np.int64)
        self._met: Callable[[str], _Met | None] = lru_cache(_REMEMBERED_QUESTIONS)(self._measure)
        self._words_of: Callable[[int], _Words] = lru_cache(_REMEMBERED_DOCUMENTS)(self._read_words)

    def scores(self, query: str) -> FloatArray:
        """Returns (documents,) float32: the weighted sum over the query's distinct words, at least 0.

        A query without words scores 0 everywhere, and so does a collection of one document, which stands beside none.
        Scores of different queries are not comparable: standardise them over the documents before adding others.
        """
        asked = self._met(query)
        if asked is None:
            return np.zeros(len(self._documents), np.float32)
        above = asked.met - asked.met.mean(axis=1, keepdims=True)
        scale = asked.weights / (asked.met.std(axis=1) + SPREAD_FLOOR)
        return np.asarray(scale @ np.maximum(above, 0.0), dtype=np.float32)

    def matches(self, query: str, document: int) -> list[WordMatch]:
        """Returns the best match of each word of the query in one document, by its index, in the query's order."""
        asked = self._met(query)
        if asked is None:
            return []
        text = self._documents[document]
        cosines, found = self._best(asked.vectors, self._words_of(document))
        shares = asked.weights[list(asked.places)]
        shares = shares / max(float(shares.sum()), 1e-9)
        return [
            _match(query, word, text, found[place], float(cosines[place]), float(share))
            for word, place, share in zip(asked.words, asked.places, shares, strict=True)
        ]

    def _measure(self, query: str) -> _Met | None:
        """Measures a question's words; None when it has none, or no document has any."""
        words = tuple(self._table.words(query))
        if not words or not len(self._filled):
            return None
        number: dict[tuple[int, ...], int] = {}
        places = tuple(number.setdefault(word.pieces, len(number)) for word in words)
        vectors, norms = self._table.word_vectors(list(number))
        # A row for each word of the collection: rows are gathered faster than columns.
        similarity = (self._vectors @ vectors.T).take(self._members, axis=0)
        best = np.zeros((len(number), len(self._documents)), np.float32)
        best[:, self._filled] = np.maximum.reduceat(similarity, self._starts, axis=0).T
        met: FloatArray = np.maximum(best, 0.0) ** np.float32(self._power)
        rarity = np.log1p(1.0 / (met.mean(axis=1) + IDF_FLOOR))
        return _Met(words, vectors, places, met, np.asarray(norms * rarity, dtype=np.float32))

    def _read_words(self, document: int) -> _Words:
        words = tuple(self._table.words(self._documents[document]))
        return _Words(words, np.array([self._rows[word.pieces] for word in words], dtype=np.int64))

    def _best(self, vectors: FloatArray, candidates: _Words) -> tuple[FloatArray, list[Word | None]]:
        if not candidates.words:
            return np.zeros(len(vectors), np.float32), [None] * len(vectors)
        similarity = vectors @ self._vectors[candidates.rows].T
        return similarity.max(axis=1), [candidates.words[i] for i in similarity.argmax(axis=1)]


def standardise(scores: npt.NDArray[np.floating]) -> FloatArray:
    """Returns scores with mean 0 and deviation 1 over the last axis, so that scores of several kinds can be added."""
    values = np.asarray(scores, dtype=np.float32)
    spread = values.std(axis=-1, keepdims=True)
    return np.asarray((values - values.mean(axis=-1, keepdims=True)) / (spread + 1e-9), dtype=np.float32)


def _match(query: str, word: Word, text: str, place: Word | None, cosine: float, weight: float) -> WordMatch:
    return WordMatch(
        query_word=query[word.start : word.end],
        document_word=text[place.start : place.end] if place else "",
        document_start=place.start if place else 0,
        cosine=cosine,
        weight=weight,
    )
