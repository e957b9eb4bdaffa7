from __future__ import annotations

import sys

import pytest

from index import progress
from index.progress import SlowProgress


def test_nothing_is_shown_where_no_person_looks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", -1.0)
    with SlowProgress("Building", 3) as steps:
        steps.advance(3)
    assert capsys.readouterr() == ("", "")


def test_nothing_is_shown_for_what_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with SlowProgress("Building", 3) as steps:
        steps.advance()
        assert steps._shown is None


def test_a_slow_step_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", -1.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with SlowProgress("Building", 3) as steps:
        steps.advance(2)
        assert steps._shown is not None
        shown, task = steps._shown
        assert shown.tasks[task].completed == 2
    assert not shown.live.is_started
