"""The numbered paragraphs of the note."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer
from corpus.plan import Plan


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("template", ["What does paragraph {} say?", "第{}段说什么？", "para {}", "paragraph no. {}"])
def test_a_paragraph_is_quoted_in_full(ask: Callable[..., Answer], plan: Plan, number: int, template: str) -> None:
    answer = ask(template.format(number))
    text = plan.paragraphs[number - 1].text

    assert answer.facts.refs == (f"para {number}",)
    assert {citation.quote for citation in answer.citations} == {span.quote for span in text.spans}


@pytest.mark.parametrize("question", ["Does the plan create new obligations?", "计划是否产生新的义务？"])
def test_a_matter_that_a_paragraph_settles_is_answered_by_it(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert answer.facts.refs == ("para 3",)
    assert answer.status == "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Wording of article 194, paragraph 5, in Part XII",
        "How much has been paid under article 82, paragraph 4, so far?",
        "budget breakdown by section for 2023",
        "How many posts does the Secretariat need to carry out the operational plan?",
    ],
)
def test_other_texts_and_amounts_are_no_paragraphs_of_the_note(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert answer.status == "not_stated"
    assert not answer.facts.refs
