"""What the decision to answer is fitted with: questions of which it is known whether the plan answers them, measured.

Two kinds: the calibration questions, which the figures are of; and the project's own questions, from which the classifier
learned. What the classifier says of those comes from the folds of its cross-validation that they were left out of; what
the reader says, of those that were held back from its first fit alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.clues import phrases_in
from assistant.scope import measured, opinion_of, read, vector_of
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
    opinion: dict[str, float]
    """The reader's; empty where it is not known."""

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
            text, language = case["question"], case["language"]
            yield _measured(text, language, tag, index, read(text, language, index))


def read_own(left_out: Path, held_back: Path) -> Iterator[Question]:
    """The project's own questions, measured by classifiers and a reader that never saw them.

    Args:
        left_out: the file that `python -m index.training classifier --left-out FILE` wrote.
        held_back: the file that `python -m index.training reader --left-out FILE` wrote.

    Raises:
        ClassifierError: a file is missing, or of other questions.
    """
    index = open_index()
    assert index.reader is not None, "fitting needs a reader"
    questions, scores = read_left_out(left_out, read_questions())
    reader = LeftOut(index.reader, *read_left_out(held_back, questions))
    index = index.with_classifier(lambda classifier: LeftOut(classifier, questions, scores))
    for asked in questions:
        text, language = asked.question, asked.language
        chances, best = reader.chances(text), index.search(text, language, top=1)
        opinion = opinion_of(chances, reader.references, best[0].reference) if chances and best else {}
        yield _measured(text, language, asked.kind or "topic", index, opinion)


def _measured(text: str, language: str, tag: str, index: Index, opinion: dict[str, float]) -> Question:
    assert index.encoder is not None, "fitting needs an encoder"
    signals, phrases = measured(index.signals(text, language)), phrases_in(text, language) or {}
    return Question(text, language, tag, signals, phrases, vector_of(text, index.encoder), opinion)
