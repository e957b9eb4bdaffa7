"""The shipped classifier: which item a question is about, and whether it is about any, learned from our own questions.

A linear text classifier in the manner of fastText (Joulin et al., 2017): the vectors of a question's pieces are summed
and brought to length 1; a softmax over all items, and two classes for questions that the plan does not answer, follows.
The pieces that occur in the questions it learned from have rows of their own in place of the encoder's, so that it
knows what `arrears` or `账本` is about in this plan; all others keep the encoder's rows, and with them what they share
with words that it has seen.

What is asked *of* a subject lies in small words and their order: "how much did the website cost" is not answered, "is a
better website planned" is. So single pieces and pairs of neighbours, hashed, add to the two classes without an answer
directly, a wide part beside the deep one (Cheng et al., 2016).

`python -m index.training classifier` fits it; README.md in its folder is its card.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from pydantic import Field, ValidationError

from corpus.errors import PlanAssistantError
from corpus.provenance import Record
from index.static_table import FloatArray, StaticTable
from index.tensors import TensorError, tensors_of

#: The classifier that the repository carries.
SHIPPED_CLASSIFIER = Path(__file__).parent / "classifier"
WEIGHTS_FILE, SETTINGS_FILE = "model.safetensors", "classifier.json"
#: Names of the classes of questions that no item answers: about the document's world, and about anything else.
NEAR, FAR = "near", "far"
#: Stand for the ends of a question among its pieces' numbers.
_START, _END = -1, -2


class ClassifierError(PlanAssistantError):
    """The classifier's files are missing, damaged, or made for another encoder; search goes on without it."""

    help = "Restore it with `git checkout -- index/classifier`, or fit it again: `python -m index.training classifier`."


class ClassifierSettings(Record):
    """What stands beside the weights."""

    encoder: str
    """Fingerprint of the encoder whose pieces and rows it builds on."""
    source: str
    """SHA-256 of the document whose items are its classes."""
    classes: tuple[str, ...] = Field(min_length=1)
    """References, then NEAR and FAR."""


