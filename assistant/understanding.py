"""Question -> typed query: what is named first, then the kind; a question that names nothing goes to the search."""

from __future__ import annotations

from assistant.ambiguity import ambiguous
from assistant.conversation import complete
from assistant.focus import Focus
from assistant.kinds import RECOGNISERS
from assistant.kinds.topic import topic_query
from assistant.phrasing import Phrasing
from assistant.question import NotFoundQuery, Query
from assistant.reading import Reader, Reading
from assistant.sources import Sources
from corpus.references import Level, Reference
from index.records import Records


class Understanding:
    """Understands questions about one plan.

    Args:
        reader: cuts a question into what it mentions.
        sources: the document, its records and its ambiguous names.
    """

    def __init__(self, reader: Reader, sources: Sources) -> None:
        self._reader = reader
        self._sources = sources

    def query(self, reading: Reading, focus: Focus, phrasing: Phrasing) -> Query:
        """Decide what was asked.

        Args:
            reading: the question as read.
            focus: what the conversation is about; empty for a first question.
            phrasing: for wording readings to choose from.
        """
        records = self._sources.records
        missing = _not_found(reading, records)
        if missing is not None:
            return missing

        def ask(question: str) -> Query:
            return self.query(self._reader.read(question, reading.language), Focus(), phrasing)

        return (
            complete(reading, focus, records, ask)
            or ambiguous(reading, records, phrasing, self._sources.ambiguities)
            or _by_kind(reading, records)
        )


_OF_ROWS = ("list", "count", "group", "pairs")
"""Kinds that account for organs, roles, times and units only; a budget or a treaty in the question is not among these."""


def _by_kind(reading: Reading, records: Records) -> Query:
    if is_by_topic(reading):
        return topic_query(reading)
    for recognise in RECOGNISERS:
        query = recognise(reading, records)
        if query is not None:
            return topic_query(reading) if query.kind in _OF_ROWS and reading.themes else query
    return topic_query(reading)


def is_by_topic(reading: Reading) -> bool:
    """Whether words that nothing accounts for are what the question is about: then only the search can answer it.

    A single such word is enough. "What is the NATO budget?" names the plan's budget only to whoever reads half of it.
    """
    return not reading.references and reading.weight >= 1


def _not_found(reading: Reading, records: Records) -> NotFoundQuery | None:
    """A number that the plan does not have, unless others that it has are named beside it."""
    missing = [ref for ref in reading.references if ref not in records and not _is_annex(ref)]
    known = [ref for ref in reading.references if ref in records and ref.level >= Level.DIRECTION]
    if known or not (missing or reading.unknown):
        return None
    nearest = records.nearest(missing[0]) if missing else _near_text(reading.unknown[0], records)
    return NotFoundQuery(asked=(*map(str, missing), *reading.unknown), nearest=nearest)


def _is_annex(ref: Reference) -> bool:
    return ref.level is Level.ANNEX and ref.numbers[0] <= 2


def _near_text(typed: str, records: Records) -> tuple[Reference, ...]:
    """1.2.3.4 is nearest to 1.2.3 and what stands under it."""
    numbers = tuple(int(part) for part in typed.split(".") if part.isdigit())[:3]
    if len(numbers) < 3:
        return ()
    action = Reference(Level.ACTION, numbers)
    if action not in records:
        return records.nearest(action)
    return (action, *(row.reference for row in records.rows_of(action) if row.reference != action))[:3]
