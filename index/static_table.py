"""The shipped sentence encoder, read with numpy and `tokenizers` alone: one vector a word piece, averaged.

The folder is an ordinary sentence-transformers folder (a `StaticEmbedding` module and a `Normalize` module). Its
weights are int8 rows with one scale a row, in the layout that model2vec introduced: `embeddings` (pieces, dimension)
int8 and `weights` (pieces,) float32, where a piece's vector is its row times its weight. Reading it here costs a
fraction of a second and of the memory that importing torch does; a test holds both readers to the same vectors.

    EncoderError               an encoder cannot be had; `help` says what to do
    ├── EncoderFolderError     the folder is missing or its files are not a static table
    └── EncoderLibraryError    the encoder needs a library that is not installed
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from corpus.errors import PlanAssistantError
from index.tensors import TensorError, tensors_of

FloatArray = npt.NDArray[np.float32]

#: What shapes the vectors of a folder, in the order in which the fingerprint reads them.
TOKENIZER_FILE = "tokenizer.json"
WEIGHTS_FILE = "model.safetensors"

#: Texts are averaged so many at a time: keeps the memory of a large batch flat.
_BATCH = 512
#: The first two entries of the vocabulary are [PAD] and [UNK]: they mean nothing and are no words.
SPECIAL_PIECES = 2
CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


class EncoderError(PlanAssistantError):
    """An encoder cannot be loaded or used."""

    help = "Leave the encoder setting empty to use the encoder that ships with the project."


class EncoderFolderError(EncoderError):
    """An encoder's folder is missing, or its files are damaged or of another kind."""

    help = "Restore it with `git checkout -- index/encoder`, or train it again: `python -m index.training --help`."


class EncoderLibraryError(EncoderError):
    """An encoder needs sentence-transformers, which is not installed."""

    help = "Install it with `pip install 'plan-assistant[encoders]'`, or leave the encoder setting empty."


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: the unit that word matching compares.

    A Chinese word is one piece of the vocabulary; a word of another script may be several, whose vectors are summed.
    """

    start: int
    """Offset of its first character in the text."""
    end: int
    """Offset behind its last character."""
    pieces: tuple[int, ...]
    """Rows of the table."""


class StaticTable:
    """A table of word-piece vectors with its tokeniser; immutable, safe to share between threads."""

    def __init__(self, tokenizer: Tokenizer, rows: npt.NDArray[Any], weights: FloatArray, fingerprint: str) -> None:
        """Takes the tokeniser, its rows (pieces, dimension), a factor for each row (pieces,), and what names them."""
        self._tokenizer = tokenizer
        self._rows = rows
        self._weights = weights
        self.fingerprint = fingerprint
        self.dimension = int(rows.shape[1])

    @classmethod
    def load(cls, folder: Path) -> StaticTable:
        """Reads a folder. Raises EncoderFolderError when a file is missing, damaged, or does not fit the other."""
        content = {name: _read(folder / name) for name in (TOKENIZER_FILE, WEIGHTS_FILE)}
        tensors = _tensors(content[WEIGHTS_FILE], folder)
        tokenizer = _tokenizer(content[TOKENIZER_FILE], folder)
        rows, weights = _rows_and_weights(tensors, folder)
        if len(rows) != tokenizer.get_vocab_size() or len(weights) != len(rows):
            raise EncoderFolderError(f"{folder}: the table and the tokeniser have different numbers of pieces")
        return cls(tokenizer, rows, weights, _digest(content))

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Returns (texts, dimension) float32: the mean of a text's pieces, of length 1; zeros where it has none."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        batches = [self._encode_batch(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
        return np.concatenate(batches)

    def words(self, text: str) -> list[Word]:
        """Returns the words of a text in order, without punctuation and unknown characters."""
        return list(_words(text, self._tokenizer.encode(text, add_special_tokens=False)))

    def pieces(self, text: str) -> list[int]:
        """Returns the numbers of a text's pieces in order, which are rows of the table."""
        numbers: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return numbers

    def rows(self, pieces: npt.NDArray[np.int64]) -> FloatArray:
        """Returns the vectors of pieces: (pieces, dimension)."""
        return np.asarray(self._rows[pieces].astype(np.float32) * self._weights[pieces][:, None], dtype=np.float32)

    def word_vectors(self, words: Sequence[tuple[int, ...]]) -> tuple[FloatArray, FloatArray]:
        """Returns, for words given by their pieces, unit vectors (words, dimension) and their norms before (words,).

        The norm is the weight that training gave to the word: small for words that say little.
        """
        sums = self._sums([list(pieces) for pieces in words])
        norms = np.linalg.norm(sums, axis=1)
        return sums / np.maximum(norms, 1e-9)[:, None], norms

    def _encode_batch(self, texts: Sequence[str]) -> FloatArray:
        if len(texts) == 1:
            encodings = [self._tokenizer.encode(texts[0], add_special_tokens=False)]
        else:
            encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        # A mean and a sum differ by a factor, which the unit length takes away.
        sums = self._sums([encoding.ids for encoding in encodings])
        norms: FloatArray = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.maximum(norms, 1e-12), dtype=np.float32)

    def _sums(self, bags: Sequence[list[int]]) -> FloatArray:
        """Sums the vectors of each bag of pieces: (bags, dimension)."""
        result = np.zeros((len(bags), self.dimension), np.float32)
        filled = [i for i, bag in enumerate(bags) if bag]
        if not filled:
            return result
        starts = np.cumsum([0] + [len(bags[i]) for i in filled[:-1]])
        pieces = np.concatenate([np.asarray(bags[i], dtype=np.int64) for i in filled])
        result[filled] = np.add.reduceat(self.rows(pieces), starts, axis=0)
        return result


def _words(text: str, encoding: Encoding) -> Iterator[Word]:
    number: int | None = None
    word: Word | None = None
    for piece, run, (start, end) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
        if piece < SPECIAL_PIECES:
            continue
        # The tokeniser keeps scripts apart: a run is Chinese, each piece of it a word, or one word in several pieces.
        if word is not None and run == number and not CJK.match(text, start):
            word = Word(word.start, end, (*word.pieces, piece))
            continue
        if word is not None:
            yield word
        word, number = Word(start, end, (piece,)), run
    if word is not None:
        yield word


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EncoderFolderError(f"{path} cannot be read: {error.strerror}") from error


def _digest(content: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, data in content.items():
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _tokenizer(data: bytes, folder: Path) -> Tokenizer:
    try:
        tokenizer: Tokenizer = Tokenizer.from_buffer(data)
    except Exception as error:  # the library raises bare Exception for every kind of damage
        raise EncoderFolderError(f"{folder / TOKENIZER_FILE} is no tokeniser: {error}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _tensors(data: bytes, folder: Path) -> dict[str, npt.NDArray[Any]]:
    try:
        return tensors_of(data)
    except TensorError as error:
        raise EncoderFolderError(f"{folder / WEIGHTS_FILE} is damaged: {error}") from error


def _rows_and_weights(tensors: dict[str, npt.NDArray[Any]], folder: Path) -> tuple[npt.NDArray[Any], FloatArray]:
    if "embedding.weight" in tensors:
        rows = tensors["embedding.weight"]
        return rows, np.ones(len(rows), np.float32)
    if "embeddings" not in tensors or "weights" not in tensors:
        raise EncoderFolderError(f"{folder / WEIGHTS_FILE} holds no static table, but {sorted(tensors)}")
    return tensors["embeddings"], tensors["weights"].astype(np.float32)
