from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import Answer, Facts
from evals.baseline import Baseline, accepted
from evals.case import CASES, Case, case_files
from evals.errors import EvalError
from evals.judging import Judged, Thresholds, judge
from evals.record import Result
from evals.run import judge_with
from evals.selecting import set_of
from evals.yardstick import Yardstick

MakeCase = Callable[..., Case]
REFUSAL = Answer(question="?", language="en", status="out_of_scope", route="none", text="No.")
FOUND = Answer(
    question="?", language="en", status="answered", route="retrieval", text="Yes.", facts=Facts(refs=("3.2.3",))
)


@pytest.fixture
def thresholds() -> Thresholds:
    return Thresholds.read()


def result(set_name: str, case: Case, answer: Answer, yardstick: Yardstick) -> Result:
    return judge_with(lambda _: answer, set_name, case, yardstick)


def test_the_file_names_every_set_that_there_is(thresholds: Thresholds) -> None:
    assert {set_of(path).partition("_")[0] for path in case_files()} <= set(thresholds.sets)
    assert list(CASES.glob("lookup.*"))


def test_a_set_without_a_line_must_pass_entirely(thresholds: Thresholds) -> None:
    assert thresholds.judged("brand-new") is Judged.EVERY
    assert thresholds.judged("topic_more") is Judged.RATE


def test_a_failed_look_up_is_owed(make_case: MakeCase, thresholds: Thresholds, yardstick: Yardstick) -> None:
    some = result("lookup", make_case(), REFUSAL, yardstick)
    assert judge([some], thresholds, Baseline()).owed == (some,)


def test_a_failed_complex_case_is_owed_only_when_it_passed_before(
    make_case: MakeCase, thresholds: Thresholds, yardstick: Yardstick
) -> None:
    some = result("complex", make_case(), REFUSAL, yardstick)
    assert judge([some], thresholds, Baseline()).is_good
    before = Baseline(cases={"a-case": accepted(some).model_copy(update={"passed": True})})
    assert judge([some], thresholds, before).owed == (some,)


def test_topics_are_judged_by_their_rate(make_case: MakeCase, thresholds: Thresholds, yardstick: Yardstick) -> None:
    case = make_case(kind="topic", top=["3.2.3"])
    found = [result("topic", case, FOUND, yardstick)] * 39
    missed = [result("topic", case, FOUND.model_copy(update={"facts": Facts(refs=("1.1.1",))}), yardstick)]
    rates = {rate.name: rate for rate in judge(found + missed, thresholds, Baseline()).rates}
    assert (rates["topic_top3"].measured, rates["topic_top1"].measured) == (0.975, 0.975)
    assert rates["topic_top3"].is_reached
    assert not judge(found + missed * 5, thresholds, Baseline()).is_good


def test_refusing_everything_has_full_recall_and_no_precision(
    make_case: MakeCase, thresholds: Thresholds, yardstick: Yardstick
) -> None:
    due = result("abstain", make_case(kind="abstain", status=["out_of_scope"]), REFUSAL, yardstick)
    refused = result("topic", make_case(kind="topic", top=["3.2.3"]), REFUSAL, yardstick)
    rates = {rate.name: rate.measured for rate in judge([due, refused], thresholds, Baseline()).rates}
    assert (rates["abstain_recall"], rates["abstain_precision"], rates["over_refusal"]) == (1.0, 0.5, 1.0)
    assert rates["abstain_f1"] == pytest.approx(2 / 3)


def test_a_malformed_file_is_an_error_with_a_name(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.toml"
    path.write_text("[sets]\nlookup = 'sometimes'\n", encoding="utf-8")
    with pytest.raises(EvalError, match=r"thresholds.toml"):
        Thresholds.read(path)
