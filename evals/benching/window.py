"""The window over HTTP: time until it answers, and what 1, 8 and 32 users get from the chat and from the JSON route."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

from evals.benching.chat import Visitor, form
from evals.benching.load import Load, User, load
from evals.benching.measurement import Measurement, Spread, timed
from evals.benching.processes import memory_mb
from evals.case import Case
from evals.errors import WindowError
from evals.record import ROOT

_READY = re.compile(r"Ready: http://([^:/\s]+):(\d+)")
_TOPIC = "Is there anything on women in deep-sea science?"
_REQUESTS = 200
_USERS = (1, 8, 32)
_API_RATE, _CHAT_RATE, _CHAT_MS = 500.0, 50.0, 25.0
_MEMORY = 900.0


@dataclass(frozen=True, slots=True)
class Window:
    """A running window."""

    host: str
    port: int
    ready_ms: float
    process: int

    def connect(self) -> HTTPConnection:
        """A connection that stays open, as a browser's does."""
        return HTTPConnection(self.host, self.port, timeout=60)


def is_there() -> bool:
    """Whether this project has a window."""
    return (ROOT / "app.py").exists()


def window(cases: Sequence[Case], seconds: float) -> Iterator[Measurement]:
    """Everything that is measured over HTTP, beside the same server's sign of life."""
    lookups = [case.question for case in cases if case.kind == "item"]
    topics = [case.question for case in cases if case.kind == "topic"]
    with running() as served:
        yield from _first(served)
        yield from _one_by_one(served, lookups, topics)
        for users in _USERS:
            yield from _together(served, lookups, users, seconds)
        if memory := memory_mb(served.process, "VmRSS"):
            yield _beside("window: memory, all warm", "MB", Spread.of([memory]), "itself", Spread.of([memory]), _MEMORY)


def _first(served: Window) -> Iterator[Measurement]:
    connection = served.connect()
    page = timed(lambda: get(connection, "/"))
    topic = timed(lambda: ask(connection, _TOPIC))
    alive = _alive(connection)
    for name, ms, target in (
        ("window: first page", served.ready_ms + page, 5000.0),
        ("window: first topic answer", served.ready_ms + page + topic, 15000.0),
    ):
        yield _beside(name, "ms", Spread.of([ms]), "/healthz", alive, target)


def _one_by_one(served: Window, lookups: Sequence[str], topics: Sequence[str]) -> Iterator[Measurement]:
    """Latency by kind of question, with nobody else there."""
    connection = served.connect()
    alive, visitor = _alive(connection), Visitor(served.connect(), form(connection))
    for kind, questions in (("look-up", lookups), ("topic", topics)):
        some = [questions[number % len(questions)] for number in range(_REQUESTS)]
        route = Spread.of(timed(lambda q=question: ask(connection, q)) for question in some)  # type: ignore[misc]
        chat = Spread.of(timed(lambda q=question: visitor.ask(q)) for question in some)  # type: ignore[misc]
        yield _beside(f"JSON route: {kind}", "ms", route, "/healthz", alive)
        yield _beside(f"chat: {kind}", "ms", chat, "JSON route", route, _CHAT_MS)


def _together(served: Window, questions: Sequence[str], users: int, seconds: float) -> Iterator[Measurement]:
    """What so many users get who ask without pause: from /healthz, from the JSON route, from the chat."""
    box = form(served.connect())

    def arrive(call: Callable[[HTTPConnection, str], object]) -> Callable[[int], User]:
        def user(number: int) -> User:
            connection = served.connect()
            return lambda turn: call(connection, questions[(number * 31 + turn) % len(questions)])

        return user

    def visitor(number: int) -> User:
        one = Visitor(served.connect(), box)
        return lambda turn: one.ask(questions[(number * 31 + turn) % len(questions)])

    alive = load(arrive(lambda connection, _: get(connection, "/healthz")), users, seconds)
    route = load(arrive(ask), users, seconds)
    chat = load(visitor, users, seconds)
    many = "1 user" if users == 1 else f"{users} users"
    yield _rate(f"JSON route, {many}", route, "/healthz", alive, _API_RATE if users > 1 else None)
    yield _rate(f"chat, {many}", chat, "/healthz", alive, _CHAT_RATE)
    yield _beside(f"JSON route, {many}: wait", "ms", route.waits, "/healthz", alive.waits)
    yield _beside(f"chat, {many}: wait", "ms", chat.waits, "JSON route", route.waits)


def _rate(name: str, measured: Load, floor_name: str, floor: Load, target: float | None) -> Measurement:
    return Measurement(
        name=name,
        unit="questions/s",
        measured=Spread.of([measured.per_second]),
        floor_name=f"{floor_name}, as many users",
        floor=Spread.of([floor.per_second]),
        target=target,
        more_is_better=True,
    )


def _beside(
    name: str, unit: str, measured: Spread, floor_name: str, floor: Spread, target: float | None = None
) -> Measurement:
    return Measurement(name=name, unit=unit, measured=measured, floor_name=floor_name, floor=floor, target=target)


def _alive(connection: HTTPConnection) -> Spread:
    return Spread.of(timed(lambda: get(connection, "/healthz")) for _ in range(_REQUESTS))


def get(connection: HTTPConnection, path: str) -> bytes:
    """A page. Raises WindowError when it is not there."""
    connection.request("GET", path)
    return _read(connection, path)


def ask(connection: HTTPConnection, question: str) -> bytes:
    """An answer as JSON. Raises WindowError when the window gives none."""
    connection.request("POST", "/api/ask", json.dumps({"question": question}), {"Content-Type": "application/json"})
    return _read(connection, repr(question))


def _read(connection: HTTPConnection, asked: str) -> bytes:
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise WindowError(f"the window answers {asked} with {response.status}")
    return body


@contextmanager
def running() -> Iterator[Window]:
    """A window on a free port, ended afterwards. Raises WindowError when it does not start."""
    start = time.perf_counter()
    command = [sys.executable, "app.py", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            found = next(filter(None, map(_READY.search, process.stdout)), None)
            if found is None:
                raise WindowError("the window ended before it was ready")
            yield Window(found[1], int(found[2]), (time.perf_counter() - start) * 1000, process.pid)
        finally:
            process.terminate()
