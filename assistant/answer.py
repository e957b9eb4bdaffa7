"""The answer: one shape for the command line, the JSON API, the evals and the window."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from corpus.plan import Role
from corpus.provenance import Record

Status = Literal["answered", "not_stated", "not_found", "clarify", "out_of_scope"]
Route = Literal["lookup", "retrieval", "model", "none"]


class Count(Record):
    """A number that answers a question asking how many."""

    of: str
    """What was counted: `outputs`, `actions`, `rows` …, or unit and group, `outputs:assembly`."""
    value: int


class Facts(Record):
    """The answer as data."""

    refs: tuple[str, ...] = ()
    """All items that answer the question, complete, in document order; for a question by topic best first."""
    organs: tuple[str, ...] = ()
    """The organs that answer a question asking for organs."""
    roles: dict[Role, tuple[str, ...]] = Field(default_factory=dict)
    """The same organs, kept apart by role."""
    time_frames: tuple[str, ...] = ()
    """Years, `ongoing`, `annual`, `biennial`, when the question asks when."""
    counts: tuple[Count, ...] = ()
    premise: Literal["confirmed", "corrected"] | None = None
    """For a question that asserts something."""
    total: int | None = None
    """The denominator of a list: how many such items the whole plan has."""


class Citation(Record):
    """Words of the source that a statement rests on."""

    mark: int
    """The number in brackets in the answer's text."""
    document: str
    ref: str
    annex: Literal["I", "II"] | None
    field: str
    lines: tuple[int, int]
    """First and last line of the source file, 1-based."""
    quote: str
    """A substring of those lines joined by newlines, character for character."""
    translation: str | None = None
    """The same in the answer's language; unofficial unless it comes from an official edition."""


class Notice(Record):
    """Something that the reader of this answer should know."""

    code: str
    text: str


class Answer(Record):
    """What the assistant says to one question."""

    id: str | int | None = None
    question: str
    language: str
    """The question's language, and the language of `text`."""
    status: Status
    route: Route
    """How it was made: from the table, by search, by a model, or without any of them."""
    text: str
    """Markdown, with marks `[1]` after the statements they support."""
    facts: Facts = Facts()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    suggestions: tuple[str, ...] = ()
    """Up to three next questions, in the answer's language."""
    elapsed_ms: float = 0.0
