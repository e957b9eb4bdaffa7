from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.record import RunRecord


def test_a_run_prints_a_table_and_keeps_a_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "run.json"
    assert main(["run", "--file", "lookup", "--kind", "not_found", "--save", str(path)]) == 0
    assert "not_found" in capsys.readouterr().out
    record = RunRecord.read(path)
    assert {result.case.kind for result in record.results} == {"not_found"}
    assert record.versions["pydantic"] != "absent"
    assert len(record.document_sha256) == 64
    assert main(["compare", str(path), "--against", str(path)]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "--name", "no-such-case"], "no case is left"),
        (["run", "--file", "nowhere"], "there is no set and no file 'nowhere'"),
        (["compare", "nowhere.json"], "nowhere.json cannot be read"),
        (["bench", "everything"], "nothing to measure is called everything"),
    ],
)
def test_an_error_is_shown_with_help_and_without_a_traceback(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr().err
    assert message in shown
    assert "Traceback" not in shown
    assert len(shown.splitlines()) >= 2


@pytest.mark.parametrize(
    "command",
    ["run", "compare", "accept", "report", "bench", "external", "robustness", "generate", "adopt", "list", "schema"],
)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        main([command, "--help"])
    assert exit.value.code == 0
    assert "usage: python -m evals" in capsys.readouterr().out


def test_the_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Case"


def test_sets_that_run_when_asked_are_left_out_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    main(["run", "--language", "zh", "--kind", "abstain", "--save", str(path)])
    assert not [r for r in RunRecord.read(path).results if r.set.startswith("calibrate")]
