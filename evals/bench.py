"""The whole bench: everything measured in one run, as a record and as a table of ratios."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from evals.benching import growth, in_process, processes, window
from evals.benching.growth import Say
from evals.benching.measurement import Bench, Measurement, Spread, load_average
from evals.case import Case
from evals.record import commit, versions
from evals.selecting import Filters, select
from evals.yardstick import Yardstick

PARTS = ("latency", "cold", "build", "throughput", "growth", "window")


def bench(parts: tuple[str, ...] = PARTS, *, rounds: int = 5, seed: int = 0) -> Bench:
    """Measures some parts; with more rounds steadier, and longer."""
    load, started = load_average(), datetime.now(UTC).isoformat(timespec="seconds")
    left_out: list[str] = []
    measurements = tuple(one for part in parts for one in _measured(part, rounds, seed, left_out.append))
    return Bench(
        commit=commit(),
        started=started,
        cores=os.cpu_count() or 1,
        load=round(load, 2),
        versions=versions(),
        measurements=measurements,
        left_out=tuple(left_out),
    )


def _measured(part: str, rounds: int, seed: int, say: Say) -> Iterator[Measurement]:
    yardstick = Yardstick.load()
    if part == "latency":
        yield from in_process.latencies(_questions(yardstick), yardstick, seed)
    elif part == "cold":
        yield from processes.cold(rounds)
    elif part == "build":
        yield from processes.build(yardstick, max(1, rounds // 2))
    elif part == "throughput":
        yield from in_process.throughput(_questions(yardstick), yardstick, float(rounds), seed)
    elif part == "growth":
        yield from growth.growth(say)
    elif window.is_there():
        yield from window.window(_questions(yardstick), float(rounds))
    else:
        say("the window over HTTP: there is no app.py")


def _questions(yardstick: Yardstick) -> list[Case]:
    sets = select(Filters(files=("lookup", "complex", "topic", "abstain")), yardstick)
    return [case for one in sets for case in one.cases]


def print_bench(console: Console, run: Bench) -> None:
    """The table of ratios."""
    table = Table("what", "unit", title="Measured, and the floor beside it", title_justify="left")
    for column in ("p50", "p95", "p99", "target"):
        table.add_column(column, no_wrap=True, justify="right")
    table.add_column("floor")
    for column in ("p50", "ratio"):
        table.add_column(column, no_wrap=True, justify="right")
    for line in run.measurements:
        style = "red" if line.is_met is False else ""
        floor = (line.floor_name, number(line.floor.p50), f"{line.ratio:.1f}×")
        table.add_row(line.name, line.unit, *spread(line.measured), target(line), *floor, style=style)
    console.print(table)
    console.print(f"{run.commit}, {run.cores} cores, load {run.load} before the run. Trust the ratios, not the digits.")
    for reason in run.left_out:
        console.print(f"Left out: {reason}")


def spread(values: Spread) -> tuple[str, str, str]:
    """Median, 95th and 99th percentile, as shown."""
    return number(values.p50), number(values.p95), number(values.p99)


def target(line: Measurement) -> str:
    """The bound at the median, and that at the 99th percentile."""
    if line.target is None:
        return ""
    tail = f" / {line.target_p99:g}" if line.target_p99 is not None else ""
    return f"{'≥' if line.more_is_better else '≤'} {line.target:g}{tail}"


def number(value: float) -> str:
    """A number with the digits that matter."""
    return f"{value:.4f}" if value < 0.01 else f"{value:.2f}" if value < 100 else f"{value:.0f}"
