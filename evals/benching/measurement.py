"""A measured thing, the floor beside it, and how far apart they are."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from corpus.provenance import Record
from evals.statistics import percentile


class Spread(Record):
    """Many measurements of one thing."""

    p50: float
    p95: float
    p99: float
    n: int

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """The spread of some values."""
        some = list(values)
        return cls(p50=percentile(some, 0.5), p95=percentile(some, 0.95), p99=percentile(some, 0.99), n=len(some))


class Measurement(Record):
    """One line of the table."""

    name: str
    unit: str
    measured: Spread
    floor_name: str
    floor: Spread
    target: float | None = None
    """At most (or at least, for a rate), at the median; None where none is set."""
    target_p99: float | None = None
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """How many times the floor the median is; of a rate, how many times slower than the floor."""
        high, low = self.measured.p50, self.floor.p50
        if self.more_is_better:
            high, low = low, high
        return high / low if low else float("inf")

    @property
    def is_met(self) -> bool | None:
        """Whether the targets are reached; None without any."""
        if self.target is None and self.target_p99 is None:
            return None
        if self.more_is_better:
            return self.measured.p50 >= (self.target or 0)
        slow = self.target_p99 is not None and self.measured.p99 > self.target_p99
        return not slow and (self.target is None or self.measured.p50 <= self.target)


class Bench(Record):
    """All measurements of one run, and what they were made on."""

    commit: str
    started: str
    cores: int
    load: float
    """The machine's load average over the last minute, before the run: above the number of cores, trust only ratios."""
    versions: dict[str, str]
    measurements: tuple[Measurement, ...]
    left_out: tuple[str, ...]
    """What could not be measured here, and why."""


def timed(call: Callable[[], Any]) -> float:
    """Milliseconds that a call takes."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def load_average() -> float:
    """Of the last minute; 0 where the system does not tell."""
    try:
        return os.getloadavg()[0]
    except (AttributeError, OSError):
        return 0.0
