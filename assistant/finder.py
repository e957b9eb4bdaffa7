"""Search by topic, and the decision whether what it finds is an answer at all.

Nothing heavy is imported before the first question that needs it: look-ups never open an index.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.references import Level, Reference

if TYPE_CHECKING:
    from assistant.scope import Verdict
    from index.search import Index, Passage

FOUND = 10
"""Results that a search returns before conditions of the question are applied."""
_BESIDE_ACTION, _BESIDE_OUTPUT = 2, 1
"""Outputs that are shown with the first result when it is their action, or another output of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and whether it answers."""

    verdict: Verdict
    references: tuple[Reference, ...]
    """Best first; an action and its outputs are one result, but the next best outputs follow the first."""


class Finder:
    """Search in the index of one document; safe to use from several threads.

    Args:
        document: name of its folder.
    """

    def __init__(self, document: str) -> None:
        self._document = document
        self._index: Index | None = None
        self._lock = threading.Lock()

    @property
    def index(self) -> Index:
        """The index, opened or built at first use."""
        if self._index is None:
            with self._lock:
                if self._index is None:
                    from index.build import open_index

                    self._index = open_index()
        return self._index

    def find(self, question: str, language: str) -> Found:
        """The items that fit a question best, and whether they answer it."""
        from assistant.scope import judge

        passages = self.index.search(question, language, top=FOUND)
        verdict = judge(question, language, self.index)
        return Found(verdict, tuple(_references(passages)))

    def is_ready(self) -> bool:
        """Whether the index is open."""
        return self._index is not None


def _references(passages: Sequence[Passage]) -> Iterator[Reference]:
    """The results in order. Of the first action more is shown: its outputs often fit nearly as well."""
    for place, passage in enumerate(passages):
        best = passage.reference
        yield best
        if place == 0:
            # An output says more than the action over it, and an action less than its outputs.
            others = [other for other in passage.folded if not other.contains(best)]
            yield from others[: _BESIDE_ACTION if best.level is Level.ACTION else _BESIDE_OUTPUT]
