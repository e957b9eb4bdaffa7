"""How many: the number, its denominator, and every item that was counted."""

from __future__ import annotations

from collections.abc import Callable

import naive
import pytest

from assistant.answer import Answer, Facts
from corpus.plan import Plan, Role

AskFacts = Callable[..., Facts]


def counted(facts: Facts) -> list[tuple[str, int]]:
    return [(count.of, count.value) for count in facts.counts]


@pytest.mark.parametrize(
    ("english", "chinese", "unit", "value"),
    [
        ("How many outputs does the plan have?", "计划有多少项产出？", "outputs", 154),
        ("How many actions are there?", "有多少项行动？", "actions", 87),
        ("How many strategic directions are there?", "有几个战略方向？", "directions", 9),
        ("How many sub-directions are there?", "有多少个次级方向？", "subdirections", 39),
    ],
)
def test_whole_units(facts: AskFacts, english: str, chinese: str, unit: str, value: int) -> None:
    for question in (english, chinese):
        assert counted(facts(question)) == [(unit, value)]


@pytest.mark.parametrize("question", ["How many actions have outputs due in 2021?", "有多少项行动的产出在2021年到期？"])
def test_actions_are_counted_once_however_many_rows_match(facts: AskFacts, plan: Plan, question: str) -> None:
    expected = naive.actions(naive.rows_where(plan, years=[2021], outputs=True))

    assert facts(question).refs == expected
    assert counted(facts(question)) == [("actions", len(expected))]


@pytest.mark.parametrize(
    "question",
    ["How many outputs does the Finance Committee coordinate in direction 9?", "财务委员会在方向9协调多少项产出？"],
)
def test_none_is_a_number(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert answer.status == "answered"
    assert counted(answer.facts) == [("outputs", 0)]
    assert answer.facts.refs == ()


@pytest.mark.parametrize("question", ["How many actions are under 3.2?", "3.2下有多少项行动？"])
def test_children_are_counted(facts: AskFacts, plan: Plan, question: str) -> None:
    expected = [str(action.reference) for action in plan.actions if action.reference.numbers[:2] == (3, 2)]

    assert facts(question).refs == tuple(expected)
    assert counted(facts(question)) == [("actions", len(expected))]


@pytest.mark.parametrize("question", ["How many outputs does 3.2.1 have?", "3.2.1有几项产出？"])
def test_outputs_of_one_action_are_counted(facts: AskFacts, question: str) -> None:
    assert counted(facts(question)) == [("outputs", 5)]


def test_an_item_in_two_roles_is_counted_once(facts: AskFacts, plan: Plan) -> None:
    expected = naive.rows_where(plan, organ="secretariat", outputs=True)

    assert counted(facts("How many outputs involve the Secretariat in any role?")) == [("outputs", len(expected))]


def test_a_share_is_of_the_whole_plan(ask: Callable[..., Answer], plan: Plan) -> None:
    answer = ask("What percentage of outputs does the Secretariat lead?")
    value = len(naive.rows_where(plan, organ="secretariat", role=Role.RESPONSIBLE, outputs=True))

    assert counted(answer.facts) == [("outputs", value)]
    assert f"{100 * value / 154:.1f}" in answer.text
