"""Lists: complete, in document order, with the plan's total beside them."""

from __future__ import annotations

from collections.abc import Callable

import naive
import pytest

from assistant.answer import Answer, Facts
from corpus.plan import Plan, Role

Ask = Callable[..., Answer]
AskFacts = Callable[..., Facts]


@pytest.mark.parametrize(
    ("english", "chinese", "unit", "total"),
    [
        ("Which outputs does the Council lead?", "理事会负责哪些产出？", "output", 154),
        ("Which deliverables does the Council lead?", "理事会负责哪些成果？", "output", 154),
        ("Which actions does the Council lead?", "理事会负责哪些行动？", "action", 87),
        ("What does the Council lead?", "理事会负责什么？", "row", 168),
        ("Which tasks does the Council lead?", "理事会负责哪些工作？", "row", 168),
        ("Which items does the Council lead?", "理事会负责哪些事项？", "row", 168),
    ],
)
def test_the_unit_decides_what_is_listed(facts: AskFacts, plan: Plan, english: str, chinese: str, unit: str, total: int) -> None:
    rows = naive.rows_where(plan, organ="council", role=Role.RESPONSIBLE, outputs=unit == "output")
    expected = naive.actions(rows) if unit == "action" else naive.refs(rows)

    for question in (english, chinese):
        assert (facts(question).refs, facts(question).total) == (expected, total)


@pytest.mark.parametrize("question", ["What does the Council do?", "理事会有哪些工作？"])
def test_an_organ_without_a_role_lists_every_role_and_keeps_them_apart(ask: Ask, plan: Plan, question: str) -> None:
    answer = ask(question)

    assert answer.facts.refs == naive.refs(naive.rows_where(plan, organ="council"))
    words = ("responsible", "associated", "coordinating") if answer.language == "en" else ("负责", "相关", "协调")
    assert all(word in answer.text for word in words)


@pytest.mark.parametrize("question", ["What does the Finance Committee coordinate in direction 9?", "财务委员会在战略方向9中协调什么？"])
def test_an_empty_list_is_an_answer(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert answer.status == "answered"
    assert answer.facts == Facts(total=168)


@pytest.mark.parametrize("question", ["What is due in 2022?", "2022年到期的有哪些？"])
def test_recurring_rows_are_left_out_of_a_year_and_counted(ask: Ask, plan: Plan, question: str) -> None:
    answer = ask(question)
    recurring = [row for row in plan.rows if row.time_frame.value.key in ("ongoing", "annual", "biennial")]
    (notice,) = [notice for notice in answer.notices if notice.code == "recurring_left_out"]

    assert answer.facts.refs == naive.refs(naive.rows_where(plan, years=[2022]))
    assert str(len(recurring)) in notice.text


@pytest.mark.parametrize("year", [2018, 2024, 1999])
def test_a_year_outside_the_plan_has_nothing(facts: AskFacts, year: int) -> None:
    assert facts(f"What is due in {year}?").refs == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which outputs are ongoing?", "ongoing"),
        ("Which outputs are annual?", "annual"),
        ("Which outputs recur every two years?", "biennial"),
        ("哪些产出是持续进行的？", "ongoing"),
        ("每年的产出有哪些？", "annual"),
        ("哪些产出每两年一次？", "biennial"),
    ],
)
def test_recurring_time_frames_are_asked_for_by_name(facts: AskFacts, plan: Plan, question: str, kind: str) -> None:
    assert facts(question).refs == naive.refs(naive.rows_where(plan, kind=kind, outputs=True))


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("Which outputs have no coordinating organ?", [Role.COORDINATING]),
        ("哪些产出没有协调机关？", [Role.COORDINATING]),
        ("Which outputs have no associated organ?", [Role.ASSOCIATED]),
        ("哪些产出没有负责机关？", [Role.RESPONSIBLE]),
    ],
)
def test_blank_cells_can_be_listed(facts: AskFacts, plan: Plan, question: str, roles: list[Role]) -> None:
    expected = [row for row in plan.rows if row.is_output and not any(row.organs(role).value for role in roles)]

    assert facts(question).refs == naive.refs(expected)


@pytest.mark.parametrize("question", ["Which actions have no output?", "哪些行动没有产出？"])
def test_actions_without_output(facts: AskFacts, plan: Plan, question: str) -> None:
    assert facts(question).refs == tuple(str(action.reference) for action in plan.actions if not action.outputs)


@pytest.mark.parametrize(
    "question", ["Which outputs are led by the Council and coordinated by the Secretariat?", "由理事会负责、秘书处协调的产出有哪些？"]
)
def test_two_conditions_must_both_hold(facts: AskFacts, plan: Plan, question: str) -> None:
    expected = [
        row
        for row in naive.rows_where(plan, organ="council", role=Role.RESPONSIBLE, outputs=True)
        if "secretariat" in row.coordinating.value
    ]

    assert expected
    assert facts(question).refs == naive.refs(expected)


@pytest.mark.parametrize(
    "question", ["Which outputs does the Council or the Assembly lead?", "理事会或大会负责的产出有哪些？"]
)
def test_either_organ_will_do(facts: AskFacts, plan: Plan, question: str) -> None:
    expected = [row for row in plan.rows if row.is_output and {"council", "assembly"} & set(row.responsible.value)]

    assert facts(question).refs == naive.refs(expected)


def test_an_exception_is_left_out(facts: AskFacts, plan: Plan) -> None:
    expected = [row for row in naive.rows_where(plan, organ="council", role=Role.RESPONSIBLE, outputs=True) if row.reference.direction != 3]

    assert facts("Which outputs does the Council lead except in direction 3?").refs == naive.refs(expected)
    assert facts("除战略方向3外，理事会负责哪些产出？").refs == naive.refs(expected)


@pytest.mark.parametrize("question", ["Which outputs of 3.2.1 does the Secretariat lead?", "3.2.1中秘书处负责哪些产出？"])
def test_the_rows_of_one_action_can_be_filtered(facts: AskFacts, plan: Plan, question: str) -> None:
    expected = [row for row in naive.rows_of(plan, "3.2.1") if "secretariat" in row.responsible.value]

    assert facts(question).refs == naive.refs(expected)


@pytest.mark.parametrize(
    "question", ["What does the Security Council lead?", "What does the Council of Europe lead?", "What does the UN Secretariat coordinate?"]
)
def test_an_organ_of_another_body_is_not_ours(ask: Ask, question: str) -> None:
    assert naive.is_abstention(ask(question))
