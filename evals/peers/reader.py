"""The ideal reader: given a peer's passages, it is right whenever they hold the whole answer. It never misreads."""

from __future__ import annotations

from collections.abc import Iterable

from evals.case import Case
from evals.peers.editions import Edition


def can_be_asked(case: Case) -> bool:
    """Whether the ideal reader can be judged: the case has items that answer it, and needs no earlier turn.

    Refusals are left out: a search always returns something, and nobody can say what a reader would make of it.
    """
    return "answered" in case.expect.statuses and not case.context and bool(wanted(case) or case.expect.top)


def wanted(case: Case) -> tuple[str, ...]:
    """The items that the passages must hold, all of them."""
    return tuple(map(str, case.expect.facts.refs or case.expect.cites))


def holds_the_answer(case: Case, passages: Iterable[str], edition: Edition) -> bool:
    """Whether a reader who never misreads could answer from these passages alone."""
    texts = [_squeezed(passage) for passage in passages]
    if case.expect.top:
        accepted = [str(ref) for ref in case.expect.top]
        rows = [ref for ref in edition.lines if any(ref == one or ref.startswith(f"{one}(") for one in accepted)]
        return any(_held(ref, texts, edition) for ref in (*accepted, *rows))
    return all(_held(ref, texts, edition) for ref in wanted(case))


def _held(reference: str, texts: list[str], edition: Edition) -> bool:
    """An item is held when one passage has all its words; which of them the question needs is not asked."""
    needles = [_squeezed(needle) for needle in edition.needles.get(reference, ())]
    return bool(needles) and any(all(needle in text for needle in needles) for text in texts)


def _squeezed(text: str) -> str:
    return "".join(text.split()).lower()
