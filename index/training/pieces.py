"""Texts as numbers of the vocabulary, in two flat arrays: what batches are gathered from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.training.pairs import Group, Pair

IntArray = npt.NDArray[np.int64]

#: Pieces of a text that are read: longer than any passage of the questions.
_LONGEST = 400
_BATCH = 20_000
_FILE = "pieces.npz"
_CJK_FIRST, _CJK_LAST = "\u3400", "\u9fff"


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of all texts, one after the other."""

    flat: npt.NDArray[np.int32]
    opens: npt.NDArray[np.bool_]
    """Whether a piece begins a word, of the same length as flat."""
    offsets: IntArray
    """Where each text begins, and where the last one ends: (texts + 1,)."""

    def lengths(self, texts: IntArray) -> IntArray:
        """Returns how many pieces each text has."""
        return self.offsets[texts + 1] - self.offsets[texts]

    def gather(
        self, texts: IntArray, most: IntArray | None = None
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_], IntArray]:
        """Returns the pieces of some texts, whether they begin a word, and each text's length.

        `most` cuts each text to so many pieces.
        """
        lengths = self.lengths(texts) if most is None else np.minimum(self.lengths(texts), most)
        ends = np.cumsum(lengths)
        places = np.repeat(self.offsets[texts] - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0)
        return self.flat[places], self.opens[places], lengths


def number_texts(pairs: Iterable[Pair]) -> tuple[list[str], dict[Group, IntArray]]:
    """Returns the distinct texts, and for each group its pairs as rows of two numbers of them, in the file's order."""
    numbers: dict[str, int] = {}
    rows: dict[Group, list[tuple[int, int]]] = {}
    for pair in pairs:
        group = Group(pair.source, pair.language_a, pair.language_b, pair.kind)
        row = (numbers.setdefault(pair.text_a, len(numbers)), numbers.setdefault(pair.text_b, len(numbers)))
        rows.setdefault(group, []).append(row)
    return list(numbers), {group: np.array(value, dtype=np.int64) for group, value in rows.items()}


def write_pieces(tokenizer: Tokenizer, texts: Sequence[str], folder: Path) -> None:
    """Cuts the texts and writes them."""
    flat, opens, lengths = [], [], []
    is_cjk = chinese_pieces(tokenizer)
    for start in range(0, len(texts), _BATCH):
        for encoding in tokenizer.encode_batch(list(texts[start : start + _BATCH]), add_special_tokens=False):
            pieces = np.array(encoding.ids[:_LONGEST], dtype=np.int32)
            runs = np.array([-1 if run is None else run for run in encoding.word_ids[:_LONGEST]], dtype=np.int32)
            flat.append(pieces)
            opens.append(np.diff(runs, prepend=-2).astype(bool) | is_cjk[pieces])
            lengths.append(len(pieces))
    np.savez(folder / _FILE, flat=np.concatenate(flat), opens=np.concatenate(opens), lengths=np.array(lengths))


def read_pieces(folder: Path) -> Pieces:
    """Reads what write_pieces wrote."""
    with np.load(folder / _FILE) as stored:
        offsets = np.concatenate([[0], np.cumsum(stored["lengths"])]).astype(np.int64)
        return Pieces(stored["flat"], stored["opens"], offsets)


def chinese_pieces(tokenizer: Tokenizer) -> npt.NDArray[np.bool_]:
    """Returns for each piece of the vocabulary whether it is Chinese: such a piece is a word of its own."""
    flags = np.zeros(tokenizer.get_vocab_size(), np.bool_)
    for piece, number in tokenizer.get_vocab().items():
        flags[number] = _CJK_FIRST <= piece[0] <= _CJK_LAST
    return flags
