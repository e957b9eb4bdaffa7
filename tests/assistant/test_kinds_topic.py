"""Questions by topic: found by search, worded from the records."""

from __future__ import annotations

from collections.abc import Callable

import naive
import pytest

from assistant.answer import Answer
from corpus.plan import Plan
from corpus.references import Reference

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


@pytest.mark.parametrize("question", ["regional environmental management plans", "who evaluates training?"])
def test_behind_the_first_result_a_parent_and_its_child_are_one(ask: Ask, question: str) -> None:
    refs = [Reference.parse(ref) for ref in ask(question).facts.refs]
    places = list(dict.fromkeys(ref.action or ref for ref in refs))
    first = [ref for ref in refs if (ref.action or ref) == places[0]]

    assert refs[: len(first)] == first
    assert len(refs) - len(first) == len(places) - 1
    assert not [ref for ref in first[1:] if ref.contains(first[0])], "an action says less than its output"


def test_a_condition_beside_a_topic_holds_for_what_is_found(ask: Ask, plan: Plan) -> None:
    answer = ask("Which training programmes for developing States does the Secretariat lead?")

    if answer.status == "answered" and answer.route == "retrieval":
        for ref in answer.facts.refs:
            assert "secretariat" in {organ for row in naive.rows_of(plan, ref) for organ in row.responsible.value}
