"""A known-answer case: a question, its conversation, and what its answer must say. One JSON line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from assistant.answer import Count, Route, Status
from corpus.plan import Plan, Role, TimeKind
from corpus.provenance import Record
from corpus.references import Level, Reference
from evals.errors import CaseError

CASES = Path(__file__).parent / "cases"
"""The hand-written cases; the generated ones stand in its folder `generated`."""

Language = Literal["zh", "en", "fr", "es", "ru", "ar"]
Kind = Literal[
    "item",
    "list",
    "count",
    "structure",
    "paragraph",
    "document",
    "meta",
    "topic",
    "premise",
    "not_stated",
    "not_found",
    "out_of_scope",
    "abstain",
]
_UNITS = ("outputs", "actions", "rows", "directions", "subdirections", "paragraphs", "organs")


class ExpectedFacts(Record):
    """Facts that the answer must have; a key that is None is not compared."""

    refs: tuple[Reference, ...] | None = None
    organs: tuple[str, ...] | None = None
    roles: dict[Role, tuple[str, ...]] | None = None
    time_frames: tuple[str, ...] | None = None
    counts: tuple[Count, ...] | None = None
    premise: Literal["confirmed", "corrected"] | None = None
    total: int | None = None

    @property
    def asserted(self) -> tuple[str, ...]:
        """The keys that are compared: those that the case names."""
        return tuple(key for key in type(self).model_fields if key in self.model_fields_set)


class Expectation(Record):
    """What must hold of the answer to one question."""

    status: Status | tuple[Status, ...]
    """The status, or all that are accepted."""
    route: Route | None = None
    """How it must be made; None where more than one way will do."""
    facts: ExpectedFacts = ExpectedFacts()
    cites: tuple[Reference, ...] = ()
    """Items that must be among the citations."""
    notices: tuple[str, ...] = ()
    """Codes that must be among the notices."""
    top: tuple[Reference, ...] = ()
    """For a question by topic: the items any of which is the right one."""

    @property
    def statuses(self) -> tuple[Status, ...]:
        """All statuses that are accepted."""
        return (self.status,) if isinstance(self.status, str) else self.status


class Case(Record):
    """One question and what is known about its answer."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    """Unique over all files."""
    group: str = Field(min_length=1)
    """The same for cases of one meaning, in whatever language and phrasing: they count as one sample."""
    language: Language
    """The question's, and the one in which the answer must be."""
    kind: Kind
    tags: tuple[str, ...] = ()
    question: str = Field(min_length=1)
    context: tuple[str, ...] = ()
    """Earlier questions of the conversation, oldest first."""
    expect: Expectation


class CaseSet(Record):
    """The cases of one file."""

    name: str
    """The file's name up to the first full stop; it says how the cases are judged (thresholds.toml)."""
    file: str
    """The file's name."""
    cases: tuple[Case, ...]


def case_files(folder: Path = CASES) -> tuple[Path, ...]:
    """All case files: the hand-written ones, then the generated ones."""
    return (*sorted(folder.glob("*.jsonl")), *sorted((folder / "generated").glob("*.jsonl")))


def load_sets(paths: Iterable[Path], plan: Plan, organs: Iterable[str]) -> tuple[CaseSet, ...]:
    """The cases of some files, each checked against the plan's records.

    Raises:
        CaseError: a line is no case, a name is used twice, or an expectation names what the plan does not have.
    """
    checker = Checker(plan, organs)
    first_seen: dict[str, str] = {}
    return tuple(_load_set(path, checker, first_seen) for path in paths)


def _load_set(path: Path, checker: Checker, first_seen: dict[str, str]) -> CaseSet:
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        case = read_case(line, path, number)
        if case.name in first_seen:
            raise CaseError(f"{case.name!r} is the name of a case in {first_seen[case.name]}", path=path, line=number)
        first_seen[case.name] = path.name
        if problems := list(checker.problems(case)):
            raise CaseError(f"{case.name}: {'; '.join(problems)}", path=path, line=number)
        cases.append(case)
    return CaseSet(name=path.name.partition(".")[0], file=path.name, cases=tuple(cases))


def read_case(line: str, path: Path, number: int) -> Case:
    """One line of a case file. Raises CaseError when it is no case."""
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "line"
        raise CaseError(f"{place}: {first['msg']}", path=path, line=number) from error


class Checker:
    """Finds expectations that no answer could meet, because the plan has no such item or organ.

    Args:
        plan: the records that cases speak of.
        organs: the keys of its organs.
    """

    def __init__(self, plan: Plan, organs: Iterable[str]) -> None:
        numbered = (plan.directions, plan.subdirections, plan.actions, plan.rows, plan.paragraphs)
        self._references = {item.reference for group in numbered for item in group}
        self._organs = frozenset(organs)
        years = {str(row.time_frame.value.year) for row in plan.rows if row.time_frame.value.year}
        self._times = years | {kind.value for kind in TimeKind} - {TimeKind.YEAR.value, TimeKind.UNSTATED.value}

    def problems(self, case: Case) -> Iterator[str]:
        """What is wrong with a case's expectation, in words."""
        facts = case.expect.facts
        for reference in (*(facts.refs or ()), *case.expect.cites, *case.expect.top):
            if reference not in self._references and reference.level is not Level.ANNEX:
                yield f"the plan has no {reference}"
        by_role = [organ for organs in (facts.roles or {}).values() for organ in organs]
        yield from (f"no organ {organ!r}" for organ in (*(facts.organs or ()), *by_role) if organ not in self._organs)
        yield from (f"no time frame {time!r}" for time in facts.time_frames or () if time not in self._times)
        yield from (f"nothing is counted as {c.of!r}" for c in facts.counts or () if not self._is_counted(c.of))
        if (case.kind == "topic") != bool(case.expect.top):
            yield "a question by topic, and no other, has `top`"

    def _is_counted(self, of: str) -> bool:
        unit, colon, group = of.partition(":")
        return unit in _UNITS and (not colon or bool(group))


def schema() -> dict[str, Any]:
    """The JSON schema of a case."""
    return Case.model_json_schema()
