"""The fast, fixed part of the evals: known answers that every change must keep. The rest: `python -m evals run`."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.baseline import Baseline
from evals.case import CASES, load_sets
from evals.compare import compare, described
from evals.run import run
from evals.tables import failure
from evals.yardstick import Yardstick

MUST_PASS = sorted(CASES.glob("lookup.*.jsonl"))
MUST_NOT_LOSE = sorted([*CASES.glob("complex.*.jsonl"), *CASES.glob("conversation.*.jsonl")])


@pytest.mark.parametrize("path", MUST_PASS, ids=lambda path: path.stem)
def test_every_case_of_these_files_passes(path: Path, yardstick: Yardstick) -> None:
    failures = [
        result for result in run(load_sets([path], yardstick.plan, yardstick.organ_keys)).results if not result.passed
    ]
    assert not failures, "\n" + "\n".join(map(failure, failures))


@pytest.mark.parametrize("path", MUST_NOT_LOSE, ids=lambda path: path.stem)
def test_no_case_of_these_files_is_worse_than_the_accepted_baseline(path: Path, yardstick: Yardstick) -> None:
    record = run(load_sets([path], yardstick.plan, yardstick.organ_keys))
    losses = [change for change in compare(record, Baseline.read()) if change.is_loss]
    assert not losses, "\n" + "\n".join(map(described, losses))
