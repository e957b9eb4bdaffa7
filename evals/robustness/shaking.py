"""A sample of questions, group by group, asked as they are and then perturbed. Every asking is a trial."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from corpus.errors import PlanAssistantError
from corpus.provenance import Record
from evals.case import Case
from evals.errors import SelectionError
from evals.robustness.perturbations import Writer, perturb
from evals.truth import Outcome, outcome

Ask = Callable[[Case], Answer]
Groups = Mapping[str, Sequence[Case]]
FACTS = ("refs", "organs", "roles", "time_frames", "counts", "premise")


class Trial(Record):
    """One question, written in one way."""

    case: str
    group: str
    language: str
    perturbation: str | None
    """None: as the case has it."""
    question: str
    outcome: Outcome
    status: str
    """Of the answer; "error" when the assistant raised."""
    facts: dict[str, str]
    """What the answer says, in one form whatever its order and language."""

    @property
    def is_right(self) -> bool:
        """Whether status and facts are exactly those expected."""
        return self.outcome is Outcome.RIGHT


@dataclass(frozen=True, slots=True)
class Pair:
    """A question as it is, and perturbed."""

    clean: Trial
    perturbed: Trial


def grouped(cases: Sequence[Case], sample: int, seed: int) -> Groups:
    """A seeded sample of the groups that hold more than one case; all of them when `sample` is 0.

    Raises:
        SelectionError: no group is left.
    """
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    names = sorted(name for name, some in groups.items() if len(some) > 1)
    if not names:
        raise SelectionError("no group of questions with one meaning is left by these filters")
    drawn = names if not 0 < sample < len(names) else sorted(random.Random(seed).sample(names, sample))
    return {name: groups[name] for name in drawn}


def ask_all(groups: Groups, ask: Ask) -> Iterator[Trial]:
    """Every case as it is."""
    for case in (case for some in groups.values() for case in some):
        yield _trial(case, None, ask)


def shake(groups: Groups, clean: Sequence[Trial], names: Sequence[str], ask: Ask, seed: int) -> Iterator[Pair]:
    """Every case in every perturbation that it offers something to.

    Args:
        groups: the cases.
        clean: what `ask_all` gave for them.
        names: the perturbations.
        ask: the assistant.
        seed: of the perturbations; each case has a random sequence of its own, so that a sample does not change them.
    """
    before = {trial.case: trial for trial in clean}
    cases = [case for some in groups.values() for case in some]
    writers = {language: Writer.of(language) for language in sorted({case.language for case in cases})}
    for name in names:
        for case in cases:
            rng = random.Random(f"{seed} {name} {case.name}")
            if question := perturb(name, case.question, writers[case.language], rng):
                asked = case.model_copy(update={"question": question})
                yield Pair(before[case.name], _trial(asked, name, ask))


def _trial(case: Case, perturbation: str | None, ask: Ask) -> Trial:
    answer, status = None, "error"
    try:
        answer = ask(case)
        status = answer.status
    except PlanAssistantError as error:
        status = f"error: {type(error).__name__}"
    return Trial(
        case=case.name,
        group=case.group,
        language=case.language,
        perturbation=perturbation,
        question=case.question,
        outcome=outcome(case, answer),
        status=status,
        facts=_facts(answer) if answer else {},
    )


def _facts(answer: Answer) -> dict[str, str]:
    said = answer.facts.model_dump(mode="json")
    return {key: _sorted(said[key]) for key in FACTS if said[key]}


def _sorted(value: object) -> str:
    """Lists without their order, so that only what is said is compared."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_sorted(some)}" for key, some in sorted(value.items()))
    return ", ".join(sorted(map(_sorted, value))) if isinstance(value, list) else str(value)
