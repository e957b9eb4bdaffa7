"""Reading the pretrained weights: the layout of their file, and what is said when it is not there."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from index.classifier import ClassifierError
from index.training.pretrained import read_pretrained, read_weights
from tests.index.tiny_transformer import PIECES, tiny_pretrained, weights_file


def test_sizes_vocabulary_and_tensors_are_read(tmp_path: Path) -> None:
    written = tiny_pretrained()
    (tmp_path / "weights.bin").write_bytes(weights_file(written))
    read = read_weights(tmp_path / "weights.bin")
    assert (read.width, read.layers, read.heads, read.inner) == (32, 2, 2, 64)
    assert read.pieces == PIECES
    assert np.array_equal(read.scores, written.scores)
    assert read.tensors.keys() == written.tensors.keys()
    assert np.array_equal(read.tensors["emb.word"], written.tensors["emb.word"])


def test_a_matrix_of_four_bits_is_within_half_a_step(tmp_path: Path) -> None:
    written = tiny_pretrained()
    (tmp_path / "weights.bin").write_bytes(weights_file(written))
    read, true = read_weights(tmp_path / "weights.bin").tensors["l0.q.w"], written.tensors["l0.q.w"]
    step = np.abs(true.reshape(-1, 32)).max(axis=1) / 7
    assert (np.abs(read - true).reshape(-1, 32).max(axis=1) <= 0.51 * step).all()


@pytest.mark.parametrize("content", [b"", b"E5S1", b"PK\x03\x04 another kind of file"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "weights.bin").write_bytes(content)
    with pytest.raises(ClassifierError, match=r"weights\.bin cannot be read"):
        read_weights(tmp_path / "weights.bin")


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ClassifierError) as caught:
        read_pretrained()
    assert "[train]" in caught.value.help
