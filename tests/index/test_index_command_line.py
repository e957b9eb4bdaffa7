from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import index.build
from index.__main__ import main
from index.errors import NothingToIndexError
from tests.index.conftest import FakeEncoder, tiny_source

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch, fake_encoder: FakeEncoder, no_chroma: None, tmp_path: Path) -> None:
    monkeypatch.setattr(index.build, "load_source", tiny_source)
    monkeypatch.setenv("PLAN_INDEX_DIR", str(tmp_path / "built"))


def test_show_prints_passages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "深海科学研究", "--top", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1. 4.1.1  score ")
    assert lines[1].strip() == "推动深海科学研究"
    assert not any(line.startswith("3.") for line in lines)


def test_explain_adds_legs_and_signals(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "科学", "--explain", "--language", "zh"]) == 0
    out = capsys.readouterr().out
    assert "tokens   科学" in out
    assert "signals  score" in out


def test_nothing_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "?!"]) == 0
    assert "Nothing" in capsys.readouterr().out


def test_build_says_what_was_built(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    assert main(["build", "--force"]) == 0
    assert "12 items" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [[], ["show"], ["show", "x", "--top", "0"], ["show", "x", "--top", "-1"], ["drop"]]
)
def test_wrong_arguments_end_with_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m index" in capsys.readouterr().err


def test_errors_end_with_their_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise NothingToIndexError("no text")

    monkeypatch.setattr(index.build, "load_source", fail)
    assert main(["build"]) == 1
    assert "no text\nRun `python -m corpus check`" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(("shell", "status"), [(">/dev/full", 1), ("| head -c 1 >/dev/null; exit ${PIPESTATUS[0]}", 0)])
def test_output_that_cannot_be_written_is_no_traceback(shell: str, status: int, tmp_path: Path) -> None:
    command = f"{sys.executable} -m index show science --top 9 {shell}"
    environment = {**os.environ, "PLAN_INDEX_DIR": str(tmp_path), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    assert "Traceback" not in done.stderr
    assert done.returncode == status
