"""Lists: complete, in document order, with the plan's total beside them."""

from __future__ import annotations

from collections.abc import Callable

import naive
import pytest

from assistant.answer import Answer, Facts
from corpus.plan import Plan, Role, Row

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
def test_the_unit_decides_what_is_listed(
    facts: AskFacts, plan: Plan, english: str, chinese: str, unit: str, total: int
) -> None:
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


@pytest.mark.parametrize(
    "question", ["What does the Finance Committee coordinate in direction 9?", "财务委员会在战略方向9中协调什么？"]
)
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
        ("Which outputs are due every two years?", "biennial"),
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
    "question",
    [
        "Which outputs are led by the Council and coordinated by the Secretariat?",
        "由理事会负责、秘书处协调的产出有哪些？",
    ],
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
    expected = [
        row
        for row in naive.rows_where(plan, organ="council", role=Role.RESPONSIBLE, outputs=True)
        if row.reference.direction != 3
    ]

    assert facts("Which outputs does the Council lead except in direction 3?").refs == naive.refs(expected)
    assert facts("除战略方向3外，理事会负责哪些产出？").refs == naive.refs(expected)


@pytest.mark.parametrize(
    "question", ["Which outputs of 3.2.1 does the Secretariat lead?", "3.2.1中秘书处负责哪些产出？"]
)
def test_the_rows_of_one_action_can_be_filtered(facts: AskFacts, plan: Plan, question: str) -> None:
    expected = [row for row in naive.rows_of(plan, "3.2.1") if "secretariat" in row.responsible.value]

    assert facts(question).refs == naive.refs(expected)


@pytest.mark.parametrize(
    "question",
    [
        "What does the Security Council lead?",
        "What does the Council of Europe lead?",
        "What does the UN Secretariat coordinate?",
    ],
)
def test_an_organ_of_another_body_is_not_ours(ask: Ask, question: str) -> None:
    assert naive.is_abstention(ask(question))


COUNCIL, SECRETARIAT, LTC = "council", "secretariat", "legal_and_technical_commission"


def anywhere(row: Row) -> set[str]:
    return {organ for role in Role for organ in row.organs(role).value}


