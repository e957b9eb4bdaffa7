"""Lines -> plan: one parser per document layout, chosen by the name in the edition's manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.parsers import two_annexes
from corpus.parsers.source import Source
from corpus.plan import Plan

Parser = Callable[[Source], Plan]

PARSERS: Mapping[str, Parser] = {
    "two-annexes": two_annexes.parse,
}
