"""Greetings, thanks and help; politeness around a question is none of these."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Facts


@pytest.mark.parametrize("question", ["Hello", "hi!", "Good morning", "你好", "您好！", "Thanks",
    "thank you very much", "谢谢", "Bye", "再见", "help",
                                      "What can I ask?", "我可以问什么？"])  # fmt: skip
def test_small_talk_is_answered_without_facts(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert (answer.status, answer.route) == ("answered", "none")
    assert answer.facts == Facts()
    assert answer.citations == ()


@pytest.mark.parametrize("question", ["Hello, who leads 3.2.1?", "你好，谁负责3.2.1？", "Thanks! And who leads 3.2.1?"])
def test_a_polite_question_is_still_a_question(ask: Callable[..., Answer], question: str) -> None:
    assert ask(question).facts.refs[0] == "3.2.1(1)"


@pytest.mark.parametrize("question", ["Hello", "你好", "What can I ask?", "What is the weather?", "谁负责3.6.1？"])
def test_every_suggestion_can_be_answered(ask: Callable[..., Answer], question: str) -> None:
    suggestions = ask(question).suggestions

    assert suggestions
    assert {ask(suggestion).status for suggestion in suggestions} == {"answered"}
    assert {ask(suggestion).language for suggestion in suggestions} == {ask(question).language}
