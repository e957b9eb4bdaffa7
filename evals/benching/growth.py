"""How look-ups and the search grow with the plan: ten, a hundred and a thousand times as large, each within a budget."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.provenance import Record
from evals.benching.grown import OUT_OF_MEMORY
from evals.benching.measurement import Measurement, Spread
from evals.errors import BudgetError, EvalError
from evals.record import ROOT

FACTORS = (1, 10, 100, 1000)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Budget:
    """What one size may take before it is given up."""

    seconds: float = 45.0
    megabytes: int = 2500


class Size(Record):
    """What the process of one size found, see `evals.benching.grown`."""

    items: int
    opened: float
    """Milliseconds until it could be asked."""
    ms: dict[str, tuple[float, ...]]
    mb: float


def growth(say: Say, factors: tuple[int, ...] = FACTORS, budget: Budget | None = None) -> Iterator[Measurement]:
    """Both kinds of look-up by size; what exceeds the budget is said, and nothing larger is tried.

    Args:
        say: takes what was left out and why.
        factors: how many times as large, ascending.
        budget: of each size.
    """
    budget = budget or Budget()
    smallest: Size | None = None
    for size in _sizes("records", factors, budget, say):
        smallest = smallest or size
        yield from _records(size, smallest)
    for size, peer in zip(
        _sizes("search", factors, budget, say), _sizes("full_text", factors, budget, say), strict=False
    ):
        yield from _search(size, peer)


def _sizes(part: str, factors: tuple[int, ...], budget: Budget, say: Say) -> Iterator[Size]:
    for factor in factors:
        try:
            yield measured(part, factor, budget)
        except BudgetError as error:
            say(str(error))
            return


def measured(part: str, factor: int, budget: Budget) -> Size:
    """One part at one size, in a process of its own.

    Raises:
        BudgetError: it took more time or memory than it may.
        EvalError: it failed.
    """
    command = [sys.executable, "-m", "evals.benching.grown", part, str(factor), str(budget.megabytes)]
    name = f"growth, {part} {factor} times as large"
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=budget.seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise BudgetError(f"{name}: more than {budget.seconds:g} s") from error
    # A library that is refused memory may end its process in ways of its own.
    if done.returncode == OUT_OF_MEMORY or "MemoryError" in done.stderr or done.returncode < 0:
        raise BudgetError(f"{name}: more than {budget.megabytes} MB")
    if done.returncode:
        raise EvalError(f"{name}: ended with {done.returncode}: {done.stderr[-300:]}")
    return Size.model_validate(json.loads(done.stdout))


def _records(size: Size, smallest: Size) -> Iterator[Measurement]:
    floor_name = f"the same in {smallest.items} rows"
    for name, values in (*size.ms.items(), ("records made", (size.opened,))):
        floor = smallest.ms.get(name, (smallest.opened,))
        yield Measurement(
            name=f"{name}, {size.items} rows",
            unit="ms",
            measured=Spread.of(values),
            floor_name=floor_name,
            floor=Spread.of(floor),
        )


def _search(size: Size, peer: Size) -> Iterator[Measurement]:
    lines = (
        ("search", "ms", size.ms["search"], peer.ms["search"]),
        ("search opened", "ms", (size.opened,), (peer.opened,)),
        ("search, memory", "MB", (size.mb,), (peer.mb,)),
    )
    for name, unit, ours, theirs in lines:
        yield Measurement(
            name=f"{name}, {size.items} items",
            unit=unit,
            measured=Spread.of(ours),
            floor_name="SQLite FTS5 of as many",
            floor=Spread.of(theirs),
        )
