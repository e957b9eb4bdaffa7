"""Logistic regression of a few thousand questions on a few hundred features, and what a threshold on it is worth.

With numpy alone: each feature has a penalty of its own, and some questions are taught in every fold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

STEPS = 40
SLACK = 0.008
"""Of F1, given up for fewer wrong refusals: differences below it are chance."""


@dataclass(frozen=True)
class Rates:
    """How a threshold does: `answered` are the questions that the plan answers."""

    precision: float
    recall: float
    refused: float
    """Share of the answered ones that are refused."""

    @property
    def f1(self) -> float:
        """Of abstention."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


@dataclass(frozen=True)
class Taught:
    """What is always learned from: features (questions, columns), whether each is answered, and weights."""

    matrix: FloatArray
    answers: Mask
    weights: FloatArray

    def of(self, kept: Mask, answers: Mask) -> Taught:
        """Some of the questions, with other answers."""
        return Taught(self.matrix[kept], answers[kept], self.weights[kept])


def rates(scores: FloatArray, answers: Mask) -> Rates:
    """How abstaining below 0 does."""
    abstained = scores <= 0
    right = int((abstained & ~answers).sum())
    return Rates(
        precision=right / max(int(abstained.sum()), 1),
        recall=right / max(int((~answers).sum()), 1),
        refused=int((abstained & answers).sum()) / max(int(answers.sum()), 1),
    )


def best_threshold(scores: FloatArray, answers: Mask) -> float:
    """The threshold that refuses least of those whose F1 of abstention is within SLACK of the best."""
    steps = np.linspace(-3, 3, 121)
    found = np.array([rates(scores - step, answers).f1 for step in steps])
    return round(float(steps[found >= found.max() - SLACK].min()), 3)


def logistic(matrix: FloatArray, answers: Mask, penalty: FloatArray, weights: FloatArray | None = None) -> FloatArray:
    """Coefficients (features,), the first one of a column of ones, by Newton's method."""
    coefficients = np.zeros(matrix.shape[1])
    weights = np.ones(len(matrix)) if weights is None else weights
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ coefficients, -30, 30)))
        slope = matrix.T @ (weights * (chance - answers)) + penalty * coefficients
        curve = (matrix * (weights * chance * (1 - chance))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        coefficients = coefficients - step
        if np.abs(step).max() < 1e-8:
            break
    return coefficients


def fitted(passes: Sequence[FloatArray], answers: Mask, penalty: FloatArray, taught: Taught) -> FloatArray:
    """Coefficients for features as they are measured, the bias first; passes count as one set of questions."""
    matrix = np.vstack([*passes, taught.matrix])
    centre, spread = matrix.mean(axis=0), matrix.std(axis=0)
    spread[spread < 1e-9] = np.inf  # a feature that never varied has taught nothing
    scaled = np.column_stack([np.ones(len(matrix)), (matrix - centre) / spread])
    weights = np.concatenate([np.ones(len(passes) * len(answers)), taught.weights * len(passes)])
    every = np.concatenate([np.tile(answers, len(passes)), taught.answers])
    coefficients = logistic(scaled, every, penalty * len(passes), weights)
    slopes = coefficients[1:] / spread
    return np.array([coefficients[0] - slopes @ centre, *slopes])


def cross_validated(
    passes: Sequence[FloatArray],
    tried: FloatArray,
    answers: Mask,
    folds: IntArray,
    penalty: FloatArray,
    taught: Taught,
) -> FloatArray:
    """Scores of questions by numbers that were fitted without their fold.

    Args:
        passes: features of all questions, once for each pass.
        tried: features that are scored.
        answers: whether each question is answered.
        folds: the fold of each.
        penalty: of each column and the bias.
        taught: what is learned from in every fold.
    """
    scores = np.zeros(len(tried))
    for fold in np.unique(folds):
        rest = folds != fold
        coefficients = fitted([each[rest] for each in passes], answers[rest], penalty, taught)
        scores[~rest] = coefficients[0] + tried[~rest] @ coefficients[1:]
    return scores
