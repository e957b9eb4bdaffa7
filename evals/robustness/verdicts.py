"""What the trials say: the cost of each perturbation, agreement between languages, the worst phrasing; and what is enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.provenance import Record
from evals.judging import RobustnessThresholds
from evals.robustness.shaking import Pair, Trial
from evals.statistics import Proportion, bootstrap, mcnemar
from evals.truth import Outcome


class Drop(Record):
    """What a perturbation costs in one language."""

    perturbation: str
    language: str
    asked: int
    right_clean: int
    right_perturbed: int
    wrong: int
    """Perturbed questions whose answer asserts something false, though the clean one's did not."""
    interval: tuple[float, float]
    """Of the drop, 95 %, by groups."""
    p: float
    """Probability of so uneven a change if the perturbation did nothing."""
    allowed: float

    @property
    def clean(self) -> Proportion:
        """Exact answers to the questions as they are."""
        return Proportion(self.right_clean, self.asked)

    @property
    def perturbed(self) -> Proportion:
        """Exact answers to the perturbed ones."""
        return Proportion(self.right_perturbed, self.asked)

    @property
    def drop(self) -> float:
        """Share of exact answers lost; negative when some were gained."""
        return self.clean.share - self.perturbed.share

    @property
    def is_enough(self) -> bool:
        """Whether it costs no more than allowed."""
        # A difference of two shares is not exact to the last bit; a threshold of zero means none.
        return self.drop <= self.allowed + 1e-9


class Share(Record):
    """A share of groups, and what it must be."""

    name: str
    hits: int
    of: int
    wanted: float
    failing: tuple[str, ...]
    """Groups that are not among the hits."""

    @property
    def proportion(self) -> Proportion:
        """With its interval."""
        return Proportion(self.hits, self.of)

    @property
    def is_enough(self) -> bool:
        """Whether it is reached; what was not tried is not missed."""
        return not self.of or self.hits / self.of >= self.wanted


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that is judged."""

    drops: tuple[Drop, ...]
    shares: tuple[Share, ...]

    @property
    def is_good(self) -> bool:
        """Whether every threshold is kept."""
        return all(one.is_enough for one in self.drops) and all(one.is_enough for one in self.shares)


def judge(clean: Sequence[Trial], pairs: Sequence[Pair], wanted: RobustnessThresholds, seed: int) -> Verdict:
    """What the trials are worth."""
    return Verdict(tuple(_drops(pairs, wanted, seed)), tuple(_shares(clean, pairs, wanted)))


def _drops(pairs: Sequence[Pair], wanted: RobustnessThresholds, seed: int) -> Iterator[Drop]:
    names = dict.fromkeys(pair.perturbed.perturbation or "" for pair in pairs)
    for name in names:
        for language in sorted({pair.clean.language for pair in pairs}):
            some = [p for p in pairs if (p.perturbed.perturbation, p.clean.language) == (name, language)]
            if some:
                yield _drop(name, language, some, wanted.drop.get(name, 0.0), seed)


def _drop(name: str, language: str, pairs: Sequence[Pair], allowed: float, seed: int) -> Drop:
    by_group: dict[str, list[float]] = {}
    for pair in pairs:
        by_group.setdefault(pair.clean.group, []).append(pair.clean.is_right - pair.perturbed.is_right)
    lost = sum(pair.clean.is_right and not pair.perturbed.is_right for pair in pairs)
    gained = sum(pair.perturbed.is_right and not pair.clean.is_right for pair in pairs)
    return Drop(
        perturbation=name,
        language=language,
        asked=len(pairs),
        right_clean=sum(pair.clean.is_right for pair in pairs),
        right_perturbed=sum(pair.perturbed.is_right for pair in pairs),
        wrong=sum(_turned_wrong(pair) for pair in pairs),
        interval=bootstrap(by_group, seed),
        p=mcnemar(gained, lost),
        allowed=allowed,
    )


def _turned_wrong(pair: Pair) -> bool:
    return pair.perturbed.outcome is Outcome.WRONG and pair.clean.outcome is not Outcome.WRONG


def _shares(clean: Sequence[Trial], pairs: Sequence[Pair], wanted: RobustnessThresholds) -> Iterator[Share]:
    groups = _by_group(clean)
    several = {name: some for name, some in groups.items() if len({trial.language for trial in some}) > 1}
    yield _share("same facts in all languages", {g: _identical(some) for g, some in several.items()}, wanted.identical)
    right = {g: _identical(some) and _all_right(some) for g, some in several.items()}
    yield _share("same facts, and the right ones", right, wanted.identical_right)
    yield _share("worst of all phrasings right", {g: _all_right(some) for g, some in groups.items()}, wanted.worst)
    everything = _by_group([*clean, *(pair.perturbed for pair in pairs)])
    worst = {g: _all_right(some) for g, some in everything.items()}
    yield _share("worst of all, perturbed ones too", worst, wanted.worst_perturbed)


def _by_group(trials: Iterable[Trial]) -> Mapping[str, list[Trial]]:
    groups: dict[str, list[Trial]] = {}
    for trial in trials:
        groups.setdefault(trial.group, []).append(trial)
    return groups


def _identical(trials: Sequence[Trial]) -> bool:
    return all((one.status, one.facts) == (trials[0].status, trials[0].facts) for one in trials)


def _all_right(trials: Sequence[Trial]) -> bool:
    return all(trial.is_right for trial in trials)


def _share(name: str, held: Mapping[str, bool], wanted: float) -> Share:
    failing = tuple(sorted(group for group, holds in held.items() if not holds))
    return Share(name=name, hits=len(held) - len(failing), of=len(held), wanted=wanted, failing=failing)
