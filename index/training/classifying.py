"""Fits the classifier of questions on the project's own questions: minutes on one core, with no data from elsewhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from rich.progress import track
from safetensors.numpy import save_file
from torch import Tensor
from torch.nn import functional

from index.classifier import FAR, NEAR, SETTINGS_FILE, WEIGHTS_FILE, ClassifierSettings, Weights, buckets_of
from index.source import Source
from index.static_table import FloatArray, StaticTable
from index.training.export import quantise
from index.training.questions import OwnQuestion
from index.training.stages import replace_folder

IntArray = npt.NDArray[np.int64]

_READABLE = 0o644
#: Weight of the other items that fit a question beside the one that fits best.
OTHERS = 0.3


@dataclass(frozen=True, slots=True)
class ClassifierRecipe:
    """How the classifier is fitted; chosen on the calibration questions, which are not among those it learns from."""

    seed: int = 1
    steps: int = 1_200
    batch: int = 1_024
    rate: float = 0.01
    warm_up: int = 20
    dropped: float = 0.3
    """Share of a question's pieces that a step does not see: others must carry the meaning, too."""
    moved: float = 0.02
    """Penalty on squared distances of rows from the encoder's."""
    decay: float = 0.001
    """Penalty on squared class vectors."""
    sharpness: float = 8.0
    """Length of the class vectors at the start, where each points to the mean of its questions."""
    buckets: int = 131_072
    """Into which single pieces and pairs of neighbours are hashed."""
    bucket_rate: float = 0.05
    bucket_decay: float = 0.001
    """Penalty on squared weights of buckets."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learned from: texts as pieces, and the weights of the classes they belong to (texts, classes)."""

    pieces: list[IntArray]
    targets: FloatArray


@dataclass(frozen=True, slots=True)
class _Bags:
    """Numbers of bags, one after the other; where each begins, and how many it holds."""

    flat: Tensor
    starts: Tensor
    lengths: Tensor


def classes_of(questions: Sequence[OwnQuestion], source: Source) -> tuple[str, ...]:
    """Returns the items that have questions, in document order, then the two classes of questions without an answer."""
    asked = {question.refs[0] for question in questions if question.refs}
    return (*(name for chunk in source.chunks if (name := str(chunk.reference)) in asked), NEAR, FAR)


