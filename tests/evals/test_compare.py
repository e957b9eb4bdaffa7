from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from evals.baseline import Accepted, Baseline
from evals.case import Case
from evals.compare import ChangeKind, compare, described
from evals.errors import RunRecordError
from evals.record import RunRecord
from evals.run import judge_with
from evals.truth import Outcome
from evals.yardstick import Yardstick

MakeCase = Callable[..., Case]
RIGHT = {"refs": ["3.2.3(1)", "3.2.3(2)", "3.2.3(3)"], "organs": ["secretariat"]}


@pytest.fixture
def run(make_case: MakeCase, coordinates: Answer, yardstick: Yardstick) -> RunRecord:
    """A run of one case that passes."""
    result = judge_with(lambda _: coordinates, "lookup", make_case(facts=RIGHT), yardstick)
    return RunRecord(
        commit="abc", started="", seconds=0, seed=0, document="d", document_sha256="", index=None, versions={},
        results=(result,),
    )  # fmt: skip


def as_accepted(run: RunRecord, **changes: object) -> Baseline:
    before = Baseline.of(run)
    return before.model_copy(update={"cases": {"a-case": before.cases["a-case"].model_copy(update=changes)}})


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"passed": False, "outcome": Outcome.WRONG}, ChangeKind.GAINED),
        ({"facts": "other"}, ChangeKind.FACTS),
        ({"status": "clarify"}, ChangeKind.FACTS),
        ({"text": "other"}, ChangeKind.TEXT),
    ],
)
def test_what_became_of_a_case(run: RunRecord, changes: dict[str, object], kind: ChangeKind) -> None:
    (change,) = compare(run, as_accepted(run, **changes))
    assert (change.name, change.kind, change.is_loss) == ("a-case", kind, False)


def test_a_failure_that_becomes_worse_is_a_loss(make_case: MakeCase, run: RunRecord, yardstick: Yardstick) -> None:
    answer = run.results[0].answer
    assert answer is not None
    wrong = judge_with(lambda _: answer, "lookup", make_case(facts={"organs": ["council"]}), yardstick)
    refused = Accepted(passed=False, failed=("status",), outcome=Outcome.REFUSED, status="clarify", facts="", text="")
    (change,) = compare(run.model_copy(update={"results": (wrong,)}), Baseline(cases={"a-case": refused}))
    assert change.kind is ChangeKind.WORSE
    assert change.is_loss
    assert "missing council; too much secretariat" in described(change)


def test_new_and_gone(run: RunRecord) -> None:
    before = Baseline(cases={"another": Baseline.of(run).cases["a-case"]})
    assert [(change.name, change.kind) for change in compare(run, before)] == [
        ("a-case", ChangeKind.NEW),
        ("another", ChangeKind.GONE),
    ]


def test_time_is_no_change(run: RunRecord) -> None:
    result = run.results[0]
    assert result.answer is not None
    later = result.model_copy(update={"answer": result.answer.model_copy(update={"elapsed_ms": 99.0})})
    assert compare(run.model_copy(update={"results": (later,)}), Baseline.of(run)) == ()


def test_the_baseline_survives_a_round_trip_with_a_case_to_a_line(tmp_path: Path, run: RunRecord) -> None:
    path = tmp_path / "baseline.json"
    Baseline.of(run).save(path)
    assert Baseline.read(path) == Baseline.of(run)
    assert sum('"a-case"' in line for line in path.read_text(encoding="utf-8").splitlines()) == 1


def test_a_partial_run_leaves_other_cases_as_accepted(run: RunRecord) -> None:
    other = Baseline(cases={"another": Baseline.of(run).cases["a-case"]})
    assert set(other.with_run(run).cases) == {"a-case", "another"}
    assert set(other.with_run(run).only(["a-case"]).cases) == {"a-case"}


def test_a_damaged_baseline_is_not_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert Baseline.read(path).cases == {}
    path.write_text("{", encoding="utf-8")
    with pytest.raises(RunRecordError, match=r"baseline.json is no baseline"):
        Baseline.read(path)


def test_a_run_record_survives_a_round_trip(tmp_path: Path, run: RunRecord) -> None:
    run.save(tmp_path / "run.json")
    assert RunRecord.read(tmp_path / "run.json") == run


def test_the_same_question_twice_has_the_same_digest(
    assistant: Assistant, make_case: MakeCase, yardstick: Yardstick
) -> None:
    def once() -> RunRecord:
        result = judge_with(lambda case: assistant.ask(case.question), "lookup", make_case(facts=RIGHT), yardstick)
        return RunRecord(
            commit="", started="", seconds=0, seed=0, document="", document_sha256="", index=None, versions={},
            results=(result,),
        )  # fmt: skip

    assert Baseline.of(once()).cases == Baseline.of(once()).cases
