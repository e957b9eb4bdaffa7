"""Counts by organ, role, time frame or direction; the most and the fewest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import naive
import pytest

from assistant.answer import Facts
from corpus.plan import Plan, Role

AskFacts = Callable[..., Facts]


def groups(facts: Facts) -> dict[str, int]:
    return {count.of.partition(":")[2]: count.value for count in facts.counts}


@pytest.mark.parametrize(("question", "role"), [
    ("How many outputs does each organ lead?", Role.RESPONSIBLE),
    ("每个机关负责多少项产出？", Role.RESPONSIBLE),
    ("How many outputs does each organ coordinate?", Role.COORDINATING),
    ("每个机关协调多少项产出？", Role.COORDINATING),
])  # fmt: skip
def test_by_organ_a_shared_row_counts_for_both(facts: AskFacts, plan: Plan, question: str, role: Role) -> None:
    expected = Counter(organ for row in plan.rows if row.is_output for organ in row.organs(role).value)

    assert {group: value for group, value in groups(facts(question)).items() if value} == dict(expected)


@pytest.mark.parametrize("question", ["How many outputs are due in each year?", "每年各有多少项产出到期？"])
def test_by_year(facts: AskFacts, plan: Plan, question: str) -> None:
    found = groups(facts(question))

    for year in naive.YEARS:
        assert found.get(str(year), 0) == len(naive.rows_where(plan, years=[year], outputs=True))


@pytest.mark.parametrize(
    "question", ["How many outputs does each strategic direction have?", "每个战略方向有多少项产出？"]
)
def test_by_direction(facts: AskFacts, plan: Plan, question: str) -> None:
    expected = Counter(str(row.reference.direction) for row in plan.rows if row.is_output)

    assert groups(facts(question)) == dict(expected)


@pytest.mark.parametrize(("question", "role"), [
    ("Which organ leads the most outputs?", Role.RESPONSIBLE),
    ("哪个机关负责的产出最多？", Role.RESPONSIBLE),
    ("Which organ coordinates the most outputs?", Role.COORDINATING),
])  # fmt: skip
def test_the_organ_with_the_most(facts: AskFacts, plan: Plan, question: str, role: Role) -> None:
    counts = Counter(organ for row in plan.rows if row.is_output for organ in row.organs(role).value)

    assert facts(question).organs == (counts.most_common(1)[0][0],)


@pytest.mark.parametrize("question", ["In which year are the most outputs due?", "哪一年到期的产出最多？"])
def test_the_year_with_the_most(facts: AskFacts, plan: Plan, question: str) -> None:
    counts = Counter(row.time_frame.value.year for row in plan.rows if row.is_output and row.time_frame.value.year)

    assert facts(question).time_frames == (str(counts.most_common(1)[0][0]),)


@pytest.mark.parametrize(
    "question", ["Does the Council or the Assembly lead more outputs?", "理事会和大会谁负责的产出更多？"]
)
def test_two_organs_compared(facts: AskFacts, plan: Plan, question: str) -> None:
    expected = {
        organ: len(naive.rows_where(plan, organ=organ, role=Role.RESPONSIBLE, outputs=True))
        for organ in ("council", "assembly")
    }

    assert groups(facts(question)) == expected
    assert facts(question).organs == (max(expected, key=lambda organ: expected[organ]),)
