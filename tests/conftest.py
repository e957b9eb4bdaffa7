"""For all tests: no network, no settings of whoever runs them, and one assistant over the real document."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.settings import Settings

# The same examples at every run: a failure that CI shows can be seen at the desk.
settings.register_profile("plan", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("plan")

REPOSITORY = Path(__file__).parents[1]
# Where to put an index and whether a browser must be there are matters of the machine, not of the answers.
_KEPT = {"PLAN_INDEX_DIR", "PLAN_REQUIRE_BROWSER"}


class NetworkUsedError(AssertionError):
    """A test tried to reach another machine: the assistant works offline, and so do its tests."""


def _is_loopback(host: object) -> bool:
    name = str(host or "127.0.0.1").strip("[]")
    if name in ("localhost", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback or name in ("0.0.0.0", "::")
    except ValueError:
        return False


def _local_only(method: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any, *rest: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise NetworkUsedError(f"connection to {address[0]}")
        return method(self, address, *rest)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """No connection leaves this machine, and no name is looked up elsewhere."""
    looked_up = socket.getaddrinfo

    def local_names(host: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not _is_loopback(name):
            raise NetworkUsedError(f"look-up of {name}")
        return looked_up(host, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _local_only(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _local_only(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", local_names)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_settings() -> Iterator[None]:
    """What is set in the environment of whoever runs the tests changes no answer."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("PLAN_") and name not in _KEPT:
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def assistant(no_settings: None) -> Assistant:
    """The assistant over the real document."""
    return Assistant(Settings())


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Callable[..., Answer]:
    """Asks one question: `ask("Who leads 3.2.1?", "earlier question", …)`."""

    def asked(question: str, *context: str) -> Answer:
        return assistant.ask(question, context=context)

    return asked
