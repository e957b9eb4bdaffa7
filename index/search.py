"""Hybrid search: the legs' scores, made comparable and added; a parent and its children are one result.

Scores of the legs have different units, so each is standardised over all items (mean 0, deviation 1) before they are
added. Sums of ranks were tried as well and are worse: they forget that a leg may be sure or may have no idea. The
classifier's logarithms of chances have a unit of their own and are only moved to a mean of 0.
An index never says that there is no answer: it ranks. `Signals` carries what a caller needs to decide that.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from corpus.chunks import Chunk
from corpus.references import Reference
from index.classifier import Chances, Classifier
from index.encoder import Encoder
from index.errors import VectorStoreError
from index.legs import ClassifierLeg, DenseLeg, LegScores, MaxSimLeg, WordsLeg
from index.maxsim import WordMatch, standardise
from index.signals import Signals, measure_signals
from index.vectors import ChromaVectors, FloatArray
from index.words import MAX_CHARACTERS

#: How much each leg counts. Equal weights but for the classifier: on the calibration questions it is right more often
#: than the others together, and they speak where it is in doubt.
WEIGHTS: Mapping[str, float] = {"dense": 1.0, "maxsim": 1.0, "words": 1.0, "classifier": 4.0}
#: A leg may say no more than this, in deviations: one rare word must not outvote two legs that disagree.
CEILING = 8.0
#: Questions whose scores are remembered: search, signals and explanation of one question measure it once.
_REMEMBERED = 256
#: Stands for a reader that nobody has asked for yet; None is one that cannot be had.
_UNOPENED: Any = object()


@dataclass(frozen=True, slots=True)
class Passage:
    """One result: the best item of an action and its outputs, or an item that belongs to no action."""

    reference: Reference
    score: float
    """Sum of `legs`; 0 is an average item of this question, and 3 stands out. Not a probability."""
    legs: Mapping[str, float]
    """Each leg's part of the score, by name."""
    chunk: Chunk
    action: Reference | None
    """The action that the item is or belongs to."""
    folded: tuple[Reference, ...] = ()
    """Other items of the same action that would have been among the results, best first."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage stands where it stands."""

    passage: Passage
    raw: Mapping[str, float]
    """Each leg's score before it was standardised."""
    tokens: tuple[str, ...]
    """The question's tokens that stand in the item's texts, as the lexical index writes them."""
    matches: tuple[WordMatch, ...]
    """How each word of the question is met."""


@dataclass(frozen=True, slots=True)
class _Measured:
    question: str
    legs: LegScores
    chances: Chances | None
    parts: Mapping[str, FloatArray]
    total: FloatArray


