"""The window over HTTP: time until it answers, latency of its JSON route, throughput by users, memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from evals.benching.measurement import Measurement, Spread, timed
from evals.case import Case
from evals.errors import EvalError
from evals.record import ROOT

_READY = re.compile(r"Ready: http://([^:/\s]+):(\d+)")
_TOPIC = "Is there anything on women in deep-sea science?"
_REQUESTS = 200
_USERS = (1, 8, 32)
_RATE_TARGET = 500.0


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
    with running() as served:
        connection = served.connect()
        page = timed(lambda: get(connection, "/"))
        topic = timed(lambda: ask(connection, _TOPIC))
        alive = Spread.of(timed(lambda: get(connection, "/healthz")) for _ in range(_REQUESTS))
        yield _beside("window: first page", "ms", [served.ready_ms + page], alive, target=5000.0)
        yield _beside("window: first topic answer", "ms", [served.ready_ms + page + topic], alive, target=15000.0)
        lookups = [case.question for case in cases if case.kind == "item"]
        for name, questions in (("look-up", lookups), ("topic", [c.question for c in cases if c.kind == "topic"])):
            times = [timed(lambda q=question: ask(connection, q)) for question in _cycled(questions)]  # type: ignore[misc]
            yield _beside(f"JSON route: {name}", "ms", times, alive)
        yield from _throughput(served, lookups, seconds)
        if memory := _resident_mb(served.process):
            yield _beside("window: memory, all warm", "MB", [memory], Spread.of([memory]), target=900.0)


def _throughput(served: Window, questions: Sequence[str], seconds: float) -> Iterator[Measurement]:
    floor = _per_second(served, lambda connection, _: get(connection, "/healthz"), 8, seconds)
    for users in _USERS:
        rate = _per_second(
            served, lambda connection, turn: ask(connection, questions[turn % len(questions)]), users, seconds
        )
        yield Measurement(
            name=f"JSON route, {users} users",
            unit="questions/s",
            measured=Spread.of([rate]),
            floor_name="/healthz, 8 users",
            floor=Spread.of([floor]),
            target=_RATE_TARGET if users > 1 else None,
            more_is_better=True,
        )


def _per_second(served: Window, call: Callable[[HTTPConnection, int], object], users: int, seconds: float) -> float:
    end = time.perf_counter() + seconds

    def user(number: int) -> int:
        connection, done = served.connect(), 0
        while time.perf_counter() < end:
            call(connection, number * 31 + done)
            done += 1
        return done

    start = time.perf_counter()
    with ThreadPoolExecutor(users) as pool:
        total = sum(pool.map(user, range(users)))
    return total / (time.perf_counter() - start)


def _beside(name: str, unit: str, values: Sequence[float], floor: Spread, target: float | None = None) -> Measurement:
    floor_name = "/healthz of the same server" if unit == "ms" else "itself"
    return Measurement(
        name=name, unit=unit, measured=Spread.of(values), floor_name=floor_name, floor=floor, target=target
    )


def _cycled(questions: Sequence[str]) -> Iterator[str]:
    for number in range(_REQUESTS):
        yield questions[number % len(questions)]


def get(connection: HTTPConnection, path: str) -> bytes:
    """A page. Raises EvalError when it is not there."""
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise EvalError(f"the window answers {path} with {response.status}")
    return body


def ask(connection: HTTPConnection, question: str) -> bytes:
    """An answer as JSON. Raises EvalError when the window gives none."""
    body = json.dumps({"question": question})
    connection.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200:
        raise EvalError(f"the window answers {question!r} with {response.status}")
    return answer


@contextmanager
def running() -> Iterator[Window]:
    """A window on a free port, ended afterwards. Raises EvalError when it does not start."""
    start = time.perf_counter()
    command = [sys.executable, "app.py", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            found = next(filter(None, map(_READY.search, process.stdout)), None)
            if found is None:
                raise EvalError("the window ended before it was ready", help="Run `python app.py` to see why.")
            yield Window(found[1], int(found[2]), (time.perf_counter() - start) * 1000, process.pid)
        finally:
            process.terminate()
