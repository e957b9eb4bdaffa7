"""What stands under what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer, Facts
from corpus.plan import Plan

AskFacts = Callable[..., Facts]


@pytest.mark.parametrize(
    ("english", "chinese", "group", "prefix"),
    [
        ("What are the strategic directions?", "战略方向有哪些？", "directions", ()),
        ("What does direction 7 contain?", "战略方向7包含什么？", "subdirections", (7,)),
        ("What sub-directions are under direction 3?", "战略方向3有哪些次级方向？", "subdirections", (3,)),
        ("What actions are under 3.2?", "3.2下有哪些行动？", "actions", (3, 2)),
        ("Which actions are in direction 3?", "战略方向3有哪些行动？", "actions", (3,)),
    ],
)
def test_children_are_complete_and_in_order(
    facts: AskFacts, plan: Plan, english: str, chinese: str, group: str, prefix: tuple[int, ...]
) -> None:
    expected = tuple(
        str(item.reference) for item in getattr(plan, group) if item.reference.numbers[: len(prefix)] == prefix
    )

    for question in (english, chinese):
        assert facts(question).refs == expected


@pytest.mark.parametrize(
    "question", ["What are the outputs of 3.2.1?", "3.2.1有哪些产出？", "3.2.1号行动下面有什么产出"]
)
def test_outputs_of_an_action(facts: AskFacts, question: str) -> None:
    assert facts(question).refs == tuple(f"3.2.1({item})" for item in range(1, 6))


@pytest.mark.parametrize("question", ["What is the output of 1.1.1?", "1.1.1的产出是什么？"])
def test_an_unnumbered_output_is_written_like_its_action(facts: AskFacts, question: str) -> None:
    assert facts(question).refs == ("1.1.1",)


@pytest.mark.parametrize("question", ["What are the outputs of 1.3.1?", "1.3.1有哪些产出？"])
def test_an_action_without_output_says_so(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert answer.status == "answered"
    assert answer.facts.refs == ()
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "parent"),
    [
        ("Under which strategic direction is 3.2.1?", "3"),
        ("Which sub-direction does 3.2.1 stand under?", "3.2"),
        ("3.2.1属于哪个战略方向？", "3"),
    ],
)
def test_the_parent_of_an_item(facts: AskFacts, question: str, parent: str) -> None:
    assert facts(question).refs == (parent,)
