"""The window as a user starts it: `python app.py` in a process of its own, on a free port."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[1]


@dataclass
class RunningWindow:
    """A window that answers."""

    process: subprocess.Popen[str]
    url: str
    started_in: float
    """Seconds from the start of the process until its first reply with status 200."""
    output: list[str] = field(default_factory=list)
    """Lines that it wrote."""

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Status and body."""
        return self._send(urllib.request.Request(self.url + path, headers=headers))

    def post(self, path: str, body: bytes, **headers: str) -> tuple[int, bytes]:
        """Status and body."""
        kind = {"content-type": "application/json", **headers}
        return self._send(urllib.request.Request(self.url + path, data=body, headers=kind))

    def ask(self, question: object, **fields: object) -> tuple[int, dict[str, Any]]:
        """The JSON route's status and object."""
        status, body = self.post("/api/ask", json.dumps({"question": question, **fields}).encode())
        return status, json.loads(body)

    def _send(self, request: urllib.request.Request) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.status, reply.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@contextmanager
def running_window(**environment: str) -> Iterator[RunningWindow]:
    """Start the window, wait until it answers, and end it as Ctrl-C does."""
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "app.py", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=REPOSITORY,
        env={**os.environ, **environment},
    )  # fmt: skip
    try:
        window = _ready(process, started)
        yield window
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _ready(process: subprocess.Popen[str], started: float) -> RunningWindow:
    window = RunningWindow(process, "", 0.0)
    assert process.stdout is not None
    for line in process.stdout:
        window.output.append(line)
        if found := re.search(r"Ready: (http://\S+)", line):
            window.url = found[1]
            break
    assert window.url, "the window did not start:\n" + "".join(window.output)
    assert window.get("/")[0] == 200
    window.started_in = time.monotonic() - started
    # What it writes is read on, or it would stop when the pipe is full.
    threading.Thread(target=lambda: window.output.extend(process.stdout or ()), daemon=True).start()
    return window