def texts_of(
    questions: Sequence[OwnQuestion], source: Source, classes: Sequence[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """Returns what is learned from, with its classes: the questions, each item's own words, its "also asked as" phrases."""
    texts = [(question.question, question.refs or (str(question.kind),)) for question in questions]
    for chunk in source.chunks:
        if str(chunk.reference) in classes:
            asked = [phrase for phrases in chunk.asked_as.values() for phrase in phrases]
            texts += [(text, (str(chunk.reference),)) for text in (chunk.text, *asked)]
    return texts


def lesson(questions: Sequence[OwnQuestion], source: Source, table: StaticTable, classes: Sequence[str]) -> Lesson:
    """Puts together what is learned from, cut into pieces; texts without any are left out."""
    texts = texts_of(questions, source, classes)
    bags = [np.asarray(table.pieces(text), dtype=np.int64) for text, _ in texts]
    filled = [number for number, bag in enumerate(bags) if len(bag)]
    targets = np.stack([target_of(texts[number][1], classes) for number in filled])
    return Lesson([bags[number] for number in filled], targets)


def fit(learned: Lesson, table: StaticTable, recipe: ClassifierRecipe, title: str = "classifier") -> Weights:
    """Fits all weights by Adam on the cross-entropy; the same seed and threads give the same numbers."""
    random = np.random.default_rng(recipe.seed)
    seen = np.unique(np.concatenate(learned.pieces))
    bags = [np.searchsorted(seen, pieces) for pieces in learned.pieces]
    wide = [buckets_of(pieces, recipe.buckets) for pieces in learned.pieces]
    model = _Model(torch.from_numpy(table.rows(seen)), learned, table, recipe)
    targets = torch.from_numpy(learned.targets)
    for step in track(range(recipe.steps), description=title):
        chosen = random.choice(len(bags), min(recipe.batch, len(bags)), replace=False)
        batch = _batch([bags[number] for number in chosen], random, recipe.dropped)
        sides = _batch([wide[number] for number in chosen], random, recipe.dropped)
        model.step(batch, sides, targets[chosen], min(1.0, (step + 1) / recipe.warm_up) * (1 - step / recipe.steps))
    return model.fitted(seen)


class _Model:
    """The weights while they are fitted."""

    def __init__(self, rows: Tensor, learned: Lesson, table: StaticTable, recipe: ClassifierRecipe) -> None:
        self._recipe = recipe
        self._rows = rows
        self._moved = torch.zeros_like(rows, requires_grad=True)
        self._classes = torch.from_numpy(_centres(learned, table) * recipe.sharpness).requires_grad_()
        self._biases = torch.zeros(learned.targets.shape[1], requires_grad=True)
        self._buckets = torch.zeros(recipe.buckets, 2, requires_grad=True)
        deep = {"params": [self._moved, self._classes, self._biases], "height": recipe.rate}
        self._adam = torch.optim.Adam([deep, {"params": [self._buckets], "height": recipe.bucket_rate}])

    def step(self, batch: _Bags, sides: _Bags, targets: Tensor, share: float) -> None:
        """Makes one step at a share of the rates' heights."""
        for group in self._adam.param_groups:
            group["lr"] = group["height"] * share
        loss = functional.cross_entropy(self._scores(batch, sides), targets) + self._penalty(batch, sides)
        self._adam.zero_grad()
        loss.backward()
        self._adam.step()

    def fitted(self, seen: IntArray) -> Weights:
        """Returns the weights as they are."""
        rows, *others = (self._rows + self._moved, self._classes, self._biases, self._buckets)
        scales = np.ones(len(seen), np.float32)
        return Weights(seen, rows.detach().numpy(), scales, *(other.detach().numpy() for other in others))

    def _scores(self, batch: _Bags, sides: _Bags) -> Tensor:
        sums = functional.embedding_bag(batch.flat, self._rows + self._moved, batch.starts, mode="sum")
        deep = functional.normalize(sums, dim=1) @ self._classes.T + self._biases
        wide = functional.embedding_bag(sides.flat, self._buckets, sides.starts, mode="sum")
        return torch.cat([deep[:, :-2], deep[:, -2:] + wide / sides.lengths.sqrt()[:, None]], dim=1)

    def _penalty(self, batch: _Bags, sides: _Bags) -> Tensor:
        moved = self._moved[torch.unique(batch.flat)].pow(2).sum(1).mean()
        buckets = self._buckets[torch.unique(sides.flat)].pow(2).sum(1).mean()
        recipe = self._recipe
        return recipe.moved * moved + recipe.decay * self._classes.pow(2).sum(1).mean() + recipe.bucket_decay * buckets


def log_chances(fitted: Weights, pieces: IntArray, table: StaticTable) -> FloatArray:
    """Returns log-probabilities (classes,); those of the biases alone for pieces that say nothing."""
    scores = fitted.scores(pieces, table)
    every = np.concatenate(scores) if scores else fitted.biases
    return np.asarray(every - np.logaddexp.reduce(every), dtype=np.float32)


def write(fitted: Weights, classes: Sequence[str], table: StaticTable, source: Source, card: str, folder: Path) -> None:
    """Writes the folder that `index.classifier` reads, with its card; an old one is replaced when all is written."""
    beside = folder.with_name(folder.name + ".new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    rows, scales = quantise(fitted.rows)
    weights: dict[str, npt.NDArray[Any]] = {"pieces": fitted.pieces.astype(np.int32), "rows": rows, "scales": scales}
    weights |= {"classes": fitted.classes, "biases": fitted.biases, "buckets": fitted.buckets.astype(np.float16)}
    save_file(weights, str(beside / WEIGHTS_FILE))
    (beside / WEIGHTS_FILE).chmod(_READABLE)
    settings = ClassifierSettings(encoder=table.fingerprint, source=source.sha256, classes=tuple(classes))
    (beside / SETTINGS_FILE).write_text(json.dumps(settings.model_dump(), indent=1) + "\n", encoding="utf-8")
    (beside / "README.md").write_text(card, encoding="utf-8")
    replace_folder(beside, folder)


def target_of(names: Sequence[str], classes: Sequence[str]) -> FloatArray:
    """Returns the weights of the classes, which add up to 1."""
    weights = np.zeros(len(classes), np.float32)
    for place, name in enumerate(names):
        if name in classes:
            weights[classes.index(name)] = 1.0 if place == 0 else OTHERS
    return np.asarray(weights / weights.sum(), dtype=np.float32)


def _centres(learned: Lesson, table: StaticTable) -> FloatArray:
    """Returns unit vectors (classes, dimension): the mean direction of each class's texts."""
    sums = np.stack([table.rows(pieces).sum(axis=0) for pieces in learned.pieces])
    units = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    centres = (learned.targets == learned.targets.max(axis=1, keepdims=True)).astype(np.float32).T @ units
    return np.asarray(centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12), dtype=np.float32)


def _batch(bags: Sequence[IntArray], random: np.random.Generator, dropped: float) -> _Bags:
    """Puts bags one after the other, with a share of what they hold left out, but never all of it."""
    kept = [bag[random.random(len(bag)) >= dropped] if len(bag) > 2 else bag for bag in bags]
    kept = [some if len(some) else bag for some, bag in zip(kept, bags, strict=True)]
    lengths = np.array([len(bag) for bag in kept])
    starts = np.cumsum(lengths) - lengths
    return _Bags(torch.from_numpy(np.concatenate(kept)), torch.from_numpy(starts), torch.from_numpy(lengths).float())
