"""A visitor of the chat, over the wire: what a browser sends when a question is typed in, and the stream that it reads."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from evals.errors import WindowError

_TURNS = 10
"""Questions of one conversation; then the visitor begins a new one, as when the page is loaded again."""


@dataclass(frozen=True, slots=True)
class Form:
    """The question box: which event its Enter key is, by gradio's numbers, and where events are sent."""

    prefix: str
    event: int
    trigger: int
    inputs: int


def form(connection: HTTPConnection) -> Form:
    """The question box, found in what the page tells a browser. Raises WindowError when there is none."""
    config = _json(connection, "GET", "/config")
    for event in config["dependencies"]:
        for component, kind in event["targets"]:
            if kind == "submit" and event["backend_fn"]:
                return Form(config["api_prefix"], event["id"], component, len(event["inputs"]))
    raise WindowError("the page has no question box that can be sent off")


class Visitor:
    """Someone with the page open. Not safe to share between threads.

    Args:
        connection: stays open, as a browser's does.
        box: the question box.
    """

    def __init__(self, connection: HTTPConnection, box: Form) -> None:
        self._connection, self._box = connection, box
        self._session, self._turns = "", 0

    def ask(self, question: str) -> dict[str, Any]:
        """The turn that the page would show. Raises WindowError when there is none."""
        if self._turns % _TURNS == 0:
            self._session = uuid.uuid4().hex[:11]
        self._turns += 1
        # What the server keeps itself, such as the questions before, is sent as nothing.
        data = [question, *[None] * (self._box.inputs - 1)]
        event = {"data": data, "fn_index": self._box.event, "trigger_id": self._box.trigger}
        joined = _json(
            self._connection, "POST", f"{self._box.prefix}/queue/join", {**event, "session_hash": self._session}
        )
        turn = self._result(joined["event_id"])
        if not isinstance(turn, dict) or not turn.get("answer"):
            raise WindowError(f"the chat shows no answer to {question!r}")
        return turn

    def _result(self, event: str) -> Any:
        """The first output of an event; the stream is read to its end, so that the connection can be used again."""
        self._connection.request("GET", f"{self._box.prefix}/queue/data?session_hash={self._session}")
        response = self._connection.getresponse()
        completed = [message for message in map(_message, response) if message.get("event_id") == event]
        response.read()
        completed = [message for message in completed if message["msg"] == "process_completed"]
        if not completed or not completed[-1]["success"]:
            reason = completed[-1]["output"].get("error") if completed else "the stream ended too early"
            raise WindowError(f"the chat failed: {reason or 'no reason given'}")
        return completed[-1]["output"]["data"][0]


def _message(line: bytes) -> dict[str, Any]:
    """A line of a stream of events; what is no message is an empty one."""
    message: dict[str, Any] = json.loads(line[5:]) if line.startswith(b"data:") else {}
    return message


def _json(connection: HTTPConnection, method: str, path: str, body: object = None) -> dict[str, Any]:
    """A JSON object from the window. Raises WindowError when it gives none."""
    sent = json.dumps(body) if body is not None else None
    connection.request(method, path, sent, {"Content-Type": "application/json"} if sent else {})
    response = connection.getresponse()
    text = response.read()
    if response.status != 200:
        raise WindowError(f"the window answers {path} with {response.status}")
    received: dict[str, Any] = json.loads(text)
    return received
