from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from evals.bench import bench
from evals.benching import growth, window
from evals.benching.chat import Form, Visitor, form
from evals.benching.growth import Budget, measured
from evals.benching.larger import larger_chunks, larger_index
from evals.benching.load import load
from evals.benching.processes import memory_mb
from evals.case import Case
from evals.errors import BudgetError, EvalError, WindowError
from index.encoder import ShippedEncoder, load_encoder
from index.source import load_source

_BOX = {"id": 4, "targets": [[8, "submit"]], "inputs": [8, 11], "backend_fn": True}
_TURN = {"question": "<p>Who?</p>", "answer": "<p>The Secretariat.</p>"}


class Gradio:
    """A window that answers as gradio does, and remembers what it was sent."""

    def __init__(self, dependencies: list[dict[str, Any]], output: dict[str, Any], success: bool = True) -> None:
        self.dependencies, self.output, self.success = dependencies, output, success
        self.joined: list[dict[str, Any]] = []

    def reply(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if path == "/config":
            return 200, json.dumps({"api_prefix": "/gradio_api", "dependencies": self.dependencies}).encode()
        if method == "POST" and path == "/gradio_api/queue/join":
            self.joined.append(json.loads(body))
            return 200, b'{"event_id": "e1"}'
        if path.startswith("/gradio_api/queue/data?session_hash="):
            completed = {"msg": "process_completed", "event_id": "e1", "success": self.success, "output": self.output}
            messages = ({"msg": "heartbeat"}, {**completed, "event_id": "e0"}, completed, {"msg": "close_stream"})
            return 200, b"".join(b"data: " + json.dumps(message).encode() + b"\n\n" for message in messages)
        return 404, b""


@contextmanager
def serving(gradio: Gradio) -> Iterator[HTTPConnection]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, reply = gradio.reply(self.command, self.path, body)
            self.send_response(status)
            self.send_header("content-length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            """Nothing is written between the dots of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    try:
        yield connection
    finally:
        connection.close()
        server.shutdown()
        server.server_close()


def test_the_question_box_is_found_among_the_events() -> None:
    others = [{**_BOX, "id": 1, "backend_fn": False}, {**_BOX, "id": 2, "targets": [[12, "select"]]}]
    with serving(Gradio([*others, _BOX], {})) as connection:
        assert form(connection) == Form("/gradio_api", 4, 8, 2)
    with serving(Gradio(others, {})) as connection, pytest.raises(WindowError, match="no question box"):
        form(connection)


def test_a_visitor_sends_what_a_browser_sends_and_begins_anew_after_some_turns() -> None:
    gradio = Gradio([_BOX], {"data": [_TURN]})
    with serving(gradio) as connection:
        visitor = Visitor(connection, form(connection))
        assert [visitor.ask("Who?") for _ in range(11)] == [_TURN] * 11
    first = gradio.joined[0]
    assert (first["data"], first["fn_index"], first["trigger_id"]) == (["Who?", None], 4, 8)
    assert len({event["session_hash"] for event in gradio.joined}) == 2


@pytest.mark.parametrize(
    ("output", "success", "message"),
    [
        ({"data": [None]}, True, "no answer to 'Who"),
        ({"data": [{"question": "Who?", "answer": ""}]}, True, "no answer"),
        ({"error": "queue is full"}, False, "queue is full"),
    ],
)
def test_an_answer_that_is_none_is_not_measured_as_a_fast_one(
    output: dict[str, Any], success: bool, message: str
) -> None:
    with serving(Gradio([_BOX], output, success)) as connection, pytest.raises(WindowError, match=message):
        Visitor(connection, form(connection)).ask("Who?")


def test_a_route_that_refuses_is_an_error_with_help() -> None:
    with serving(Gradio([], {})) as connection:
        with pytest.raises(WindowError, match="/healthz with 404") as raised:
            window.get(connection, "/healthz")
        assert "app.py" in raised.value.help
        with pytest.raises(WindowError, match="'Who leads it"):
            window.ask(connection, "Who leads it?")


def test_users_ask_at_the_same_time_and_each_keeps_count() -> None:
    asked: dict[int, list[int]] = {0: [], 1: [], 2: []}
    together = threading.Barrier(3, timeout=10)

    def arrive(number: int) -> Callable[[int], object]:
        def ask(turn: int) -> None:
            if not asked[number]:
                together.wait()
            asked[number].append(turn)

        return ask

    measured = load(arrive, 3, 0.05)
    assert all(turns == list(range(len(turns))) for turns in asked.values())
    assert measured.waits.n == sum(map(len, asked.values()))
    assert measured.per_second > 0


def test_what_a_user_raises_ends_the_measurement() -> None:
    def arrive(_: int) -> Callable[[int], object]:
        def ask(_: int) -> None:
            raise WindowError("gone")

        return ask

    with pytest.raises(WindowError, match="gone"):
        load(arrive, 2, 0.05)


def test_memory_is_told_where_the_system_tells_it() -> None:
    assert memory_mb("self", "VmRSS") > 1 or memory_mb("self", "VmRSS") == 0
    assert memory_mb("no-such-process", "VmRSS") == 0


def test_a_larger_document_is_searched_under_its_own_numbers() -> None:
    encoder, chunks = load_encoder(None), load_source().chunks[:40]
    assert isinstance(encoder, ShippedEncoder)
    many = larger_chunks(chunks, 3)
    assert len({chunk.reference for chunk in many}) == 3 * len(chunks)
    first, tripled = larger_index(chunks, 1, encoder), larger_index(chunks, 3, encoder)
    question = chunks[20].text
    assert tripled.search(question, "zh")[0].reference == first.search(question, "zh")[0].reference


@pytest.mark.parametrize(
    ("budget", "message"),
    [(Budget(seconds=0.05), "records 60 times as large: more than 0.05 s"), (Budget(megabytes=60), "more than 60 MB")],
)
def test_what_exceeds_its_budget_is_given_up_with_a_reason(budget: Budget, message: str) -> None:
    with pytest.raises(BudgetError, match=message):
        measured("records", 60, budget)
    said: list[str] = []
    assert list(growth.growth(said.append, (60,), budget)) == []
    assert any(message in one for one in said)


def test_a_size_that_fails_for_another_reason_is_an_error() -> None:
    with pytest.raises(EvalError, match="nowhere 1 times as large: ended with 1"):
        measured("nowhere", 1, Budget())


def test_growth_measures_selections_that_nobody_has_asked_before() -> None:
    lines = {line.name: line for line in growth.growth(lambda _: None, (1,))}
    assert lines["rows of an action, 168 rows"].measured.p50 < lines["combined list, 168 rows"].measured.p50
    assert lines["combined list, 168 rows"].measured.n > 10
    assert any(name.startswith("search, memory") for name in lines)


@pytest.mark.slow
def test_the_window_is_measured_in_all_its_ways(
    make_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "_REQUESTS", 3)
    cases = [make_case(facts={"refs": ["3.2.3(1)"]}), make_case("Women in research?", kind="topic", top=["6.3.3"])]
    lines = {line.name: line for line in window.window(cases, 0.2)}
    assert {"window: first page", "chat: look-up", "chat: topic", "JSON route: topic"} <= set(lines)
    for users in ("1 user", "8 users", "32 users"):
        assert lines[f"JSON route, {users}"].measured.p50 > 0
        assert lines[f"chat, {users}"].floor_name == "/healthz, as many users"
        assert lines[f"chat, {users}: wait"].floor_name == "JSON route"


def test_a_bench_says_what_it_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "is_there", lambda: False)
    assert bench(("window",)).left_out == ("the window over HTTP: there is no app.py",)
