"""`python -m assistant.scope_fitting`: fit again what decides whether the plan answers, and say how well it does.

Needed whenever the encoder, the classifier, the reader, the phrases of the index or the word lists change. Reads only questions that
are kept for this (the calibrate files) and the project's own, never those that the assistant is judged by. All figures
are of calibration questions that were left out while the numbers were fitted (cross-validation), so they are fair, but
of these writers' questions only.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import get_args

import numpy as np

from assistant.clues import clue_names, counted
from assistant.logistic import FloatArray, IntArray, Mask, Taught, best_threshold, cross_validated, fitted, rates
from assistant.scope import DOUBT, NUMBERS, Evidence, Numbers, Weighing, names_of
from assistant.scope_questions import Question, read_cases, read_own
from corpus.errors import PlanAssistantError
from index.build import open_index

CASES = Path(__file__).parents[1] / "evals" / "cases"
FOLDS = 5
PENALTY, VECTOR_PENALTY = 2.0, 100.0
"""Of squared weights, each feature having a deviation of 1: keeps a list with three hits from deciding alone."""
UNKNOWN, PASSES = 0.3, 3
"""The writers of these questions knew the lists. Strangers use other words: so in each of several passes a share of the
phrases is taken away, both where numbers are fitted and where they are tried."""
OWN_WEIGHT = 1.0
"""Of all of the project's own questions together, where the calibration questions together weigh 1."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the tables, write the numbers; returns the exit status."""
    options = _parser().parse_args(arguments)
    index = open_index()
    if index.encoder is None or index.reader is None:
        print("; ".join(index.notices) or "there is no encoder to fit with, or no reader")
        return 2
    questions = list(read_cases(options.cases, index))
    try:
        own = list(read_own(options.left_out, options.held_back)) if options.left_out and options.held_back else []
    except PlanAssistantError as error:
        print(f"{error}\n{error.help}")
        return 1
    rng = np.random.default_rng(options.seed)
    made_by = (index.measured_by, index.reader.fingerprint)
    numbers = fit(questions, own, made_by, rng, print)
    if not options.dry_run:
        NUMBERS.write_text(json.dumps(numbers.model_dump()) + "\n", encoding="utf-8")
        print(f"\nwritten: {NUMBERS.name}, for {numbers.measured_by[:12]}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant.scope_fitting", description=(__doc__ or "").split("\n")[0]
    )
    found = sorted(CASES.glob("calibrate*.jsonl"))
    parser.add_argument(
        "cases", nargs="*", type=Path, default=found, help="files of questions (evals/cases/calibrate*)"
    )
    parser.add_argument(
        "--left-out",
        type=Path,
        metavar="FILE",
        help="as `python -m index.training classifier --left-out FILE` wrote it",
    )
    parser.add_argument(
        "--held-back",
        type=Path,
        metavar="FILE",
        help="as `python -m index.training reader --left-out FILE` wrote it; own questions need both",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the folds (0)")
    parser.add_argument("--dry-run", action="store_true", help="print only, write nothing")
    return parser


def fit(
    questions: Sequence[Question],
    own: Sequence[Question],
    made_by: tuple[str, str],
    rng: np.random.Generator,
    tell: Callable[[str], None],
) -> Numbers:
    """Fit every set of numbers, and tell how each does on questions left out.

    Args:
        questions: those that figures and thresholds are of.
        own: those that are learned from besides.
        made_by: names the encoder with the classifier, and the reader.
        rng: draws the folds and the phrases that are taken away.
        tell: prints a line.
    """
    answers, own_answers = _answers(questions), _answers(own)
    is_near, own_near = (np.array([question.tag == "near" for question in some]) for some in (questions, own))
    folds = rng.permutation(len(questions)) % FOLDS
    answered: dict[Evidence, Weighing] = {}
    near: dict[Evidence, Weighing] = {}
    second: dict[Evidence, Weighing] = {}
    for which in get_args(Evidence):
        forgotten = list(_forgotten([*questions, *own], rng))
        passes = [_matrix(questions, which, each) for each in forgotten]
        known, tried = passes[0], passes[1]
        penalty = _penalty(which, known.shape[1])
        taught = Taught(_matrix(own, which, forgotten[-1], known.shape[1]), own_answers, _weights(own, len(questions)))
        strange = cross_validated(passes[2:], tried, answers, folds, penalty, taught)
        threshold = best_threshold(strange, answers)
        answered[which] = _weighing(passes, answers, which, penalty, threshold, taught)
        others = taught.of(~own_answers, own_near)
        near[which] = _weighing([each[~answers] for each in passes], is_near[~answers], which, penalty, 0.0, others)
        tell(f"\n== {which}: {len(names_of(which))} features, threshold {threshold:+.2f}")
        tell(f"-- {UNKNOWN:.0%} of the phrases taken away")
        _tell_groups(questions, strange - threshold, answers, tell)
        if which in ("all", "signals"):
            first = strange - threshold
            second[which], both = _second(questions, own, which, forgotten, folds, first)
            asked = (first > DOUBT[0]) & (first < DOUBT[1])
            tell(f"-- and a second opinion, asked for {asked[answers].mean():.0%} of those that the plan answers, "
                 f"{asked[~answers].mean():.0%} of the others; threshold {second[which].threshold:+.2f}")  # fmt: skip
            _tell_groups(questions, both, answers, tell)
            if which == "all":
                _tell_curve(both, answers, tell)
        if which == "all":
            _tell_curve(strange - threshold, answers, tell)
            apart = cross_validated(
                [known[~answers]], known[~answers], is_near[~answers], folds[~answers], penalty, others
            )
            told = (apart > 0) == is_near[~answers]
            tell(f"near told from far, of those the plan does not answer: {told.mean():.3f}")
            tell("-- with all phrases")
            familiar = cross_validated([known, *passes[2:]], known, answers, folds, penalty, taught)
            _tell_groups(questions, familiar - threshold, answers, tell)
    return Numbers(measured_by=made_by[0], answered=answered, near=near, read_by=made_by[1], second=second)


def _second(
    questions: Sequence[Question],
    own: Sequence[Question],
    which: Evidence,
    forgotten: Sequence[frozenset[str]],
    folds: IntArray,
    first: FloatArray,
) -> tuple[Weighing, FloatArray]:
    """Fit the numbers that weigh the second opinion, too; returns them, and the scores of both together, left out.

    Its threshold is that of the whole decision: of questions that are not asked about, the first score stands.
    """
    answers, heard = _answers(questions), [question for question in own if question.opinion]
    passes = [_matrix(questions, which, each, second=True) for each in forgotten]
    columns = passes[0].shape[1]
    taught = Taught(
        _matrix(heard, which, forgotten[-1], columns, second=True), _answers(heard), _weights(heard, len(questions))
    )
    penalty = _penalty(which, columns, second=True)
    scores = cross_validated(passes[2:], passes[1], answers, folds, penalty, taught)
    asked = (first > DOUBT[0]) & (first < DOUBT[1])
    threshold = best_threshold(np.where(asked, scores, np.sign(first) * 99), answers)
    weighing = _weighing(passes, answers, which, penalty, threshold, taught, second=True)
    return weighing, np.where(asked, scores - threshold, first)


def _answers(questions: Sequence[Question]) -> Mask:
    return np.array([question.is_answered for question in questions], dtype=bool)


def _weights(own: Sequence[Question], questions: int) -> FloatArray:
    """Of own questions: answered ones weigh as much as all others, near ones as far ones, and all of them together
    OWN_WEIGHT of the calibration questions."""
    many = Counter(question.tag for question in own)
    shares = {"topic": 0.5, "near": 0.25, "far": 0.25}
    return np.array([OWN_WEIGHT * questions * shares[question.tag] / many[question.tag] for question in own])


def _forgotten(questions: Sequence[Question], rng: np.random.Generator) -> Iterator[frozenset[str]]:
    """Phrases to take away: none, then for trying, then for each pass of fitting."""
    yield frozenset()
    every = sorted({phrase for question in questions for found in question.phrases.values() for phrase in found})
    for _ in range(1 + PASSES):
        yield frozenset(phrase for phrase in every if rng.random() < UNKNOWN)


def _matrix(
    questions: Sequence[Question], which: Evidence, forgotten: frozenset[str], columns: int = 0, *, second: bool = False
) -> FloatArray:
    """Features by question, then the question's vector where it is weighed; no rows of so many columns without any."""
    rows = []
    for question in questions:
        kept = {name: set(question.phrases.get(name, ())) - forgotten for name in clue_names()}
        features = {**question.signals, **counted(kept), **question.opinion}
        vector = question.vector if which in ("all", "signals") else ()
        rows.append([*(features.get(name, 0.0) for name in names_of(which, second=second)), *vector])
    return np.array(rows) if rows else np.zeros((0, columns))


def _penalty(which: Evidence, columns: int, *, second: bool = False) -> FloatArray:
    named = len(names_of(which, second=second))
    return np.array([1e-6, *[PENALTY] * named, *[VECTOR_PENALTY] * (columns - named)])


def _weighing(
    passes: Sequence[FloatArray],
    answers: Mask,
    which: Evidence,
    penalty: FloatArray,
    threshold: float,
    taught: Taught,
    *,
    second: bool = False,
) -> Weighing:
    bias, *weights = (round(float(value), 5) for value in fitted(passes, answers, penalty, taught))
    names = names_of(which, second=second)
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
