"""Notices beside an answer: what its reader should know, each once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer
from assistant.sources import Sources

Ask = Callable[..., Answer]


def codes(answer: Answer) -> list[str]:
    return [notice.code for notice in answer.notices]


@pytest.mark.parametrize(
    "question", ["Who leads 3.2.1?", "Which outputs does the Council lead?", "Tell me about 1.2.5"]
)
def test_no_notice_is_said_twice(ask: Ask, question: str) -> None:
    notices = [(notice.code, notice.text) for notice in ask(question).notices]

    assert len(notices) == len(set(notices))


def test_a_slip_of_the_source_is_told_wherever_its_row_is_shown(ask: Ask, sources: Sources) -> None:
    defect = next(one for one in sources.defects if "3.2.1(2)" in map(str, one.refs))

    for question in ("Who leads 3.2.1(2)?", "Tell me about 3.2.1"):
        assert any(defect.remark["en"] in notice.text for notice in ask(question).notices)


def test_an_item_without_slips_has_no_such_notice(ask: Ask) -> None:
    assert "source_defect" not in codes(ask("Who coordinates 3.2.3?"))


def test_a_chinese_answer_needs_no_word_about_translation(ask: Ask) -> None:
    assert "unofficial_translation" not in codes(ask("介绍一下3.2.3"))
    assert "unofficial_translation" in codes(ask("Tell me about 3.2.3"))


@pytest.mark.parametrize("question", ["What does the Secretarait lead?", "理事汇负责哪些产出？"])
def test_a_typing_error_that_was_read_over_is_told(ask: Ask, question: str) -> None:
    assert "interpreted_as" in codes(ask(question))
