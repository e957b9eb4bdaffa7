"""No regular expression of the assistant can be made slow: each is fed with what makes careless ones explode."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import assistant

LIMIT = 0.05
LENGTH = 2000

_UNITS = ["a", "1", " ", ".", "-", "(", "'", "/", "_", "1.", "1 ", "1 . ", "1-", "a-", "a'", "a ", "a.b ", "1/",
    "isba/", "isba/1", "三", "三点", "第",
          "3.2.1(", "3.2.1 ( ", "[1]", "{a", "ab1", "\t", "\n", "(a", "的第", "é", "٣", "2020 ", "x(", "**", "| "]  # fmt: skip
PATHOLOGICAL = [unit * (LENGTH // len(unit)) + end for unit in _UNITS for end in ("", "!", "(", "z9 ")]


def _compiled(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _compiled(member)
    elif isinstance(value, list | tuple | set | frozenset):
        for member in value:
            yield from _compiled(member)


def _written(path: Path) -> Iterator[str]:
    """Patterns that are written where they are used: `re.split(r"…", text)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = node.func if isinstance(node, ast.Call) else None
        if (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and called.value.id == "re"
            and node.args
        ):  # type: ignore[union-attr]
            first = node.args[0]  # type: ignore[union-attr]
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and called.attr != "escape":
                yield first.value


def patterns() -> list[tuple[str, re.Pattern[str]]]:
    found: dict[tuple[str, str], re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(assistant.__path__, "assistant."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for value in vars(loaded).values():
            for pattern in _compiled(value):
                found[module.name, pattern.pattern] = pattern
        for source in _written(Path(str(loaded.__file__))):
            found[module.name, source] = re.compile(source)
    return [(name, pattern) for (name, _), pattern in found.items()]


PATTERNS = patterns()


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) >= 8


@pytest.mark.parametrize(
    "pattern", [pattern for _, pattern in PATTERNS], ids=[f"{name}: {p.pattern[:30]}" for name, p in PATTERNS]
)
def test_no_pattern_is_slow_on_any_of_these(pattern: re.Pattern[str]) -> None:
    for text in PATHOLOGICAL:
        for method in (pattern.findall, pattern.fullmatch):
            elapsed = _seconds(method, text)
            if elapsed > LIMIT:  # once more: a machine that does other things is no slow pattern
                elapsed = min(_seconds(method, text) for _ in range(3))
            assert elapsed < LIMIT, f"{text[:20]!r} × {len(text)}: {elapsed * 1000:.0f} ms"


def _seconds(method, text: str) -> float:  # type: ignore[no-untyped-def]
    started = time.process_time()
    method(text)
    return time.process_time() - started
