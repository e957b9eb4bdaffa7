"""The project's own questions, from which the classifier learns: what they may hold, and that none is an exam's."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from corpus.library import load_references
from index.classifier import ClassifierError
from index.training.questions import OwnQuestion, read_questions

CASES = Path(__file__).parents[2] / "evals" / "cases"
LEAST = 20
"""Questions of each language that teach an item of its own."""


@pytest.fixture(scope="module")
def questions() -> list[OwnQuestion]:
    return read_questions()


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def test_none_of_them_is_an_evaluation_question(questions: list[OwnQuestion]) -> None:
    cases = [path for path in CASES.rglob("*.jsonl") if "generated" not in path.parts]
    asked = {letters(json.loads(line)["question"]) for path in cases for line in path.read_text("utf-8").splitlines()}
    assert len(asked) > 1000
    assert [own.question for own in questions if letters(own.question) in asked] == []


def test_they_name_items_of_the_plan(questions: list[OwnQuestion]) -> None:
    known = load_references()
    assert [own for own in questions if not {*own.refs} <= {*map(str, known)}] == []


def test_every_item_has_enough_and_no_question_is_there_twice(questions: list[OwnQuestion]) -> None:
    rows = {str(reference) for reference in load_references() if len(reference.numbers) > 2}
    for language in ("en", "zh"):
        count = Counter(own.refs[0] for own in questions if own.language == language and own.refs)
        assert [name for name in sorted(rows) if count[name] < LEAST] == []
    written = Counter(letters(own.question) for own in questions)
    assert [text for text, times in written.items() if times > 1] == []


@pytest.mark.parametrize(
    "line",
    ["{", '{"question": "?"}', '{"question": "", "kind": "far"}', '{"question": "?", "refs": ["1"], "kind": "far"}'],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "answered.en.jsonl").write_text('{"question": "ok", "refs": ["1.1.1"]}\n' + line, encoding="utf-8")
    with pytest.raises(ClassifierError, match=r"answered\.en\.jsonl, line 2"):
        read_questions(tmp_path)
