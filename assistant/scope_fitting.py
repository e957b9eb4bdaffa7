"""`python -m assistant.scope_fitting`: fit again what decides whether the plan answers, and say how well it does.

Needed whenever the encoder, the phrases of the index or the word lists change. Reads only questions that are kept for
this (the calibrate files), never those that the assistant is judged by. All figures are of questions that were left
out while the numbers were fitted (cross-validation), so they are fair, but of these writers' questions only.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
import numpy.typing as npt

from assistant.clues import clue_names, counted, phrases_in
from assistant.scope import NUMBERS, Evidence, Numbers, Weighing, measured, names_of, vector_of
from index.build import open_index
from index.search import Index

FloatArray = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

CASES = Path(__file__).parents[1] / "evals" / "cases"
FOLDS, STEPS = 10, 40
PENALTY, VECTOR_PENALTY = 2.0, 100.0
"""Of squared weights, each feature having a deviation of 1: keeps a list with three hits from deciding alone."""
UNKNOWN, PASSES = 0.3, 3
"""The writers of these questions knew the lists. Strangers use other words: so in each of several passes a share of the
phrases is taken away, both where numbers are fitted and where they are tried."""
SLACK = 0.006
"""Of F1, given up for fewer wrong refusals: differences below it are chance."""


@dataclass(frozen=True)
class Question:
    """One question of which it is known whether the plan answers it."""

    text: str
    language: str
    tag: str
    """topic, near or far."""
    signals: dict[str, float]
    phrases: Mapping[str, tuple[str, ...]]
    vector: tuple[float, ...]

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
        NUMBERS.write_text(json.dumps(numbers.model_dump()) + "\n", encoding="utf-8")
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
    assert index.encoder is not None, "fitting needs an encoder"
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            text, language = case["question"], case["language"]
            tag = "topic" if case["kind"] == "topic" else case["tags"][0]
            signals, phrases = measured(index.signals(text, language)), phrases_in(text, language)
            yield Question(text, language, tag, signals, phrases or {}, vector_of(text, index.encoder))


def fit(questions: Sequence[Question], encoder: str, rng: np.random.Generator, tell: Callable[[str], None]) -> Numbers:
    """Fit every set of numbers, and tell how each does on questions left out."""
    answers = np.array([question.is_answered for question in questions])
    is_near = np.array([question.tag == "near" for question in questions])
    folds = rng.permutation(len(questions)) % FOLDS
    answered: dict[Evidence, Weighing] = {}
    near: dict[Evidence, Weighing] = {}
    for which in get_args(Evidence):
        passes = [_matrix(questions, which, forgotten) for forgotten in _forgotten(questions, rng)]
        known, tried = passes[0], passes[1]
        penalty = _penalty(which, known.shape[1])
        strange = _cross_validated(passes[2:], tried, answers, folds, penalty)
        threshold = best_threshold(strange, answers)
        answered[which] = _weighing(passes, answers, which, penalty, threshold)
        near[which] = _weighing([each[~answers] for each in passes], is_near[~answers], which, penalty, 0.0)
        tell(f"\n== {which}: {len(names_of(which))} features, threshold {threshold:+.2f}")
        tell(f"-- {UNKNOWN:.0%} of the phrases taken away")
        _tell_groups(questions, strange - threshold, answers, tell)
        if which == "all":
            _tell_curve(strange - threshold, answers, tell)
            told = _cross_validated([known[~answers]], known[~answers], is_near[~answers], folds[~answers], penalty) > 0
            tell(f"near told from far, of those the plan does not answer: {(told == is_near[~answers]).mean():.3f}")
            tell("-- with all phrases")
            familiar = _cross_validated([known, *passes[2:]], known, answers, folds, penalty)
            _tell_groups(questions, familiar - threshold, answers, tell)
    return Numbers(encoder=encoder, answered=answered, near=near)


def _forgotten(questions: Sequence[Question], rng: np.random.Generator) -> Iterator[frozenset[str]]:
    """Phrases to take away: none, then for trying, then for each pass of fitting."""
    yield frozenset()
    every = sorted({phrase for question in questions for found in question.phrases.values() for phrase in found})
    for _ in range(1 + PASSES):
        yield frozenset(phrase for phrase in every if rng.random() < UNKNOWN)


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


def logistic(matrix: FloatArray, answers: Mask, penalty: FloatArray) -> FloatArray:
    """Coefficients (features,), the first one of a column of ones, by Newton's method."""
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


def _matrix(questions: Sequence[Question], which: Evidence, forgotten: frozenset[str]) -> FloatArray:
    """Features by question, then the question's vector where it is weighed."""
    rows = []
    for question in questions:
        kept = {name: set(question.phrases.get(name, ())) - forgotten for name in clue_names()}
        features = {**question.signals, **counted(kept)}
        vector = question.vector if which in ("all", "signals") else ()
        rows.append([*(features[name] for name in names_of(which)), *vector])
    return np.array(rows)


def _penalty(which: Evidence, columns: int) -> FloatArray:
    named = len(names_of(which))
    return np.array([1e-6, *[PENALTY] * named, *[VECTOR_PENALTY] * (columns - named)])


def _fitted(passes: Sequence[FloatArray], answers: Mask, penalty: FloatArray) -> FloatArray:
    """Coefficients for features as they are measured, the bias first; passes count as one set of questions."""
    matrix = np.vstack(passes)
    centre, spread = matrix.mean(axis=0), matrix.std(axis=0)
    spread[spread < 1e-9] = np.inf  # a feature that never varied has taught nothing
    scaled = np.column_stack([np.ones(len(matrix)), (matrix - centre) / spread])
    coefficients = logistic(scaled, np.tile(answers, len(passes)), penalty * len(passes))
    weights = coefficients[1:] / spread
    return np.array([coefficients[0] - weights @ centre, *weights])


def _cross_validated(
    passes: Sequence[FloatArray], tried: FloatArray, answers: Mask, folds: npt.NDArray[np.int64], penalty: FloatArray
) -> FloatArray:
    scores = np.zeros(len(tried))
    for fold in range(FOLDS):
        rest = folds != fold
        coefficients = _fitted([each[rest] for each in passes], answers[rest], penalty)
        scores[~rest] = coefficients[0] + tried[~rest] @ coefficients[1:]
    return scores


def _weighing(
    passes: Sequence[FloatArray], answers: Mask, which: Evidence, penalty: FloatArray, threshold: float
) -> Weighing:
    bias, *weights = (round(float(value), 5) for value in _fitted(passes, answers, penalty))
    names = names_of(which)
    named, vector = dict(zip(names, weights, strict=False)), tuple(weights[len(names) :])
    return Weighing(bias=bias, weights=named, vector=vector, threshold=threshold)


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
