"""The shipped encoder: what it gives, that sentence-transformers gives the same, and what happens when it is broken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from index.encoder import (
    SHIPPED_FOLDER,
    EncoderError,
    EncoderFolderError,
    EncoderLibraryError,
    ShippedEncoder,
    load_encoder,
)
from index.static_table import TOKENIZER_FILE, WEIGHTS_FILE, StaticTable

TEXTS = [
    "国际海底管理局秘书处",
    "Which organ coordinates the work on marine scientific research?",
    "¿Qué órgano coordina la investigación científica marina?",
    "Quel organe coordonne la recherche scientifique marine ?",
    "Какой орган координирует морские научные исследования?",
    "ما الجهاز الذي ينسق البحث العلمي البحري؟",
    "2019-2023",
    "",
    "☃ …",
    "深海 " * 500,
]


@pytest.fixture(scope="module")
def table() -> StaticTable:
    return StaticTable.load(SHIPPED_FOLDER)


def test_vectors_have_length_one_and_empty_texts_are_zero(table: StaticTable) -> None:
    vectors = table.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), table.dimension)
    assert vectors.dtype == np.float32
    norms = np.linalg.norm(vectors, axis=1)
    assert norms == pytest.approx([0.0 if text in ("", "☃ …") else 1.0 for text in TEXTS], abs=1e-5)


def test_a_batch_gives_what_single_texts_give(table: StaticTable) -> None:
    together = table.encode(TEXTS)
    alone = np.concatenate([table.encode([text]) for text in TEXTS])
    assert together == pytest.approx(alone, abs=1e-6)


def test_no_texts_give_no_rows(table: StaticTable) -> None:
    assert table.encode([]).shape == (0, table.dimension)


def test_sentence_transformers_gives_the_same_vectors(table: StaticTable) -> None:
    pytest.importorskip("sentence_transformers", reason="the `encoders` extra is not installed")
    other = load_encoder(str(SHIPPED_FOLDER))
    assert other.dimension == table.dimension
    assert other.encode(TEXTS, kind="passage") == pytest.approx(table.encode(TEXTS), abs=1e-5)


def test_the_folder_fits_in_25_megabytes_with_one_copy_of_the_weights() -> None:
    files = [path for path in SHIPPED_FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 25_000_000
    assert [path.name for path in files if path.stat().st_size > 5_000_000] == [WEIGHTS_FILE]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_loading_needs_neither_torch_nor_much_memory() -> None:
    code = (
        "import re, sys; from index.encoder import load_encoder; "
        "load_encoder(None).encode(['海底'], kind='query'); "
        "assert not {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules); "
        "print(re.search('VmHWM:\\\\s+(\\\\d+)', open('/proc/self/status').read()).group(1))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 150 * 1024


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("participation of women in science", "妇女参与科学研究", "财务委员会通过预算"),
        ("бюджет и финансы", "预算和财务", "保护海洋环境"),
        ("protection du milieu marin", "保护海洋环境", "妇女参与科学研究"),
        ("formación de personal de países en desarrollo", "培训发展中国家的人员", "解决争端"),
        ("حماية البيئة البحرية", "保护海洋环境", "预算和财务"),
    ],
)
def test_a_translation_is_nearer_than_another_text(table: StaticTable, question: str, right: str, wrong: str) -> None:
    asked, translated, other = table.encode([question, right, wrong])
    assert asked @ translated > asked @ other + 0.1


def test_words_keep_their_places(table: StaticTable) -> None:
    text = "“区域”内活动, the Secretary-General’s report"
    words = table.words(text)
    assert "".join(text[word.start : word.end] for word in words) == "区域内活动theSecretaryGeneralsreport"
    assert [word.start for word in words] == sorted(word.start for word in words)


def test_the_default_is_the_shipped_encoder() -> None:
    encoder = load_encoder(None)
    assert isinstance(encoder, ShippedEncoder)
    assert len(encoder.fingerprint) == 64
    assert encoder.fingerprint == load_encoder("").fingerprint


def test_prompts_change_the_fingerprint_of_another_encoder() -> None:
    pytest.importorskip("sentence_transformers", reason="the `encoders` extra is not installed")
    folder = str(SHIPPED_FOLDER)
    plain, prompted = load_encoder(folder), load_encoder(folder, query_prompt="query: ")
    assert plain.fingerprint != prompted.fingerprint
    assert not np.allclose(plain.encode(["海底"], kind="query"), prompted.encode(["海底"], kind="query"))
    assert plain.encode(["海底"], kind="passage") == pytest.approx(prompted.encode(["海底"], kind="passage"))


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderFolderError) as missing:
        StaticTable.load(tmp_path / "none")
    assert "git checkout" in missing.value.help
    with pytest.raises(EncoderFolderError) as named:
        load_encoder(str(tmp_path / "none"))
    assert "modules.json" in named.value.help


def test_a_missing_library_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderLibraryError) as missing:
        load_encoder(str(SHIPPED_FOLDER))
    assert "pip install" in missing.value.help


def test_a_folder_that_sentence_transformers_refuses_is_an_encoder_error(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="the `encoders` extra is not installed")
    (tmp_path / "modules.json").write_text("[{}]")
    with pytest.raises(EncoderError):
        load_encoder(str(tmp_path))


def _write_folder(folder: Path, pieces: int, weights: bytes | None = None) -> Path:
    vocabulary = [("[PAD]", 0.0), ("[UNK]", -9.0), *((chr(97 + i), -1.0) for i in range(pieces - 2))]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=1))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / TOKENIZER_FILE))
    header = {
        "embeddings": {"dtype": "I8", "shape": [4, 2], "data_offsets": [0, 8]},
        "weights": {"dtype": "F32", "shape": [4], "data_offsets": [8, 24]},
    }
    text = json.dumps(header).encode()
    rows = np.array([[0, 0], [0, 0], [3, 4], [4, 3]], np.int8).tobytes() + np.full(4, 0.5, np.float32).tobytes()
    whole = len(text).to_bytes(8, "little") + text + rows
    (folder / WEIGHTS_FILE).write_bytes(whole if weights is None else weights)
    return folder


def test_int8_rows_are_multiplied_by_their_weight(tmp_path: Path) -> None:
    table = StaticTable.load(_write_folder(tmp_path, 4))
    assert table.encode(["a", "a b"]) == pytest.approx(np.array([[0.6, 0.8], [0.7071, 0.7071]]), abs=1e-4)
    vectors, norms = table.word_vectors([(2,), (2, 3)])
    assert norms == pytest.approx([2.5, 4.9497], abs=1e-3)
    assert vectors[0] == pytest.approx([0.6, 0.8], abs=1e-4)


@pytest.mark.parametrize("weights", [b"", b"\xff" * 40, b"\x02\0\0\0\0\0\0\0{}", b"\x10\0\0\0\0\0\0\0{"])
def test_damaged_weights_are_an_error(tmp_path: Path, weights: bytes) -> None:
    with pytest.raises(EncoderFolderError):
        StaticTable.load(_write_folder(tmp_path, 4, weights))


def test_a_table_of_another_tokeniser_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EncoderFolderError, match="different numbers"):
        StaticTable.load(_write_folder(tmp_path, 5))


def test_a_damaged_tokeniser_is_an_error(tmp_path: Path) -> None:
    _write_folder(tmp_path, 4)
    (tmp_path / TOKENIZER_FILE).write_text("{")
    with pytest.raises(EncoderFolderError):
        StaticTable.load(tmp_path)