class Index:
    """Everything that is searched, in memory; safe to ask from several threads. `index.build.open_index` makes one."""

    def __init__(
        self,
        chunks: Sequence[Chunk],
        dense: DenseLeg | None,
        maxsim: MaxSimLeg | None,
        classifier: ClassifierLeg | None = None,
        *,
        name: str = "",
        notices: Sequence[str] = (),
        chroma: Callable[[], ChromaVectors] | None = None,
        reader: Callable[[], Classifier | None] | None = None,
    ) -> None:
        """Takes the chunks in document order, the legs that there are, and how Chroma and the reader are opened."""
        self.chunks = tuple(chunks)
        self.name = name
        self.notices = tuple(notices)
        """What a user should know: a rebuild, a folder that cannot be written, an encoder that is missing."""
        self._dense, self._maxsim, self._words, self._classifier = dense, maxsim, WordsLeg(chunks), classifier
        self._families = [_family(chunk.reference) for chunk in chunks]
        self._open_chroma, self._opening = chroma, threading.Lock()
        self._chroma: ChromaVectors | None = None
        self._open_reader = reader
        self._reader: Classifier | None = _UNOPENED
        self._characters = frozenset("".join(chunk.text + chunk.embed_text for chunk in chunks))
        self._measured: Callable[[str, str | None], _Measured] = lru_cache(_REMEMBERED)(self._measure)

    @property
    def encoder(self) -> Encoder | None:
        """The encoder that made the vectors, or None when the search goes by words only."""
        return self._dense.encoder if self._dense else None

    @property
    def measured_by(self) -> str:
        """Names what the signals depend on, the encoder and the classifier: numbers fitted for others mean nothing."""
        parts = (self._dense and self._dense.encoder, self._classifier and self._classifier.classifier)
        return "+".join(part.fingerprint if part else "none" for part in parts)

    @property
    def reader(self) -> Classifier | None:
        """What gives a second opinion where the decision to answer is in doubt; opened when first asked for."""
        with self._opening:
            if self._reader is _UNOPENED:
                self._reader = self._open_reader() if self._open_reader else None
            return self._reader

    def second_opinion(self, question: str) -> Chances | None:
        """Returns what the reader says of a question; None without a reader, or for one that says nothing to it."""
        reader = self.reader
        return reader.chances(self._prepared(question)) if reader else None

    def with_classifier(self, replace: Callable[[Classifier], Classifier]) -> Index:
        """Returns this index with something else in the place of its classifier; for fitting and trying."""
        leg = self._classifier and ClassifierLeg(replace(self._classifier.classifier), self.chunks)
        return Index(self.chunks, self._dense, self._maxsim, leg, name=self.name, notices=self.notices)

    def search(self, question: str, language: str | None = None, top: int = 10) -> tuple[Passage, ...]:
        """Returns the best passages, best first, equal scores in document order; none when no leg found anything.

        Args:
            question: in any language; only its first MAX_CHARACTERS characters are read.
            language: of the question, two letters, where the caller knows it: tells apart what one script does not.
            top: the number of passages at most.
        """
        measured = self._measured(question, language)
        return tuple(self._passage(measured, group) for group in self._groups(measured.total, top))

    def signals(self, question: str, language: str | None = None) -> Signals:
        """Returns the measurements from which a caller decides whether the plan answers the question at all."""
        measured = self._measured(question, language)
        leaders = [group[0] for group in self._groups(measured.total, 2)]
        return measure_signals(
            measured.question,
            measured.legs,
            measured.total,
            leaders,
            self._families,
            self._words,
            self._maxsim,
            measured.chances,
        )

    def explain(self, question: str, language: str | None = None, top: int = 5) -> tuple[Explanation, ...]:
        """Returns, for each of the best passages, what each leg found in it."""
        measured = self._measured(question, language)
        return tuple(self._explanation(measured, group) for group in self._groups(measured.total, top))

    def chroma(self) -> ChromaVectors:
        """Returns the build's Chroma collection, opened on the first call and checked against the vectors.

        Raises VectorStoreError when the build has none, or it cannot be opened.
        """
        with self._opening:
            if self._chroma is None:
                if self._open_chroma is None:
                    raise VectorStoreError("this index was built without a Chroma collection")
                self._chroma = self._open_chroma()
            return self._chroma

    def use_chroma(self) -> None:
        """Lets Chroma find the dense candidates from now on. Raises VectorStoreError; numpy then goes on."""
        if self._dense is not None:
            self._dense.store = self.chroma()
            self._measured.cache_clear()  # type: ignore[attr-defined]

    def _measure(self, question: str, language: str | None) -> _Measured:
        question = self._prepared(question)
        nothing = np.zeros(len(self.chunks), np.float32)
        chances = self._classifier.classifier.chances(question) if self._classifier else None
        legs = LegScores(
            # An encoder gives punctuation a vector, too; it is no question.
            dense=self._dense.scores(question) if self._dense and any(map(str.isalnum, question)) else nothing,
            maxsim=self._maxsim.scores(question) if self._maxsim else nothing,
            words=self._words.scores(question, language),
            classifier=self._classifier.scores(chances) if self._classifier else nothing,
        )
        parts = {name: WEIGHTS[name] * _part(name, scores) for name, scores in legs.by_name().items()}
        return _Measured(question, legs, chances, parts, np.sum(list(parts.values()), axis=0))

    def _prepared(self, question: str) -> str:
        """Cuts a question that is too long, and writes Chinese in the simplified characters of the source."""
        # Half of a surrogate pair, as broken input holds them, is no text to an encoder.
        question = question[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
        if all(letter in self._characters for letter in question if letter >= "\u3400"):
            return question
        return _simplify()(question)

    def _groups(self, total: FloatArray, top: int) -> list[list[int]]:
        """Returns the numbers of items by family, best family first, best item first; families end at `top`."""
        groups: dict[Reference, list[int]] = {}
        if not total.any():
            return []
        for item in np.lexsort((np.arange(len(total)), -total)):
            family = self._families[item]
            if family not in groups and len(groups) == top:
                break
            groups.setdefault(family, []).append(int(item))
        return list(groups.values())

    def _passage(self, measured: _Measured, group: Sequence[int]) -> Passage:
        best = self.chunks[group[0]]
        return Passage(
            reference=best.reference,
            score=float(measured.total[group[0]]),
            legs={name: float(part[group[0]]) for name, part in measured.parts.items()},
            chunk=best,
            action=best.reference.action,
            folded=tuple(self.chunks[item].reference for item in group[1:]),
        )

    def _explanation(self, measured: _Measured, group: Sequence[int]) -> Explanation:
        item, question = group[0], measured.question
        return Explanation(
            passage=self._passage(measured, group),
            raw={name: float(scores[item]) for name, scores in measured.legs.by_name().items()},
            tokens=tuple(self._words.matched(question, item)),
            matches=tuple(self._maxsim.matches(question, item)) if self._maxsim else (),
        )


@lru_cache(maxsize=1)
def _simplify() -> Callable[[str], str]:
    import opencc  # only here: most questions need no conversion

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def _part(name: str, scores: FloatArray) -> FloatArray:
    if name == "classifier":
        return np.asarray(scores - scores.mean(), dtype=np.float32)
    return np.minimum(standardise(scores), np.float32(CEILING))


def _family(reference: Reference) -> Reference:
    return reference.action or reference
