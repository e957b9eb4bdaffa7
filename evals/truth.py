"""One number per answer that makes a wrong fact cost more than a refusal: +1, +0.5, 0, -1."""

from __future__ import annotations

from enum import StrEnum

from assistant.answer import Answer
from evals.case import Case
from evals.scorers import TOP, answered_facts, expected_facts, rank_of

_REFUSALS = ("not_stated", "not_found", "out_of_scope", "clarify")


class Outcome(StrEnum):
    """What an answer was worth to the person who asked."""

    RIGHT = "right"
    """Everything that was asked, and nothing false; or a refusal where one was due."""
    INCOMPLETE = "incomplete"
    """Nothing false, but not everything."""
    REFUSED = "refused"
    """No answer where there is one, or a refusal of the wrong kind."""
    WRONG = "wrong"
    """Something false, or an answer where there is none."""

    @property
    def worth(self) -> float:
        """Its score."""
        return {"right": 1.0, "incomplete": 0.5, "refused": 0.0, "wrong": -1.0}[self.value]


def outcome(case: Case, answer: Answer | None) -> Outcome:
    """What the answer was worth; None stands for an error instead of an answer."""
    if answer is None:
        return Outcome.REFUSED
    if answer.status in case.expect.statuses:
        return _of_topic(case, answer) if case.expect.top else _of_facts(case, answer)
    return Outcome.REFUSED if answer.status in _REFUSALS and not _asserts(answer) else Outcome.WRONG


def _of_facts(case: Case, answer: Answer) -> Outcome:
    wanted, got = expected_facts(case), answered_facts(answer)
    if all(wanted[key] == got[key] for key in wanted):
        return Outcome.RIGHT
    # A part of the truth is incomplete; anything beyond it was asserted and is false.
    return Outcome.INCOMPLETE if all(got[key] <= wanted[key] for key in wanted) else Outcome.WRONG


def _of_topic(case: Case, answer: Answer) -> Outcome:
    rank = rank_of(case.expect.top, answer.facts.refs)
    if not rank or answer.status != "answered":
        return Outcome.WRONG
    facts = _of_facts(case, answer)
    return facts if rank <= TOP or facts is Outcome.WRONG else Outcome.INCOMPLETE


def _asserts(answer: Answer) -> bool:
    facts = answer.facts
    return bool(facts.organs or facts.roles or facts.time_frames or facts.counts or facts.premise)
