"""Two runs side by side, case by case: what was lost, what was gained, and what only reads differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rich.console import Console

from evals.baseline import Accepted, Baseline, accepted
from evals.record import Result, RunRecord
from evals.statistics import mcnemar
from evals.tables import expectation, got


class ChangeKind(StrEnum):
    """What became of a case, worst first."""

    LOST = "lost"
    """It passed, and fails now."""
    WORSE = "worse"
    """It failed before, too, but now its answer is worth less to the reader."""
    GAINED = "gained"
    """It failed, and passes now."""
    BETTER = "better"
    """It fails as before, but its answer is worth more."""
    FACTS = "facts"
    """As good as before, with other facts: keys that its case does not name."""
    TEXT = "text"
    """The same facts in other words, or with other sources beside them."""
    NEW = "new"
    """It was not there before."""
    GONE = "gone"
    """It is in the baseline, and in no case file that was run."""


LOSSES = frozenset({ChangeKind.LOST, ChangeKind.WORSE})


@dataclass(frozen=True, slots=True)
class Change:
    """One case before and after."""

    name: str
    kind: ChangeKind
    before: Accepted | None
    after: Result | None
    answer_before: str = ""
    """What was answered before, where a run record and not only the baseline is at hand."""

    @property
    def is_loss(self) -> bool:
        """Whether it must not be accepted silently."""
        return self.kind in LOSSES


def compare(run: RunRecord, against: Baseline, earlier: RunRecord | None = None) -> tuple[Change, ...]:
    """What changed, worst first. Cases that are as before are left out.

    Args:
        run: the run in question.
        against: the accepted baseline, or another run in its form.
        earlier: the other run itself, whose answers can then be shown.
    """
    answers = {result.case.name: got(result) for result in earlier.results} if earlier else {}
    changes = [
        Change(name, kind, before, after, answers.get(name, ""))
        for name, kind, before, after in _changes(run.results, against)
    ]
    ranks = {kind: rank for rank, kind in enumerate(ChangeKind)}
    return tuple(sorted(changes, key=lambda change: (ranks[change.kind], change.name)))


def _changes(
    results: Iterable[Result], against: Baseline
) -> Iterator[tuple[str, ChangeKind, Accepted | None, Result | None]]:
    unseen = dict(against.cases)
    for result in results:
        before = unseen.pop(result.case.name, None)
        if kind := _kind(before, accepted(result)):
            yield result.case.name, kind, before, result
    for name, before in unseen.items():
        yield name, ChangeKind.GONE, before, None


def _kind(before: Accepted | None, after: Accepted) -> ChangeKind | None:
    if before is None:
        return ChangeKind.NEW
    if before.passed != after.passed:
        return ChangeKind.GAINED if after.passed else ChangeKind.LOST
    if before.outcome is not after.outcome:
        return ChangeKind.BETTER if after.outcome.worth > before.outcome.worth else ChangeKind.WORSE
    if (before.status, before.facts) != (after.status, after.facts):
        return ChangeKind.FACTS
    return ChangeKind.TEXT if before.text != after.text else None


def print_changes(console: Console, changes: Iterable[Change], most: int) -> None:
    """How many of each kind, then the losses in full and at most so many of each other kind."""
    by_kind: dict[ChangeKind, list[Change]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change)
    counts = ", ".join(f"{kind.value} {len(by_kind.get(kind, ()))}" for kind in ChangeKind)
    console.print(f"Against what was before: {counts}", highlight=False)
    for kind, some in by_kind.items():
        for change in some if kind in LOSSES else some[:most]:
            console.print(described(change), markup=False, highlight=False, soft_wrap=True)
        if kind not in LOSSES and len(some) > most:
            console.print(f"… and {len(some) - most} more: {kind.value}")
    gained, lost = len(by_kind.get(ChangeKind.GAINED, ())), len(by_kind.get(ChangeKind.LOST, ()))
    console.print(f"Gained {gained}, lost {lost}; by chance alone with p = {mcnemar(gained, lost):.3f} (McNemar).")


def described(change: Change) -> str:
    """One change in a few lines."""
    if change.after is None or change.kind in (ChangeKind.NEW, ChangeKind.TEXT):
        return f"{change.kind.value:7} {change.name}"
    case = change.after.case
    lines = [f"{change.kind.value:7} {case.name}   {case.question}"]
    if change.before and change.before.failed:
        lines.append(f"        before    failed {', '.join(change.before.failed)}")
    if change.answer_before:
        lines.append(f"        before    {change.answer_before}")
    lines += [f"        {score.scorer:9} {score.reason}" for score in change.after.failures]
    lines += [f"        expected  {expectation(case)}", f"        got       {got(change.after)}"]
    return "\n".join(lines)
