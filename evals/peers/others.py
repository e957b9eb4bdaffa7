"""Haystack's and LlamaIndex's BM25, each with the splitter that its own tutorial uses."""

from __future__ import annotations

from evals.peers.editions import Edition
from evals.peers.peer import PASSAGES, Peer, Search, library


def _haystack(edition: Edition) -> Search:
    document = library("haystack").Document
    splitter = library("haystack.components.preprocessors").DocumentSplitter(split_by="line", split_length=4)
    store = library("haystack.document_stores.in_memory").InMemoryDocumentStore(bm25_tokenization_regex=r"(?u)\b\w+\b")
    store.write_documents(splitter.run(documents=[document(content=_spaced(edition.text))])["documents"])
    retriever = library("haystack.components.retrievers.in_memory").InMemoryBM25Retriever(store, top_k=PASSAGES)
    return lambda question: [found.content for found in retriever.run(query=_spaced(question))["documents"]]


def _llama_index(edition: Edition) -> Search:
    core = library("llama_index.core")
    splitter = library("llama_index.core.node_parser").SentenceSplitter(chunk_size=512, chunk_overlap=64)
    nodes = splitter.get_nodes_from_documents([core.Document(text=_spaced(edition.text))])
    bm25 = library("llama_index.retrievers.bm25").BM25Retriever
    # Its own pattern drops words of one character, and with them all Chinese.
    retriever = bm25.from_defaults(nodes=nodes, similarity_top_k=PASSAGES, token_pattern=r"(?u)\b\w+\b")
    return lambda question: [found.node.get_content() for found in retriever.retrieve(_spaced(question))]


def _spaced(text: str) -> str:
    """Blanks between Chinese characters: both tokenise by words, and a clause would be one word to them."""
    return "".join(f" {char} " if "\u3400" <= char <= "\u9fff" else char for char in text)


PEERS = (
    Peer("Haystack BM25", ("haystack-ai",), _haystack),
    Peer("LlamaIndex BM25", ("llama-index-core", "llama-index-retrievers-bm25"), _llama_index),
)
