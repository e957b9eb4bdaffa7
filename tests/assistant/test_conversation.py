"""Follow-ups: completed from what is in focus, and never answered with an old subject."""

from __future__ import annotations

from collections.abc import Callable

import naive
import pytest

from assistant.answer import Answer, Facts

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    ("context", "question", "complete"),
    [
        (("Who leads 3.2.1?",), "And when is it due?", "When is 3.2.1 due?"),
        (("Who leads 3.2.1?",), "Who coordinates it?", "Who coordinates 3.2.1?"),
        (("Who leads 3.2.1?",), "And 3.2.3?", "Who leads 3.2.3?"),
        (("谁负责3.2.1？",), "什么时候完成？", "3.2.1什么时候完成？"),
        (("谁负责3.2.1？",), "那3.2.3呢？", "谁负责3.2.3？"),
        (("Which outputs does the Council lead?",), "And the Assembly?", "Which outputs does the Assembly lead?"),
        (("理事会负责哪些产出？",), "大会呢？", "大会负责哪些产出？"),
        (("Which outputs does the Council lead?",), "How many are there?", "How many outputs does the Council lead?"),
    ],
)
def test_a_follow_up_has_the_facts_of_the_whole_question(
    ask: Ask, context: tuple[str, ...], question: str, complete: str
) -> None:
    assert ask(question, *context).facts == ask(complete).facts


@pytest.mark.parametrize(
    "question",
    ["Who coordinates 3.2.3?", "What does the Finance Committee lead?", "谁协调3.2.3？", "What is due in 2022?",
    "What does paragraph 3 say?",
     "What are the strategic directions?", "How many outputs does the plan have?", "Who leads 9.9.9?"],
)  # fmt: skip
@pytest.mark.parametrize(
    "context", ["Who leads 5.1.1?", "Which outputs does the Council lead in direction 5?", "理事会负责哪些产出？"]
)
def test_a_complete_question_is_not_bent_by_what_came_before(ask: Ask, context: str, question: str) -> None:
    assert ask(question, context).facts == ask(question).facts


@pytest.mark.parametrize(
    ("context", "question"),
    [
        ("Tell me about 3.2.3", "Who was the first woman in orbit?"),
        ("Tell me about 3.2.3", "what is the difference between IPSAS and IFRS?"),
        ("Which outputs are due in 2021?", "How many vacancies are there?"),
        ("介绍一下3.2.3", "孙子兵法三十六计第一计"),
        ("2021年到期的产出有哪些？", "会费一共多少钱？"),
    ],
)
def test_a_question_about_something_else_is_no_follow_up(ask: Ask, context: str, question: str) -> None:
    answer = ask(question, context)
    assert answer.facts == ask(question).facts
    assert answer.status != "answered"


@pytest.mark.parametrize(
    "question", ["Who leads it?", "And when?", "它什么时候完成？", "Who coordinates the second one?"]
)
def test_a_follow_up_of_nothing_is_asked_back(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert naive.is_abstention(answer)
    assert answer.facts == Facts()


@pytest.mark.parametrize("between", ["Thanks", "What is the weather?", "Hello"])
def test_small_talk_leaves_the_focus_as_it_was(ask: Ask, between: str) -> None:
    assert ask("And when is it due?", "Who leads 3.2.1?", between).facts == ask("When is 3.2.1 due?").facts


def test_after_an_item_that_does_not_exist_nothing_older_is_in_focus(ask: Ask) -> None:
    answer = ask("When is it due?", "Who leads 3.2.1?", "Who leads 9.9.9?")

    assert "3.2.1(1)" not in answer.facts.refs


def test_a_conversation_may_change_its_language(ask: Ask) -> None:
    answer = ask("它什么时候完成？", "Who leads 3.2.1?")

    assert answer.language == "zh"
    assert answer.facts == ask("3.2.1什么时候完成？").facts
