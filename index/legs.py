"""The legs of a search: each gives every item one number, and knows nothing of the others.

    dense       cosine between the question's vector and the nearest of the item's texts
    maxsim      how well each word of the question is met by a word of the item's profile, of whatever language
    words       BM25 over the item's profile in the languages of the question's script
    classifier  the item's chance, as learned from questions of our own

The dense leg asks for the nearest texts only, as one asks a vector store; items that have none among them are taken
to be as far as the last one found.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.chunks import Chunk
from corpus.references import Reference
from index.classifier import Chances, Classifier
from index.encoder import Encoder
from index.errors import VectorStoreError
from index.maxsim import MaxSim, WordMatch, WordTable
from index.texts import profiles_of
from index.vectors import FloatArray, Neighbours, NumpyVectors
from index.words import WordIndex

#: Texts that the dense leg asks for. All of them would give the same order of items, and take Chroma several times as
#: long.
CANDIDATES = 200

#: What a word is worth in a profile of another language than the question's: it may be a false friend.
OTHER_LANGUAGE = 0.5

#: Logarithm below which a chance is no chance: a leg that has never heard such words must not veto an item for good.
FLOOR = -9.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LegScores:
    """What the legs say about every item: arrays (items,) in document order; higher is better."""

    dense: FloatArray
    """Cosine, -1 to 1; zeros without an encoder, or for a question of which it knows nothing."""
    maxsim: FloatArray
    """Zero or more; comparable within one question only."""
    words: FloatArray
    """Zero or more; zeros for a question in a script that no text is written in."""
    classifier: FloatArray
    """Logarithms of chances, zero or less; zeros without a classifier, or for a question of which it knows nothing."""

    def by_name(self) -> dict[str, FloatArray]:
        """Returns the arrays by the names of the legs."""
        return {"dense": self.dense, "maxsim": self.maxsim, "words": self.words, "classifier": self.classifier}


class DenseLeg:
    """Nearest texts, by whichever store is in use; falls back to numpy for good when the store fails."""

    def __init__(self, encoder: Encoder, matrix: FloatArray, owners: Sequence[int], items: int) -> None:
        """Takes the encoder, unit vectors (texts, dimension), the item of each text, and the number of items."""
        self.encoder = encoder
        self.exact = NumpyVectors(matrix)
        self.store: Neighbours = self.exact
        self._owners = np.array(owners, dtype=np.int64)
        self._items = items

    def scores(self, question: str) -> FloatArray:
        """Returns (items,) cosines; zeros for a question without any word that the encoder knows."""
        vector = self.encoder.encode([question], kind="query")[0]
        if not vector.any():
            return np.zeros(self._items, np.float32)
        numbers, cosines = self._nearest(vector)
        result = np.full(self._items, cosines.min(initial=1.0), np.float32)
        np.maximum.at(result, self._owners[numbers], cosines)
        return result

    def _nearest(self, vector: FloatArray) -> tuple[npt.NDArray[np.int64], FloatArray]:
        try:
            return self.store.nearest(vector, min(CANDIDATES, len(self._owners)))
        except VectorStoreError as error:
            _log.warning("%s; searching without Chroma from now on", error)
            self.store = self.exact
            return self.exact.nearest(vector, CANDIDATES)


class MaxSimLeg:
    """Words met across languages, over one profile for each item."""

    def __init__(self, table: WordTable, chunks: Sequence[Chunk]) -> None:
        """Takes the table of word vectors and the chunks in document order."""
        texts = [""] * len(chunks)
        for profile in profiles_of(chunks):
            texts[profile.item] += profile.text + "\n"
        self._maxsim = MaxSim(table, texts)

    def scores(self, question: str) -> FloatArray:
        """Returns (items,), zero or more."""
        return self._maxsim.scores(question)

    def matches(self, question: str, item: int) -> list[WordMatch]:
        """Returns how each word of the question is met by one item, in the question's order."""
        return self._maxsim.matches(question, item)


class WordsLeg:
    """BM25 over profiles by item and language; an item counts as much as its best language."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        """Takes the chunks in document order."""
        profiles = profiles_of(chunks)
        self.index = WordIndex([profile.text for profile in profiles])
        self._owners = np.array([profile.item for profile in profiles], dtype=np.int64)
        self._languages = np.array([profile.language for profile in profiles])
        self._items = len(chunks)

    def scores(self, question: str, language: str | None = None) -> FloatArray:
        """Returns (items,), zero or more; profiles of another language than the one given count less."""
        scores = self.index.scores(question)
        if language in self._languages:
            scores[self._languages != language] *= OTHER_LANGUAGE
        result = np.zeros(self._items, np.float32)
        np.maximum.at(result, self._owners, scores)
        return result

    def matched(self, question: str, item: int) -> list[str]:
        """Returns the question's tokens that stand in any profile of an item, in the question's order."""
        places = np.flatnonzero(self._owners == item).tolist()
        return [token for token in self.index.rarities(question) if any(self.index.holds(p, token) for p in places)]


class ClassifierLeg:
    """Chances of the items, by the shipped classifier.

    A heading is no class of its own. It gets the mean chance of what stands under it, so that a question about a whole
    subdivision finds the likeliest action of it first and the heading near it.
    """

    def __init__(self, classifier: Classifier, chunks: Sequence[Chunk]) -> None:
        """Takes the classifier and the chunks in document order."""
        self.classifier = classifier
        number = {reference: i for i, reference in enumerate(classifier.references)}
        classes = [Reference.parse(reference) for reference in classifier.references]
        self._members = [_members(chunk.reference, number, classes) for chunk in chunks]
        self._items = np.array([member[0] if len(member) == 1 else -1 for member in self._members], dtype=np.int64)

    def scores(self, chances: Chances | None) -> FloatArray:
        """Returns (items,) logarithms of chances, FLOOR at least; zeros when there are no chances."""
        if chances is None:
            return np.zeros(len(self._members), np.float32)
        result = chances.items[self._items]
        for item in np.flatnonzero(self._items < 0):
            result[item] = _log_mean(chances.items[self._members[item]])
        return np.maximum(result, np.float32(FLOOR))


def _members(reference: Reference, number: Mapping[str, int], classes: Sequence[Reference]) -> list[int]:
    own = number.get(str(reference))
    return [own] if own is not None else [i for i, other in enumerate(classes) if reference.contains(other)]


def _log_mean(chances: FloatArray) -> float:
    return float(np.logaddexp.reduce(chances) - np.log(len(chances))) if len(chances) else FLOOR
