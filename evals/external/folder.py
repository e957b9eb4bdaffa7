"""The folder of other people's questions: which paragraph answers each, and in which language both stand."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import ExternalDataError, SelectionError
from index.training.benchmarks import BENCHMARK_FILE, XQUAD_LANGUAGES, Task, load_benchmarks

SOURCE_LANGUAGE = "zh"
"""The plan's language: questions in every language are also asked of paragraphs in this one."""
ASSISTED = ("zh", "en")
"""Languages in which the assistant is asked."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """Questions about other documents than the plan, in one language."""

    collection: str
    language: str
    questions: tuple[str, ...]


def is_there(folder: Path) -> bool:
    """Whether the folder holds the file of collections."""
    return (folder / BENCHMARK_FILE).is_file()


def read(folder: Path) -> dict[str, Any]:
    """What the folder holds. Raises ExternalDataError when it is not what it should be."""
    try:
        content = load_benchmarks(folder)
        checked = [(language, *_parts(content["xquad"][language])) for language in XQUAD_LANGUAGES]
        checked.append(("cmrc", *_parts(content["cmrc"])))
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise ExternalDataError(f"{BENCHMARK_FILE} cannot be read: {type(error).__name__} {error}") from error
    if empty := [name for name, questions, paragraphs in checked if not (questions and paragraphs)]:
        raise ExternalDataError(f"{BENCHMARK_FILE} has no questions or no paragraphs for: {', '.join(empty)}")
    return content


def _parts(part: Any) -> tuple[int, int]:
    """How many questions and paragraphs. Raises ValueError when a question names a paragraph that is not there."""
    most = len(part["p"])
    if not all(isinstance(question, str) and 0 <= gold < most for question, gold in part["q"]):
        raise ValueError("a question names a paragraph that is not there")
    return len(part["q"]), most


def tasks(content: dict[str, Any], languages: Sequence[str], sample: int, seed: int) -> Iterator[Task]:
    """XQuAD's questions of some languages, of paragraphs in the same language and in the plan's.

    Args:
        content: as `read` returns it.
        languages: of the questions; all when empty.
        sample: questions of each task, 0 for all; the same ones in every language.
        seed: of the sample.

    Raises:
        SelectionError: XQuAD has no questions in one of the languages, or not here.
    """
    xquad = content["xquad"]
    if unknown := [language for language in languages if language not in XQUAD_LANGUAGES]:
        raise SelectionError(f"XQuAD has no {', '.join(unknown)} here; it has {', '.join(XQUAD_LANGUAGES)}")
    for asked in languages or XQUAD_LANGUAGES:
        for searched in dict.fromkeys((asked, SOURCE_LANGUAGE, *(("en",) if asked == SOURCE_LANGUAGE else ()))):
            yield _task(f"xquad {asked}-{searched}", xquad[asked]["q"], xquad[searched]["p"], sample, seed)


def _task(name: str, questions: list[tuple[str, int]], paragraphs: list[str], sample: int, seed: int) -> Task:
    # Places are drawn, not questions: they are the same in all languages, because XQuAD is parallel.
    places = sorted(_drawn(range(len(questions)), sample, seed))
    texts, gold = zip(*(questions[place] for place in places), strict=True)
    return Task(name, texts, tuple(paragraphs), gold)


def foreign(content: dict[str, Any], languages: Sequence[str], sample: int, seed: int) -> Iterator[Foreign]:
    """Questions about other documents in the languages of the assistant, a seeded sample of each collection."""
    collections = [("XQuAD", language, content["xquad"][language]["q"]) for language in ASSISTED]
    collections.append(("CMRC2018", "zh", content["cmrc"]["q"]))
    for name, language, questions in collections:
        if not languages or language in languages:
            drawn = _drawn([question for question, _ in questions], sample, seed)
            yield Foreign(name, language, tuple(drawn))


def _drawn(some: Sequence[Any], sample: int, seed: int) -> list[Any]:
    return random.Random(seed).sample(some, sample) if 0 < sample < len(some) else list(some)
