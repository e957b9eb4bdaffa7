"""What the classifier says of questions that it was not taught: what the decision to answer is fitted with.

A classifier knows the questions it learned from too well. So a share of them is held back from a first fit and asked of
it; those chances are kept in a file, and this reads them in place of a classifier.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.classifier import Chances, Classifier, ClassifierError
from index.static_table import FloatArray
from index.training.questions import OwnQuestion

_HELP = "Make it again: python -m index.training classifier --left-out FILE"


class LeftOut:
    """Chances of known questions; stands in for a classifier in a leg of the search."""

    def __init__(self, classifier: Classifier, questions: Sequence[OwnQuestion], scores: FloatArray) -> None:
        """Takes the classifier that the items are taken from, and log-probabilities (questions, classes)."""
        self.references = classifier.references
        self.fingerprint = classifier.fingerprint
        self._scores = {question.question: row for question, row in zip(questions, scores, strict=True)}

    def chances(self, question: str) -> Chances | None:
        """Returns the chances of a question; None for one that is not among those known."""
        row = self._scores.get(question)
        if row is None:
            return None
        return Chances.of(row[:-2], row[-2:])


def write_left_out(file: Path, questions: Sequence[OwnQuestion], scores: FloatArray) -> None:
    """Writes log-probabilities (questions, classes) with the questions they belong to."""
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(file, questions=[question.question for question in questions], scores=scores.astype(np.float16))


def read_left_out(file: Path, questions: Sequence[OwnQuestion]) -> tuple[list[OwnQuestion], FloatArray]:
    """Reads what `write_left_out` wrote: the questions held back, and their log-probabilities (questions, classes).

    Raises ClassifierError when it is missing, or of questions that the project does not have.
    """
    try:
        with np.load(file, allow_pickle=False) as content:
            asked, scores = content["questions"].tolist(), content["scores"].astype(np.float32)
    except (OSError, KeyError, ValueError) as error:
        raise ClassifierError(f"{file} cannot be read: {error}", help=_HELP) from error
    known = {question.question: question for question in questions}
    if not known.keys() >= set(asked) or len(asked) != len(scores):
        raise ClassifierError(f"{file} is of other questions than the project has now", help=_HELP)
    return [known[text] for text in asked], np.asarray(scores, dtype=np.float32)
