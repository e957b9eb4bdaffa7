"""The evaluation sets of the data folder, as search tasks: questions, documents, and which document is right."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BENCHMARK_FILE = "encoder/eval.json.gz"

#: Languages of the questions that are asked of Chinese documents.
XQUAD_LANGUAGES = ("zh", "en", "es", "ru", "ar")
SDG_LANGUAGES = ("en", "fr", "es", "ru", "ar")


@dataclass(frozen=True, slots=True)
class Task:
    """A search task; its name is `set question-language-document-language`."""

    name: str
    queries: tuple[str, ...]
    documents: tuple[str, ...]
    gold: tuple[int, ...]
    """Index of the right document of each query."""

    @property
    def same_script(self) -> bool:
        """Whether a query's words can stand in the documents: where BM25 has something to say."""
        asked, _, searched = self.name.rsplit(" ", 1)[1].partition("-")
        return asked == searched


def load_benchmarks(data: Path) -> dict[str, Any]:
    """Reads the evaluation file. Raises FileNotFoundError with the path that is missing."""
    with gzip.open(data / BENCHMARK_FILE, "rt", encoding="utf-8") as file:
        content: dict[str, Any] = json.load(file)
    return content


def search_tasks(content: dict[str, Any]) -> list[Task]:
    """Returns the tasks in the order of the table: XQuAD, CMRC2018, SDG."""
    xquad, chinese = content["xquad"], content["xquad"]["zh"]["p"]
    tasks = [_questions(f"xquad {language}-zh", xquad[language]["q"], chinese) for language in XQUAD_LANGUAGES]
    tasks.append(_questions("xquad en-en", xquad["en"]["q"], xquad["en"]["p"]))
    tasks.append(_questions("cmrc zh-zh", content["cmrc"]["q"], content["cmrc"]["p"]))
    goals = content["sdg"]
    order = tuple(range(len(goals["zh"])))
    tasks += [Task(f"sdg {code}-zh", tuple(goals[code]), tuple(goals["zh"]), order) for code in SDG_LANGUAGES]
    return tasks


def all_texts(content: dict[str, Any]) -> Iterator[str]:
    """Yields every text of every evaluation set, for the proof that none of them is trained on."""
    for part in (*content["xquad"].values(), content["cmrc"]):
        yield from part["p"]
        yield from (question for question, _ in part["q"])
    for texts in content["sdg"].values():
        yield from texts
    for pairs in content["tatoeba"].values():
        yield from (text for pair in pairs for text in pair)


def _questions(name: str, questions: list[tuple[str, int]], documents: list[str]) -> Task:
    texts, gold = zip(*questions, strict=True)
    return Task(name, texts, tuple(documents), gold)
