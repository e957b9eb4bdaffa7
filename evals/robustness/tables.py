"""The verdict on a terminal, with the questions that were lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from corpus.provenance import Record
from evals.record import commit, versions
from evals.robustness.shaking import Pair
from evals.robustness.verdicts import Drop, Share, Verdict
from evals.statistics import Proportion


class Robustness(Record):
    """One run, to be kept."""

    commit: str
    started: str
    seed: int
    versions: dict[str, str]
    drops: tuple[Drop, ...]
    shares: tuple[Share, ...]


def record_of(verdict: Verdict, seed: int) -> Robustness:
    """The verdict with what shaped it."""
    return Robustness(
        commit=commit(),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        seed=seed,
        versions=versions(),
        drops=verdict.drops,
        shares=verdict.shares,
    )


def print_verdict(console: Console, verdict: Verdict, pairs: Sequence[Pair], shown: int) -> None:
    """Both tables, then at most so many losses of each perturbation and language, and groups that are not as they should be."""
    console.print(_drop_table(verdict.drops))
    console.print(_share_table(verdict.shares))
    for drop in verdict.drops:
        _print_losses(console, drop, pairs, shown)
    for share in verdict.shares[:-1]:
        if share.failing and shown:
            named = ", ".join(share.failing[: 4 * shown])
            console.print(f"Not so ({share.name}): {named}", highlight=False, markup=False)
    console.print(f"Verdict: {'good' if verdict.is_good else 'not good'}")


def _drop_table(drops: Sequence[Drop]) -> Table:
    title = "Exact answers as asked and perturbed; the drop in points, with 95 % intervals by group"
    table = Table("perturbation", "language", "n", title=title, title_justify="left")
    for column in ("as asked", "perturbed", "drop", "turned wrong", "p", "allowed"):
        table.add_column(column, no_wrap=True, justify="right")
    for one in drops:
        low, high = one.interval
        table.add_row(
            *(one.perturbation, one.language, str(one.asked), _share(one.clean), _share(one.perturbed)),
            f"{100 * one.drop:.1f} [dim]{100 * low:.1f} to {100 * high:.1f}[/dim]",
            *(str(one.wrong), f"{one.p:.2f}", f"{100 * one.allowed:.1f}"),
            style="" if one.is_enough else "red",
        )
    return table


def _share_table(shares: Sequence[Share]) -> Table:
    table = Table("groups of one meaning", "n", "share", "must be", title="Agreement", title_justify="left")
    for one in shares:
        wanted = f"≥ {100 * one.wanted:.0f}" if one.wanted else "reported"
        table.add_row(one.name, str(one.of), _share(one.proportion), wanted, style="" if one.is_enough else "red")
    return table


def _share(share: Proportion) -> str:
    low, high = share.interval
    return f"{100 * share.share:.1f} [dim]{100 * low:.0f}–{100 * high:.0f}[/dim]"


def _print_losses(console: Console, drop: Drop, pairs: Sequence[Pair], shown: int) -> None:
    lost = [
        pair
        for pair in pairs
        if (pair.perturbed.perturbation, pair.clean.language) == (drop.perturbation, drop.language)
        and pair.clean.is_right
        and not pair.perturbed.is_right
    ]
    for pair in lost[:shown]:
        trial = pair.perturbed
        console.print(
            f"✗ {drop.perturbation} {trial.case} ({trial.outcome.value}, {trial.status})\n   {pair.clean.question}"
            f"\n   {trial.question}",
            markup=False,
            highlight=False,
        )
