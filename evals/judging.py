"""From verdicts on single cases to a verdict on the run: which cases had to pass, and which rates had to be reached."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from corpus.provenance import Record
from evals.baseline import Baseline
from evals.errors import EvalError
from evals.record import Result
from evals.statistics import Proportion
from evals.truth import Outcome

THRESHOLDS = Path(__file__).parent / "thresholds.toml"
ABSTAINED = ("not_stated", "not_found", "out_of_scope")
"""Statuses of an answer that says: the plan does not tell this."""


class Judged(StrEnum):
    """How the cases of a set are judged."""

    EVERY = "every"
    BASELINE = "baseline"
    RATE = "rate"
    ASKED = "asked"


class Rates(Record):
    """What must be reached in each language, by sets judged as a rate."""

    topic_top3: float
    topic_top1: float
    abstain_precision: float
    abstain_recall: float
    abstain_f1: float
    over_refusal: float
    """At most."""


class RobustnessThresholds(Record):
    """What must be reached by `python -m evals robustness`: shares of groups, and drops of each perturbation."""

    identical: float
    identical_right: float
    worst: float
    worst_perturbed: float
    drop: dict[str, float]
    """Perturbation -> the share of exact answers that it may cost, at most, in each language."""


class Thresholds(Record):
    """The file thresholds.toml."""

    sets: dict[str, Judged]
    rates: Rates
    robustness: RobustnessThresholds

    @classmethod
    def read(cls, path: Path = THRESHOLDS) -> Thresholds:
        """Reads the file. Raises EvalError when it is malformed."""
        try:
            return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
            raise EvalError(f"{path.name}: {error}", help="`git diff` shows what changed in it.") from error

    def judged(self, set_name: str) -> Judged:
        """How a set is judged: `topic_more` like `topic`; a set that the file does not name must pass entirely."""
        return self.sets.get(set_name.partition("_")[0], Judged.EVERY)


@dataclass(frozen=True, slots=True)
class Rate:
    """A measured share, and whether it is enough."""

    name: str
    language: str
    measured: float
    threshold: float
    is_reached: bool
    of: Proportion | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a run."""

    owed: tuple[Result, ...]
    """Cases that had to pass, and failed."""
    rates: tuple[Rate, ...]

    @property
    def is_good(self) -> bool:
        """Whether the run may be accepted."""
        return not self.owed and all(rate.is_reached for rate in self.rates)


def judge(results: Sequence[Result], thresholds: Thresholds, baseline: Baseline) -> Judgement:
    """What a run is worth, given what each set demands and what was accepted before."""
    owed = tuple(r for r in results if not r.passed and _is_owed(r, thresholds.judged(r.set), baseline))
    return Judgement(owed, tuple(_rates(results, thresholds.rates)))


def _is_owed(result: Result, judged: Judged, baseline: Baseline) -> bool:
    if judged is Judged.BASELINE:
        before = baseline.cases.get(result.case.name)
        return before is not None and before.passed
    return judged is Judged.EVERY or result.error is not None


def _rates(results: Iterable[Result], wanted: Rates) -> Iterator[Rate]:
    by_language: dict[str, list[Result]] = {}
    for result in results:
        if result.case.kind in ("topic", "abstain"):
            by_language.setdefault(result.case.language, []).append(result)
    for language, some in sorted(by_language.items()):
        yield from _topic_rates(language, [r for r in some if r.case.kind == "topic"], wanted)
        yield from _abstention_rates(language, some, wanted)


def _topic_rates(language: str, topics: Sequence[Result], wanted: Rates) -> Iterator[Rate]:
    if not topics:
        return
    ranks = [score.value for r in topics if (score := r.score("topic_rank")) and not score.failed]
    for name, most in (("topic_top3", 3), ("topic_top1", 1)):
        share = Proportion(sum(0 < (rank or 0) <= most for rank in ranks), len(topics))
        threshold: float = getattr(wanted, name)
        yield Rate(name, language, share.share, threshold, share.share >= threshold, share)
    refused = Proportion(sum(map(has_abstained, topics)), len(topics))
    yield Rate(
        "over_refusal", language, refused.share, wanted.over_refusal, refused.share <= wanted.over_refusal, refused
    )


def _abstention_rates(language: str, results: Sequence[Result], wanted: Rates) -> Iterator[Rate]:
    due = [r for r in results if r.case.kind == "abstain"]
    if not due:
        return
    hits, abstained = sum(map(has_abstained, due)), sum(map(has_abstained, results))
    precision, recall = Proportion(hits, abstained), Proportion(hits, len(due))
    f1 = 2 * hits / ((abstained + len(due)) or 1)
    # Precision has a meaning only beside questions that can be answered.
    if len(due) < len(results):
        yield _at_least("abstain_precision", language, precision, wanted.abstain_precision)
        yield Rate("abstain_f1", language, f1, wanted.abstain_f1, f1 >= wanted.abstain_f1)
    yield _at_least("abstain_recall", language, recall, wanted.abstain_recall)


def _at_least(name: str, language: str, share: Proportion, threshold: float) -> Rate:
    return Rate(name, language, share.share, threshold, share.of > 0 and share.share >= threshold, share)


def has_abstained(result: Result) -> bool:
    """Whether the answer says that the plan does not answer this."""
    return result.answer is not None and result.answer.status in ABSTAINED


def wrong_facts(results: Iterable[Result]) -> tuple[Result, ...]:
    """Results that assert something false, or answer what has no answer; search results apart."""
    return tuple(r for r in results if r.outcome is Outcome.WRONG and not r.case.expect.top)
