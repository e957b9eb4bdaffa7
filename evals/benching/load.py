"""Users who ask without pause: how many answers a second they get together, and how long each waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from evals.benching.measurement import Spread

User = Callable[[int], object]
"""Asks one question, given how many this user has asked before."""
Arrive = Callable[[int], User]
"""Makes the user of a number; whatever it opens stays its own."""


@dataclass(frozen=True, slots=True)
class Load:
    """What some users got."""

    per_second: float
    waits: Spread
    """Milliseconds of each question."""


def load(arrive: Arrive, users: int, seconds: float) -> Load:
    """Lets so many users ask for so long. What a user raises ends the measurement."""
    everyone = [arrive(number) for number in range(users)]
    start = time.perf_counter()

    def asks(user: User) -> list[float]:
        waits: list[float] = []
        while (asked := time.perf_counter()) < start + seconds:
            user(len(waits))
            waits.append((time.perf_counter() - asked) * 1000)
        return waits

    with ThreadPoolExecutor(users) as pool:
        waits = [wait for some in pool.map(asks, everyone) for wait in some]
    return Load(len(waits) / (time.perf_counter() - start), Spread.of(waits))
