"""From the corpus to an index that can be asked: what is on disk is used when it verifies, and made anew when not.

The corpus is read every time; only the vectors, and the Chroma collection made of them, come from a build. So nothing
that is quoted can come from a file in `built`, and a build that belongs to other texts is not even looked at: its name
is another one. Building and opening never leave a process without a search: without a folder to write to, the build is
kept in a temporary one, and without an encoder the search goes by words alone; `Index.notices` says so.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.classifier import SHIPPED_CLASSIFIER, ClassifierError, QuestionClassifier
from index.encoder import SHIPPED_FOLDER, Encoder, EncoderError, ShippedEncoder, load_encoder
from index.errors import (
    BrokenBuildError,
    BuildLockError,
    IndexLocationError,
    NothingToIndexError,
    VectorStoreError,
)
from index.fingerprint import SCHEMA, build_name, library_versions, texts_digest
from index.legs import ClassifierLeg, DenseLeg, MaxSimLeg
from index.locks import lock
from index.progress import SlowProgress
from index.reader import SHIPPED_READER, QuestionReader, ReaderError
from index.scratch import ScratchFolder
from index.search import Index
from index.settings import IndexSettings
from index.source import Source, load_source
from index.static_table import StaticTable
from index.storage import read_manifest, write_build
from index.texts import Entry, entries_of
from index.vectors import ChromaVectors, FloatArray, guarded, write_chroma

VECTORS = "vectors.npy"
TEXTS = "texts.jsonl"
CHROMA = "chroma"
#: Texts encoded at a time, between two steps of the progress bar.
_BATCH = 256

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """One opening: what it works on, and what the user will be told about it."""

    source: Source
    settings: IndexSettings
    encoder: Encoder
    entries: tuple[Entry, ...]
    references: tuple[str, ...]
    """Of each entry."""
    name: str
    notices: list[str]

    def note(self, message: str) -> None:
        _log.info("%s", message)
        self.notices.append(message)


def open_index(settings: IndexSettings | None = None, *, source: Source | None = None, force: bool = False) -> Index:
    """Opens the index of the plan; builds it first where no build on disk belongs to these texts and this encoder.

    Args:
        settings: where builds are and how they are made; from the environment when not given.
        source: what to index; the plan of the corpus when not given.
        force: build even if there is a good build.

    Raises:
        NothingToIndexError: the source has no chunk.
        CorpusError: the corpus cannot be read.
    """
    settings = settings or IndexSettings.from_environment()
    source = source or load_source()
    if not source.chunks:
        raise NothingToIndexError(f"the document {source.document} has no text to index")
    try:
        encoder = load_encoder(
            settings.encoder, query_prompt=settings.query_prompt, passage_prompt=settings.passage_prompt
        )
        return _open(_job(source, settings, encoder), force)
    except EncoderError as error:
        notice = f"Searching by words only, without an encoder: {error}. {error.help}"
        _log.info("%s", notice)
        return Index(source.chunks, None, None, notices=[notice])


def _job(source: Source, settings: IndexSettings, encoder: Encoder) -> _Job:
    entries = entries_of(source.chunks)
    references = tuple(str(source.chunks[entry.item].reference) for entry in entries)
    shaped_by = {
        "schema": SCHEMA,
        "source": source.sha256,
        "texts": texts_digest(entries, references),
        "encoder": encoder.fingerprint,
        "libraries": library_versions(),
    }
    return _Job(source, settings, encoder, entries, references, build_name(source.document, shaped_by), [])


def _open(job: _Job, force: bool) -> Index:
    matrix = None if force else _stored(job)
    try:
        if matrix is None:
            with lock(job.settings.folder):
                # Whoever held the lock before may have built just this, or was about to put it in its place.
                matrix = None if force else _stored(job, tell=True)
                matrix = _build(job) if matrix is None else matrix
    except (IndexLocationError, BuildLockError) as error:
        job.note(f"The index is kept in memory only and is built at every start: {error}. {error.help}")
        vectors = _encode(job)
        return _assemble(job, vectors, lambda: _temporary_chroma(job, vectors))
    folder, stored = job.settings.folder / job.name / CHROMA, matrix
    return _assemble(job, stored, (lambda: ChromaVectors.open(folder, stored)) if folder.is_dir() else None)


def _stored(job: _Job, *, tell: bool = False) -> FloatArray | None:
    """Returns the vectors of the build on disk, or None when there is none that can be trusted."""
    build = job.settings.folder / job.name
    try:
        read_manifest(build)
        matrix = np.load(build / VECTORS, allow_pickle=False)
    except FileNotFoundError:
        return None
    except (BrokenBuildError, OSError, ValueError) as error:
        if tell:
            job.note(f"The index on disk was damaged and is built anew ({error}).")
        return None
    return np.asarray(matrix, dtype=np.float32)


def _build(job: _Job) -> FloatArray:
    vectors: list[FloatArray] = []

    def fill(folder: Path) -> Mapping[str, Any]:
        vectors.append(_encode(job))
        np.save(folder / VECTORS, vectors[0])
        (folder / TEXTS).write_text("".join(_described(job)), "utf-8")
        return {**_facts(job), "chroma": _fill_chroma(job, folder / CHROMA, vectors[0])}

    write_build(job.settings.folder, job.name, fill)
    return vectors[0]


def _encode(job: _Job) -> FloatArray:
    """Returns the vectors of all entries (entries, dimension). Raises EncoderError when they are no unit vectors."""
    texts = [entry.text for entry in job.entries]
    parts: list[FloatArray] = []
    with SlowProgress("Building the index", len(texts)) as progress:
        for start in range(0, len(texts), _BATCH):
            parts.append(job.encoder.encode(texts[start : start + _BATCH], kind="passage"))
            progress.advance(len(parts[-1]))
    matrix = np.concatenate(parts).astype(np.float32)
    if matrix.shape != (len(texts), job.encoder.dimension) or not np.isfinite(matrix).all():
        raise EncoderError(f"the encoder {job.encoder.name} gave {matrix.shape} for {len(texts)} texts, or no numbers")
    return matrix


def _fill_chroma(job: _Job, folder: Path, matrix: FloatArray) -> bool:
    try:
        write_chroma(folder, job.entries, job.references, matrix)
    except VectorStoreError as error:
        job.note(f"The index is built without a Chroma collection: {error}. {error.help}")
        shutil.rmtree(folder, ignore_errors=True)
        return False
    return True


def _temporary_chroma(job: _Job, matrix: FloatArray) -> ChromaVectors:
    scratch = guarded("written", ScratchFolder)
    try:
        write_chroma(scratch.path / CHROMA, job.entries, job.references, matrix)
        return ChromaVectors.open(scratch.path / CHROMA, matrix)
    finally:
        scratch.close()


def _described(job: _Job) -> Iterator[str]:
    for entry, reference in zip(job.entries, job.references, strict=True):
        record = {"reference": reference, "field": entry.field, "language": entry.language, "text": entry.text}
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _facts(job: _Job) -> dict[str, Any]:
    return {
        "document": job.source.document,
        "source_sha256": job.source.sha256,
        "chunks": len(job.source.chunks),
        "texts": len(job.entries),
        "dimension": job.encoder.dimension,
        "encoder": {"name": job.encoder.name, "fingerprint": job.encoder.fingerprint},
        "libraries": library_versions(),
    }


def _assemble(job: _Job, matrix: FloatArray, chroma: Callable[[], ChromaVectors] | None) -> Index:
    chunks = job.source.chunks
    owners = [entry.item for entry in job.entries]
    dense = DenseLeg(job.encoder, matrix, owners, len(chunks))
    table = _word_table(job)
    maxsim = MaxSimLeg(table, chunks) if table else None
    classifier = _classifier(job, table) if table else None
    reader = (lambda: _reader(job, table)) if table and classifier else None
    index = Index(chunks, dense, maxsim, classifier, name=job.name, notices=job.notices, chroma=chroma, reader=reader)
    if job.settings.dense == "chroma":
        try:
            index.use_chroma()
        except VectorStoreError as error:
            job.note(f"Searching without Chroma: {error}. {error.help}")
            index.notices = tuple(job.notices)
    return index


def _classifier(job: _Job, table: StaticTable) -> ClassifierLeg | None:
    """Returns the shipped classifier, where it is of this document."""
    try:
        classifier = QuestionClassifier.load(SHIPPED_CLASSIFIER, table)
    except ClassifierError as error:
        job.note(f"Searching without the classifier: {error}. {error.help}")
        return None
    return ClassifierLeg(classifier, job.source.chunks) if classifier.source == job.source.sha256 else None


def _reader(job: _Job, table: StaticTable) -> QuestionReader | None:
    """Returns the shipped reader, where it is of this document."""
    try:
        reader = QuestionReader.load(SHIPPED_READER, table)
    except ReaderError as error:
        _log.warning("Deciding without the reader: %s. %s", error, error.help)
        return None
    return reader if reader.source == job.source.sha256 else None


def _word_table(job: _Job) -> StaticTable | None:
    """Returns the table of word vectors: the shipped one, whichever encoder makes the vectors of whole texts."""
    if isinstance(job.encoder, ShippedEncoder):
        return job.encoder.table
    try:
        return StaticTable.load(SHIPPED_FOLDER)
    except EncoderError as error:
        job.note(f"Searching without matching words across languages: {error}. {error.help}")
        return None
