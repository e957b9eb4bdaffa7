"""Peers that need nothing but Python: a row to a passage."""

from __future__ import annotations

import re

from evals.benching.floors import FullTextPeer
from evals.peers.editions import Edition
from evals.peers.peer import PASSAGES, Peer, Search

_WORD = re.compile(r"\d+(?:\.\d+)+(?:\(\d+\))?|[a-z]{3,}|\d+|[\u3400-\u9fff]{2}", re.IGNORECASE)


def _grep(edition: Edition) -> Search:
    """The rows with the most words of the question, as a person with a search box finds them; ties in document order."""
    lines = [line.lower() for line in edition.lines.values()]
    shown = list(edition.lines.values())

    def search(question: str) -> list[str]:
        words = set(map(str.lower, _words(question)))
        hits = [sum(word in line for word in words) for line in lines]
        best = sorted(range(len(lines)), key=lambda row: -hits[row])[:PASSAGES]
        return [shown[row] for row in best if hits[row]]

    return search


def _words(question: str) -> list[str]:
    """Words and numbers; of Chinese every two neighbouring characters."""
    pairs = [question[place : place + 2] for place in range(len(question) - 1)]
    return [*_WORD.findall(question), *(pair for pair in pairs if re.fullmatch(r"[\u3400-\u9fff]{2}", pair))]


def _full_text(edition: Edition) -> Search:
    index = FullTextPeer(list(edition.lines.items()))
    return lambda question: [edition.lines[ref] for ref in index.ask(question, PASSAGES)]


PEERS = (Peer("keywords over rows", (), _grep), Peer("SQLite FTS5 by row", (), _full_text))
