"""The record of a run: every answer with its verdicts, and all that shaped them. One JSON file."""

from __future__ import annotations

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import ValidationError

from assistant.answer import Answer
from corpus.provenance import Record
from evals.case import Case
from evals.errors import RunRecordError
from evals.scoring import Score
from evals.truth import Outcome

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = (
    "pydantic",
    "numpy",
    "tokenizers",
    "chromadb",
    "langchain-core",
    "rapidfuzz",
    "opencc-python-reimplemented",
)
MEASURES = frozenset({"refs_f1", "supported", "relevant", "suggestions"})
"""Scorers that measure, and decide nothing about a single case."""


class Result(Record):
    """One case, its answer, and what the scorers say."""

    set: str
    """The case's set: lookup, complex, topic …"""
    case: Case
    answer: Answer | None
    """None when the assistant raised instead of answering."""
    error: str | None = None
    scores: tuple[Score, ...]
    outcome: Outcome

    @property
    def failures(self) -> tuple[Score, ...]:
        """The deciding scorers that it failed."""
        return tuple(score for score in self.scores if score.failed and score.scorer not in MEASURES)

    @property
    def passed(self) -> bool:
        """Whether everything that was scored is as expected."""
        return self.answer is not None and not self.failures

    def score(self, scorer: str) -> Score | None:
        """One scorer's verdict, or None when it was not asked."""
        return next((score for score in self.scores if score.scorer == scorer), None)


class RunRecord(Record):
    """A run that can be repeated: same commit, same document, same libraries, same seed."""

    commit: str
    """Of the working tree; "+changes" when it differs from that commit, "unknown" outside a repository."""
    started: str
    """UTC, ISO 8601."""
    seconds: float
    seed: int
    """Of everything random in the run: the bootstrap's resampling."""
    document: str
    document_sha256: str
    index: str | None
    """Name of the index that was opened; None when no question needed one."""
    versions: dict[str, str]
    results: tuple[Result, ...]

    def save(self, path: Path) -> None:
        """Writes it as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.model_dump_json(exclude_defaults=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> RunRecord:
        """Reads one. Raises RunRecordError when the file is none."""
        try:
            return cls.model_validate_json(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise RunRecordError(f"{path.name} cannot be read: {error}") from error
        except ValidationError as error:
            raise RunRecordError(f"{path.name} is no run record: {error.errors()[0]['msg']}") from error


def versions() -> dict[str, str]:
    """Python and the libraries that can change an answer or its speed."""
    found = {"python": platform.python_version(), "platform": f"{platform.system()} {platform.machine()}"}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "absent"
    return found


def commit() -> str:
    """The commit of the working tree."""
    head = _git("rev-parse", "--short=12", "HEAD")
    if not head:
        return "unknown"
    return f"{head}+changes" if _git("status", "--porcelain", "--untracked-files=no") else head


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
