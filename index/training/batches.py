"""Batches: pairs of one group, drawn so that no other pair of the batch is a hidden right answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from index.training.pairs import Group
from index.training.pieces import IntArray, Pieces
from index.training.recipe import Recipe

DrawKind = Literal["dict", "sent", "qa", "passage"]

#: Sources whose sentences stand in the order of a text, so that neighbours make a passage.
_IN_ORDER = ("ntrex", "tico19", "bible", "isa-regulations")
#: Sentences of a passage, at least and at most.
_PASSAGE = (1, 8)
_SMALLEST_GROUP = 64
#: Pieces of a question that open another, at most.
_OPENING = 3
_QUESTION_MARKS = ("?", "？", "؟")
_CLOSING = " \"'»”’)"
#: More pieces than any text has.
_WHOLE = 1 << 30
#: Chinese is the plan's language; the Bible's is nobody's today.
_CHINESE_FACTOR, _BIBLE_FACTOR = 2.0, 0.5


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of bags of pieces: first all left sides, then all right sides, in the same order."""

    kind: DrawKind
    pieces: npt.NDArray[np.int32]
    opens: npt.NDArray[np.bool_]
    """Whether a piece begins a word."""
    lengths: IntArray
    """Pieces of each bag: (2 * pairs,)."""
    texts: IntArray
    """Number of the text of each left side, to look up the teacher's vector; empty when no side is English."""

    @property
    def size(self) -> int:
        """Number of pairs."""
        return len(self.lengths) // 2


@dataclass(frozen=True, slots=True)
class _Draw:
    group: Group
    kind: DrawKind
    weight: float


@dataclass(frozen=True, slots=True)
class _Bags:
    """Bags of texts, one after the other."""

    texts: IntArray
    counts: IntArray
    """Texts of each bag."""
    most: IntArray
    """Pieces of each text that are read."""

    @classmethod
    def of(cls, texts: IntArray) -> _Bags:
        """Bags of one whole text each."""
        return cls(texts, np.ones(len(texts), np.int64), np.full(len(texts), _WHOLE))


