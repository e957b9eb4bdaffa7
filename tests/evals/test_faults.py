"""A deliberate fault of each kind must be caught by `compare`, in the right cases, and for the right reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from corpus.plan import Plan, Role
from corpus.references import Reference
from evals.baseline import Baseline
from evals.case import CASES, Case, load_sets
from evals.compare import Change, ChangeKind, compare
from evals.record import Result, RunRecord
from evals.run import judge_with
from evals.yardstick import Yardstick
from index.records import Records

Ask = Callable[[Case], Answer]
OUTPUT = Reference.parse("3.2.3(1)")


@pytest.fixture(scope="module")
def cases(yardstick: Yardstick) -> tuple[Case, ...]:
    """The English look-ups."""
    return load_sets([CASES / "lookup.en.jsonl"], yardstick.plan, yardstick.organ_keys)[0].cases


@pytest.fixture(scope="module")
def sound(assistant: Assistant, cases: tuple[Case, ...], yardstick: Yardstick) -> RunRecord:
    return recorded(lambda case: assistant.ask(case.question, context=case.context), cases, yardstick)


def recorded(ask: Ask, cases: tuple[Case, ...], yardstick: Yardstick) -> RunRecord:
    results = tuple(judge_with(ask, "lookup", case, yardstick) for case in cases)
    return RunRecord(
        commit="test", started="", seconds=0, seed=0, document="", document_sha256="", index=None, versions={},
        results=results,
    )  # fmt: skip


def changes_by(fault: Callable[[Answer], Answer], sound: RunRecord, yardstick: Yardstick) -> tuple[Change, ...]:
    """What `compare` says when every answer of a sound run goes through a fault."""

    def results() -> Iterator[Result]:
        for result in sound.results:
            assert result.answer is not None
            answer = fault(result.answer)
            yield judge_with(lambda _, answer=answer: answer, "lookup", result.case, yardstick)  # type: ignore[misc]

    return compare(sound.model_copy(update={"results": tuple(results())}), Baseline.of(sound), sound)


def lost(changes: tuple[Change, ...]) -> dict[str, tuple[str, ...]]:
    """Name of each case that was lost, and the scorers that saw it."""
    return {
        change.name: tuple(score.scorer for score in change.after.failures)
        for change in changes
        if change.kind is ChangeKind.LOST and change.after
    }


def test_nothing_changed_is_nothing_to_report(sound: RunRecord, yardstick: Yardstick) -> None:
    assert changes_by(lambda answer: answer, sound, yardstick) == ()


def test_an_organ_swapped_in_a_record(sound: RunRecord, cases: tuple[Case, ...], yardstick: Yardstick) -> None:
    broken = Assistant()
    broken.sources.plan = with_organ(broken.sources.plan, Role.COORDINATING, "council")
    broken.sources.records = Records(broken.sources.plan)
    run = recorded(lambda case: broken.ask(case.question, context=case.context), cases, yardstick)
    names = lost(compare(run, Baseline.of(sound), sound))
    touched = {case.name for case in cases if OUTPUT in (case.expect.facts.refs or ())}
    assert "Which organ coordinates 3.2.3?" in {case_of(name, cases).question for name in names}
    # Besides the cases that show the row, only those may change that ask what the Council coordinates.
    assert all(name in touched or "council" in str(case_of(name, cases)).lower() for name in names)


def with_organ(plan: Plan, role: Role, organ: str) -> Plan:
    """The plan with another organ in one cell; the cell's source still prints the old one."""
    data = plan.model_dump()
    for direction in data["directions"]:
        for action in (action for sub in direction["subdirections"] for action in sub["actions"]):
            for row in action["rows"]:
                if row["reference"] == str(OUTPUT):
                    row[role.value]["value"] = (organ,)
    return Plan.model_validate(data)


def case_of(name: str, cases: tuple[Case, ...]) -> Case:
    return next(case for case in cases if case.name == name)


def test_two_roles_swapped(sound: RunRecord, yardstick: Yardstick) -> None:
    def swapped(answer: Answer) -> Answer:
        other = {Role.RESPONSIBLE: Role.ASSOCIATED, Role.ASSOCIATED: Role.RESPONSIBLE}
        roles = {other.get(role, role): organs for role, organs in answer.facts.roles.items()}
        return answer.model_copy(update={"facts": answer.facts.model_copy(update={"roles": roles})})

    names = lost(changes_by(swapped, sound, yardstick))
    expected = {r.case.name for r in sound.results if r.passed and has_roles_to_swap(r)}
    assert set(names) == expected
    assert any("roles_apart" in scorers for scorers in names.values())


def has_roles_to_swap(result: Result) -> bool:
    roles = result.case.expect.facts.roles or {}
    return roles.get(Role.RESPONSIBLE, ()) != roles.get(Role.ASSOCIATED, ())


def test_citations_shifted_by_a_line(sound: RunRecord, yardstick: Yardstick) -> None:
    def shifted(answer: Answer) -> Answer:
        moved = (c.model_copy(update={"lines": (c.lines[0] + 1, c.lines[1] + 1)}) for c in answer.citations)
        return answer.model_copy(update={"citations": tuple(moved)})

    names = lost(changes_by(shifted, sound, yardstick))
    assert set(names) == {r.case.name for r in sound.results if r.passed and r.answer and r.answer.citations}
    assert all({"verbatim", "anchored"} & set(scorers) for scorers in names.values())


def test_a_list_cut_to_its_first_five(sound: RunRecord, yardstick: Yardstick) -> None:
    def cut(answer: Answer) -> Answer:
        return answer.model_copy(update={"facts": answer.facts.model_copy(update={"refs": answer.facts.refs[:5]})})

    names = lost(changes_by(cut, sound, yardstick))
    assert set(names) == {r.case.name for r in sound.results if r.passed and len(r.case.expect.facts.refs or ()) > 5}
    assert all("facts" in scorers for scorers in names.values())


def test_an_assistant_that_raises_is_a_loss_and_not_an_end(
    sound: RunRecord, cases: tuple[Case, ...], yardstick: Yardstick
) -> None:
    def ask(case: Case) -> Answer:
        raise ZeroDivisionError(case.name)

    run = recorded(ask, cases[:3], yardstick)
    assert [result.error for result in run.results] == [f"ZeroDivisionError: {case.name}" for case in cases[:3]]
    assert len(lost(compare(run, Baseline.of(sound)))) == 3
