from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from assistant.answer import Answer
from evals.baseline import Baseline
from evals.case import Case
from evals.compare import compare
from evals.judging import Thresholds, judge
from evals.plots import quantiles, shares
from evals.record import RunRecord
from evals.report import page
from evals.run import judge_with
from evals.statistics import Proportion
from evals.yardstick import Yardstick

HOSTILE = '<img src=x onerror=alert(1)>"&'


@pytest.fixture
def html(make_case: Callable[..., Case], coordinates: Answer, yardstick: Yardstick) -> str:
    """The page of a run with one failure, whose question and answer are hostile."""
    answer = coordinates.model_copy(update={"text": f"{coordinates.text} {HOSTILE}"})
    result = judge_with(lambda _: answer, "lookup", make_case(HOSTILE, facts={"organs": ["council"]}), yardstick)
    run = RunRecord(
        commit="abc", started="", seconds=0, seed=0, document="d", document_sha256="", index=None, versions={},
        results=(result,),
    )  # fmt: skip
    return page(run, judge(run.results, Thresholds.read(), Baseline()), compare(run, Baseline()))


def test_nothing_is_fetched_and_nothing_can_run(html: str) -> None:
    assert not re.search(r"(src|href)\s*=\s*['\"]?(https?:)?//|<script|<link|@import|url\(", html)
    assert "default-src 'none'" in html


def test_what_comes_from_outside_is_escaped(html: str) -> None:
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_a_failure_is_shown_with_what_was_expected_what_came_and_its_sources(html: str) -> None:
    assert "missing council; too much secretariat" in html
    assert "秘书处" in html
    assert "l. 193–193" in html


def test_plots_escape_their_labels_and_stay_inside() -> None:
    svg = shares([(HOSTILE, Proportion(3, 4))]) + quantiles([(HOSTILE, (0.5, 4.0, 900.0)), ("b", (0.0, 0.0, 0.0))])
    assert "<img" not in svg
    assert all(float(x) <= 190 + 360 for x in re.findall(r'x[12]="([\d.]+)"', svg))
