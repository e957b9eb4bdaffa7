"""The parts of the real assistant, one fixture each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Facts
from assistant.assistant import Assistant
from assistant.desk import Desk
from assistant.finder import Finder
from assistant.language import language_of
from assistant.lexicon import Lexicon
from assistant.normalise import normalise
from assistant.phrasing import Phrasing
from assistant.reading import Reader, Reading
from assistant.sources import Sources
from corpus.plan import Plan
from index.records import Records


@pytest.fixture(scope="session")
def sources(assistant: Assistant) -> Sources:
    return assistant.sources


@pytest.fixture(scope="session")
def plan(sources: Sources) -> Plan:
    return sources.plan


@pytest.fixture(scope="session")
def records(sources: Sources) -> Records:
    return sources.records


@pytest.fixture(scope="session")
def lexicon(sources: Sources) -> Lexicon:
    return Lexicon(sources.organ_phrases(), lambda: sources.known_words)


@pytest.fixture(scope="session")
def read(lexicon: Lexicon, records: Records) -> Callable[[str], Reading]:
    """Reads a question, without answering it."""
    reader = Reader(lexicon, records)
    return lambda question: reader.read(question, language_of(normalise(question), "en"))


@pytest.fixture(scope="session")
def desks(sources: Sources) -> dict[str, Desk]:
    """A desk in each language."""
    finder = Finder(sources.document)
    return {language: Desk(sources, Phrasing(language, sources.organs), finder) for language in ("en", "zh")}


@pytest.fixture(scope="session")
def facts(ask: Callable[..., object]) -> Callable[..., Facts]:
    """Asks, and gives the facts only."""
    return lambda question, *context: ask(question, *context).facts  # type: ignore[attr-defined]
