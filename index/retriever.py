"""The index as langchain sees it: a retriever over the whole hybrid search, and the Chroma collection as vector store.

This is the only file of the stage that imports langchain_core; nothing else here imports this one.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.vectorstores import VectorStore
from pydantic import ConfigDict, Field

from index.encoder import Encoder
from index.errors import VectorStoreError
from index.search import Index, Passage


class PlanRetriever(BaseRetriever):
    """Hybrid search as a langchain retriever: `PlanRetriever(index=open_index()).invoke("Who trains scientists?")`.

    A document's content is the item's own text, which may be quoted. Its metadata hold `reference`, `action`, `kind`,
    `document`, `language`, `spans` (where the text stands in the source), `score`, `legs` and `folded`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    """As `index.build.open_index` returns it."""
    language: str | None = None
    """Of the questions, where all have the same."""
    top: int = Field(default=10, ge=1)
    """Number of documents at most."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [as_document(passage) for passage in self.index.search(query, self.language, self.top)]


class EncoderEmbeddings(Embeddings):
    """Our encoder under langchain's interface."""

    def __init__(self, encoder: Encoder) -> None:
        """Takes the encoder that made the vectors of the index."""
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Returns a vector for each passage."""
        vectors: list[list[float]] = self._encoder.encode(texts, kind="passage").tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Returns the vector of a question."""
        vector: list[float] = self._encoder.encode([text], kind="query")[0].tolist()
        return vector


def vector_store(index: Index) -> VectorStore:
    """Returns the texts of an index as a langchain vector store: dense search only, one document for each text.

    A document's metadata hold `reference`, `field` ("own" or "asked") and `language`; only an own text may be quoted.
    The store works on a copy: what is added to it is gone with the process.

    Raises:
        VectorStoreError: the index has no vectors, or its Chroma collection cannot be opened.
    """
    if index.encoder is None:
        raise VectorStoreError("an index without an encoder has no vectors")
    store: VectorStore = index.chroma().langchain(EncoderEmbeddings(index.encoder))
    return store


def as_document(passage: Passage) -> Document:
    """Returns a passage as a langchain document; its id is the reference."""
    first = passage.chunk.spans[0]
    metadata: dict[str, Any] = {
        "reference": str(passage.reference),
        "action": str(passage.action) if passage.action else None,
        "kind": str(passage.chunk.kind),
        "document": first.document,
        "language": first.language,
        "spans": [span.model_dump() for span in passage.chunk.spans],
        "score": passage.score,
        "legs": dict(passage.legs),
        "folded": [str(reference) for reference in passage.folded],
    }
    return Document(id=str(passage.reference), page_content=passage.chunk.text, metadata=metadata)
