"""Names that stand for several things are asked back, and each reading that is offered can be answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Facts

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    "question",
    [
        "What does the commission coordinate?",
        "What does the committee lead?",
        "委员会负责什么？",
        "委员会协调哪些产出？",
    ],
)
def test_a_name_of_two_organs_is_asked_back(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert answer.status == "clarify"
    assert answer.facts == Facts()
    assert len(answer.suggestions) >= 2


@pytest.mark.parametrize(
    "question", ["What does the commission coordinate?", "委员会负责什么？", "委员会协调哪些产出？"]
)
def test_every_reading_offered_is_a_question_that_is_answered(ask: Ask, question: str) -> None:
    readings = ask(question).suggestions
    answers = [ask(reading) for reading in readings]

    assert {answer.status for answer in answers} == {"answered"}
    assert len({answer.facts.refs for answer in answers}) == len(readings)


@pytest.mark.parametrize("question", ["What is due this year?", "今年到期的有哪些？"])
def test_a_year_that_depends_on_today_is_asked_back(ask: Ask, question: str) -> None:
    assert ask(question).status == "clarify"


@pytest.mark.parametrize("question", ["Who?", "when", "负责", "output 1", "第一项产出由谁负责？"])
def test_a_question_without_its_subject_is_asked_back(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert answer.status == "clarify"
    assert answer.facts == Facts()
