"""`python -m corpus`: what it prints, and its exit status."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.__main__ import main

LAKES = "lakes-2030-2032"
DATA = str(Path(__file__).parent / "data")
ROOT = Path(__file__).parents[2]


def test_check_says_what_was_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    for expected in ("hlap-2019-2023, zh", "(draft)", "outputs                       154", "counted in the source"):
        assert expected in out


def test_check_of_another_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--document", LAKES, "--root", DATA]) == 0
    assert "lakes-2030-2032, zh" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (["3.2.3(1)"], ["3.2.3(1)  output", "line 193", "断裂区", "2023", "理事会 (council)", "秘书处 (secretariat)"]),
        (["4.3.2"], ["line 228 and 234", "启动海管局数据库", "known defects", "wrong-column"]),
        (["3.1.2"], ["Annex I → Annex II: wording", "开发条例草案"]),
        (["9.3.1"], ["no output", "time frame    (blank)", "responsible   (blank)"]),
        (["1.2.5"], ["1.2.5(1)  (一)", "持续 ⇥  ⇥ 秘书处"]),
        (["7"], ["7  direction", "7.1", "Annex II, line 291"]),
        (["3.2"], ["3.2  subdirection", "line 55 and 58", "3.2.4"]),
        (["para", "3"], ["para 3  paragraph", "line 19"]),
    ],
)
def test_show(capsys: pytest.CaptureFixture[str], reference: list[str], expected: list[str]) -> None:
    assert main(["show", *reference]) == 0
    out = capsys.readouterr().out
    assert [text for text in expected if text not in out] == []


def test_defects(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["defects", "9.3", "--language", "zh"]) == 0
    out = capsys.readouterr().out
    assert "“海关局”应为“海管局”。" in out
    assert out.endswith("3 defects\n")
    assert main(["defects"]) == 0
    assert "the document  no-symbol" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["show", "3.6.1"], "CorpusError: hlap-2019-2023 has no 3.6.1"),
        (["show", "three"], "ReferenceSyntaxError: not a reference: 'three'"),
        (["check", "--document", "../secret"], "DocumentNotFoundError: no document '../secret'"),
        (["check", "--root", "/nowhere"], "there are: none"),
    ],
)
def test_errors_are_a_message_and_a_way_out(
    capsys: pytest.CaptureFixture[str], arguments: list[str], error: str
) -> None:
    assert main(arguments) == 1
    captured = capsys.readouterr()
    assert error in captured.err
    assert len(captured.err.strip().split("\n")) == 2
    assert captured.out == ""


def test_a_damaged_document_fails_the_check(capsys: pytest.CaptureFixture[str], copy_of: Callable[..., Path]) -> None:
    root = copy_of(LAKES, lambda text: text.replace("2030\t秘书处\t\t", "2030\t主任\t\t"))
    assert main(["check", "--document", LAKES, "--root", str(root)]) == 1
    assert "LayoutError: line 68: no organ of this plan: '主任'" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["show"], ["list"]])
def test_a_wrong_command_is_a_usage_error(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_a_terminal_without_chinese_and_a_reader_who_leaves() -> None:
    command = f"{sys.executable} -X utf8=0 -m corpus show 3 | head -n 1"
    done = subprocess.run(
        command, shell=True, capture_output=True, cwd=ROOT, env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"}
    )
    assert done.stdout == b"3  direction\n"
    assert done.stderr == b""
