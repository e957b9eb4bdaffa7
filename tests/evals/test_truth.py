from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.answer import Answer, Facts
from evals.case import Case
from evals.truth import Outcome, outcome

MakeCase = Callable[..., Case]


def answer(status: str = "answered", **facts: Any) -> Answer:
    return Answer(question="?", language="en", status=status, route="lookup", text="", facts=Facts(**facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (answer(refs=("1.1.1", "1.1.2"), organs=("council",)), Outcome.RIGHT),
        (answer(refs=("1.1.1",), organs=("council",)), Outcome.INCOMPLETE),
        (answer(refs=("1.1.1", "1.1.2"), organs=("council", "assembly")), Outcome.WRONG),
        (answer(refs=("1.1.1",), organs=("assembly",)), Outcome.WRONG),
        (answer("out_of_scope"), Outcome.REFUSED),
        (answer("clarify"), Outcome.REFUSED),
        (answer("not_stated", organs=("assembly",)), Outcome.WRONG),
        (None, Outcome.REFUSED),
    ],
)
def test_what_an_answer_is_worth(make_case: MakeCase, got: Answer | None, expected: Outcome) -> None:
    case = make_case(facts={"refs": ["1.1.1", "1.1.2"], "organs": ["council"]})
    assert outcome(case, got) is expected


def test_answering_what_has_no_answer_is_worse_than_refusing(make_case: MakeCase) -> None:
    case = make_case(kind="abstain", status=["not_stated", "out_of_scope"])
    assert outcome(case, answer()) is Outcome.WRONG
    assert outcome(case, answer("not_found")) is Outcome.REFUSED
    assert outcome(case, answer("out_of_scope")) is Outcome.RIGHT
    assert Outcome.WRONG.worth < Outcome.REFUSED.worth < Outcome.INCOMPLETE.worth < Outcome.RIGHT.worth


def test_a_topic_found_too_late_is_incomplete_and_never_found_is_wrong(make_case: MakeCase) -> None:
    case = make_case(kind="topic", top=["3.2.3"])
    assert outcome(case, answer(refs=("1.1.1", "3.2.3"))) is Outcome.RIGHT
    assert outcome(case, answer(refs=("1.1.1", "1.1.2", "1.2.2", "3.2.3"))) is Outcome.INCOMPLETE
    assert outcome(case, answer(refs=("1.1.1",))) is Outcome.WRONG
