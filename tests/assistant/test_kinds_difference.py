"""Where the annexes differ, and what is wrong with the source."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer
from assistant.sources import Sources


@pytest.mark.parametrize(
    "question", ["Which actions are worded differently in the two annexes?", "两个附件措辞不同的行动有哪些？"]
)
def test_all_actions_whose_wording_differs(ask: Callable[..., Answer], sources: Sources, question: str) -> None:
    expected = [str(ref) for ref, difference in sources.differences.items() if difference.kind == "wording"]

    assert list(ask(question).facts.refs) == expected


@pytest.mark.parametrize(
    "question", ["How does the wording of 1.1.1 differ between the annexes?", "1.1.1在两个附件中的措辞有何不同？"]
)
def test_one_action_shows_both_wordings(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert answer.facts.refs == ("1.1.1",)
    assert {citation.annex for citation in answer.citations} == {"I", "II"}


@pytest.mark.parametrize("question", ["What is wrong with the source?", "文件中有哪些笔误？"])
def test_every_known_slip_of_the_source_is_listed(ask: Callable[..., Answer], sources: Sources, question: str) -> None:
    answer = ask(question)

    assert all(defect.remark[answer.language] in answer.text for defect in sources.defects)


def test_an_item_with_a_slip_says_so_whatever_is_asked_of_it(ask: Callable[..., Answer], sources: Sources) -> None:
    refs = {
        str(ref)
        for defect in sources.defects
        for ref in defect.refs
        if defect.field in ("responsible", "associated", "coordinating", "row")
    }

    for ref in sorted(refs):
        assert "source_defect" in [notice.code for notice in ask(f"Tell me about {ref}").notices], ref
