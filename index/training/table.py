"""The table that is trained: a row for each piece and rows for character n-grams that pieces share.

A piece's vector is its own row plus the mean of its n-grams' rows, so that rare pieces learn from common ones that are
spelled alike. In the end both are folded into one row a piece. Only the rows that a batch touches are read and moved.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from index.static_table import FloatArray
from index.training.pieces import IntArray
from index.training.pooling import pooled

_CJK = re.compile("[\u3400-\u9fff]")
_SIZES = (3, 4, 5)
_MOST_NGRAMS = 24
_BETAS = (0.9, 0.99)
_EPSILON = 1e-8
#: By how much a step of an untouched row is shorter than the one before.
_FADING = _BETAS[0] / _BETAS[1] ** 0.5


def ngrams_of(piece: str) -> list[str]:
    """Returns what a piece shares with others: its characters in Chinese, else runs of 3 to 5 letters of `<piece>`."""
    if _CJK.match(piece):
        pairs = [piece[i : i + 2] for i in range(len(piece) - 1)] if len(piece) > 2 else []
        return list(piece) + pairs
    marked = f"<{piece}>"
    return [marked[i : i + size] for size in _SIZES for i in range(len(marked) - size + 1)][:_MOST_NGRAMS]


@dataclass(frozen=True, slots=True)
class Features:
    """The n-gram rows of all pieces, one after the other."""

    flat: IntArray
    offsets: IntArray
    """Where each piece's begin, and where the last one's end."""

    @classmethod
    def of(cls, vocabulary: Sequence[str], rows: int) -> Features:
        """Hashes the n-grams of every piece into so many rows."""
        hashed = [[zlib.crc32(ngram.encode()) % rows for ngram in ngrams_of(piece)] or [0] for piece in vocabulary]
        offsets = np.concatenate([[0], np.cumsum([len(found) for found in hashed])])
        return cls(np.concatenate([np.array(found, dtype=np.int64) for found in hashed]), offsets)

    def gather(self, pieces: IntArray) -> tuple[IntArray, IntArray]:
        """Returns the rows of some pieces, one after the other, and how many each piece has."""
        lengths = self.offsets[pieces + 1] - self.offsets[pieces]
        starts = np.cumsum(lengths) - lengths
        places = np.repeat(self.offsets[pieces] - starts, lengths) + np.arange(int(lengths.sum()))
        return self.flat[places], lengths


class Rows:
    """Rows that Adam moves (Kingma and Ba, 2015), read and written only when they are touched.

    A row that no batch touches still drifts along its fading momentum, which is much of what a rare row learns. The
    drift since a row was touched last is (but for the first steps, and the change of rate) a geometric sum, which is made
    up for when the row is touched again.
    """

    def __init__(self, values: Tensor) -> None:
        self.values = values
        self._mean = torch.zeros_like(values)
        self._square = torch.zeros_like(values)
        self._last = torch.zeros(len(values))
        self._held: tuple[Tensor, Tensor, Tensor, Tensor] | None = None

    def state(self) -> list[Tensor]:
        """Returns what a later run continues from."""
        return [self.values, self._mean, self._square, self._last]

    def restore(self, state: Sequence[Tensor]) -> None:
        """Continues from a state."""
        self.values, self._mean, self._square, self._last = state

    def take(self, index: Tensor, rate: float, step: int) -> Tensor:
        """Returns a copy of some distinct rows as they are before a step, which collects their gradient."""
        values, mean, square = (rows.index_select(0, index) for rows in (self.values, self._mean, self._square))
        missed = step - 1 - self._last.index_select(0, index)
        drift = _FADING * (1 - _FADING**missed) / (1 - _FADING) * rate * _unbiased(step)
        values.addcmul_(mean / (square.sqrt() + _EPSILON), drift[:, None], value=-1)
        mean.mul_((_BETAS[0] ** missed)[:, None])
        square.mul_((_BETAS[1] ** missed)[:, None])
        self._held = (index, values, mean, square)
        return values.clone().requires_grad_()

    def move(self, gradient: Tensor, rate: float, step: int) -> None:
        """Makes Adam's step for the rows taken last; `step` counts from 1."""
        if self._held is None:
            return
        index, values, mean, square = self._held
        mean.lerp_(gradient, 1 - _BETAS[0])
        square.mul_(_BETAS[1]).addcmul_(gradient, gradient, value=1 - _BETAS[1])
        values.addcdiv_(mean, square.sqrt().add_(_EPSILON), value=-rate * _unbiased(step))
        for rows, new in ((self.values, values), (self._mean, mean), (self._square, square)):
            rows.index_copy_(0, index, new)
        self._last.index_fill_(0, index, step)
        self._held = None


class Table:
    """Pieces and n-grams with their optimiser; `use` one batch at a time, then `move`."""

    def __init__(
        self, features: Features, pieces: int, ngram_rows: int, dimension: int, generator: torch.Generator
    ) -> None:
        self._features = features
        self._own = Rows(torch.randn(pieces, dimension, generator=generator) * 0.02)
        self._shared = Rows(torch.randn(ngram_rows, dimension, generator=generator) * 0.1)
        self._used: list[tuple[Rows, Tensor]] = []

    def use(self, flat: IntArray, rate: float, step: int) -> tuple[Tensor, IntArray]:
        """Returns the vectors of the distinct pieces in `flat` (distinct, dimension), and the place of each in them."""
        pieces, places = _distinct(flat, len(self._own.values))
        ngrams, lengths = self._features.gather(pieces)
        shared, shared_places = _distinct(ngrams, len(self._shared.values))
        own = self._own.take(torch.from_numpy(pieces), rate, step)
        common = self._shared.take(torch.from_numpy(shared), rate, step)
        self._used = [(self._own, own), (self._shared, common)]
        return own + pooled(common, shared_places, lengths, mean=True), places

    def move(self, rate: float, step: int) -> None:
        """Moves the rows that the last `use` touched, along the gradients that its loss left."""
        for rows, taken in self._used:
            if taken.grad is not None:
                rows.move(taken.grad, rate, step)
        self._used = []

    def folded(self, silent: int) -> FloatArray:
        """Returns one row a piece (pieces, dimension); the first `silent` ones, which stand for no text, are zero."""
        lengths = np.diff(self._features.offsets)
        rows = self._own.values + pooled(self._shared.values, self._features.flat, lengths, mean=True)
        rows[:silent] = 0
        return np.asarray(rows.numpy(), dtype=np.float32)

    def state(self) -> dict[str, Any]:
        """Returns what a later run continues from."""
        return {"own": self._own.state(), "shared": self._shared.state()}

    def restore(self, state: dict[str, Any]) -> None:
        """Continues from a state."""
        self._own.restore(state["own"])
        self._shared.restore(state["shared"])


def _unbiased(step: int) -> float:
    """Adam's correction for averages that began at zero."""
    return float((1 - _BETAS[1] ** step) ** 0.5 / (1 - _BETAS[0] ** step))


def _distinct(numbers: IntArray, limit: int) -> tuple[IntArray, IntArray]:
    """Returns the distinct numbers below `limit`, and the place of each number in them: np.unique in linear time."""
    seen = np.zeros(limit, np.bool_)
    seen[numbers] = True
    distinct = np.flatnonzero(seen)
    place = np.zeros(limit, np.int64)
    place[distinct] = np.arange(len(distinct))
    return distinct, place[numbers]
