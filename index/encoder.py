"""Text to vectors: the encoder that ships with the project, or any other that sentence-transformers can load.

This and `index.training` are the only places that import sentence-transformers; it is imported late, so that the
shipped encoder costs neither its memory nor its start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from index.static_table import (
    EncoderError,
    EncoderFolderError,
    EncoderLibraryError,
    FloatArray,
    StaticTable,
)

__all__ = [
    "SHIPPED_FOLDER",
    "Encoder",
    "EncoderError",
    "EncoderFolderError",
    "EncoderLibraryError",
    "ShippedEncoder",
    "TransformersEncoder",
    "load_encoder",
]

Kind = Literal["query", "passage"]

#: The encoder that the repository carries; README.md in it is its model card.
SHIPPED_FOLDER = Path(__file__).parent / "encoder"

#: Files of a model folder that do not shape its vectors.
_UNRELATED = {"README.md", ".gitattributes", "results.json"}


class Encoder(Protocol):
    """Turns texts into unit vectors; two encoders with the same fingerprint give the same vectors."""

    @property
    def name(self) -> str:
        """What to call it: `shipped`, or the folder or model name that was asked for."""

    @property
    def fingerprint(self) -> str:
        """SHA-256, in hexadecimal, over everything that shapes the vectors; part of an index's name."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str], *, kind: Kind) -> FloatArray:
        """Returns (texts, dimension) float32, each row of length 1, or zeros for a text without any known piece."""


class ShippedEncoder:
    """The encoder of `index/encoder`, read without torch; questions and passages are encoded alike."""

    name = "shipped"

    def __init__(self, table: StaticTable) -> None:
        self.table = table
        self.fingerprint = table.fingerprint
        self.dimension = table.dimension

    def encode(self, texts: Sequence[str], *, kind: Kind) -> FloatArray:
        """See Encoder.encode; `kind` makes no difference."""
        return self.table.encode(texts)


class TransformersEncoder:
    """Any encoder that sentence-transformers loads, with a prompt before questions and one before passages."""

    def __init__(self, model: Any, name: str, prompts: dict[Kind, str]) -> None:
        """Takes a loaded SentenceTransformer, the setting it came from, and the text put before each kind."""
        self._model = model
        self._prompts = prompts
        self.name = name
        self.dimension = int(model.get_embedding_dimension())
        self.fingerprint = _fingerprint(name, self.dimension, prompts)

    def encode(self, texts: Sequence[str], *, kind: Kind) -> FloatArray:
        """See Encoder.encode. Half-precision models are widened to float32."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(
            list(texts), prompt=self._prompts[kind] or None, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def load_encoder(setting: str | None, *, query_prompt: str = "", passage_prompt: str = "") -> Encoder:
    """Loads an encoder.

    Args:
        setting: None or empty for the one that ships; else a model folder, or a name on the model hub.
        query_prompt: put before a question, as some models want (`query: `); not for the shipped encoder.
        passage_prompt: put before a passage.

    Raises:
        EncoderFolderError: the folder is missing or broken.
        EncoderLibraryError: the encoder needs sentence-transformers, which is not installed.
        EncoderError: the model cannot be loaded for another reason, for instance without a network.
    """
    if not setting:
        return ShippedEncoder(StaticTable.load(SHIPPED_FOLDER))
    if _means_folder(setting) and not (Path(setting) / "modules.json").is_file():
        raise EncoderFolderError(
            f"{setting} is no folder with a sentence-transformers model",
            help="Name a folder that has a modules.json, a model on the hub, or leave the encoder setting empty.",
        )
    model = _load_model(setting)
    return TransformersEncoder(model, setting, {"query": query_prompt, "passage": passage_prompt})


def _means_folder(setting: str) -> bool:
    return Path(setting).is_dir() or setting.startswith((".", "/", "~")) or setting.count("/") > 1


def _load_model(setting: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderLibraryError(f"the encoder {setting!r} needs sentence-transformers") from error
    try:
        return SentenceTransformer(setting, device="cpu")
    except Exception as error:  # the library raises what its parts raise: OSError, ValueError, network errors
        raise EncoderError(f"the encoder {setting!r} could not be loaded: {error}") from error


def _fingerprint(name: str, dimension: int, prompts: dict[Kind, str]) -> str:
    digest = hashlib.sha256(f"{dimension}\0{prompts['query']}\0{prompts['passage']}\0".encode())
    folder = Path(name)
    if not folder.is_dir():
        digest.update(name.encode())
        return digest.hexdigest()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in _UNRELATED:
            digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
