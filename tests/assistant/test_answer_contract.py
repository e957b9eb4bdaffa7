"""What holds for every answer, whatever was asked: marks, quotes, facts, determinism. See `assistant/answer.py`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import naive
import pytest

from assistant.answer import Answer, Facts
from assistant.sources import Sources
from corpus.plan import Plan
from corpus.references import Reference

CASES = Path(__file__).parents[2] / "evals" / "cases"

ONE_OF_EACH_KIND = [
    "Tell me about 3.2.3",
    "Which organ coordinates action 3.2.3?",
    "When is 3.2.3 due?",
    "What does 3.2.3 say?",
    "Who coordinates 1.1.1?",
    "What does the LTC coordinate?",
    "What does the Council do?",
    "Which outputs does the Secretariat lead?",
    "Which actions are due by 2020?",
    "What is due in 2022 in direction 3?",
    "What does the Finance Committee coordinate in direction 9?",
    "How many outputs does the LTC coordinate?",
    "How many actions are there?",
    "How many outputs does each organ lead?",
    "Which organ leads the most outputs?",
    "What actions are under 3.2?",
    "What are the strategic directions?",
    "What are the outputs of 1.3.1?",
    "What does paragraph 3 say?",
    "What is the title of this document?",
    "The Council leads 1.1.1, doesn't it?",
    "Which actions are worded differently in the two annexes?",
    "What is wrong with the source?",
    "Was 3.2.1 completed?",
    "What does the Enterprise lead?",
    "Is there anything on women in deep-sea science?",
    "Hello",
    "What can I ask?",
    "Who leads 3.6.1?",
    "What is the weather?",
    "",
    "告诉我3.2.3的全部情况",
    "哪个机关协调行动3.2.3？",
    "秘书处负责哪些产出？",
    "2022年到期的有哪些？",
    "法技委协调多少项产出？",
    "每个机关负责多少项产出？",
    "战略方向有哪些？",
    "第三段说什么？",
    "理事会负责1.1.1，对吗？",
    "两个附件措辞不同的行动有哪些？",
    "有没有关于女科学家的内容？",
    "谁负责3.6.1？",
    "今天天气怎么样？",
]  # fmt: skip


def questions_of_the_cases() -> list[tuple[str, tuple[str, ...]]]:
    """Every question of the known answers, with its conversation."""
    found = {}
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if "question" in entry:
                found[entry["question"], tuple(entry.get("context", ()))] = None
    return list(found)


def marks_are_citations(answer: Answer, sources: Sources) -> bool:
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)}
    return sorted(marks) == [citation.mark for citation in sorted(answer.citations, key=lambda one: one.mark)]


def marks_run_from_one(answer: Answer, sources: Sources) -> bool:
    return [citation.mark for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


def quotes_stand_in_their_lines(answer: Answer, sources: Sources) -> bool:
    return all(
        1 <= citation.lines[0] <= citation.lines[1] <= len(sources.lines)
        and citation.document == sources.document
        and citation.quote in "\n".join(sources.lines[citation.lines[0] - 1 : citation.lines[1]])
        for citation in answer.citations
    )


def facts_are_of_the_plan(answer: Answer, sources: Sources) -> bool:
    known = all(ref.startswith("annex ") or Reference.parse(ref) in sources.records for ref in answer.facts.refs)
    return (
        known
        and len(set(answer.facts.refs)) == len(answer.facts.refs)
        and set(answer.facts.organs) <= set(naive.ORGANS)
    )


def organs_are_those_of_their_roles(answer: Answer, sources: Sources) -> bool:
    roles = answer.facts.roles
    return not roles or (
        all(roles.values()) and {organ for organs in roles.values() for organ in organs} == set(answer.facts.organs)
    )


def a_refusal_has_no_facts(answer: Answer, sources: Sources) -> bool:
    if answer.status == "not_stated":
        return not (answer.facts.organs or answer.facts.time_frames or answer.facts.counts)
    return answer.status == "answered" or answer.facts == Facts()


def something_is_said_and_nothing_leaks(answer: Answer, sources: Sources) -> bool:
    leaked = re.search(r"\{[a-z_]+\}|\bNone\b(?! of)|Traceback|\.py\b", answer.text)
    return bool(answer.text.strip()) and leaked is None and len(answer.suggestions) <= 3


def a_list_is_in_document_order(answer: Answer, sources: Sources) -> bool:
    refs = [Reference.parse(ref) for ref in answer.facts.refs]
    return answer.route != "lookup" or answer.facts.total is None or refs == sorted(refs)


PROMISES = (
    marks_are_citations, marks_run_from_one, quotes_stand_in_their_lines, facts_are_of_the_plan, organs_are_those_of_their_roles,
    a_refusal_has_no_facts, something_is_said_and_nothing_leaks, a_list_is_in_document_order,
)  # fmt: skip


def broken_promises(answer: Answer, sources: Sources) -> list[str]:
    """The promises of the contract that an answer breaks."""
    return [promise.__name__ for promise in PROMISES if not promise(answer, sources)]


@pytest.mark.parametrize("question", ONE_OF_EACH_KIND)
def test_an_answer_keeps_the_contract(ask: Callable[..., Answer], sources: Sources, question: str) -> None:
    answer = ask(question)

    assert broken_promises(answer, sources) == []
    assert answer.question == question


@pytest.mark.parametrize(
    ("start", "step"), [(0, 4), pytest.param(0, 1, marks=pytest.mark.slow)], ids=["a quarter", "all"]
)
def test_every_known_question_is_answered_within_the_contract(
    ask: Callable[..., Answer], sources: Sources, start: int, step: int
) -> None:
    broken = {}
    for question, context in questions_of_the_cases()[start::step]:
        found = broken_promises(ask(question, *context), sources)
        if found:
            broken[question] = found

    assert broken == {}


def test_the_same_question_twice_has_the_same_answer(ask: Callable[..., Answer]) -> None:
    first = [naive.stable(ask(question)) for question in ONE_OF_EACH_KIND]
    again = [naive.stable(ask(question)) for question in reversed(ONE_OF_EACH_KIND)]

    assert again[::-1] == first


def test_questions_asked_at_once_have_the_answers_they_have_alone(ask: Callable[..., Answer]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    alone = [naive.stable(ask(question)) for question in ONE_OF_EACH_KIND]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: naive.stable(ask(question)), ONE_OF_EACH_KIND * 3))

    assert together == alone * 3


def test_the_identifier_comes_back(assistant) -> None:  # type: ignore[no-untyped-def]
    assert assistant.ask("3.2.1", id="q-１").id == "q-１"
    assert assistant.ask("3.2.1").id is None


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Which organ coordinates action 3.2.3?", "哪个机关协调行动3.2.3？"),
        ("Tell me about 3.2.3", "告诉我3.2.3的全部情况"),
        ("When is 3.2.3 due?", "3.2.3什么时候完成？"),
        ("Which outputs does the Secretariat lead?", "秘书处负责哪些产出？"),
        ("Which actions does the Council coordinate?", "理事会协调哪些行动？"),
        ("Which outputs are due in 2022?", "哪些产出在2022年到期？"),
        ("Which outputs are due by 2020?", "2020年底前到期的产出有哪些？"),
        ("How many outputs does the LTC coordinate?", "法技委协调多少项产出？"),
        ("How many outputs are ongoing?", "多少项产出是持续的？"),
        ("What are the strategic directions?", "战略方向有哪些？"),
        ("What actions are under 3.2?", "3.2下有哪些行动？"),
        ("What does paragraph 3 say?", "第三段说什么？"),
        ("Who coordinates 1.1.1?", "谁协调1.1.1？"),
        ("Who leads 3.6.1?", "谁负责3.6.1？"),
        ("The Council leads 1.1.1, doesn't it?", "理事会负责1.1.1，对吗？"),
        ("Which outputs have no coordinating organ?", "哪些产出没有协调机关？"),
    ],
)
def test_both_languages_state_the_same_facts(ask: Callable[..., Answer], english: str, chinese: str) -> None:
    one, other = ask(english), ask(chinese)

    assert (one.language, other.language) == ("en", "zh")
    assert (one.status, one.facts) == (other.status, other.facts)


@pytest.mark.parametrize("question", ["Which outputs does the Secretariat lead?", "秘书处负责哪些事项？"])
def test_a_long_list_is_cited_to_its_last_member(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)

    assert len(answer.facts.refs) > 50
    assert {citation.ref for citation in answer.citations} >= set(answer.facts.refs)
    assert all(f"**{ref}**" in answer.text for ref in answer.facts.refs)


def test_a_translation_is_always_announced_as_unofficial(ask: Callable[..., Answer]) -> None:
    answer = ask("Tell me about 3.2.3")

    assert any(citation.translation for citation in answer.citations)
    assert "unofficial_translation" in [notice.code for notice in answer.notices]


def test_organs_shown_are_those_of_the_plan_in_their_official_form(ask: Callable[..., Answer], plan: Plan) -> None:
    for language, at in (("Who coordinates {}?", 0), ("谁协调{}？", 1)):
        for row in plan.rows[::12]:
            answer = ask(language.format(row.reference))
            for organ in answer.facts.organs:
                assert naive.ORGANS[organ][at] in answer.text
