"""What a peer is: something that returns passages for a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from evals.errors import PeerError
from evals.peers.editions import Edition

PASSAGES = 4
"""How many passages a peer hands to its reader, as the tutorials do."""

Search = Callable[[str], list[str]]
"""A question -> at most PASSAGES passages."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A system set up as its own documentation shows."""

    name: str
    libraries: tuple[str, ...]
    """Distributions that it needs besides Python."""
    build: Callable[[Edition], Search]
    """Indexes one edition."""

    @property
    def versions(self) -> str:
        """Its libraries with their versions, or "absent"."""
        return ", ".join(f"{library} {_version(library)}" for library in self.libraries) or "standard library"

    @property
    def is_installed(self) -> bool:
        """Whether all its libraries are."""
        return "absent" not in self.versions


def library(module: str) -> Any:
    """A module that only peers need. Raises PeerError when it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise PeerError(f"{module} is not installed: {error}") from error


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "absent"
