"""A question with a wrong answer -> a draft case, for a person to put right and add to a case file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.answer import Answer
from evals.errors import EvalError

_TO_DO = "?"
"""What a person must fill in; no case file accepts it."""


def drafts(lines: Iterable[str]) -> Iterator[str]:
    """A draft for each JSON line; the wrong answer's facts stand in it, to be corrected.

    A line is an answer as `python -m assistant ask --json` prints it, or an object with `question`, and if at hand
    `context`, `answer` (such an answer), `language` and `comment` (what the reader found wrong).

    Raises:
        EvalError: a line is not JSON, or has no question.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield json.dumps(_draft(_read(line, number), number), ensure_ascii=False)


def _read(line: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise EvalError(f"line {number} is not JSON: {error}") from error
    if not isinstance(record, dict) or not isinstance(record.get("question"), str):
        raise EvalError(f"line {number} has no question", help='A line is {"question": "…", "answer": {…}}.')
    return record


def _draft(record: dict[str, Any], number: int) -> dict[str, Any]:
    answer = record.get("answer") if isinstance(record.get("answer"), dict) else record
    given: dict[str, Any] = answer or {}
    language = record.get("language") or given.get("language") or _TO_DO
    facts = given.get("facts") or {}
    expect = {
        "status": given.get("status", _TO_DO),
        "facts": {key: value for key, value in facts.items() if value not in (None, [], {})},
        "cites": sorted({citation["ref"] for citation in given.get("citations", [])}),
    }
    draft = {
        "name": f"adopted-{language}-{number:03}",
        "group": f"adopted-{number:03}",
        "language": language,
        "kind": _TO_DO,
        "tags": ["adopted"],
        "question": record["question"],
        "context": record.get("context", []),
        "expect": expect,
    }
    return {**draft, "comment": record["comment"]} if record.get("comment") else draft


def line_of(answer: Answer, context: Iterable[str] = (), comment: str = "") -> str:
    """The JSON line that `drafts` reads, for a window that lets people report an answer."""
    record: dict[str, Any] = {"question": answer.question, "context": list(context), "comment": comment}
    return json.dumps({**record, "answer": answer.model_dump(mode="json")}, ensure_ascii=False)
