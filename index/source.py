"""What is indexed: the chunks of one document, as the corpus gives them."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import load_asked_as, load_manifest, load_plan
from corpus.chunks import Chunk, chunks_of


@dataclass(frozen=True, slots=True)
class Source:
    """What is indexed: a document's chunks, and the checksum of the file they were read from."""

    document: str
    """The document's id."""
    sha256: str
    """Of its source file, in hexadecimal."""
    chunks: tuple[Chunk, ...]
    """In document order."""


def load_source() -> Source:
    """Returns the plan of the corpus with its phrases. Raises CorpusError."""
    plan = load_plan()
    edition = load_manifest().edition(plan.language)
    return Source(plan.document, edition.sha256, chunks_of(plan, load_asked_as()))
