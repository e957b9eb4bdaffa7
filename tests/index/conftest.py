"""A tiny plan and a tiny encoder: deterministic, without a model, quick enough to be built hundreds of times."""

from __future__ import annotations

# First, so that numpy starts as it does in the program.
import index  # isort: skip

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

import index.build
from corpus.chunks import Chunk, ChunkKind
from corpus.provenance import Span
from corpus.references import Reference
from index.encoder import SHIPPED_FOLDER, Kind
from index.settings import IndexSettings
from index.source import Source, load_source
from index.static_table import FloatArray, StaticTable
from index.training.questions import OwnQuestion

TEXTS = {
    "para 1": "计划确定了优先事项",
    "3": "保护海洋环境",
    "3.2": "区域环境管理计划",
    "3.2.1": "制定区域环境管理计划",
    "3.2.1(1)": "召开专家讲习班",
    "3.2.1(2)": "编写背景文件",
    "4.1.1": "推动深海科学研究",
    "4.1.2": "与科学机构合作",
    "5.1.1": "培养发展中国家的人员",
    "5.1.1(1)": "为青年科学家设立奖项",
    "8.1.1": "审议2020年预算",
    "8.1.2": "审议2022年预算",
}
TAUGHT = [
    ("who mends the nets?", ("1.1.1",)),
    ("is anybody mending nets", ("1.1.1", "3.2.1")),
    ("when does the harbour open?", ("3.2.1",)),
    ("opening of the harbour", ("3.2.1",)),
]
ASKED = {
    "3.2.1(1)": {"en": ("expert workshops on the environment",), "fr": ("ateliers d'experts",)},
    "4.1.1": {"en": ("deep-sea science",), "ru": ("глубоководные исследования",), "ar": ("البحث العلمي",)},
    "5.1.1(1)": {"en": ("an award for young scientists", "who gets the prize"), "es": ("premio para jóvenes",)},
}


@dataclass(frozen=True)
class FakeEncoder:
    """Counts pairs of characters into buckets: equal texts are equal, similar texts are near."""

    name: str = "fake"
    fingerprint: str = "fake-1"
    dimension: int = 32

    def encode(self, texts: Sequence[str], *, kind: Kind) -> FloatArray:
        result = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for i in range(len(text) - 1):
                result[row, zlib.crc32(text[i : i + 2].lower().encode()) % self.dimension] += 1
        norms = np.linalg.norm(result, axis=1, keepdims=True)
        return np.asarray(result / np.maximum(norms, 1e-9), dtype=np.float32)


def make_chunk(reference: str, text: str, asked_as: dict[str, tuple[str, ...]] | None = None) -> Chunk:
    span = Span(document="tiny", language="zh", first_line=1, last_line=1, quote=text)
    return Chunk(
        reference=Reference.parse(reference), kind=ChunkKind.ACTION, path=(), text=text, spans=(span,), embed_text=text,
        asked_as=asked_as or {},
    )  # fmt: skip


def tiny_source(**changed: str) -> Source:
    """The tiny plan; `changed` replaces the text of items whose reference, without dots, is its key: r412="..."."""
    texts = {reference: changed.get("r" + reference.replace(".", ""), text) for reference, text in TEXTS.items()}
    chunks = tuple(make_chunk(reference, text, ASKED.get(reference)) for reference, text in texts.items())
    return Source("tiny", "0" * 64, chunks)


@pytest.fixture
def source() -> Source:
    return tiny_source()


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(folder=tmp_path / "built")


@pytest.fixture
def fake_encoder(monkeypatch: pytest.MonkeyPatch) -> FakeEncoder:
    """Builds use the fake encoder, and no table of word vectors."""
    encoder = FakeEncoder()
    monkeypatch.setattr(index.build, "load_encoder", lambda *_, **__: encoder)
    monkeypatch.setattr(index.build, "_word_table", lambda _: None)
    return encoder


@pytest.fixture
def no_chroma(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds hold a file in place of a Chroma collection: importing chromadb takes longer than all the rest."""

    def write(folder: Path, *_: object) -> None:
        (folder / "segment").mkdir(parents=True)
        (folder / "chroma.sqlite3").write_bytes(b"x" * 4096)
        (folder / "segment" / "data_level0.bin").write_bytes(b"y" * 1024)

    monkeypatch.setattr(index.build, "write_chroma", write)


@pytest.fixture(scope="module")
def table() -> StaticTable:
    return StaticTable.load(SHIPPED_FOLDER)


@pytest.fixture(scope="module")
def plan_source() -> Source:
    return load_source()


@pytest.fixture(scope="module")
def questions() -> list[OwnQuestion]:
    """Six questions about two items and none: enough to see whether anything is learned."""
    answered = [OwnQuestion(question=text, language="en", refs=refs) for text, refs in TAUGHT]
    near = OwnQuestion(question="what do nets cost?", language="en", kind="near")
    return [*answered, near, OwnQuestion(question="tell me a joke", language="en", kind="far")]
