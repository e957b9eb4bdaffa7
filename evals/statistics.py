"""The few statistics that a table of verdicts needs; every proportion with its interval."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_Z = 1.959963984540054
"""Two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """Some of many."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """Hits per trial; of none, not a number."""
        return self.hits / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval."""
        return wilson(self.hits, self.of)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a proportion; the whole range where nothing was tried."""
    if not of:
        return 0.0, 1.0
    share, z2 = hits / of, _Z * _Z
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, centre - half), min(1.0, centre + half)


def bootstrap(groups: Mapping[str, Sequence[float]], seed: int, rounds: int = 1000) -> tuple[float, float]:
    """A 95 % interval of the mean, resampling whole groups: translations of one question are one sample, not six."""
    if not groups:
        return 0.0, 0.0
    rng = random.Random(seed)
    sums = [(sum(values), len(values)) for values in groups.values()]
    means = []
    for _ in range(rounds):
        drawn = rng.choices(sums, k=len(sums))
        means.append(sum(total for total, _ in drawn) / sum(count for _, count in drawn))
    means.sort()
    return means[int(0.025 * rounds)], means[int(0.975 * rounds)]


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided probability that two systems equally good would disagree this unevenly."""
    disagreements, fewer = gained + lost, min(gained, lost)
    if not disagreements:
        return 1.0
    tail = sum(math.comb(disagreements, k) for k in range(fewer + 1))
    # 2.0, not 2: an integer power of an integer may be anything to a type checker.
    return min(1.0, 2 * tail / 2.0**disagreements)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan
