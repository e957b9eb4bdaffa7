"""Names that stand for several things here: the readings are offered, none is guessed."""

from __future__ import annotations

from assistant.question import ClarifyQuery
from assistant.reading import Reading
from index.records import Records


def ambiguous(reading: Reading, records: Records) -> ClarifyQuery | None:
    """A question whose subject can be read in several ways that give different answers."""
    if not any(char.isalnum() for char in reading.text):
        return ClarifyQuery(reason="empty")
    return None
