"""What a network sends as a question, checked: types, lengths, and that it is text at all."""

from __future__ import annotations

import json
from collections.abc import Iterable

from assistant.assistant import LONGEST_CONTEXT
from assistant.errors import AssistantError
from corpus.provenance import Record

LARGEST_BODY = 256 * 1024
"""Bytes of a request that are read."""
_LONGEST_ID = 200
_MOST_TURNS = 2 * LONGEST_CONTEXT


class UnreadableQuestion(AssistantError):
    """What was sent is no question: the sender has to change it."""

    help = 'Send {"question": "…", "context": ["an earlier question", …], "id": "…"}; only "question" is needed.'


class Asked(Record):
    """A question with its conversation."""

    question: str
    context: tuple[str, ...] = ()
    """Earlier questions, oldest first."""
    id: str | None = None
    """Comes back with the answer."""


def read_body(body: bytes) -> Asked:
    """A question sent as JSON.

    Raises:
        UnreadableQuestion: it is no JSON, or not the object that `Asked` describes.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableQuestion("the body is not JSON in UTF-8") from error
    if not isinstance(sent, dict):
        raise UnreadableQuestion("the body is not a JSON object")
    if unknown := sorted(set(sent) - set(Asked.model_fields)):
        raise UnreadableQuestion(f"unknown field: {unknown[0][:40]!a}")
    return read_asked(sent.get("question"), sent.get("context"), sent.get("id"))


def read_asked(question: object, context: object = None, id: object = None) -> Asked:
    """A question from values of any type.

    Args:
        question: a text.
        context: earlier questions, oldest first, or messages with role and content, of which only the user's texts are
            read: whatever else a sender claims was said is no evidence of anything.
        id: a text or number.

    Raises:
        UnreadableQuestion: a value has the wrong type, or is no text.
    """
    if not isinstance(question, str):
        raise UnreadableQuestion("question must be a text")
    if not isinstance(context, list | tuple | None):
        raise UnreadableQuestion("context must be a list of earlier questions")
    if not isinstance(id, str | int | float | None) or len(str(id)) > _LONGEST_ID:
        raise UnreadableQuestion(f"id must be a text of at most {_LONGEST_ID} characters, or a number")
    texts = tuple(_user_texts((context or [])[-_MOST_TURNS:]))[-LONGEST_CONTEXT:]
    identifier = None if id is None else str(id)
    if not all(map(is_text, (question, identifier or "", *texts))):
        raise UnreadableQuestion("a value holds characters that are no text")
    return Asked(question=question, context=texts, id=identifier)


def is_text(value: str) -> bool:
    """Whether it can be written as UTF-8 and shown: no halves of characters, no NUL."""
    return "\0" not in value and not any("\ud800" <= char <= "\udfff" for char in value)


def _user_texts(turns: Iterable[object]) -> Iterable[str]:
    for turn in turns:
        if isinstance(turn, str):
            yield turn
        elif isinstance(turn, dict):
            if turn.get("role") == "user" and isinstance(turn.get("content"), str):
                yield turn["content"]
        else:
            raise UnreadableQuestion("context must be a list of earlier questions")
