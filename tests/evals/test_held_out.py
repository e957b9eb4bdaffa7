"""Questions that measure the search must not be the phrases it was given to match."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import load_asked_as

CASES = Path(__file__).parents[2] / "evals" / "cases"


def letters(text: str) -> str:
    """A text's letters and digits alone: what is left when spelling and punctuation vary."""
    return "".join(filter(str.isalnum, text.lower()))


@pytest.fixture(scope="module")
def phrases() -> set[str]:
    return {letters(phrase) for asked in load_asked_as().values() for texts in asked.values() for phrase in texts}


HELD_OUT = tuple(sorted(path.stem for kind in ("topic", "abstain") for path in CASES.glob(f"{kind}*.jsonl")))


def test_there_are_enough_of_them() -> None:
    lines = {name: len((CASES / f"{name}.jsonl").read_text("utf-8").splitlines()) for name in HELD_OUT}
    for language in ("en", "zh"):
        assert sum(many for name, many in lines.items() if name.startswith("topic") and name.endswith(language)) >= 150
        assert (
            sum(many for name, many in lines.items() if name.startswith("abstain") and name.endswith(language)) >= 150
        )


@pytest.mark.parametrize("name", [*HELD_OUT, "calibrate"])
def test_no_question_repeats_a_phrase_of_the_index(name: str, phrases: set[str]) -> None:
    questions = [json.loads(line)["question"] for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]

    assert len(questions) >= 90
    assert [question for question in questions if letters(question) in phrases] == []


def test_the_questions_that_are_reported_are_not_those_that_were_fitted_on() -> None:
    def of(*names: str) -> set[str]:
        lines = [line for name in names for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]
        return {letters(json.loads(line)["question"]) for line in lines}

    fitted = of(*(path.stem for path in CASES.glob("calibrate*.jsonl")))

    assert not fitted & of(*HELD_OUT)
