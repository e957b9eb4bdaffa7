"""What a search can tell about whether the plan answers a question at all.

A ranking always has a first place, also for "what is the weather". None of these numbers is a probability; a caller
learns from questions with known answers which of them, together, tell a question about the plan from another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from index.classifier import Chances
from index.legs import FLOOR, LegScores, MaxSimLeg, WordsLeg
from index.maxsim import WordMatch
from index.vectors import FloatArray

#: A word of the question is met when its best cosine reaches this: same word, close form, or translation.
MET = 0.6


@dataclass(frozen=True, slots=True)
class Signals:
    """Measurements of one question; "the first" is the best item, "the second" the best one of another action."""

    score: float
    """Fused score of the first, in deviations over all items."""
    margin: float
    """Fused score of the first less that of the second; 0 or more."""
    dense: float
    """Best cosine of any text, -1 to 1."""
    dense_first: float
    """Cosine of the first."""
    dense_margin: float
    """Best cosine less that of the best item of another action; 0 or more."""
    words: float
    """Best BM25 score as a share of what a text that holds every token of the question would reach, about 0 to 1."""
    words_first: float
    """Rarity-weighted share of the question's tokens that stand in the first, 0 to 1."""
    words_known: float
    """Rarity-weighted share of the question's tokens that stand in any text, 0 to 1."""
    coverage: float
    """Weighted share of the question's words that the first meets, each by its squared cosine, 0 to 1."""
    coverage_best: float
    """The same for the item that the word-matching leg puts first."""
    met: float
    """Weighted share of the question's words that the first meets with a cosine of MET or more, 0 to 1."""
    missed: float
    """Weight of the heaviest word that the first does not meet so well, 0 to 1: "royalty" in a plan without one."""
    agreement: int
    """Legs, 0 to 4, whose own best item belongs to the action of the first."""
    tokens: int
    """Different tokens of the question, words of questions left out."""
    chance: float
    """Logarithm of the best item's chance, given that some item answers; 0 or less."""
    chance_margin: float
    """That logarithm less that of the second item; 0 or more."""
    doubt: float
    """Entropy of the items' chances in nats; 0 when one is certain."""
    unanswered: float
    """Logarithm of the chance that no item answers; 0 or less."""
    far: float
    """Logarithm of the chance that the question is not even about the document's world, given that no item answers."""

    def as_dict(self) -> dict[str, float]:
        """Returns the measurements by name, in a fixed order: the features of a classifier."""
        return {name: float(value) for name, value in asdict(self).items()}


#: What is measured when no leg found anything.
NOTHING_FOUND = Signals(*[0] * 19)


def measure_signals(
    question: str,
    legs: LegScores,
    total: FloatArray,
    leaders: Sequence[int],
    families: Sequence[object],
    words: WordsLeg,
    maxsim: MaxSimLeg | None,
    chances: Chances | None,
) -> Signals:
    """Measures a question.

    Args:
        question: as the legs have seen it.
        legs: its scores, (items,) each.
        total: its fused scores (items,).
        leaders: numbers of the first and the second; only the first when all items belong to
            one action, and none when no leg found anything.
        families: what is equal for the items of one action, by item.
        words: the lexical leg.
        maxsim: the word-matching leg, or None without an encoder.
        chances: what the classifier says, or None without one.
    """
    if not leaders:
        return NOTHING_FOUND
    first, second = leaders[0], leaders[-1]
    matches = _matches(maxsim, question, first)
    best = int(legs.maxsim.argmax())
    rarities = words.index.rarities(question)
    return Signals(
        score=float(total[first]),
        margin=float(total[first] - total[second]),
        dense=float(legs.dense.max()),
        dense_first=float(legs.dense[first]),
        dense_margin=_margin(legs.dense, families),
        words=float(legs.words.max()) / max(sum(rarities.values()), 1e-9),
        words_first=_share(rarities, words.matched(question, first)),
        words_known=_share(rarities, [token for token in rarities if token in words.index]),
        coverage=_coverage(matches),
        coverage_best=_coverage(matches if best == first else _matches(maxsim, question, best)),
        met=sum(match.weight for match in matches if match.cosine >= MET),
        missed=_missed(matches),
        agreement=sum(_agrees(scores, families, first) for scores in legs.by_name().values()),
        tokens=len(rarities),
        **_measured(chances),
    )


def _measured(chances: Chances | None) -> dict[str, float]:
    if chances is None:
        return {"chance": 0.0, "chance_margin": 0.0, "doubt": 0.0, "unanswered": 0.0, "far": 0.0}
    second, best = np.partition(chances.items, -2)[-2:].tolist() if len(chances.items) > 1 else (FLOOR, 0.0)
    return {
        "chance": best,
        "chance_margin": best - max(second, FLOOR),
        "doubt": float(-(np.exp(chances.items) * chances.items).sum()),
        "unanswered": max(chances.unanswered, FLOOR),
        "far": max(chances.far, FLOOR),
    }


def _margin(scores: FloatArray, families: Sequence[object]) -> float:
    best, *others = np.argsort(-scores, kind="stable").tolist()
    second = next((item for item in others if families[item] != families[best]), None)
    return float(scores[best] - scores[second]) if second is not None else 0.0


def _share(rarities: dict[str, float], found: Sequence[str]) -> float:
    return sum(rarities[token] for token in found) / max(sum(rarities.values()), 1e-9)


def _matches(maxsim: MaxSimLeg | None, question: str, item: int) -> list[WordMatch]:
    return maxsim.matches(question, item) if maxsim else []


def _coverage(matches: Sequence[WordMatch]) -> float:
    return sum(match.weight * max(match.cosine, 0.0) ** 2 for match in matches)


def _missed(matches: Sequence[WordMatch]) -> float:
    return max((match.weight for match in matches if match.cosine < MET), default=0.0)


def _agrees(scores: FloatArray, families: Sequence[object], first: int) -> bool:
    return bool(np.ptp(scores) > 0 and families[int(scores.argmax())] == families[first])
