"""What the plan cannot say."""

from __future__ import annotations

from collections.abc import Callable

import naive
import pytest

from assistant.answer import Answer


@pytest.mark.parametrize("question", ["Was 3.2.1 completed?", "3.2.1完成了吗？"])
def test_progress_is_not_in_the_plan(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert answer.status == "not_stated"
    assert not answer.facts.organs


@pytest.mark.parametrize(
    "question", ["What does the Enterprise lead?", "企业部负责什么？", "What is the Secretary-General responsible for?"]
)
def test_an_actor_outside_the_organ_columns_has_no_list(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert naive.is_abstention(answer)
    assert not answer.facts.organs


@pytest.mark.parametrize(
    "question",
    ["What is the weather?", "今天天气怎么样？", "Write me a poem about cats", "What is the capital of France?", "怎么做红烧肉？",
     "Translate 'hello' into Spanish", "Who won the world cup in 2018?", "1+1等于几？"],
)  # fmt: skip
def test_what_is_not_about_the_plan_is_out_of_scope_and_empty(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert answer.status in ("out_of_scope", "not_stated")
    assert answer.facts == type(answer.facts)()
    assert answer.suggestions


@pytest.mark.parametrize(
    "question",
    [
        "How many members does the Council have?",
        "理事会有多少成员？",
        "Where is the Secretariat located?",
        "秘书处在哪里？",
        "When was the Council founded?",
        "Who chairs the Council?",
        "Who is the Secretary-General?",
        "秘书长是谁？",
        "What is the phone number of the Secretariat?",
    ],
)
def test_what_organs_are_beside_the_plan_is_not_answered_from_its_rows(
    ask: Callable[..., Answer], question: str
) -> None:
    answer = ask(question)

    assert not answer.facts.organs
    assert not answer.facts.counts
    assert answer.route == "retrieval" or naive.is_abstention(answer)


@pytest.mark.parametrize(
    "question",
    [
        "What is the budget of 3.2.1?",
        "How much does 3.2.1 cost?",
        "3.2.1的预算是多少？",
        "Where does 3.2.1 take place?",
        "3.2.1在哪里举行？",
    ],
)
def test_a_field_that_the_plan_does_not_have_is_not_answered_with_others(
    ask: Callable[..., Answer], question: str
) -> None:
    answer = ask(question)

    assert answer.status == "not_stated"
    assert not answer.facts.organs


@pytest.mark.parametrize(
    "question",
    [
        "Which outputs were not delivered by the end of 2021?",
        "哪些产出到2021年底还没有完成？",
        "Which outputs missed their deadline?",
    ],
)
def test_what_came_about_is_not_answered_with_what_was_due(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert answer.status == "not_stated"
    assert not answer.facts.refs
