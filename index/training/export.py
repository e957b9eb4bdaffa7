"""The trained table as a sentence-transformers folder: int8 rows with one scale a row, tokeniser, module list."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from index.static_table import TOKENIZER_FILE, WEIGHTS_FILE, FloatArray

_STATIC_EMBEDDING = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
_NORMALIZE = "1_Normalize"
_NORMALIZE_CONFIG: dict[str, object] = {
    "module_input_name": "sentence_embedding",
    "module_output_name": "sentence_embedding",
}
#: A static table reads any length; sentence-transformers then averages what the tokeniser gives.
_CONFIG: dict[str, object] = {
    "model_type": "SentenceTransformer",
    "prompts": {},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}
_LARGEST = 127
#: safetensors writes files that only their owner reads.
_READABLE = 0o644
_DECIMALS = 3


def quantise(table: FloatArray) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Returns int8 rows (pieces, dimension) and scales (pieces,) whose product is the table to within half a step."""
    scales = np.abs(table).max(axis=1) / _LARGEST
    scales[scales == 0] = 1.0
    rows = np.rint(table / scales[:, None]).astype(np.int8)
    return rows, scales.astype(np.float32)


def write_model(tokenizer: Tokenizer, table: FloatArray, folder: Path) -> None:
    """Writes a folder that SentenceTransformer and StaticTable load to the same vectors.

    The layout of the weights is model2vec's (`embeddings`, `weights`), which StaticEmbedding multiplies on loading.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows, scales = quantise(table)
    save_file({"embeddings": rows, "weights": scales}, str(folder / WEIGHTS_FILE))
    (folder / WEIGHTS_FILE).chmod(_READABLE)
    (folder / TOKENIZER_FILE).write_text(compact(tokenizer), encoding="utf-8")
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": _STATIC_EMBEDDING},
        {"idx": 1, "name": "1", "path": _NORMALIZE, "type": "sentence_transformers.base.modules.normalize.Normalize"},
    ]
    (folder / _NORMALIZE).mkdir(exist_ok=True)
    _write_json(folder / _NORMALIZE / "config.json", _NORMALIZE_CONFIG)
    _write_json(folder / "modules.json", modules)
    _write_json(folder / "config_sentence_transformers.json", _CONFIG)


def compact(tokenizer: Tokenizer) -> str:
    """Returns the tokeniser's JSON without blanks and with short log-probabilities: less than half of what it saves."""
    content = json.loads(tokenizer.to_str())
    content["model"]["vocab"] = [[piece, round(score, _DECIMALS)] for piece, score in content["model"]["vocab"]]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def folder_size(folder: Path) -> int:
    """Returns the bytes of all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
