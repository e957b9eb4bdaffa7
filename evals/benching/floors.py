"""What an answer is measured against: a dictionary under the parsed number, and SQLite's full-text search by row."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from corpus.plan import Plan, Row
from corpus.renderings import load_renderings
from evals.case import Language

_NUMBER = re.compile(r"\d+\.\d+\.\d+(?:\(\d+\))?")
_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]", re.IGNORECASE)


class DictionaryFloor:
    """The least that an exact look-up costs: find the number in the question, get its rows from a dictionary.

    It understands nothing, words nothing and cites nothing.
    """

    def __init__(self, plan: Plan) -> None:
        self._rows: dict[str, list[Row]] = {}
        for row in plan.rows:
            for name in {str(row.reference), str(row.reference.action)}:
                self._rows.setdefault(name, []).append(row)

    def ask(self, question: str) -> Sequence[Row]:
        """The rows under the first number in the question."""
        found = _NUMBER.search(question)
        return self._rows.get(found[0], ()) if found else ()


class FullTextPeer:
    """SQLite FTS5 with a row to a document: Chinese by single characters, ranked by its own bm25.

    Args:
        texts: reference and text of each document.
    """

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.execute("CREATE VIRTUAL TABLE rows USING fts5(reference UNINDEXED, words)")
        self._connection.executemany(
            "INSERT INTO rows VALUES (?, ?)", [(reference, _words(text)) for reference, text in texts]
        )

    def ask(self, question: str, most: int = 10) -> list[str]:
        """References of the rows that share most with the question, best first."""
        terms = " OR ".join(f'"{word}"' for word in dict.fromkeys(_words(question).split()))
        if not terms:
            return []
        found = self._connection.execute(
            "SELECT reference FROM rows WHERE rows MATCH ? ORDER BY bm25(rows) LIMIT ?", (f"words:({terms})", most)
        )
        return [reference for (reference,) in found]


def row_texts(plan: Plan) -> list[tuple[str, str]]:
    """Reference and words of every row of Annex II: as printed, and in the languages into which it was rendered."""
    rendered: dict[str, list[str]] = {}
    for language in get_args(Language):
        for ref, text in _rendered_words(load_renderings(language, plan.document)):
            rendered.setdefault(ref, []).append(text)
    texts = []
    for row in plan.rows:
        names = dict.fromkeys((str(row.reference.action), str(row.reference)))
        words = [text for name in names for text in rendered.get(name, [])]
        texts.append((str(row.reference), " ".join([row.span.quote, *words])))
    return texts


def _rendered_words(renderings: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """Each rendered text of a row or of its action; annex I where annex II is not rendered because it says the same."""
    for (ref, field), text in renderings.items():
        if field in ("annex_ii", "output") or (field == "annex_i" and (ref, "annex_ii") not in renderings):
            yield ref, text


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
