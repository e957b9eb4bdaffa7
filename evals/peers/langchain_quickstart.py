"""LangChain as its quick start shows it: split the file, embed the pieces, take the nearest four; and with BM25."""

from __future__ import annotations

import re
from typing import Any

from evals.peers.editions import Edition
from evals.peers.peer import PASSAGES, Peer, Search, library
from index.encoder import load_encoder

_SIZE, _OVERLAP = 1000, 200
_TOKEN = re.compile(r"\d+(?:\.\d+)+|[a-z0-9]+", re.IGNORECASE)


def _pieces(edition: Edition) -> list[str]:
    splitter = library("langchain_text_splitters").RecursiveCharacterTextSplitter(
        chunk_size=_SIZE, chunk_overlap=_OVERLAP
    )
    pieces: list[str] = splitter.split_text(edition.text)
    return pieces


def _dense(edition: Edition) -> Search:
    store = library("langchain_chroma").Chroma.from_texts(
        _pieces(edition),
        Shipped(),
        collection_name=f"peer-{edition.language}",
        collection_metadata={"hnsw:space": "cosine"},
    )
    return _retrieving(store.as_retriever(search_kwargs={"k": PASSAGES}))


def _bm25(edition: Edition) -> Search:
    retrievers = library("langchain_community.retrievers")
    return _retrieving(retrievers.BM25Retriever.from_texts(_pieces(edition), preprocess_func=tokens, k=PASSAGES))


def _bm25_by_row(edition: Edition) -> Search:
    retrievers = library("langchain_community.retrievers")
    rows = list(edition.lines.values())
    return _retrieving(retrievers.BM25Retriever.from_texts(rows, preprocess_func=tokens, k=PASSAGES))


def _retrieving(retriever: Any) -> Search:
    return lambda question: [document.page_content for document in retriever.invoke(question)]


def tokens(text: str) -> list[str]:
    """Words and numbers, and Chinese by two characters: what a careful user gives BM25 instead of whole clauses."""
    chinese = re.findall(r"[\u3400-\u9fff]+", text)
    pairs = [run[place : place + 2] for run in chinese for place in range(max(1, len(run) - 1))]
    return [*map(str.lower, _TOKEN.findall(text)), *pairs]


class Shipped:
    """This project's own encoder in LangChain's form, so that only the recipe differs."""

    def __init__(self) -> None:
        self._encoder = load_encoder(None)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        vectors: list[list[float]] = self._encoder.encode(texts, kind="passage").tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self._encoder.encode([text], kind="query")[0].tolist()
        return vector


_SPLITTER, _COMMUNITY = "langchain-text-splitters", ("langchain-community", "rank-bm25")
PEERS = (
    Peer("LangChain quick start, Chroma", (_SPLITTER, "langchain-chroma"), _dense),
    Peer("LangChain quick start, BM25", (_SPLITTER, *_COMMUNITY), _bm25),
    Peer("LangChain BM25 by row", _COMMUNITY, _bm25_by_row),
)