class Sampler:
    """Draws batches; the same generator state draws the same batch."""

    def __init__(
        self, groups: Mapping[Group, IntArray], pieces: Pieces, recipe: Recipe, questions: Mapping[str, IntArray]
    ) -> None:
        """Takes the groups' pairs (pairs, 2) as numbers of texts, the pieces, and each language's texts that ask."""
        self._pieces = pieces
        self._recipe = recipe
        self._openings = {language: texts for language, texts in questions.items() if len(texts)}
        self._rows = {group: _with_pieces(rows, pieces) for group, rows in groups.items()}
        self._draws = _draws({group: len(rows) for group, rows in self._rows.items()}, recipe)
        weights = np.array([draw.weight for draw in self._draws])
        self._chances = weights / weights.sum()
        words = np.array([draw.kind != "dict" for draw in self._draws])
        self._word_chances = np.where(words, weights, 0) / weights[words].sum()

    def draw(self, random: np.random.Generator, size: int, *, words: bool = False) -> Batch:
        """Draws a batch of at most `size` pairs, half as many of passages; `words` leaves out dictionaries."""
        chances = self._word_chances if words else self._chances
        draw = self._draws[random.choice(len(self._draws), p=chances)]
        rows = self._rows[draw.group]
        if draw.kind == "passage":
            return self._passages(draw.group, rows, random, size if words else size // 2)
        limit = size // 2 if draw.kind == "qa" and not words else size
        chosen = rows if len(rows) <= limit else rows[random.choice(len(rows), limit, replace=False)]
        chosen = _distinct(chosen)
        left = chosen[:, 0] if draw.group.language_a == "en" else chosen[:0, 0]
        opened = draw.kind == "sent" and random.random() < self._recipe.openings
        left = left[:0] if opened else left
        queries = self._opened(chosen[:, 0], draw.group.language_a, random, opened)
        return self._batch(draw.kind, queries, _Bags.of(chosen[:, 1]), left)

    def _passages(self, group: Group, rows: IntArray, random: np.random.Generator, size: int) -> Batch:
        """Cuts the group's text into passages at random and asks each by one of its sentences in the other language."""
        lengths = random.integers(_PASSAGE[0], _PASSAGE[1] + 1, size=len(rows))
        ends = np.cumsum(lengths)
        ends = ends[ends <= len(rows)]
        chosen = random.permutation(len(ends))[:size]
        counts = lengths[chosen]
        starts = ends[chosen] - counts
        asking = int(random.integers(2))
        queries = rows[starts + random.integers(0, counts), asking]
        total = np.cumsum(counts)
        members = np.repeat(starts - (total - counts), counts) + np.arange(total[-1])
        language = group.language_b if asking else group.language_a
        asked = self._opened(queries, language, random, random.random() < self._recipe.openings)
        documents = _Bags(rows[members, 1 - asking], counts, np.full(len(members), _WHOLE))
        return self._batch("passage", asked, documents, queries[:0])

    def _opened(self, queries: IntArray, language: str, random: np.random.Generator, wanted: bool) -> _Bags:
        """Puts the first words of some question of the language before each query: words that no document meets.

        So the table learns, without questions in most of the languages, that `which` and `how many` say little.
        """
        openings = self._openings.get(language)
        if not wanted or openings is None:
            return _Bags.of(queries)
        texts = np.stack([random.choice(openings, len(queries)), queries], axis=1).reshape(-1)
        most = np.stack([random.integers(1, _OPENING + 1, len(queries)), np.full(len(queries), _WHOLE)], axis=1)
        return _Bags(texts, np.full(len(queries), 2), most.reshape(-1))

    def _batch(self, kind: DrawKind, queries: _Bags, documents: _Bags, left: IntArray) -> Batch:
        texts = np.concatenate([queries.texts, documents.texts])
        counts = np.concatenate([queries.counts, documents.counts])
        flat, opens, lengths = self._pieces.gather(texts, np.concatenate([queries.most, documents.most]))
        bags = np.add.reduceat(lengths, np.cumsum(counts) - counts)
        return Batch(kind, flat, opens, bags, left)


def questions_of(texts: Sequence[str], groups: Mapping[Group, IntArray], pieces: Pieces) -> dict[str, IntArray]:
    """Returns for each language the numbers of its texts that end with a question mark."""
    asks = np.array([text.rstrip(_CLOSING).endswith(_QUESTION_MARKS) for text in texts]) & (np.diff(pieces.offsets) > 0)
    found: dict[str, list[IntArray]] = defaultdict(list)
    for group, rows in groups.items():
        for language, side in ((group.language_a, rows[:, 0]), (group.language_b, rows[:, 1])):
            found[language].append(side[asks[side]])
    return {language: np.unique(np.concatenate(sides)) for language, sides in found.items()}


def _with_pieces(rows: IntArray, pieces: Pieces) -> IntArray:
    lengths = pieces.lengths(rows.reshape(-1)).reshape(rows.shape)
    return rows[(lengths > 0).all(axis=1)]


def _distinct(rows: IntArray) -> IntArray:
    """Keeps pairs whose left and right text come first: a text that stood twice would be its own wrong answer."""
    for side in (0, 1):
        _, first = np.unique(rows[:, side], return_index=True)
        rows = rows[np.sort(first)]
    return rows


def _draws(sizes: Mapping[Group, int], recipe: Recipe) -> list[_Draw]:
    """Weights each group by the root of its size within its kind's share."""
    found: list[tuple[Group, DrawKind]] = [
        (group, group.kind) for group, size in sizes.items() if size >= _SMALLEST_GROUP
    ]
    found += [(group, "passage") for group, _ in found if group.source in _IN_ORDER]
    roots: defaultdict[str, float] = defaultdict(float)
    for group, kind in found:
        roots[kind] += sizes[group] ** 0.5
    return [
        _Draw(group, kind, recipe.shares[kind] * sizes[group] ** 0.5 / roots[kind] * _factor(group))
        for group, kind in found
    ]


def _factor(group: Group) -> float:
    if group.source == "bible":
        return _BIBLE_FACTOR
    return _CHINESE_FACTOR if group.chinese else 1.0
