"""A pretrained model small enough to be fitted in a second, and the file of weights that such a model would be in."""

from __future__ import annotations

import string
import struct

import numpy as np

from index.training.pretrained import Pretrained

WIDTH, LAYERS, HEADS, INNER, POSITIONS = 32, 2, 2, 64, 128
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *string.ascii_lowercase]


def tiny_pretrained() -> Pretrained:
    random = np.random.default_rng(0)
    tensors = {name: (random.normal(size=size) * 0.1).astype(np.float32) for name, size in _sizes().items()}
    scores = -np.arange(len(PIECES), dtype=np.float32)
    return Pretrained(WIDTH, LAYERS, HEADS, INNER, list(PIECES), scores, tensors)


def weights_file(pretrained: Pretrained) -> bytes:
    """The layout that `read_weights` reads; matrices of whole blocks as four bits, all else as it is."""
    text = [piece.encode() for piece in pretrained.pieces]
    ends = np.cumsum([0, *map(len, text)]).astype("<u4").tobytes()
    head = struct.pack("<7ifi", WIDTH, LAYERS, HEADS, INNER, len(text), POSITIONS, 1, 1e-12, 32)
    words = struct.pack("<5iQ", len(text), 0, 2, 1, 3, len(b"".join(text)))
    words += ends + pretrained.scores.astype("<f4").tobytes() + b"".join(text)
    normal = struct.pack("<iI", 1, 9) + struct.pack("<IBI", 65, 1, 97)
    content = {name: _content(name, values) for name, values in pretrained.tensors.items()}
    size = 8 + len(head) + len(words) + len(normal) + 4 + sum(2 + len(name) + 21 for name in content)
    directory, data = struct.pack("<i", len(content)), b""
    for name, raw in content.items():
        place = struct.pack("<BIQQ", 0, len(pretrained.tensors[name]), size + len(data), len(raw))
        directory += struct.pack("<H", len(name)) + name.encode() + place
        data += raw
    return b"E5S1" + struct.pack("<I", 1) + head + words + normal + directory + data


def _sizes() -> dict[str, int]:
    sizes = {"emb.word": len(PIECES) * WIDTH, "emb.pos": POSITIONS * WIDTH, "emb.type": WIDTH}
    sizes |= {"emb.ln.w": WIDTH, "emb.ln.b": WIDTH}
    for layer in range(LAYERS):
        for name in ("q", "k", "v", "ao", "aln", "oln"):
            sizes[f"l{layer}.{name}.w"] = WIDTH if name.endswith("ln") else WIDTH * WIDTH
            sizes[f"l{layer}.{name}.b"] = WIDTH
        sizes |= {f"l{layer}.fi.w": INNER * WIDTH, f"l{layer}.fi.b": INNER}
        sizes |= {f"l{layer}.fo.w": INNER * WIDTH, f"l{layer}.fo.b": WIDTH}
    return sizes


def _content(name: str, values: np.ndarray) -> bytes:  # type: ignore[type-arg]
    if name != "l0.q.w":
        return values.astype("<f4").tobytes()
    blocks = values.reshape(-1, 32)
    scales = (np.abs(blocks).max(axis=1, keepdims=True) / 7).astype("<f2")
    numbers = np.clip(np.rint(blocks / scales.astype(np.float32)) + 8, 0, 15).astype(np.uint8)
    packed = numbers[:, :16] | (numbers[:, 16:] << 4)
    return b"".join(scale.tobytes() + row.tobytes() for scale, row in zip(scales, packed, strict=True))
