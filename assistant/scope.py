"""Whether a question by topic is answered by what the search found.

A likeness to some item is no evidence that the item answers: "what did the new website cost" is like "develop a new
website". So the search's signals are weighed together with what the question is after (`assistant.clues`), by logistic
regressions whose numbers stand in `vocabulary/scope.json`; `python -m assistant.scope_fitting` fits them.
Where the first of them is in doubt, a transformer reads the question (`index.reader`), and a second regression weighs
what it says, too: most questions are decided without, and a few milliseconds sooner.
Cosines of one encoder mean nothing for another: without the one that the numbers were fitted with, only what does not
depend on it is weighed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from assistant.clues import clue_names, counted, phrases_in
from assistant.errors import VocabularyError
from corpus.provenance import Record
from corpus.references import Reference
from index.legs import FLOOR
from index.signals import Signals

if TYPE_CHECKING:
    from index.classifier import Chances
    from index.encoder import Encoder
    from index.search import Index

Verdict = Literal["answered", "not_stated", "out_of_scope"]
Evidence = Literal["all", "words", "signals", "least"]
"""What a set of numbers weighs: signals and clues, those of them that need no encoder, or the same without clues."""

NUMBERS = Path(__file__).parent / "vocabulary" / "scope.json"
OF_WORDS = ("words", "words_first", "words_known", "tokens")
"""Signals that are the same whichever encoder searches, or none."""


DOUBT = (-2.0, 5.0)
"""Scores between which a second opinion is asked for. Above, what the plan does not answer is rarer than one in a
hundred, even of questions written to look answered; below, so is what it does."""
OF_READER = ("read_unanswered", "read_far", "read_chance", "read_agrees")
"""What the second opinion consists of."""


class Weighing(Record):
    """One logistic regression."""

    bias: float
    weights: dict[str, float]
    vector: tuple[float, ...] = ()
    """Weights of the question's vector: what kind of words it has, also those that no list has."""
    threshold: float = 0.0

    def score(self, features: Mapping[str, float], vector: Sequence[float] = ()) -> float:
        """Above 0 is yes: the log of the odds, less the threshold. What is not measured weighs nothing."""
        weighed = sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())
        likened = sum(weight * value for weight, value in zip(self.vector, vector, strict=False))
        return self.bias - self.threshold + weighed + likened


class Numbers(Record):
    """What was fitted, and with which encoder."""

    measured_by: str
    """Fingerprints of the encoder and the classifier whose signals were fitted."""
    answered: dict[Evidence, Weighing]
    """Whether the plan answers."""
    near: dict[Evidence, Weighing]
    """Whether a question that it does not answer is about the Authority's world."""
    read_by: str
    """Fingerprint of the reader."""
    second: dict[Evidence, Weighing]
    """Whether the plan answers, with the reader's opinion."""


def judge(question: str, language: str, index: Index) -> Verdict:
    """Decide whether the best results answer a question.

    Args:
        question: as asked.
        language: of the question, two letters.
        index: where it was searched.

    Raises:
        VocabularyError: the fitted numbers or a word list cannot be read.
    """
    signals, encoder = index.signals(question, language), index.encoder
    if not signals.tokens:
        return "out_of_scope"  # nothing but words of questions, or no words at all
    numbers = read_numbers()
    found = phrases_in(question, language)
    features = {**measured(signals), **(counted(found) if found is not None else {})}
    is_fitted = encoder is not None and index.measured_by == numbers.measured_by
    vector = vector_of(question, encoder) if encoder is not None and is_fitted else ()
    which = evidence(has_clues=found is not None, has_encoder=is_fitted)
    score = numbers.answered[which].score(features, vector)
    if DOUBT[0] < score < DOUBT[1] and which in numbers.second:
        opinion = read(question, language, index) if _knows_reader(numbers, index) else {}
        score = numbers.second[which].score({**features, **opinion}, vector) if opinion else score
    if score > 0:
        return "answered"
    return "not_stated" if numbers.near[which].score(features, vector) > 0 else "out_of_scope"


def _knows_reader(numbers: Numbers, index: Index) -> bool:
    return index.reader is not None and index.reader.fingerprint == numbers.read_by


def read(question: str, language: str, index: Index) -> dict[str, float]:
    """The reader's opinion of a question as features; empty without a reader, or when the question says nothing to it."""
    chances, best = index.second_opinion(question), index.search(question, language, top=1)
    if chances is None or not best or index.reader is None:
        return {}
    return opinion_of(chances, index.reader.references, best[0].reference)


def opinion_of(chances: Chances, references: Sequence[str], best: Reference) -> dict[str, float]:
    """The features of what a reader says.

    Args:
        chances: what it says.
        references: its classes, in their order.
        best: what the search put first; the reader agrees if its own first one is of the same action.
    """
    first = Reference.parse(references[int(chances.items.argmax())])
    return {
        "read_unanswered": max(chances.unanswered, FLOOR),
        "read_far": max(chances.far, FLOOR),
        "read_chance": float(chances.items.max()),
        "read_agrees": float((first.action or first) == (best.action or best)),
    }


def vector_of(question: str, encoder: Encoder) -> tuple[float, ...]:
    """A question's vector as plain numbers; half of a surrogate pair, as broken input holds them, is no text."""
    text = question.encode("utf-8", "replace").decode("utf-8")
    return tuple(encoder.encode([text], kind="query")[0].tolist())


def evidence(*, has_clues: bool, has_encoder: bool) -> Evidence:
    """The set of numbers for what can be measured."""
    if has_clues:
        return "all" if has_encoder else "words"
    return "signals" if has_encoder else "least"


def names_of(which: Evidence, *, second: bool = False) -> tuple[str, ...]:
    """The features that a set of numbers weighs; those of the second opinion stand last."""
    if second:
        return (*names_of(which), *OF_READER)
    signals = tuple(Signals.__dataclass_fields__) if which in ("all", "signals") else OF_WORDS
    return (*signals, *(clue_names() if which in ("all", "words") else ()))


def measured(signals: Signals) -> dict[str, float]:
    """A search's signals as features; the number of words by its logarithm, as the tenth says less than the second."""
    return {**signals.as_dict(), "tokens": math.log1p(signals.tokens)}


@lru_cache(maxsize=1)
def read_numbers() -> Numbers:
    """The fitted numbers. Raises VocabularyError."""
    try:
        return Numbers.model_validate(json.loads(NUMBERS.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise VocabularyError(
            f"cannot read the fitted numbers {NUMBERS.name}: {error}",
            help="Fit them again: python -m assistant.scope_fitting",
        ) from error
