"""What the table is trained for: to find a pair's other side, whole and word by word, and to agree with a teacher."""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import Tensor
from torch.nn import functional

from index.maxsim import IDF_FLOOR
from index.training.pieces import IntArray

#: Shares of the dimension that must work on their own, with the weight of each (Matryoshka, Kusupati et al. 2022).
_CUTS = ((1, 1.0), (2, 0.5), (4, 0.25))
#: Words of a document that the word loss reads.
_LONGEST_DOCUMENT = 64
_LONGEST_QUERY = 40


def contrast(scores: Tensor, temperature: float) -> Tensor:
    """InfoNCE both ways (van den Oord et al., 2018): row i's right answer is column i, all others are wrong."""
    right = torch.arange(len(scores))
    logits = scores / temperature
    return (functional.cross_entropy(logits, right) + functional.cross_entropy(logits.T, right)) / 2


def sentence_loss(vectors: Tensor, temperature: float) -> Tensor:
    """Contrast of the left half of `vectors` (2 * pairs, dimension) with the right half, whole and cut short."""
    pairs, dimension = len(vectors) // 2, vectors.shape[1]
    losses = []
    for part, weight in _CUTS:
        units = functional.normalize(vectors[:, : dimension // part], dim=1)
        losses.append(weight * contrast(units[:pairs] @ units[pairs:].T, temperature))
    return torch.stack(losses).sum()


def teacher_loss(vectors: Tensor, taught: Tensor, targets: Tensor) -> Tensor:
    """One minus the cosine to the teacher's vectors, for both sides of the pairs whose left side it has read.

    Args:
        vectors: (2 * pairs, dimension), left sides first.
        taught: numbers of the pairs that have a target.
        targets: (taught, dimension), of length 1.
    """
    units = functional.normalize(vectors, dim=1)
    left, right = units[taught], units[taught + len(vectors) // 2]
    return (1 - (left * targets).sum(1)).mean() + (1 - (right * targets).sum(1)).mean()


class _Best(torch.autograd.Function):  # type: ignore[misc]
    """The best cosine of each word with each document: (words, documents).

    Only the best places carry a gradient, which is a weighted sum of as many rows: autograd's own way through the
    whole matrix of cosines takes several times as long.
    """

    @staticmethod
    def forward(context: Any, words: Tensor, documents: Tensor, longest: int) -> Tensor:
        """Takes unit vectors (words, dimension) and, `longest` rows a document, (documents * longest, dimension)."""
        cosines = (words @ documents.T).view(len(words), -1, longest)
        best, places = cosines.max(dim=2)
        rows = places + torch.arange(places.shape[1]) * longest
        context.save_for_backward(words, documents, rows)
        return best

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor, Tensor, None]:
        """Returns the gradients of words and documents."""
        words, documents, rows = context.saved_tensors
        for_words = functional.embedding_bag(rows, documents, mode="sum", per_sample_weights=gradient.contiguous())
        flat, order = rows.reshape(-1).sort()
        owners = torch.div(order, rows.shape[1], rounding_mode="floor")
        starts = torch.searchsorted(flat, torch.arange(len(documents)))
        weights = gradient.reshape(-1)[order]
        for_documents = functional.embedding_bag(owners, words, starts, mode="sum", per_sample_weights=weights)
        return for_words, for_documents, None


def word_loss(words: Tensor, counts: IntArray, temperature: float, power: float) -> Tensor:
    """Contrast of word MaxSim scores of left sides against right sides, weighted as in index.maxsim.

    Args:
        words: the words' vectors, bag after bag, left sides first.
        counts: words of each bag (2 * pairs,).
        temperature: of the contrast; scores are means between 0 and 1.
        power: to which a cosine is raised.
    """
    pairs = len(counts) // 2
    norms = words.norm(dim=1)
    units = words / norms.clamp_min(1e-9)[:, None]
    owner = torch.repeat_interleave(torch.arange(len(counts)), torch.from_numpy(counts))
    place = torch.arange(len(words)) - torch.repeat_interleave(
        torch.from_numpy(counts.cumsum() - counts), torch.from_numpy(counts)
    )
    asking = torch.nonzero((owner < pairs) & (place < _LONGEST_QUERY)).squeeze(1)
    answering = torch.nonzero((owner >= pairs) & (place < _LONGEST_DOCUMENT)).squeeze(1)
    longest = int(place[answering].max()) + 1
    documents = units.new_zeros(pairs * longest, units.shape[1])
    documents = documents.index_copy(0, (owner[answering] - pairs) * longest + place[answering], units[answering])
    best = cast(Tensor, _Best.apply(units[asking], documents, longest))
    met = best.clamp_min(0) ** power
    rarity = torch.log1p(1 / (met.detach().mean(dim=1) + IDF_FLOOR))
    weights = norms[asking] * rarity
    total = weights.new_zeros(pairs).index_add(0, owner[asking], weights)
    scores = met.new_zeros(pairs, pairs).index_add(0, owner[asking], met * weights[:, None])
    return contrast(scores / total.clamp_min(1e-9)[:, None], temperature)
