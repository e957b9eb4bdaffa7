"""`python -m assistant.scope_fitting`: fit again what decides whether the plan answers, and say how well it does.

Needed whenever the encoder, the phrases of the index or the word lists change. Reads only questions that are kept for
this (the calibrate files), never those that the assistant is judged by. All figures are of questions that were left
out while the numbers were fitted (cross-validation), so they are fair, but of these writers' questions only.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
import numpy.typing as npt

from assistant.clues import clues_in
from assistant.scope import NUMBERS, Evidence, Numbers, Weighing, measured, names_of
from index.build import open_index
from index.search import Index

FloatArray = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

CASES = Path(__file__).parents[1] / "evals" / "cases"
FOLDS, STEPS = 10, 40
PENALTY = 2.0
"""Of squared weights, each feature having a deviation of 1: keeps a list with three hits from deciding alone."""
SLACK = 0.004
"""Of F1, given up for fewer wrong refusals: differences below it are chance."""


@dataclass(frozen=True)
class Question:
    """One question of which it is known whether the plan answers it."""

    text: str
    language: str
    tag: str
    """topic, near or far."""
    features: dict[str, float]

    @property
    def is_answered(self) -> bool:
        """Whether the plan answers it."""
        return self.tag not in ("near", "far")


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the tables, write the numbers; returns the exit status."""
    options = _parser().parse_args(arguments)
    index = open_index()
    if index.encoder is None:
        print("; ".join(index.notices) or "there is no encoder to fit with")
        return 2
    questions = list(read_questions(options.cases, index))
    rng = np.random.default_rng(options.seed)
    numbers = fit(questions, index.encoder.fingerprint, rng, print)
    if not options.dry_run:
        NUMBERS.write_text(json.dumps(numbers.model_dump(), indent=1) + "\n", encoding="utf-8")
        print(f"\nwritten: {NUMBERS.name}, for encoder {numbers.encoder[:12]}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant.scope_fitting", description=(__doc__ or "").split("\n")[0]
    )
    found = sorted(CASES.glob("calibrate*.jsonl"))
    parser.add_argument(
        "cases", nargs="*", type=Path, default=found, help="files of questions (evals/cases/calibrate*)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the folds (0)")
    parser.add_argument("--dry-run", action="store_true", help="print only, write nothing")
    return parser


def read_questions(files: Iterable[Path], index: Index) -> Iterator[Question]:
    """The questions of some files, each searched and measured."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            text, language = case["question"], case["language"]
            tag = "topic" if case["kind"] == "topic" else case["tags"][0]
            features = {**measured(index.signals(text, language)), **(clues_in(text, language) or {})}
            yield Question(text, language, tag, features)


def fit(questions: Sequence[Question], encoder: str, rng: np.random.Generator, tell: Callable[[str], None]) -> Numbers:
    """Fit every set of numbers, and tell how each does on questions left out."""
    answers = np.array([question.is_answered for question in questions])
    is_near = np.array([question.tag == "near" for question in questions])
    folds = rng.permutation(len(questions)) % FOLDS
    answered: dict[Evidence, Weighing] = {}
    near: dict[Evidence, Weighing] = {}
    for which in get_args(Evidence):
        matrix = _matrix(questions, which)
        left_out = _cross_validated(matrix, answers, folds)
        threshold = best_threshold(left_out, answers)
        answered[which] = _weighing(matrix, answers, which, threshold)
        near[which] = _weighing(matrix[~answers], is_near[~answers], which, 0.0)
        tell(f"\n== {which}: {len(names_of(which))} features, threshold {threshold:+.2f}")
        _tell_groups(questions, left_out - threshold, answers, tell)
        if which == "all":
            _tell_curve(left_out - threshold, answers, tell)
            told = _cross_validated(matrix[~answers], is_near[~answers], folds[~answers]) > 0
            tell(f"near told from far, of those the plan does not answer: {(told == is_near[~answers]).mean():.3f}")
    return Numbers(encoder=encoder, answered=answered, near=near)


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


def logistic(matrix: FloatArray, answers: Mask) -> FloatArray:
    """Coefficients (features,), the first one of a column of ones, by Newton's method with a penalty on the others."""
    penalty = np.full(matrix.shape[1], PENALTY)
    penalty[0] = 1e-6
    coefficients = np.zeros(matrix.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ coefficients, -30, 30)))
        slope = matrix.T @ (chance - answers) + penalty * coefficients
        curve = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        coefficients = coefficients - step
        if np.abs(step).max() < 1e-8:
            break
    return coefficients


def _matrix(questions: Sequence[Question], which: Evidence) -> FloatArray:
    names = names_of(which)
    return np.array([[question.features.get(name, 0.0) for name in names] for question in questions])


def _scaled(matrix: FloatArray, centre: FloatArray, spread: FloatArray) -> FloatArray:
    return np.column_stack([np.ones(len(matrix)), (matrix - centre) / spread])


def _cross_validated(matrix: FloatArray, answers: Mask, folds: npt.NDArray[np.int64]) -> FloatArray:
    scores = np.zeros(len(matrix))
    for fold in range(FOLDS):
        rest = folds != fold
        centre, spread = matrix[rest].mean(axis=0), matrix[rest].std(axis=0) + 1e-9
        coefficients = logistic(_scaled(matrix[rest], centre, spread), answers[rest])
        scores[~rest] = _scaled(matrix[~rest], centre, spread) @ coefficients
    return scores


def _weighing(matrix: FloatArray, answers: Mask, which: Evidence, threshold: float) -> Weighing:
    """Fitted on everything, and written for features as they are measured, without centre and spread."""
    centre, spread = matrix.mean(axis=0), matrix.std(axis=0)
    spread[spread < 1e-9] = np.inf  # a feature that never varied has taught nothing
    coefficients = logistic(_scaled(matrix, centre, spread), answers)
    weights = coefficients[1:] / spread
    named = dict(zip(names_of(which), (round(float(weight), 5) for weight in weights), strict=True))
    return Weighing(bias=round(float(coefficients[0] - weights @ centre), 5), weights=named, threshold=threshold)


def _tell_groups(questions: Sequence[Question], scores: FloatArray, answers: Mask, tell: Callable[[str], None]) -> None:
    tell("language  questions  precision  recall     F1  refused    near     far")
    for language in ("zh", "en"):
        here = np.array([question.language == language for question in questions])
        tags = np.array([question.tag for question in questions])
        found = rates(scores[here], answers[here])
        caught = [float((scores[here & (tags == tag)] <= 0).mean()) for tag in ("near", "far")]
        tell(f"{language:8s}  {here.sum():9d}  {found.precision:9.3f}  {found.recall:6.3f}  {found.f1:5.3f}"
             f"  {found.refused:7.3f}  {caught[0]:6.3f}  {caught[1]:6.3f}")  # fmt: skip


def _tell_curve(scores: FloatArray, answers: Mask, tell: Callable[[str], None]) -> None:
    tell("threshold, from the chosen one   precision  recall     F1  refused")
    for step in (-3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0):
        found = rates(scores - step, answers)
        tell(f"{step:+31.1f}  {found.precision:9.3f}  {found.recall:6.3f}  {found.f1:5.3f}  {found.refused:7.3f}")


if __name__ == "__main__":
    raise SystemExit(main())
