"""What a scorer gives back: a verdict with its reason, and a number where there is one."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from corpus.provenance import Record


class Verdict(StrEnum):
    """`not_scored` is a verdict of its own: a case that asks nothing of a scorer neither passes nor fails it."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_SCORED = "not_scored"


class Score(Record):
    """One scorer's verdict on one answer."""

    scorer: str
    verdict: Verdict
    reason: str
    """Why, in words; what was expected and what came, when it failed."""
    value: float | None = None
    """A share, a rank or another number, where the scorer measures one."""

    @property
    def failed(self) -> bool:
        """Whether the answer failed it."""
        return self.verdict is Verdict.FAILED


def passed(scorer: str, reason: str = "as expected", value: float | None = None) -> Score:
    """A verdict in the answer's favour."""
    return Score(scorer=scorer, verdict=Verdict.PASSED, reason=reason, value=value)


def failed(scorer: str, reason: str, value: float | None = None) -> Score:
    """A verdict against the answer."""
    return Score(scorer=scorer, verdict=Verdict.FAILED, reason=reason, value=value)


def not_scored(scorer: str, reason: str) -> Score:
    """No verdict."""
    return Score(scorer=scorer, verdict=Verdict.NOT_SCORED, reason=reason)


def decide(scorer: str, holds: bool, reason: str, value: float | None = None) -> Score:
    """Passed when it holds, with a reason that is only worth reading when it does not."""
    return passed(scorer, value=value) if holds else failed(scorer, reason, value)


def listed(values: Collection[object], most: int = 12) -> str:
    """Some values for a reason: the first ones, and how many more there are."""
    shown = ", ".join(map(str, list(values)[:most])) or "nothing"
    return f"{shown} … and {len(values) - most} more" if len(values) > most else shown


def contrast(expected: Collection[object], got: Collection[object]) -> str:
    """What is missing and what is too much, for a reason."""
    missing = [value for value in expected if value not in got]
    extra = [value for value in got if value not in expected]
    parts = [f"missing {listed(missing)}"] * bool(missing) + [f"too much {listed(extra)}"] * bool(extra)
    return "; ".join(parts) or "the same values"
