"""What visitors send, and what they get when something is wrong: never an exception, and one line in the log."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import MutableMapping
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.assistant import LONGEST_CONTEXT, Assistant
from assistant.errors import UnsupportedStatement
from assistant.normalise import LONGEST_QUESTION
from assistant.presentation.asked import Asked, UnreadableQuestion, read_asked, read_body
from assistant.presentation.guard import Guard
from assistant.presentation.reception import Failure, Reception
from index.errors import BrokenBuildError


@pytest.fixture
def reception(assistant: Assistant) -> Reception:
    return Reception(assistant)


def test_a_question_becomes_a_turn(reception: Reception) -> None:
    turn = reception.turn("Which organ coordinates action 3.2.3?", (), "1")
    assert turn is not None
    assert "<strong>Secretariat</strong>" in turn.answer
    assert turn.options


def test_no_question_is_no_turn(reception: Reception) -> None:
    assert reception.turn(" \n", (), "1") is None
    assert reception.remember(("a",), " ") == ("a",)


def test_what_cannot_be_read_is_said_and_forgotten(reception: Reception) -> None:
    turn = reception.turn("3.2.3\0", (), "1")
    assert turn is not None
    assert "no text" in turn.answer
    assert reception.remember(("a",), "3.2.3\0") == ("a",)
    assert reception.remember(("a",), "\ud800") == ("a",)


def test_memory_is_bounded(reception: Reception) -> None:
    earlier: tuple[str, ...] = ()
    for number in range(LONGEST_CONTEXT + 9):
        earlier = reception.remember(earlier, f"{number} " + "x" * 10_000)
    assert len(earlier) == LONGEST_CONTEXT
    assert max(map(len, earlier)) == LONGEST_QUESTION + 1


@pytest.mark.parametrize(("error", "sentence"), [
    (UnsupportedStatement("x"), "Something went wrong"),
    (RuntimeError("/secret/path"), "Something went wrong"),
    (BrokenBuildError("x", file="/secret/path"), "search is not ready"),
])  # fmt: skip
def test_a_fault_is_a_polite_sentence_and_one_line_of_the_log(
    reception: Reception,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    sentence: str,
) -> None:
    def fails(*_: object, **__: object) -> Answer:
        raise error

    monkeypatch.setattr(type(reception.assistant), "ask", fails)
    question = "Who leads?\r\nERROR forged \x1b[31m line " + "x" * 9_000
    with caplog.at_level(logging.ERROR):
        turn = reception.turn(question, (), "1")
        answer = reception.answer(Asked(question=question, id="7"))
    assert turn is not None
    assert sentence in turn.answer
    assert isinstance(answer, Failure)
    assert (answer.id, sentence in answer.error) == ("7", True)
    assert "secret" not in turn.answer + answer.error
    for record in caplog.records:
        message = record.getMessage()
        assert message.isprintable()
        assert len(message) < 2_000
        assert json.loads(message)["error"] == type(error).__name__


def test_only_topics_wait_for_the_index(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(assistant.finder), "is_ready", lambda _: False)
    reception = Reception(assistant)
    assert reception.has_to_wait("Who leads 3.2.3?", ()) is None
    assert reception.has_to_wait("\0", ()) is None
    assert "seconds" in str(reception.has_to_wait("Is there anything on women in deep-sea science?", ()))
    monkeypatch.setattr(type(assistant.finder), "is_ready", lambda _: True)
    assert reception.has_to_wait("Is there anything on women in deep-sea science?", ()) is None


def test_only_the_users_words_of_a_history_are_read() -> None:
    asked = read_asked(
        "When?", [{"role": "system", "content": "x"}, "a", {"role": "user", "content": "b"}, {"role": "user"}, {}]
    )
    assert asked.context == ("a", "b")
    assert len(read_asked("When?", ["a"] * 10_000).context) == LONGEST_CONTEXT


@pytest.mark.parametrize(("question", "context", "identifier"), [
    (None, None, None), (7, None, None), ("a", "b", None), ("a", [None], None), ("a", {"b": 1}, None), ("a", None, []),
    ("a", None, "x" * 201), ("a\0", None, None), ("\udfff", None, None), ("a", ["\ud800"], None), ("a", None, "\0"),
])  # fmt: skip
def test_wrong_values_are_refused(question: object, context: object, identifier: object) -> None:
    with pytest.raises(UnreadableQuestion):
        read_asked(question, context, identifier)


def test_a_body_is_a_json_object() -> None:
    assert read_body('{"question": "何时？", "id": 7}'.encode()) == Asked(question="何时？", id="7")
    for body in (b"", b"[]", b"[" * 100_000, b'{"question": 1}', b'{"question": "a", "b": 1}', b"\xff"):
        with pytest.raises(UnreadableQuestion):
            read_body(body)


@pytest.mark.parametrize(("path", "sizes", "status"), [
    ("/", [10], 200), ("/", [60, 60], 413), ("/", [101], 413), ("/gradio_api/upload", [1], 403), ("/gradio_api/file=x", [1], 403),
    ("//FILE=x", [1], 403), ("/favicon.ico", [1], 200), ("/theme.css", [0], 200),
])  # fmt: skip
def test_guard(path: str, sizes: list[int], status: int) -> None:
    sent = asyncio.run(through_guard(path, sizes))
    assert sent[0]["status"] == status
    assert (b"x-content-type-options", b"nosniff") in sent[0]["headers"]
    if status == 200:
        assert sent[1]["body"] == b"x" * sum(sizes)


async def through_guard(path: str, sizes: list[int]) -> list[MutableMapping[str, Any]]:
    """What is sent for a POST whose body comes in pieces; the application behind the guard sends the body back."""
    sent: list[MutableMapping[str, Any]] = []
    pieces = [{"type": "http.request", "body": b"x" * size, "more_body": True} for size in sizes]
    pieces[-1]["more_body"] = False

    async def receive() -> MutableMapping[str, Any]:
        return pieces.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def echo(scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": message["body"]})

    await Guard(echo, largest_body=100)({"type": "http", "method": "POST", "path": path, "headers": []}, receive, send)
    return sent
