"""Search opens its index at the first question that needs it, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.assistant import Assistant
from assistant.finder import Finder
from assistant.settings import Settings


def test_look_ups_never_open_the_index() -> None:
    fresh = Assistant(Settings())
    for question in ("Who coordinates 3.2.3?", "秘书处负责哪些产出？", "Who leads 9.9.9?", "Hello", ""):
        fresh.ask(question)

    assert not fresh.finder.is_ready()


def test_many_first_searches_at_once_open_one_index(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    import index.build

    opened: list[object] = []

    def open_index() -> object:
        opened.append(assistant.finder.index)
        return assistant.finder.index

    monkeypatch.setattr(index.build, "open_index", open_index)
    finder = Finder("hlap-2019-2023")
    with ThreadPoolExecutor(8) as pool:
        found = set(map(id, pool.map(lambda _: finder.index, range(16))))

    assert len(found) == 1
    assert len(opened) == 1
