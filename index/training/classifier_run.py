"""From the project's own questions to a classifier in its folder, with figures of questions left out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from corpus.references import Reference
from index.classifier import FAR, NEAR
from index.encoder import SHIPPED_FOLDER
from index.source import Source, load_source
from index.static_table import FloatArray, StaticTable
from index.training.classifier_card import classifier_card
from index.training.classifying import ClassifierRecipe, classes_of, fit, lesson, log_chances, write
from index.training.left_out import write_left_out
from index.training.questions import OwnQuestion, languages_of, read_questions

_log = logging.getLogger(__name__)

_TOP = 3


def train_classifier(
    out: Path, recipe: ClassifierRecipe, folds: int, threads: int, left_out: Path | None = None
) -> str:
    """Fits the classifier, measures it on questions left out, writes it, and returns its card.

    Args:
        out: folder to put it into; an old one is replaced.
        recipe: how it is fitted.
        folds: parts of the cross-validation; 0 measures nothing and says so.
        threads: of the processor; another number changes the last digits.
        left_out: file for what each question gets from the folds that it was left out of.

    Raises:
        EncoderFolderError: the shipped encoder cannot be read.
        ClassifierError: a line of the questions cannot be read.
    """
    torch.set_num_threads(threads)
    table, source, questions = StaticTable.load(SHIPPED_FOLDER), load_source(), read_questions()
    classes = classes_of(questions, source)
    results: dict[str, list[float]] = {}
    if folds:
        scores = _cross_validated(questions, source, table, classes, recipe, folds)
        results = {
            language: measured(of_language(language, questions, scores), classes)
            for language in languages_of(questions)
        }
        if left_out:
            write_left_out(left_out, questions, scores)
    fitted = fit(lesson(questions, source, table, classes), table, recipe)
    card = classifier_card(questions, len(classes), len(fitted.pieces), recipe, folds, results)
    write(fitted, classes, table, source, card, out)
    return card


def _cross_validated(
    questions: Sequence[OwnQuestion],
    source: Source,
    table: StaticTable,
    classes: Sequence[str],
    recipe: ClassifierRecipe,
    folds: int,
) -> FloatArray:
    """Returns log-probabilities (questions, classes), of each question by a classifier that never saw it."""
    fold = np.random.default_rng(recipe.seed).permutation(len(questions)) % folds
    scores = np.zeros((len(questions), len(classes)), np.float32)
    for part in range(folds):
        rest = [question for question, its in zip(questions, fold, strict=True) if its != part]
        fitted = fit(lesson(rest, source, table, classes), table, recipe, f"left out: part {part + 1} of {folds}")
        for number in np.flatnonzero(fold == part).tolist():
            pieces = np.asarray(table.pieces(questions[number].question), dtype=np.int64)
            scores[number] = log_chances(fitted, pieces, table)
    return scores


def of_language(
    language: str, questions: Sequence[OwnQuestion], scores: FloatArray
) -> list[tuple[OwnQuestion, FloatArray]]:
    """Returns the questions of a language with their scores."""
    return [(asked, row) for asked, row in zip(questions, scores, strict=True) if asked.language == language]


def measured(some: Sequence[tuple[OwnQuestion, FloatArray]], classes: Sequence[str]) -> list[float]:
    """Returns shares: right item first, among three; precision and recall of saying that no item answers."""
    items = [Reference.parse(name) for name in classes if name not in (NEAR, FAR)]
    ranks = [_rank(question, row[: len(items)], items) for question, row in some if question.refs]
    refused = np.array([np.exp(row[len(items) :]).sum() > 0.5 for _, row in some])
    due = np.array([question.kind is not None for question, _ in some])
    right = float((refused & due).sum())
    return [
        float(np.mean([rank == 0 for rank in ranks])),
        float(np.mean([rank < _TOP for rank in ranks])),
        right / max(float(refused.sum()), 1.0),
        right / max(float(due.sum()), 1.0),
    ]


def _rank(question: OwnQuestion, scores: FloatArray, items: Sequence[Reference]) -> int:
    """Returns the place of the first item that fits, counted from 0; an action and its outputs are one place."""
    wanted = {_family(Reference.parse(name)) for name in question.refs}
    order = dict.fromkeys(_family(items[i]) for i in np.argsort(-scores, kind="stable"))
    return next((place for place, family in enumerate(order) if family in wanted), len(items))


def _family(reference: Reference) -> Reference:
    return reference.action or reference
