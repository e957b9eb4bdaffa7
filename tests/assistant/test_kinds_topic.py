"""Questions by topic: found by search, worded from the records."""

from __future__ import annotations

from collections.abc import Callable

import naive
import pytest

from assistant.answer import Answer
from corpus.plan import Plan

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    "question", ["Is there anything on women in deep-sea science?", "有没有关于女科学家参与深海科学的内容？"]
)
def test_a_topic_is_found_and_called_a_search(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert (answer.status, answer.route) == ("answered", "retrieval")
    assert answer.citations
    assert len(answer.facts.refs) >= 1


@pytest.mark.parametrize("question", ["Who deals with women in deep-sea science?", "谁负责女科学家参与深海科学？"])
def test_organs_of_a_topic_are_those_of_its_best_item(ask: Ask, plan: Plan, question: str) -> None:
    answer = ask(question)
    rows = naive.rows_of(plan, answer.facts.refs[0])

    for role, organs in answer.facts.roles.items():
        assert set(organs) == naive.organs_of(rows, role)


def test_a_parent_and_its_child_are_not_both_found(ask: Ask) -> None:
    refs = ask("regional environmental management plans workshop").facts.refs

    assert not [(one, other) for one in refs for other in refs if one != other and other.startswith(f"{one}(")]


def test_a_condition_beside_a_topic_holds_for_what_is_found(ask: Ask, plan: Plan) -> None:
    answer = ask("Which training programmes for developing States does the Secretariat lead?")

    if answer.status == "answered" and answer.route == "retrieval":
        for ref in answer.facts.refs:
            assert "secretariat" in {organ for row in naive.rows_of(plan, ref) for organ in row.responsible.value}
