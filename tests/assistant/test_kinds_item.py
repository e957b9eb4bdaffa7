"""Single items: who, when, what it says, everything; and what the plan leaves blank."""

from __future__ import annotations

from collections.abc import Callable

import naive
import pytest

from assistant.answer import Answer, Facts
from corpus.plan import Plan, Role

Ask = Callable[..., Answer]


@pytest.mark.parametrize("question", ["Tell me about 3.2.3", "3.2.3", "介绍一下3.2.3"])
def test_everything_of_an_action_is_everything_of_its_rows(ask: Ask, plan: Plan, question: str) -> None:
    answer = ask(question)
    rows = naive.rows_of(plan, "3.2.3")

    assert answer.facts.refs == naive.refs(rows)
    assert {role: set(organs) for role, organs in answer.facts.roles.items()} == {
        role: naive.organs_of(rows, role) for role in Role if naive.organs_of(rows, role)
    }
    assert set(answer.facts.time_frames) == {row.time_frame.value.key for row in rows}


@pytest.mark.parametrize("question", ["Who is responsible for 3.2.1?", "谁负责3.2.1？"])
def test_an_action_whose_outputs_differ_is_answered_output_by_output(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert all(f"**3.2.1({item})**" in answer.text for item in range(1, 6))


@pytest.mark.parametrize("question", ["Who coordinates 1.1.1?", "谁协调1.1.1？"])
def test_a_blank_cell_is_not_stated_and_quotes_its_row(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert answer.status == "not_stated"
    assert answer.facts == Facts(refs=("1.1.1",))
    assert answer.citations


@pytest.mark.parametrize("question", ["Who coordinates 3.2.1?", "谁协调3.2.1？"])
def test_a_cell_blank_in_some_rows_is_answered_and_the_blanks_are_said(ask: Ask, plan: Plan, question: str) -> None:
    answer = ask(question)
    blank = [row for row in naive.rows_of(plan, "3.2.1") if not row.coordinating.value]

    assert answer.status == "answered"
    assert blank
    assert all(f"**{row.reference}**" in answer.text for row in blank)


@pytest.mark.parametrize("question", ["Who leads 9.3.1?", "谁负责9.3.1？", "When is 9.3.1 due?", "9.3.1什么时候完成？"])
def test_an_item_with_neither_organ_nor_time_says_so(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert answer.status == "not_stated"
    assert not answer.facts.organs
    assert not answer.facts.time_frames


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("Who does 3.2.1(3)?", Role.RESPONSIBLE),
        ("Who handles 3.2.1(3)?", Role.RESPONSIBLE),
        ("Who is in charge of 3.2.1(3)?", Role.RESPONSIBLE),
        ("Who is in charge of coordinating 3.2.1(3)?", Role.COORDINATING),
        ("3.2.1(3)由谁负责协调？", Role.COORDINATING),
        ("3.2.1(3)归谁负责？", Role.RESPONSIBLE),
        ("3.2.1(3)归谁协调？", Role.COORDINATING),
        ("谁牵头3.2.1(3)？", Role.RESPONSIBLE),
        ("哪个机关协助3.2.1(3)？", Role.ASSOCIATED),
    ],
)
def test_words_for_a_role_mean_that_role_alone(
    facts: Callable[..., Facts], plan: Plan, question: str, role: Role
) -> None:
    (row,) = naive.rows_of(plan, "3.2.1(3)")

    assert {key: set(value) for key, value in facts(question).roles.items()} == {role: set(row.organs(role).value)}


@pytest.mark.parametrize("question", ["Which organs are involved in 3.2.3?", "3.2.3涉及哪些机关？"])
def test_organs_without_a_role_are_kept_apart_by_role(facts: Callable[..., Facts], plan: Plan, question: str) -> None:
    rows = naive.rows_of(plan, "3.2.3")

    assert {role: set(organs) for role, organs in facts(question).roles.items()} == {
        role: naive.organs_of(rows, role) for role in Role if naive.organs_of(rows, role)
    }


@pytest.mark.parametrize("question", ["What does 3.2.3 say?", "3.2.3怎么说？"])
def test_a_text_alone_states_no_organ_and_no_time(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert answer.facts == Facts(refs=("3.2.3",))
    assert any(citation.field == "text" for citation in answer.citations)


def test_an_output_asked_for_by_number_is_its_own_words(facts: Callable[..., Facts]) -> None:
    assert facts("What is output 3.2.3(1)?") == Facts(refs=("3.2.3(1)",))


def test_wordings_that_differ_between_the_annexes_are_both_shown(ask: Ask) -> None:
    answer = ask("What does 1.1.1 say?")

    assert {citation.annex for citation in answer.citations} == {"I", "II"}
    assert "annexes_differ" in [notice.code for notice in answer.notices]


@pytest.mark.parametrize("question", ["Who leads 3.2.1 and 9.9.9?", "谁负责3.2.1和9.9.9？"])
def test_an_unknown_item_beside_a_known_one_is_named(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert answer.facts.refs[0] == "3.2.1(1)"
    assert any("9.9.9" in notice.text for notice in answer.notices)


def test_items_are_answered_whatever_their_order(facts: Callable[..., Facts]) -> None:
    assert set(facts("Who leads 3.2.3 and 3.2.1?").refs) == set(facts("Who leads 3.2.1 and 3.2.3?").refs)


@pytest.mark.parametrize(
    "question",
    ["Who leads 3.6.1?", "谁负责3.6.1？", "Who leads direction 99?", "What does paragraph 99 say?", "3.2.1(33)"],
)
def test_an_item_outside_the_plan_is_not_found_and_the_nearest_are_offered(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert answer.status == "not_found"
    assert answer.facts == Facts()
    assert answer.suggestions


def test_two_fields_at_once(facts: Callable[..., Facts], plan: Plan) -> None:
    (row,) = naive.rows_of(plan, "2.1.3")
    found = facts("Who leads 2.1.3 and when is it due?")

    assert found.roles == {Role.RESPONSIBLE: row.responsible.value}
    assert found.time_frames == ("2021",)
