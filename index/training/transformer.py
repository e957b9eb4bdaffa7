"""The transformer that reads a question: pretrained layers, fed by the pieces of the encoder that ships with the project.

A tokeniser of its own would cost a start as much memory as its layers do. So each piece of the encoder is written out,
once and for all, in the pieces that the pretrained model knows; where the two cut words alike, which is mostly so, the
model reads what it was trained to read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from torch import Tensor, nn

from index.encoder import SHIPPED_FOLDER
from index.reader import IntArray, Spelling
from index.static_table import CJK, SPECIAL_PIECES, TOKENIZER_FILE, FloatArray, StaticTable
from index.training.pretrained import Pretrained

#: Rows before those of pieces, as in the pretrained vocabulary.
START, PADDING, END, UNKNOWN = range(4)
#: Rows of positions: the longest question that is read, with its start and end.
POSITIONS = 96
#: A pretrained piece that writes out fewer pieces of the encoder than this, and no question, gets no row.
_LEAST = 2
_SPECIAL = 4
_WORD_START = "▁"
_MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True, slots=True)
class Start:
    """Where fitting starts."""

    pretrained: Pretrained
    rows: FloatArray
    """(rows, width) of the pretrained pieces that are kept; the special ones first."""
    spelling: Spelling
    """The rows that write out each piece of the encoder."""

    def rows_of(self, pieces: Sequence[int]) -> IntArray:
        """Returns the rows of a text's pieces, with its start and end; a longer text is cut."""
        return np.concatenate([[START], self.spelling.of(pieces)[: POSITIONS - 2], [END]])


def start_from(pretrained: Pretrained, table: StaticTable, texts: Iterable[str]) -> Start:
    """Writes out the encoder's pieces, and chooses the pretrained ones that are kept.

    Args:
        pretrained: as published.
        table: the encoder.
        texts: whatever writes out the pieces of these is kept.
    """
    vocabulary = json.loads((SHIPPED_FOLDER / TOKENIZER_FILE).read_text("utf-8"))["model"]["vocab"]
    written = _written_out([piece for piece, _ in vocabulary], pretrained)
    met = Counter(number for numbers in written for number in set(numbers))
    needed = {number for piece in {p for text in texts for p in table.pieces(text)} for number in written[piece]}
    frequent = {number for number, times in met.items() if times >= _LEAST}
    kept = [*range(_SPECIAL), *sorted(number for number in needed | frequent if number >= _SPECIAL)]
    place = {number: row for row, number in enumerate(kept)}
    spelt = [[place.get(number, UNKNOWN) for number in numbers] for numbers in written]
    rows = pretrained.tensors["emb.word"].reshape(-1, pretrained.width)[kept]
    return Start(pretrained, rows, Spelling.from_lists(spelt))


class QuestionTransformer(nn.Module):  # type: ignore[misc]
    """Rows of questions (questions, n) -> scores before the softmax (questions, classes); means over the real rows."""

    def __init__(self, start: Start, classes: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.body = _body(start, layers, dropout)
        self.head = nn.Linear(start.pretrained.width, classes)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, rows: Tensor, real: Tensor | None = None) -> Tensor:
        """Takes rows, and ones where they are not padding; no ones mean that nothing is."""
        states = self.body(rows, attention_mask=real).last_hidden_state.float()
        if real is None:
            return self.head(states.mean(dim=1))
        weights = real.float()[:, :, None]
        return self.head((states * weights).sum(dim=1) / weights.sum(dim=1))


def _written_out(pieces: Sequence[str], pretrained: Pretrained) -> list[list[int]]:
    """Returns, for each piece of the encoder, the pretrained ones that it consists of."""
    result = []
    for piece, encoding in zip(pieces, _tokenizer(pretrained).encode_batch(list(pieces)), strict=True):
        numbers = encoding.ids
        if len(numbers) > 1 and CJK.search(piece) and pretrained.pieces[numbers[0]] == _WORD_START:
            numbers = numbers[1:]  # a Chinese word begins anywhere
        result.append(numbers)
    result[:SPECIAL_PIECES] = [[UNKNOWN]] * SPECIAL_PIECES
    return result


def _tokenizer(pretrained: Pretrained) -> Tokenizer:
    pieces = list(zip(pretrained.pieces, pretrained.scores.tolist(), strict=True))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


def _body(start: Start, layers: int, dropout: float) -> nn.Module:
    from transformers import BertConfig, BertModel

    sizes = start.pretrained
    config = BertConfig(
        vocab_size=len(start.rows),
        hidden_size=sizes.width,
        num_hidden_layers=layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.inner,
        max_position_embeddings=POSITIONS,
        type_vocab_size=1,
        layer_norm_eps=1e-12,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
        pad_token_id=PADDING,
    )
    body = BertModel(config, add_pooling_layer=False)
    body.load_state_dict(dict(_state(start, layers)), strict=False)
    return body


def _state(start: Start, layers: int) -> Iterable[tuple[str, Tensor]]:
    """Yields the weights by the names of transformers' BertModel."""
    yield "embeddings.word_embeddings.weight", torch.from_numpy(start.rows)
    tensors, width = start.pretrained.tensors, start.pretrained.width
    for name, kept in (("position", POSITIONS), ("token_type", 1)):
        rows = tensors["emb.pos" if name == "position" else "emb.type"].reshape(-1, width)[:kept]
        yield f"embeddings.{name}_embeddings.weight", torch.tensor(rows)
    yield from _pair("embeddings.LayerNorm", tensors, "emb.ln", width)
    for layer in range(layers):
        for short, name in (_MATRICES | _NORMS).items():
            yield from _pair(f"encoder.layer.{layer}.{name}", tensors, f"l{layer}.{short}", width)


def _pair(name: str, tensors: Mapping[str, FloatArray], short: str, width: int) -> Iterable[tuple[str, Tensor]]:
    """Yields a weight and its bias: a matrix (outputs, inputs), or the factors of a normalisation (width,)."""
    weight, bias = tensors[f"{short}.w"], tensors[f"{short}.b"]
    shape = (len(bias), -1) if len(weight) > width else (width,)
    yield f"{name}.weight", torch.tensor(weight.reshape(shape))
    yield f"{name}.bias", torch.tensor(bias)
