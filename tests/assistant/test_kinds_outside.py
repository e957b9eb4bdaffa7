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
