"""What a conversation is about: the last question, its items, and the fields and conditions that a follow-up keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.evidence import Draft
from assistant.question import (
    ClarifyQuery,
    CountQuery,
    ItemQuery,
    ListQuery,
    NotFoundQuery,
    PremiseQuery,
    ProgressQuery,
    Query,
    StructureQuery,
    TopicQuery,
)
from corpus.plan import Role
from corpus.references import Level, Reference
from index.selection import Selection


@dataclass(frozen=True, slots=True)
class Fields:
    """What was asked of an item; nothing means everything."""

    roles: tuple[Role, ...] = ()
    time: bool = False
    text: bool = False

    def __bool__(self) -> bool:
        return bool(self.roles or self.time or self.text)


@dataclass(frozen=True, slots=True)
class Focus:
    """The state of a conversation, derived from its questions alone."""

    query: Query | None = None
    """The last question that was about the plan."""
    items: tuple[Reference, ...] = ()
    """What "it" and "they" mean."""
    listed: tuple[Reference, ...] = ()
    """What "the second one" is counted in."""
    fields: Fields = Fields()
    """What was asked last of an item."""
    selection: Selection | None = None
    """The conditions of the last list or count."""
    before: Selection | None = None
    """The conditions before the last ones were added: what "the others" are taken from."""

    def after(self, query: Query, draft: Draft, fields: Fields) -> Focus:
        """The focus once a question was answered.

        Args:
            query: how it was read.
            draft: its answer; one that is not about the plan leaves the focus untouched.
            fields: what it asked of an item.
        """
        if query.kind == "meta" or draft.status == "out_of_scope":
            return self
        if isinstance(query, ClarifyQuery | NotFoundQuery):
            return Focus(query=query, fields=fields)
        if isinstance(query, ListQuery | CountQuery):
            return self._after_selection(query, draft)
        return self._after_items(query, draft, fields)

    def _after_selection(self, query: ListQuery | CountQuery, draft: Draft) -> Focus:
        wider = self.selection
        narrowed = wider is not None and set(wider.clauses) < set(query.selection.clauses)
        before = wider if narrowed else self.before if wider == query.selection else None
        return Focus(query, draft.refs, draft.refs, Fields(), query.selection, before)

    def _after_items(self, query: Query, draft: Draft, fields: Fields) -> Focus:
        items = _items_of(query, draft)
        chosen = len(items) == 1 and items[0] in self.listed
        listed = self.listed if chosen else draft.refs if len(draft.refs) > 1 else ()
        if isinstance(query, StructureQuery):
            listed = draft.refs
        selection = self.selection if chosen else None
        return replace(Focus(query, items, listed, fields), selection=selection)


def _items_of(query: Query, draft: Draft) -> tuple[Reference, ...]:
    if isinstance(query, ItemQuery | PremiseQuery | ProgressQuery):
        return tuple(ref for ref in query.references if ref.level >= Level.DIRECTION)
    if isinstance(query, TopicQuery):
        return draft.refs[:1]
    return draft.refs
