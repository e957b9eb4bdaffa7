"""Follow-ups: a question completed from what the conversation is about."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evidence import Draft
from assistant.question import Query
from assistant.reading import Reading
from corpus.references import Reference
from index.records import Records


@dataclass(frozen=True, slots=True)
class Focus:
    """What the conversation is about."""

    query: Query | None = None
    """The last question that was about the plan."""
    references: tuple[Reference, ...] = ()
    """The items that answered it."""

    def after(self, query: Query, draft: Draft) -> Focus:
        """The focus once a question was answered; what is not about the plan leaves it untouched."""
        if query.kind in ("meta",) or draft.status == "out_of_scope":
            return self
        return Focus(query, draft.refs)


def complete(reading: Reading, focus: Focus, records: Records) -> Query | None:
    """The query that a follow-up stands for, or None when it is a question of its own."""
    return None
