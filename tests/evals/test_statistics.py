from __future__ import annotations

import math

import pytest

from evals.statistics import bootstrap, mcnemar, percentile, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (97, 100, 0.9155, 0.9897), (0, 0, 0.0, 1.0)],
)
def test_wilson(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-4)


def test_the_bootstrap_resamples_groups_not_questions() -> None:
    one_group = {"same meaning": [1.0, 0.0, 1.0, 0.0]}
    assert bootstrap(one_group, seed=1) == (0.5, 0.5)
    low, high = bootstrap({str(n): [float(n % 2)] for n in range(40)}, seed=1)
    assert low < 0.5 < high


def test_the_bootstrap_is_repeatable() -> None:
    groups = {str(n): [n / 10] for n in range(10)}
    assert bootstrap(groups, seed=3) == bootstrap(groups, seed=3)


@pytest.mark.parametrize(("gained", "lost", "p"), [(0, 0, 1.0), (0, 5, 0.0625), (3, 3, 1.0), (10, 0, 2 / 1024)])
def test_mcnemar(gained: int, lost: int, p: float) -> None:
    assert mcnemar(gained, lost) == pytest.approx(p)


def test_percentiles_are_values_that_were_measured() -> None:
    assert [percentile([4, 1, 3, 2], share) for share in (0.5, 0.75, 0.99)] == [2, 3, 4]
    assert math.isnan(percentile([], 0.5))
