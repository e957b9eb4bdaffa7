"""Fits the reader on the project's own questions, from a pretrained model: a quarter of an hour on two cores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from rich.progress import track
from torch import Tensor, nn
from torch.nn import functional

from index.reader import IntArray
from index.source import Source
from index.static_table import FloatArray, StaticTable
from index.training.classifying import target_of, texts_of
from index.training.questions import OwnQuestion
from index.training.transformer import PADDING, UNKNOWN, QuestionTransformer, Start

#: Batches whose questions are sorted by length together: little padding, and yet much chance.
_SORTED = 32
_READ = 128


@dataclass(frozen=True, slots=True)
class ReaderRecipe:
    """How the reader is fitted; chosen on the calibration questions, which are not among those it learns from."""

    seed: int = 1
    layers: int = 8
    """Of the pretrained ones, from the first."""
    epochs: float = 3.0
    batch: int = 64
    rate: float = 1.3e-4
    head_rate: float = 1e-3
    """Of the last layer, which starts from nothing."""
    warm_up: int = 100
    decay: float = 0.01
    dropout: float = 0.1
    unknown: float = 0.05
    """Share of a question's pieces that a step does not see: others must carry the meaning, too."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learned from: texts, and the weights of the classes they belong to (texts, classes)."""

    texts: list[str]
    targets: FloatArray


def lesson(questions: Sequence[OwnQuestion], source: Source, table: StaticTable, classes: Sequence[str]) -> Lesson:
    """Puts together what is learned from; texts without any piece that the encoder knows are left out."""
    texts = texts_of(questions, source, classes)
    read = [(text, target_of(names, classes)) for text, names in texts if table.pieces(text)]
    return Lesson([text for text, _ in read], np.stack([target for _, target in read]))


def fit(
    learned: Lesson, start: Start, table: StaticTable, recipe: ReaderRecipe, title: str = "reader"
) -> QuestionTransformer:
    """Fits all weights by AdamW on the cross-entropy; the same seed, threads and processor give the same numbers."""
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    model = QuestionTransformer(start, learned.targets.shape[1], recipe.layers, recipe.dropout)
    model.train()
    rows = [start.rows_of(table.pieces(text)) for text in learned.texts]
    targets = torch.from_numpy(learned.targets)
    steps = max(1, round(recipe.epochs * len(rows) / recipe.batch))
    optimiser = _optimiser(model, recipe)
    batches = _batches(rows, recipe.batch, random)
    for step, chosen in zip(track(range(steps), description=title), batches, strict=False):
        share = min(1.0, (step + 1) / recipe.warm_up) * (1 - step / steps)
        for group in optimiser.param_groups:
            group["lr"] = group["height"] * share
        some = [_forgetful(rows[number], random, recipe.unknown) for number in chosen]
        _step(model, optimiser, some, targets[chosen])
    model.eval()
    return model


def log_chances(model: QuestionTransformer, start: Start, table: StaticTable, texts: Sequence[str]) -> FloatArray:
    """Returns log-probabilities (texts, classes)."""
    rows = [start.rows_of(table.pieces(text)) for text in texts]
    order = np.argsort([len(row) for row in rows], kind="stable")
    result = np.zeros((len(rows), model.head.out_features), np.float32)
    with torch.no_grad():
        for first in range(0, len(order), _READ):
            some = order[first : first + _READ]
            scores = _scores(model, [rows[number] for number in some])
            result[some] = functional.log_softmax(scores, dim=1).numpy()
    return result


def _optimiser(model: nn.Module, recipe: ReaderRecipe) -> torch.optim.AdamW:
    """Biases and normalisations are not pulled to zero."""
    body = [(name, weight) for name, weight in model.named_parameters() if not name.startswith("head")]
    groups = [
        {"params": [weight for _, weight in body if weight.ndim > 1], "height": recipe.rate},
        {"params": [weight for _, weight in body if weight.ndim == 1], "height": recipe.rate, "weight_decay": 0.0},
        {"params": list(model.head.parameters()), "height": recipe.head_rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, weight_decay=recipe.decay)


def _batches(rows: Sequence[IntArray], size: int, random: np.random.Generator) -> Iterator[IntArray]:
    """Yields numbers of texts without end, each text once an epoch, with texts of like length together."""
    lengths = np.array([len(row) for row in rows])
    while True:
        shuffled = random.permutation(len(rows))
        batches = []
        for first in range(0, len(shuffled), size * _SORTED):
            some = shuffled[first : first + size * _SORTED]
            some = some[np.argsort(lengths[some], kind="stable")]
            batches += [some[at : at + size] for at in range(0, len(some), size)]
        yield from (batches[number] for number in random.permutation(len(batches)))


def _forgetful(rows: IntArray, random: np.random.Generator, share: float) -> IntArray:
    """Returns a question with some of its pieces unknown; its start and end stay, and short ones are left alone."""
    if len(rows) <= 5:
        return rows
    hidden = random.random(len(rows)) < share
    hidden[[0, -1]] = False
    return np.where(hidden, UNKNOWN, rows)


def _step(model: QuestionTransformer, optimiser: torch.optim.Optimizer, rows: list[IntArray], targets: Tensor) -> None:
    loss = functional.cross_entropy(_scores(model, rows), targets)
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()


def _scores(model: QuestionTransformer, rows: Sequence[IntArray]) -> Tensor:
    longest = max(len(row) for row in rows)
    padded = np.full((len(rows), longest), PADDING)
    for place, row in enumerate(rows):
        padded[place, : len(row)] = row
    real = torch.from_numpy((np.arange(longest) < np.array([len(row) for row in rows])[:, None]).astype(np.int64))
    with torch.autocast("cpu", torch.bfloat16):
        scores: Tensor = model(torch.from_numpy(padded), real)
    return scores.float()
