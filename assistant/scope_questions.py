"""What the decision to answer is fitted with: questions of which it is known whether the plan answers them, measured.

Two kinds: the calibration questions, which the figures are of; and the project's own questions, from which the classifier
learned. What the classifier says of those comes from the folds of its cross-validation that they were left out of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.clues import phrases_in
from assistant.scope import measured, vector_of
from index.build import open_index
from index.search import Index
from index.training.left_out import LeftOut, read_left_out
from index.training.questions import read_questions


@dataclass(frozen=True)
class Question:
    """One question of which it is known whether the plan answers it."""

    text: str
    language: str
    tag: str
    """topic, near or far."""
    signals: dict[str, float]
    phrases: Mapping[str, tuple[str, ...]]
    vector: tuple[float, ...]

    @property
    def is_answered(self) -> bool:
        """Whether the plan answers it."""
        return self.tag not in ("near", "far")


def read_cases(files: Iterable[Path], index: Index) -> Iterator[Question]:
    """The questions of some files of cases, each searched and measured."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            tag = "topic" if case["kind"] == "topic" else case["tags"][0]
            yield _measured(case["question"], case["language"], tag, index)


def read_own(left_out: Path) -> Iterator[Question]:
    """The project's own questions, measured by classifiers that never saw them.

    Args:
        left_out: the file that `python -m index.training classifier --left-out FILE` wrote.

    Raises:
        ClassifierError: the file is missing, or of other questions.
    """
    questions = read_questions()
    index = open_index()
    scores = read_left_out(left_out, questions)
    index = index.with_classifier(lambda classifier: LeftOut(classifier, questions, scores))
    for question in questions:
        yield _measured(question.question, question.language, question.kind or "topic", index)


def _measured(text: str, language: str, tag: str, index: Index) -> Question:
    assert index.encoder is not None, "fitting needs an encoder"
    phrases = phrases_in(text, language) or {}
    return Question(
        text, language, tag, measured(index.signals(text, language)), phrases, vector_of(text, index.encoder)
    )