def buckets_of(pieces: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """Returns the buckets, 0 to size - 1, of a question's pieces and of its pairs of neighbours, its ends included."""
    framed = np.concatenate([[_START], pieces, [_END]]) - _END
    pairs = framed[:-1] * 1_000_003 + framed[1:] * 7_919 + 1
    return np.concatenate([framed * 2_654_435_761, pairs]) % size


@dataclass(frozen=True, slots=True)
class Chances:
    """What the classifier says of one question; natural logarithms of probabilities."""

    items: FloatArray
    """(references,): of each item, given that some item answers; sums to 1 as probabilities."""
    unanswered: float
    """Of NEAR and FAR together."""
    far: float
    """Of FAR, given that no item answers."""

    @classmethod
    def of(cls, items: FloatArray, others: FloatArray) -> Chances:
        """Takes the scores of the items and of NEAR and FAR, before or after they were made probabilities."""
        some, none = _log_sum(items), _log_sum(others)
        return cls(
            items=np.asarray(items - some, dtype=np.float32),
            unanswered=float(none - np.logaddexp(some, none)),
            far=float(others[-1] - none),
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that is fitted; the last two classes are NEAR and FAR."""

    pieces: npt.NDArray[np.int64]
    """(n,), sorted: the pieces that have rows of their own."""
    rows: npt.NDArray[Any]
    """(n, dimension), each to be multiplied by its scale."""
    scales: FloatArray
    """(n,)"""
    classes: FloatArray
    """(classes, dimension)"""
    biases: FloatArray
    """(classes,)"""
    buckets: npt.NDArray[Any]
    """(buckets, 2): what a bucket adds to NEAR and to FAR."""

    def scores(self, pieces: npt.NDArray[np.int64], table: StaticTable) -> tuple[FloatArray, FloatArray] | None:
        """Returns the scores of the items and those of NEAR and FAR; None for pieces that say nothing."""
        vector = self._vector(pieces, table)
        if not vector.any():
            return None
        deep = self.classes @ vector + self.biases
        places = buckets_of(pieces, len(self.buckets))
        return deep[:-2], deep[-2:] + self.buckets[places].astype(np.float32).sum(axis=0) / np.sqrt(len(places))

    def _vector(self, pieces: npt.NDArray[np.int64], table: StaticTable) -> FloatArray:
        if not len(pieces):
            return np.zeros(table.dimension, np.float32)
        places = np.minimum(np.searchsorted(self.pieces, pieces), len(self.pieces) - 1)
        learned = self.pieces[places] == pieces
        vectors = table.rows(pieces)
        vectors[learned] = self.rows[places[learned]].astype(np.float32) * self.scales[places[learned]][:, None]
        total = vectors.sum(axis=0)
        return np.asarray(total / max(float(np.linalg.norm(total)), 1e-12), dtype=np.float32)


class Classifier(Protocol):
    """What the search needs of a classifier."""

    @property
    def references(self) -> tuple[str, ...]:
        """The items, in the order in which their chances are given."""

    @property
    def fingerprint(self) -> str:
        """Names everything that shapes its chances."""

    def chances(self, question: str) -> Chances | None:
        """Returns the chances of a question; None for one of which it knows nothing."""


class QuestionClassifier:
    """A fitted classifier; immutable, safe to share between threads."""

    def __init__(self, table: StaticTable, settings: ClassifierSettings, weights: Weights) -> None:
        """Takes the encoder's table, what the weights were fitted for, and the weights."""
        self._table, self._weights = table, weights
        self.references = settings.classes[:-2]
        """The items, in the order in which their chances are given."""
        self.source = settings.source
        self.fingerprint = ""
        """SHA-256, in hexadecimal, of its files."""

    @classmethod
    def load(cls, folder: Path, table: StaticTable) -> QuestionClassifier:
        """Reads a folder. Raises ClassifierError when a file is missing or damaged, or belongs to another encoder."""
        try:
            content = {name: (folder / name).read_bytes() for name in (SETTINGS_FILE, WEIGHTS_FILE)}
            settings = ClassifierSettings.model_validate(json.loads(content[SETTINGS_FILE]))
            loaded = cls(table, settings, _weights(tensors_of(content[WEIGHTS_FILE])))
            loaded._check(settings)
        except (OSError, KeyError, ValidationError, TensorError, json.JSONDecodeError) as error:
            raise ClassifierError(f"{folder} holds no classifier: {error}") from error
        loaded.fingerprint = hashlib.sha256(b"\0".join(content.values())).hexdigest()
        return loaded

    def chances(self, question: str) -> Chances | None:
        """Returns the chances of a question; None for one without any piece that the encoder knows."""
        scores = self._weights.scores(np.asarray(self._table.pieces(question), dtype=np.int64), self._table)
        return Chances.of(*scores) if scores else None

    def _check(self, settings: ClassifierSettings) -> None:
        weights = self._weights
        if settings.encoder != self._table.fingerprint:
            raise ClassifierError("the classifier was fitted with another encoder")
        shapes = {len(weights.pieces), len(weights.rows), len(weights.scales)}
        if len(shapes) > 1 or {len(weights.classes), len(weights.biases)} != {len(settings.classes)}:
            raise ClassifierError("the classifier's weights do not fit each other")
        if weights.buckets.shape[1:] != (2,) or not len(weights.buckets):
            raise ClassifierError("the classifier's buckets do not fit its two classes without an answer")
        if settings.classes[-2:] != (NEAR, FAR) or weights.classes.shape[1:] != (self._table.dimension,):
            raise ClassifierError("the classifier's weights do not fit its settings")


def _weights(tensors: dict[str, npt.NDArray[Any]]) -> Weights:
    """Raises KeyError when one is missing."""
    return Weights(
        pieces=tensors["pieces"].astype(np.int64),
        rows=tensors["rows"],
        scales=tensors["scales"].astype(np.float32),
        classes=tensors["classes"].astype(np.float32),
        biases=tensors["biases"].astype(np.float32),
        buckets=tensors["buckets"],
    )


def _log_sum(scores: FloatArray) -> np.float32:
    top = scores.max()
    return np.float32(top + np.log(np.exp(scores - top).sum()))
