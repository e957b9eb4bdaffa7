"""The document itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer


@pytest.mark.parametrize("question", ["What is the title of this document?", "这份文件的标题是什么？"])
def test_the_title_is_quoted(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert answer.facts.refs == ()
    assert "title" in [citation.field for citation in answer.citations]
    assert any("高级别行动计划" in citation.quote for citation in answer.citations)


@pytest.mark.parametrize("question", ["What is the symbol of this document?", "这份文件的文号是什么？"])
def test_its_own_symbol_is_not_in_the_source(ask: Callable[..., Answer], question: str) -> None:
    assert ask(question).status == "not_stated"


@pytest.mark.parametrize("question", ["Which period does the plan cover?", "计划涵盖哪几年？"])
def test_its_period_is_shown_with_its_source(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert "2019" in answer.text
    assert "2023" in answer.text
    assert answer.citations


@pytest.mark.parametrize("question", ["Is this the adopted plan or a draft?", "这是草案还是通过的文本？"])
def test_it_says_that_it_is_a_draft(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert answer.status == "answered"
    assert "draft" in answer.text or "草案" in answer.text
