"""Fitting the reader, on a lesson and a transformer small enough to be learned in a second."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the `train` extra is not installed")
pytest.importorskip("onnxscript", reason="the `train` extra is not installed")

from index.classifier import FAR, NEAR  # noqa: E402
from index.reader import QuestionReader  # noqa: E402
from index.source import Source  # noqa: E402
from index.static_table import StaticTable  # noqa: E402
from index.training import classifying, reader_run  # noqa: E402
from index.training.classifying import classes_of  # noqa: E402
from index.training.left_out import read_left_out  # noqa: E402
from index.training.questions import OwnQuestion  # noqa: E402
from index.training.reader_export import write  # noqa: E402
from index.training.reading import Lesson, ReaderRecipe, fit, lesson, log_chances  # noqa: E402
from index.training.transformer import END, POSITIONS, START, UNKNOWN, QuestionTransformer, Start, start_from  # noqa: E402
from tests.index.tiny_transformer import tiny_pretrained  # noqa: E402

QUICK = ReaderRecipe(layers=2, epochs=80, batch=8, rate=1e-3, head_rate=1e-2, warm_up=20, dropout=0.0, unknown=0.0)


@pytest.fixture(scope="module")
def learned(questions: list[OwnQuestion], plan_source: Source, table: StaticTable) -> Lesson:
    return lesson(questions, plan_source, table, classes_of(questions, plan_source))


@pytest.fixture(scope="module")
def start(learned: Lesson, table: StaticTable) -> Start:
    return start_from(tiny_pretrained(), table, learned.texts)


@pytest.fixture(scope="module")
def fitted(learned: Lesson, start: Start, table: StaticTable) -> QuestionTransformer:
    return fit(learned, start, table, QUICK)


def test_classes_are_the_items_asked_for_and_two_more(questions: list[OwnQuestion], plan_source: Source) -> None:
    assert classes_of(questions, plan_source) == ("1.1.1", "3.2.1", NEAR, FAR)


def test_an_item_that_fits_as_well_counts_less(learned: Lesson) -> None:
    assert learned.targets.sum(axis=1) == pytest.approx(np.ones(len(learned.targets)))
    assert learned.targets[1, 0] / learned.targets[1, 1] == pytest.approx(1 / classifying.OTHERS)


def test_a_piece_is_written_out_in_pretrained_ones(start: Start, table: StaticTable) -> None:
    own = tiny_pretrained()
    letters = own.tensors["emb.word"].reshape(-1, own.width)[[own.pieces.index(letter) for letter in "▁open"]]
    assert np.array_equal(start.rows[start.rows_of(table.pieces("open"))[1:-1]], letters)


def test_what_is_unknown_stays_so_and_long_texts_are_cut(start: Start) -> None:
    assert start.rows_of([1, 0]).tolist() == [START, UNKNOWN, UNKNOWN, END]
    assert len(start.rows_of([1] * 500)) == POSITIONS


def test_what_was_taught_is_known(fitted: QuestionTransformer, start: Start, table: StaticTable) -> None:
    scores = log_chances(fitted, start, table, ["who mends the nets?", "when does the harbour open?", "tell me a joke"])
    assert scores.argmax(axis=1).tolist() == [0, 1, 3]
    assert np.exp(scores).sum(axis=1) == pytest.approx(np.ones(3), abs=1e-4)


def test_the_same_seed_gives_the_same_numbers(
    fitted: QuestionTransformer, learned: Lesson, start: Start, table: StaticTable
) -> None:
    again = fit(learned, start, table, QUICK)
    assert all(torch.equal(one, two) for one, two in zip(again.parameters(), fitted.parameters(), strict=True))


def test_what_is_written_says_what_was_fitted(
    tmp_path: Path,
    fitted: QuestionTransformer,
    start: Start,
    questions: list[OwnQuestion],
    plan_source: Source,
    table: StaticTable,
) -> None:
    folder = tmp_path / "reader"
    write(fitted, start, classes_of(questions, plan_source), table, plan_source, "# Card\n", folder)
    read = QuestionReader.load(folder, table)
    for text in ("mending the nets", "what does a harbour cost", "x"):
        chances, (scores,) = read.chances(text), log_chances(fitted, start, table, [text])
        assert chances is not None
        assert chances.items == pytest.approx(scores[:2] - np.logaddexp.reduce(scores[:2]), abs=0.2)
        assert chances.unanswered == pytest.approx(np.logaddexp.reduce(scores[2:]), abs=0.2)
    assert read.chances("harbour " * 300) is not None


def test_the_card_holds_figures_of_questions_held_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, questions: list[OwnQuestion]
) -> None:
    monkeypatch.setattr(reader_run, "read_questions", lambda: questions)
    out, left_out = tmp_path / "out", tmp_path / "left.npz"
    card = reader_run.train_reader(out, QUICK, 1, held_back=0.5, left_out=left_out, pretrained=tiny_pretrained())
    assert (out / "README.md").read_text("utf-8") == card
    assert "| en | 4 | 1 | 1 |" in card
    asked, scores = read_left_out(left_out, questions)
    assert 0 < len(asked) < len(questions)
    assert scores.shape == (len(asked), 4)
