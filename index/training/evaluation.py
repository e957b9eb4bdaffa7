"""Measures an encoder on the search tasks: the dense score, with word MaxSim added, and with BM25 within one script.

The scores of several methods are added after each was standardised over the documents of a question. Ranks, where equal
scores keep the documents' order, give recall at 1 and at 5.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track

from index.maxsim import MaxSim, standardise
from index.static_table import FloatArray, StaticTable
from index.training.benchmarks import Task

#: Names of the ways to score, in the order of the columns.
DENSE, BM25, WORDS, DENSE_WORDS, ALL = "dense", "bm25", "maxsim", "dense+maxsim", "dense+maxsim+bm25"

_RUN = re.compile("[\u3400-\u9fff]+|[^\\W_\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Recall:
    """Share of the queries whose right document is the first, and is among the first five."""

    at_1: float
    at_5: float


@dataclass(frozen=True, slots=True)
class Score:
    """One task scored in one way."""

    task: str
    method: str
    recall: Recall
    queries: int
    documents: int


def evaluate(table: StaticTable, tasks: Sequence[Task]) -> list[Score]:
    """Scores every task in every way that fits it."""
    return [score for task in track(tasks, "benchmarks") for score in _evaluate_task(table, task)]


def recall(scores: FloatArray, gold: Sequence[int]) -> Recall:
    """Returns the recall of scores (queries, documents) given each query's right document."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :5]
    hits = best == np.asarray(gold)[:, None]
    return Recall(float(hits[:, 0].mean()), float(hits.any(axis=1).mean()))


def lexical_terms(text: str) -> list[str]:
    """Returns what BM25 counts: words, and the pairs of neighbouring characters of Chinese runs."""
    terms: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if "\u3400" <= run[0] <= "\u9fff":
            terms += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        else:
            terms.append(run)
    return terms


def bm25_scores(queries: Sequence[str], documents: Sequence[str]) -> FloatArray:
    """Returns BM25 scores (queries, documents)."""
    import bm25s

    model = bm25s.BM25()
    model.index([lexical_terms(text) for text in documents], show_progress=False)
    asked = (lexical_terms(text) for text in queries)
    rows = [model.get_scores(terms) if terms else np.zeros(len(documents)) for terms in asked]
    return np.asarray(rows, dtype=np.float32)


def write_results(scores: Sequence[Score], about: dict[str, Any], path: Path) -> None:
    """Writes the scores as JSON, with what they are of."""
    content = {"about": about, "scores": [asdict(score) for score in scores]}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _evaluate_task(table: StaticTable, task: Task) -> Iterator[Score]:
    for method, scores in _methods(table, task):
        yield Score(task.name, method, recall(scores, task.gold), len(task.queries), len(task.documents))


def _methods(table: StaticTable, task: Task) -> Iterator[tuple[str, FloatArray]]:
    dense = table.encode(task.queries) @ table.encode(task.documents).T
    matcher = MaxSim(table, task.documents)
    words = np.stack([matcher.scores(query) for query in task.queries])
    both = standardise(dense) + standardise(words)
    yield from ((DENSE, dense), (WORDS, words), (DENSE_WORDS, both))
    if task.same_script:
        lexical = bm25_scores(task.queries, task.documents)
        yield from ((BM25, lexical), (ALL, both + standardise(lexical)))
