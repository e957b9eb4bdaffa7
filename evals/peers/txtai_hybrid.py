"""txtai as its documentation shows hybrid search: a vector index and its own BM25 over the same pieces, half and half."""

from __future__ import annotations

from typing import Any

from evals.peers.editions import Edition
from evals.peers.langchain_quickstart import Shipped
from evals.peers.peer import PASSAGES, Peer, Search, library


def _by_row(edition: Edition) -> Search:
    return _hybrid(list(edition.lines.values()))


def _by_line(edition: Edition) -> Search:
    return _hybrid([line for line in edition.text.splitlines() if line.strip()])


def _hybrid(texts: list[str]) -> Search:
    encoder = Shipped()

    def transform(some: list[str]) -> Any:
        return library("numpy").asarray(encoder.embed_documents(list(some)), dtype="float32")

    # Its own tokeniser cuts Chinese into characters, by the rules of Unicode; nothing is set apart for it here.
    index = library("txtai").Embeddings(method="external", transform=transform, hybrid=True, content=True)
    index.index(texts)
    return lambda question: [found["text"] for found in index.search(question, PASSAGES)]


PEERS = (
    Peer("txtai hybrid by row", ("txtai",), _by_row),
    Peer("txtai hybrid by line", ("txtai",), _by_line),
)
