"""The training loop: draws batches, adds the losses, moves the rows, saves now and then."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from torch import Tensor

from index.maxsim import POWER
from index.static_table import FloatArray
from index.training.batches import Batch, Sampler
from index.training.losses import sentence_loss, teacher_loss, word_loss
from index.training.pieces import IntArray
from index.training.pooling import pooled
from index.training.recipe import Recipe
from index.training.table import Features, Table
from index.training.tokeniser import SPECIAL

logger = logging.getLogger(__name__)

_CHECKPOINT = "checkpoint.pt"
_SAVE_EVERY = 1_000
_LOG_EVERY = 250
_WARM_UP = 100
#: The rate falls along a cosine to this share of its height.
_LAST_RATE = 0.02
_SMOOTHING = 0.95


class Teacher:
    """The teacher's vectors by number of the text."""

    def __init__(self, rows: IntArray, vectors: FloatArray) -> None:
        """Takes for each text the row of its vector or -1, and the vectors (rows, dimension)."""
        self._rows = torch.from_numpy(rows)
        self._vectors = torch.from_numpy(vectors)

    def of(self, texts: IntArray) -> tuple[Tensor, Tensor]:
        """Returns which of the texts it has read, and their vectors."""
        rows = self._rows[torch.from_numpy(texts)]
        known = torch.nonzero(rows >= 0).squeeze(1)
        return known, self._vectors[rows[known]]


class Fitting:
    """One training run; `run` continues from the checkpoint in its folder when there is one."""

    def __init__(self, recipe: Recipe, vocabulary: list[str], sampler: Sampler, teacher: Teacher, folder: Path) -> None:
        self._recipe = recipe
        self._sampler = sampler
        self._teacher = teacher
        self._checkpoint = folder / _CHECKPOINT
        generator = torch.Generator().manual_seed(recipe.seed)
        features = Features.of(vocabulary, recipe.ngram_rows)
        self._table = Table(features, len(vocabulary), recipe.ngram_rows, recipe.dimension, generator)
        self._losses: dict[str, float] = {}

    def run(self) -> FloatArray:
        """Trains all steps and returns the table (pieces, dimension)."""
        for step in self._steps():
            self._losses |= {name: self._smoothed(name, value) for name, value in self._step(step).items()}
            if step % _LOG_EVERY == 0:
                logger.info("step %d: %s", step, "  ".join(f"{k} {v:.3f}" for k, v in sorted(self._losses.items())))
            if step % _SAVE_EVERY == 0 and step < self._recipe.steps:
                torch.save({"step": step, "table": self._table.state()}, self._checkpoint)
        self._checkpoint.unlink(missing_ok=True)
        return self._table.folded(len(SPECIAL))

    def _steps(self) -> Iterator[int]:
        done = 0
        if self._checkpoint.exists():
            saved = torch.load(self._checkpoint)
            done = int(saved["step"])
            self._table.restore(saved["table"])
        columns = (
            TextColumn("training"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns) as progress:
            task = progress.add_task("training", total=self._recipe.steps, completed=done)
            for step in range(done + 1, self._recipe.steps + 1):
                yield step
                progress.advance(task)

    def _step(self, step: int) -> dict[str, float]:
        """Makes one step; the generator is the step's own, so that a continued run draws what an unbroken one does."""
        random = np.random.default_rng((self._recipe.seed, step))
        if random.random() < self._recipe.word_share:
            batch = self._sampler.draw(random, self._recipe.word_batch, words=True)
            name, loss = f"words {batch.kind}", self._word_loss(batch, step)
        else:
            batch = self._sampler.draw(random, self._recipe.batch)
            name, loss = batch.kind, self._sentence_loss(batch, step)
        loss.backward()
        self._table.move(self._rate(step), step)
        return {name: float(loss.detach())}

    def _sentence_loss(self, batch: Batch, step: int) -> Tensor:
        vectors, places = self._table.use(batch.pieces.astype(np.int64), self._rate(step), step)
        means = pooled(vectors, places, batch.lengths, mean=True)
        loss = sentence_loss(means, self._recipe.temperature)
        if self._recipe.teacher and len(batch.texts):
            known, targets = self._teacher.of(batch.texts)
            if len(known):
                loss = loss + self._recipe.teacher * teacher_loss(means, known, targets)
        return loss

    def _word_loss(self, batch: Batch, step: int) -> Tensor:
        vectors, places = self._table.use(batch.pieces.astype(np.int64), self._rate(step), step)
        starts = np.cumsum(batch.lengths) - batch.lengths
        opens = batch.opens.copy()
        opens[starts] = True
        lengths = np.diff(np.append(np.flatnonzero(opens), len(opens)))
        words = pooled(vectors, places, lengths, mean=False)
        counts = np.add.reduceat(opens.astype(np.int64), starts)
        return word_loss(words, counts, self._recipe.word_temperature, POWER)

    def _rate(self, step: int) -> float:
        fall = 0.5 * (1 + math.cos(math.pi * (step - 1) / self._recipe.steps))
        return self._recipe.rate * min(1.0, step / _WARM_UP) * (_LAST_RATE + (1 - _LAST_RATE) * fall)

    def _smoothed(self, name: str, value: float) -> float:
        before = self._losses.get(name, value)
        return _SMOOTHING * before + (1 - _SMOOTHING) * value
