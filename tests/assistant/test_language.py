"""The language of a question, and so of its answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.language import language_of
from assistant.normalise import normalise
from assistant.settings import Settings


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who leads 3.2.1?", "en"),
        ("LTC 2020", "en"),
        ("谁负责3.2.1？", "zh"),
        ("LTC负责哪些产出？", "zh"),
        ("請問誰負責3.2.1？", "zh"),
        ("Quel organe est responsable de l'action 3.2.1 ?", "fr"),
        ("¿Qué órgano es responsable de la acción 3.2.1?", "es"),
        ("Какой орган отвечает за действие 3.2.1?", "ru"),
        ("ما هو الجهاز المسؤول عن الإجراء 3.2.1؟", "ar"),
    ],
)
def test_script_and_common_words_tell_the_language(text: str, language: str) -> None:
    assert language_of(normalise(text), "en") == language


@pytest.mark.parametrize("default", ["en", "zh"])
def test_without_letters_the_default_decides(default: str) -> None:
    assert language_of("3.2.1", default) == default
    assert language_of("", default) == default


def test_one_homoglyph_does_not_change_the_language() -> None:
    assert language_of(normalise("Whо coordinates 3.2.1?"), "en") == "en"


@pytest.mark.parametrize(("question", "language"), [("Who leads 3.2.1?", "en"), ("谁负责3.2.1？", "zh")])
def test_an_answer_is_in_the_language_of_its_question(ask: Callable[..., Answer], question: str, language: str) -> None:
    assert ask(question).language == language


def test_a_bare_number_is_answered_in_the_language_of_the_conversation(ask: Callable[..., Answer]) -> None:
    assert ask("3.2.1", "谁负责3.2.2？").language == "zh"
    assert ask("3.2.1", "Who leads 3.2.2?").language == "en"


def test_a_bare_number_alone_is_answered_in_the_language_that_is_set(assistant: Assistant) -> None:
    chinese = Assistant(Settings(default_language="zh"))

    assert chinese.ask("3.2.1").language == "zh"
    assert assistant.ask("3.2.1").language == "en"
    assert chinese.ask("3.2.1").facts == assistant.ask("3.2.1").facts


def test_a_language_without_phrases_is_answered_in_one_that_has_them(ask: Callable[..., Answer]) -> None:
    assert ask("Quel organe est responsable de l'action 3.2.1 ?").language in ("en", "zh", "fr")
