"""Sums and means of rows by bag, with a gradient several times as fast as torch's embedding_bag has on a processor."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from index.training.pieces import IntArray


def pooled(rows: Tensor, members: IntArray, lengths: IntArray, *, mean: bool) -> Tensor:
    """Sums or averages rows by bag.

    Args:
        rows: (rows, dimension).
        members: the row of each member of each bag, bag after bag.
        lengths: members of each bag, at least one each.
        mean: whether to divide by the bag's length.

    Returns:
        (bags, dimension).
    """
    weights = np.repeat(1 / lengths if mean else np.ones(len(lengths)), lengths).astype(np.float32)
    return cast(Tensor, _Pool.apply(rows, members, lengths, weights))


class _Pool(torch.autograd.Function):  # type: ignore[misc]
    """The gradient of a weighted sum of rows is a weighted sum of gradients, gathered by row in place of by bag."""

    @staticmethod
    def forward(context: Any, rows: Tensor, members: IntArray, lengths: IntArray, weights: Any) -> Tensor:
        context.bags = (members, lengths, weights, len(rows))
        return _weighted_sums(rows, members, np.cumsum(lengths) - lengths, weights)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor, None, None, None]:
        members, lengths, weights, rows = context.bags
        order = np.argsort(members.astype(np.int32), kind="stable")
        owners = np.repeat(np.arange(len(lengths)), lengths)[order]
        starts = np.searchsorted(members[order], np.arange(rows))
        return _weighted_sums(gradient.contiguous(), owners, starts, weights[order]), None, None, None


def _weighted_sums(rows: Tensor, members: IntArray, starts: IntArray, weights: Any) -> Tensor:
    return functional.embedding_bag(
        torch.from_numpy(members),
        rows,
        torch.from_numpy(starts),
        mode="sum",
        per_sample_weights=torch.from_numpy(weights),
    )
