"""Questions about other documents, asked as they are: each should be refused, because the plan does not answer it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from assistant.answer import Answer
from corpus.provenance import Record
from evals.external.folder import Foreign
from evals.judging import ABSTAINED
from evals.statistics import Proportion

Ask = Callable[[str], Answer]


class Asserted(Record):
    """A question that got an answer where there is none."""

    question: str
    route: str
    refs: tuple[str, ...]


class Refused(Record):
    """How many questions of one collection were refused."""

    collection: str
    language: str
    statuses: dict[str, int]
    """Status of the answer -> how many questions."""
    asserted: tuple[Asserted, ...]

    @property
    def refusals(self) -> Proportion:
        """Answers that say: not in the plan."""
        refused = sum(count for status, count in self.statuses.items() if status in ABSTAINED)
        return Proportion(refused, sum(self.statuses.values()))

    @property
    def harmless(self) -> Proportion:
        """Answers that assert nothing: refusals, and questions back."""
        total = sum(self.statuses.values())
        return Proportion(total - self.statuses.get("answered", 0), total)


def abstain(foreign: Foreign, ask: Ask) -> Refused:
    """Asks every question, each for itself."""
    answers = [(question, ask(question)) for question in foreign.questions]
    asserted = (
        Asserted(question=question, route=answer.route, refs=tuple(map(str, answer.facts.refs)))
        for question, answer in answers
        if answer.status == "answered"
    )
    return Refused(
        collection=foreign.collection,
        language=foreign.language,
        statuses=dict(sorted(Counter(answer.status for _, answer in answers).items())),
        asserted=tuple(asserted),
    )
