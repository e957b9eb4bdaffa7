"""From the project's own questions to a reader in its folder, with figures of questions held back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from index.encoder import SHIPPED_FOLDER
from index.source import load_source
from index.static_table import StaticTable
from index.training.classifier_run import measured, of_language
from index.training.classifying import classes_of
from index.training.left_out import write_left_out
from index.training.pretrained import Pretrained, read_pretrained
from index.training.questions import OwnQuestion, languages_of, read_questions
from index.training.reader_card import reader_card
from index.training.reader_export import write
from index.training.reading import ReaderRecipe, fit, lesson, log_chances
from index.training.transformer import start_from


def train_reader(
    out: Path,
    recipe: ReaderRecipe,
    threads: int,
    *,
    held_back: float = 0.2,
    left_out: Path | None = None,
    pretrained: Pretrained | None = None,
) -> str:
    """Fits the reader, writes it, and returns its card.

    It is fitted twice: first without a share of the questions, which are then asked of it, for the card's figures and
    for fitting the decision to answer; then with all of them.

    Args:
        out: folder to put it into; an old one is replaced.
        recipe: how it is fitted.
        threads: of the processor; another number changes the last digits.
        held_back: share of the questions that the first fit does not see; 0 measures nothing, and the card says so.
        left_out: file for what the questions held back get.
        pretrained: where it starts; the installed package's weights when not given.

    Raises:
        EncoderFolderError: the shipped encoder cannot be read.
        ClassifierError: a line of the questions cannot be read, or the pretrained weights are not installed.
    """
    torch.set_num_threads(threads)
    table, source, questions = StaticTable.load(SHIPPED_FOLDER), load_source(), read_questions()
    classes = classes_of(questions, source)
    whole = lesson(questions, source, table, classes)
    start = start_from(pretrained or read_pretrained(), table, whole.texts)
    results: dict[str, list[float]] = {}
    if held_back:
        back = np.random.default_rng(recipe.seed).random(len(questions)) < held_back
        taught, asked = _parted(questions, back)
        first = fit(lesson(taught, source, table, classes), start, table, recipe, "first fit, some held back")
        scores = log_chances(first, start, table, [question.question for question in asked])
        results = {
            language: measured(of_language(language, asked, scores), classes) for language in languages_of(asked)
        }
        if left_out:
            write_left_out(left_out, asked, scores)
    fitted = fit(whole, start, table, recipe, "second fit, on all")
    card = reader_card(questions, len(classes), len(start.rows), recipe, held_back, results)
    write(fitted, start, classes, table, source, card, out)
    return card


def _parted(questions: Sequence[OwnQuestion], back: np.ndarray) -> tuple[list[OwnQuestion], list[OwnQuestion]]:
    """Returns the questions that are taught, and those held back."""
    return (
        [question for question, is_back in zip(questions, back, strict=True) if not is_back],
        [question for question, is_back in zip(questions, back, strict=True) if is_back],
    )
