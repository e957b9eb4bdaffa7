"""Fitting the classifier, on a lesson small enough to be learned in a second."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the `train` extra is not installed")
pytest.importorskip("safetensors", reason="the `train` extra is not installed")

from index.classifier import FAR, NEAR, QuestionClassifier, Weights  # noqa: E402
from index.source import Source  # noqa: E402
from index.static_table import StaticTable  # noqa: E402
from index.training import classifier_run, classifying  # noqa: E402
from index.training.classifying import ClassifierRecipe, classes_of, fit, lesson, log_chances, write  # noqa: E402
from index.training.questions import OwnQuestion  # noqa: E402

QUICK = ClassifierRecipe(steps=30, batch=64)


@pytest.fixture(scope="module")
def fitted(questions: list[OwnQuestion], plan_source: Source, table: StaticTable) -> Weights:
    classes = classes_of(questions, plan_source)
    return fit(lesson(questions, plan_source, table, classes), table, QUICK)


def test_classes_are_the_items_asked_for_and_two_more(questions: list[OwnQuestion], plan_source: Source) -> None:
    assert classes_of(questions, plan_source) == ("1.1.1", "3.2.1", NEAR, FAR)


def test_an_item_that_fits_as_well_counts_less(
    questions: list[OwnQuestion], plan_source: Source, table: StaticTable
) -> None:
    targets = lesson(questions, plan_source, table, classes_of(questions, plan_source)).targets
    assert targets.sum(axis=1) == pytest.approx(np.ones(len(targets)))
    assert targets[1, 0] / targets[1, 1] == pytest.approx(1 / classifying.OTHERS)


def test_what_was_taught_is_known(fitted: Weights, table: StaticTable) -> None:
    texts = [np.asarray(table.pieces(text)) for text in ("mending the nets", "the harbour opens", "a joke")]
    assert [int(log_chances(fitted, text, table).argmax()) for text in texts] == [0, 1, 3]


def test_the_same_seed_gives_the_same_numbers(
    fitted: Weights, questions: list[OwnQuestion], plan_source: Source, table: StaticTable
) -> None:
    again = fit(lesson(questions, plan_source, table, classes_of(questions, plan_source)), table, QUICK)
    assert np.array_equal(again.rows, fitted.rows)
    assert np.array_equal(again.classes, fitted.classes)


def test_what_is_written_says_what_was_fitted(
    tmp_path: Path, fitted: Weights, questions: list[OwnQuestion], plan_source: Source, table: StaticTable
) -> None:
    folder = tmp_path / "classifier"
    write(fitted, classes_of(questions, plan_source), table, plan_source, "# Card\n", folder)
    read = QuestionClassifier.load(folder, table)
    chances = read.chances("mending the nets")
    scores = log_chances(fitted, np.asarray(table.pieces("mending the nets")), table)
    assert chances is not None
    assert chances.items == pytest.approx(scores[:2] - np.logaddexp.reduce(scores[:2]), abs=0.05)
    assert chances.unanswered == pytest.approx(np.logaddexp.reduce(scores[2:]), abs=0.05)


def test_the_card_holds_figures_of_questions_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, questions: list[OwnQuestion]
) -> None:
    monkeypatch.setattr(classifier_run, "read_questions", lambda: questions)
    card = classifier_run.train_classifier(tmp_path / "out", QUICK, folds=2, threads=1)
    assert (tmp_path / "out" / "README.md").read_text("utf-8") == card
    assert "| en | 4 | 1 | 1 |" in card
