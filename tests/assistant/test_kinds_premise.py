"""Something is asserted: confirmed, or corrected with what the cell says."""

from __future__ import annotations

from collections.abc import Callable

import naive
import pytest

from assistant.answer import Answer, Facts
from corpus.plan import Plan, Role

AskFacts = Callable[..., Facts]


@pytest.mark.parametrize(
    ("question", "premise"),
    [
        ("The Secretariat leads 1.1.1, doesn't it?", "confirmed"),
        ("The Council leads 1.1.1, doesn't it?", "corrected"),
        ("Is it true that the Council leads 1.1.1?", "corrected"),
        ("Does the Secretariat lead 1.1.1?", "confirmed"),
        ("Isn't the Council responsible for 1.1.1?", "corrected"),
        ("Why does the Council lead 1.1.1?", "corrected"),
        ("秘书处负责1.1.1，对吗？", "confirmed"),
        ("1.1.1是不是由理事会负责？", "corrected"),
        ("为什么1.1.1由理事会负责？", "corrected"),
        ("难道1.1.1不是由秘书处负责吗？", "confirmed"),
        ("1.1.1 is due in 2020, right?", "corrected"),
        ("1.1.1 is annual, right?", "confirmed"),
        ("2.1.3应于2021年完成，对吗？", "confirmed"),
        ("The Secretariat coordinates 1.1.1, correct?", "corrected"),
    ],
)
def test_right_and_wrong_assertions(facts: AskFacts, question: str, premise: str) -> None:
    assert facts(question).premise == premise


@pytest.mark.parametrize("question", ["The Council leads 1.1.1, doesn't it?", "理事会负责1.1.1，对吗？"])
def test_a_correction_states_the_truth_and_cites_it(ask: Callable[..., Answer], plan: Plan, question: str) -> None:
    answer = ask(question)
    (row,) = naive.rows_of(plan, "1.1.1")

    assert answer.facts.roles == {Role.RESPONSIBLE: row.responsible.value}
    assert answer.facts.refs == ("1.1.1",)
    assert answer.citations


@pytest.mark.parametrize("question", ["The LTC coordinates 3.2.1, right?", "法技委协调3.2.1，对吗？"])
def test_what_holds_for_some_rows_only_is_not_confirmed(facts: AskFacts, question: str) -> None:
    assert facts(question).premise == "corrected"


@pytest.mark.parametrize("question", ["The plan has 154 outputs, right?", "The plan has 100 outputs, right?"])
def test_a_number_that_is_asserted(facts: AskFacts, question: str) -> None:
    found = facts(question)

    assert found.premise == ("confirmed" if "154" in question else "corrected")
    assert [count.value for count in found.counts] == [154]


@pytest.mark.parametrize("question", ["The Enterprise leads 1.1.1, right?", "企业部负责1.1.1，对吗？"])
def test_an_actor_outside_the_columns_is_corrected(facts: AskFacts, question: str) -> None:
    assert facts(question).premise == "corrected"


@pytest.mark.parametrize("question", ["The Council leads 9.9.9, doesn't it?", "理事会负责9.9.9，对吗？"])
def test_an_assertion_about_no_item_is_not_found(ask: Callable[..., Answer], question: str) -> None:
    assert ask(question).status == "not_found"
