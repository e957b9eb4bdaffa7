"""The accepted baseline: what each case was worth when a person last said that it is good."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from assistant.answer import Answer
from corpus.provenance import Record
from evals.errors import RunRecordError
from evals.record import Result, RunRecord
from evals.truth import Outcome

BASELINE = Path(__file__).parent / "baseline.json"
_DIGITS = 8
"""Of a digest, in hexadecimal: enough to see that something changed, in a file of thousands of lines."""


class Accepted(Record):
    """One case as it was accepted; small, because thousands of them are kept under version control."""

    passed: bool = True
    failed: tuple[str, ...] = ()
    """Scorers that it failed."""
    outcome: Outcome = Outcome.RIGHT
    status: str = "answered"
    facts: str
    """Digest of the answer's facts."""
    text: str
    """Digest of the answer's text."""
    rank: int | None = None
    """Of a question by topic: the place of the right item, 0 when it has none."""


class Baseline(Record):
    """All accepted cases, by name."""

    commit: str = "none"
    document_sha256: str = ""
    index: str | None = None
    cases: dict[str, Accepted] = Field(default_factory=dict)

    @classmethod
    def read(cls, path: Path = BASELINE) -> Baseline:
        """The accepted baseline; an empty one where none was accepted yet. Raises RunRecordError for a damaged file."""
        if not path.exists():
            return cls()
        try:
            return cls.model_validate_json(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, ValidationError) as error:
            raise RunRecordError(f"{path.name} is no baseline: {error}") from error

    @classmethod
    def of(cls, run: RunRecord) -> Baseline:
        """What a run would be as a baseline."""
        return cls(
            commit=run.commit,
            document_sha256=run.document_sha256,
            index=run.index,
            cases={result.case.name: accepted(result) for result in run.results},
        )

    def with_run(self, run: RunRecord) -> Baseline:
        """This baseline with the cases of a run put in the place of their older selves; the others stay."""
        fresh = Baseline.of(run)
        index = fresh.index or self.index
        return fresh.model_copy(update={"cases": {**self.cases, **fresh.cases}, "index": index})

    def only(self, names: Iterable[str]) -> Baseline:
        """The same without cases of other names: those that were deleted or renamed."""
        kept = set(names)
        return self.model_copy(update={"cases": {name: case for name, case in self.cases.items() if name in kept}})

    def save(self, path: Path = BASELINE) -> None:
        """Writes it with a case to a line, so that a change reads well in a diff."""
        head = self.model_dump(mode="json", exclude={"cases"})
        lines = [f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items()]
        cases = ",\n".join(f"    {json.dumps(name)}: {_line(self.cases[name])}" for name in sorted(self.cases))
        path.write_text("{\n" + "".join(lines) + '  "cases": {\n' + cases + "\n  }\n}\n", encoding="utf-8")


def accepted(result: Result) -> Accepted:
    """A result in the form of the baseline."""
    rank = result.score("topic_rank")
    return Accepted(
        passed=result.passed,
        failed=tuple(score.scorer for score in result.failures),
        outcome=result.outcome,
        status=result.answer.status if result.answer else "error",
        facts=_digest(result.answer.facts.model_dump_json()) if result.answer else "",
        text=_digest(_said(result.answer)) if result.answer else "",
        rank=None if rank is None or rank.value is None else int(rank.value),
    )


def _said(answer: Answer) -> str:
    """Everything that the reader sees, apart from the time it took."""
    return answer.model_dump_json(exclude={"id", "elapsed_ms", "facts"})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _line(case: Accepted) -> str:
    return json.dumps(case.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)
