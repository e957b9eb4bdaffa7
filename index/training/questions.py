"""The project's own questions: what the classifier learns from. They are never searched, matched or quoted.

Two kinds of files stand in `questions/`, a JSON line each:

    answered.<language>.jsonl    {"question": "...", "refs": ["3.2.1(1)"]}: the item asked for, then others that fit
    unanswered.<language>.jsonl  {"question": "...", "kind": "near"}: the plan does not answer; near is about its world
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from corpus.provenance import Record
from index.classifier import ClassifierError

QUESTIONS = Path(__file__).parent / "questions"


class OwnQuestion(Record):
    """One question, and what it is about."""

    question: str = Field(min_length=1)
    language: str
    refs: tuple[str, ...] = ()
    """The item that answers it best, then others that answer it as well; empty when none does."""
    kind: Literal["near", "far"] | None = None
    """Of a question that no item answers."""

    @model_validator(mode="after")
    def _is_one_of_both(self) -> OwnQuestion:
        if bool(self.refs) == (self.kind is not None):
            raise ValueError("a question has items that answer it, or a kind")
        return self


def read_questions(folder: Path = QUESTIONS) -> list[OwnQuestion]:
    """Reads all questions, by file and line. Raises ClassifierError naming the line that cannot be read."""
    return [question for file in sorted(folder.glob("*.??.jsonl")) for question in _read(file)]


def _read(file: Path) -> Iterator[OwnQuestion]:
    language = file.name.split(".")[1]
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield OwnQuestion.model_validate({"language": language, **json.loads(line)})
        except (ValueError, TypeError, ValidationError) as error:
            raise ClassifierError(f"{file.name}, line {number}: {error}", help="Mend or remove that line.") from error


def languages_of(questions: Iterable[OwnQuestion]) -> tuple[str, ...]:
    """Returns the languages of some questions, sorted."""
    return tuple(sorted({question.language for question in questions}))