COMBINED: list[tuple[str, Callable[[Row], bool]]] = [
    ("Which outputs are led by the Council only?", lambda row: set(row.responsible.value) == {COUNCIL}),
    ("Which outputs are led only by the Council?", lambda row: set(row.responsible.value) == {COUNCIL}),
    ("Which outputs does the Council lead alone?", lambda row: set(row.responsible.value) == {COUNCIL}),
    ("只由理事会负责的产出有哪些？", lambda row: set(row.responsible.value) == {COUNCIL}),
    ("Which outputs does the Council lead or coordinate?", lambda row: COUNCIL in row.responsible.value + row.coordinating.value),
    ("Which outputs does the Council lead but not coordinate?",
     lambda row: COUNCIL in row.responsible.value and COUNCIL not in row.coordinating.value),
    ("Which outputs are not led by the Council?", lambda row: COUNCIL not in row.responsible.value),
    ("Which outputs are led by anyone but the Secretariat?",
     lambda row: bool(row.responsible.value) and SECRETARIAT not in row.responsible.value),
    ("Which outputs don't involve the Secretariat?", lambda row: SECRETARIAT not in anywhere(row)),
    ("哪些产出与秘书处无关？", lambda row: SECRETARIAT not in anywhere(row)),
    ("Which outputs led by the Secretariat have no coordinating organ?",
     lambda row: SECRETARIAT in row.responsible.value and not row.coordinating.value),
    ("秘书处负责但没有协调机关的产出有哪些？", lambda row: SECRETARIAT in row.responsible.value and not row.coordinating.value),
    ("Which outputs of the Secretariat are not coordinated by anyone?",
     lambda row: SECRETARIAT in anywhere(row) and not row.coordinating.value),
    ("Which outputs does the Secretariat lead that the LTC coordinates?",
     lambda row: SECRETARIAT in row.responsible.value and LTC in row.coordinating.value),
    ("秘书处负责、理事会为相关机关、法技委协调的产出有哪些？",
     lambda row: SECRETARIAT in row.responsible.value and COUNCIL in row.associated.value and LTC in row.coordinating.value),
    ("Which outputs have both the Council and the LTC in any role?", lambda row: {COUNCIL, LTC} <= anywhere(row)),
    ("Which outputs does the Council lead in direction 3, and when are they due?",
     lambda row: COUNCIL in row.responsible.value and row.reference.direction == 3),
    ("Which outputs does the Council lead in direction 3 and who coordinates them?",
     lambda row: COUNCIL in row.responsible.value and row.reference.direction == 3),
    ("Who coordinates the outputs that the Council leads?", lambda row: COUNCIL in row.responsible.value),
    ("谁协调理事会负责的产出？", lambda row: COUNCIL in row.responsible.value),
    ("When are the outputs led by the Council due?", lambda row: COUNCIL in row.responsible.value),
    ("Which outputs in directions 3 to 5 does the Council lead?",
     lambda row: COUNCIL in row.responsible.value and row.reference.direction in (3, 4, 5)),
    ("战略方向3至5中理事会负责的产出有哪些？", lambda row: COUNCIL in row.responsible.value and row.reference.direction in (3, 4, 5)),
    ("Which outputs outside direction 3 are due in 2020?", lambda row: year(row) == 2020 and row.reference.direction != 3),
    ("Which outputs are not due in 2020?", lambda row: year(row) != 2020),
    ("Which outputs are due neither in 2019 nor in 2020?", lambda row: year(row) not in (2019, 2020)),
    ("Which outputs are due before 2020 or after 2022?", lambda row: year(row) in (2019, 2023)),
    ("Which outputs are due after 2020 but before 2023?", lambda row: year(row) in (2021, 2022)),
    ("Which outputs are due in 2019, 2021 and 2023?", lambda row: year(row) in (2019, 2021, 2023)),
    ("Which outputs are due in 2020 or ongoing?", lambda row: row.time_frame.value.key in ("2020", "ongoing")),
    ("Which outputs are annual or biennial?", lambda row: row.time_frame.value.key in ("annual", "biennial")),
    ("Which outputs have a year but no coordinating organ?", lambda row: year(row) is not None and not row.coordinating.value),
    ("Which outputs does the Assembly lead without the Secretariat?",
     lambda row: "assembly" in row.responsible.value and SECRETARIAT not in anywhere(row)),
    ("秘书处负责、但不由法技委协调的产出有哪些？",
     lambda row: SECRETARIAT in row.responsible.value and LTC not in row.coordinating.value),
    ("2020年到期但不由理事会负责的产出有哪些？", lambda row: year(row) == 2020 and COUNCIL not in row.responsible.value),
    ("Which outputs except those of the Secretariat are due in 2019?",
     lambda row: year(row) == 2019 and SECRETARIAT not in anywhere(row)),
    ("Which outputs due in 2023 are coordinated?", lambda row: year(row) == 2023 and bool(row.coordinating.value)),
    ("Which outputs are led jointly by two organs?", lambda row: len(row.responsible.value) == 2),
    ("Which outputs involve the Council but are not led by it?",
     lambda row: COUNCIL in anywhere(row) and COUNCIL not in row.responsible.value),
    ("理事会参与但不负责的产出有哪些？", lambda row: COUNCIL in row.associated.value and COUNCIL not in row.responsible.value),
    ("理事会和秘书处都不负责的产出有哪些？", lambda row: not {COUNCIL, SECRETARIAT} & set(row.responsible.value)),
    ("除方向3和方向5外，2019年到期的产出有哪些？", lambda row: year(row) == 2019 and row.reference.direction not in (3, 5)),
    ("Which outputs have all three organ columns filled in?",
     lambda row: bool(row.responsible.value and row.associated.value and row.coordinating.value)),
    ("Which of the outputs that the Secretariat leads are due in 2020 or later?",
     lambda row: SECRETARIAT in row.responsible.value and (year(row) or 0) >= 2020),
]  # fmt: skip


def year(row: Row) -> int | None:
    return row.time_frame.value.year


@pytest.mark.parametrize(("question", "holds"), COMBINED, ids=[question for question, _ in COMBINED])
def test_conditions_combine_as_they_are_said_or_are_refused(
    ask: Ask, plan: Plan, question: str, holds: Callable[[Row], bool]
) -> None:
    answer = ask(question)
    expected = naive.refs(row for row in plan.rows if row.is_output and holds(row))

    assert expected
    assert naive.is_abstention(answer) or answer.facts.refs == expected
