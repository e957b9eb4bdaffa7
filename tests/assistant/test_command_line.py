"""`python -m assistant`: what programs read from it, and what it does with lines that are no questions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import naive
import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant

ASKED = [
    "Which organ coordinates action 3.2.3?",
    "秘书处负责哪些产出？",
    "What is due by 2020?",
    "How many outputs does each organ lead?",
    "Tell me about 3.2.1",
    "Who leads 3.6.1?",
    "WHICH TITLE IS IN ITALICS?",
    "Is there anything on women in deep-sea science?",
]


def run(
    repository: Path, *arguments: str, stdin: bytes = b"", timeout: float = 120, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        input=stdin, capture_output=True, cwd=repository, timeout=timeout, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


def lines_of(finished: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in finished.stdout.decode("utf-8").splitlines()]


def as_lines(*entries: object) -> bytes:
    return b"".join(entry if isinstance(entry, bytes) else json.dumps(entry).encode() + b"\n" for entry in entries)


def test_json_is_one_answer_of_the_contract(repository: Path, assistant: Assistant) -> None:
    finished = run(repository, "ask", "--json", ASKED[0])
    (line,) = finished.stdout.decode("utf-8").splitlines()
    answer = Answer.model_validate_json(line)

    assert finished.returncode == 0
    assert finished.stderr == b""
    assert naive.stable(answer) == naive.stable(assistant.ask(ASKED[0]))


def test_people_get_the_text_and_its_sources(repository: Path, assistant: Assistant) -> None:
    finished = run(repository, "ask", ASKED[0])
    answer = assistant.ask(ASKED[0])

    shown = finished.stdout.decode("utf-8")
    assert answer.text in shown
    assert all(f"[{citation.mark}] {citation.ref}" in shown for citation in answer.citations)


def test_lines_that_are_no_questions_are_errors_of_their_own(repository: Path) -> None:
    deep = b'{"id": "deep", "question": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    stdin = as_lines(
        {"id": "first", "question": "Who leads 3.2.1?"},
        b"{not json\n",
        {"id": "no-question"},
        {"id": "wrong-type", "question": 7},
        {"id": "wrong-context", "question": "And when?", "context": "Who leads 3.2.1?"},
        {"id": "wrong-member", "question": "And when?", "context": [1]},
        b"[]\n",
        b"null\n",
        b"\n",
        b'{"id": "bytes", "question": "Who leads \xff\xfe 3.2.1?"}\n',
        deep,
        b'{"id": "surrogate", "question": "Who leads \\ud800 3.2.1?"}\n',
        {"id": "nul", "question": "Who leads\x00 3.2.1?"},
        {"id": "empty", "question": ""},
        {"id": "long", "question": "a" * 1_000_000},
        {"id": "last", "question": "谁负责3.2.1？"},
    )
    finished = run(repository, "ask", "--jsonl", stdin=stdin)
    found = lines_of(finished)

    assert finished.returncode == 1
    assert b"Traceback" not in finished.stderr
    # The identifier of a line that is no JSON, or nested too deep to be read, cannot be known.
    assert [line["id"] for line in found if line["id"]] == [
        name for name in ("first", "no-question", "wrong-type", "wrong-context", "wrong-member", "bytes", "deep", "surrogate", "nul",
                          "empty", "long", "last") if name in {line["id"] for line in found}
    ]  # fmt: skip
    assert len(found) == 15  # an empty line is no line
    by_id = {line["id"]: line for line in found}
    for failing in ("no-question", "wrong-type", "wrong-context", "wrong-member"):
        assert set(by_id[failing]) == {"id", "error"}
    for answered in ("first", "surrogate", "nul", "empty", "long", "last"):
        assert "error" not in by_id[answered]
    assert by_id["first"]["facts"] == by_id["last"]["facts"] == by_id["nul"]["facts"] == by_id["surrogate"]["facts"]
    assert not any("/" in str(line.get("error", "")) for line in found)


def test_all_good_lines_end_with_status_zero(repository: Path) -> None:
    # An answer may well speak of an "error"; that is none.
    stdin = as_lines({"id": "1", "question": '"error": what is wrong with the source?'}, {"question": "3.2.1"})
    finished = run(repository, "ask", "--jsonl", stdin=stdin)

    assert finished.returncode == 0
    assert [line["id"] for line in lines_of(finished)] == ["1", None]


@pytest.mark.parametrize("identifier", ["q1", "１", "", "é\n", None])
def test_the_identifier_comes_back_unchanged(repository: Path, identifier: object) -> None:
    from assistant.__main__ import _result  # the line as it is printed, without starting a process for each identifier

    line = json.dumps({"id": identifier, "question": "Hello"})
    printed = json.loads(_result(line, Assistant()))

    assert printed["id"] == identifier


def test_context_is_read_oldest_first(repository: Path, assistant: Assistant) -> None:
    stdin = as_lines({"question": "3.2.1", "context": ["Who leads 3.2.2?", "谁负责3.2.3？"]})
    (line,) = lines_of(run(repository, "ask", "--jsonl", stdin=stdin))

    assert line["language"] == "zh"


def test_no_question_at_all_is_a_usage_error(repository: Path) -> None:
    assert run(repository, "ask").returncode == 2
    assert run(repository, "ask", "--jsonl", "a question").returncode == 2


def test_a_document_that_is_not_there_is_a_message_with_its_help(repository: Path) -> None:
    finished = run(repository, "ask", "Hello", PLAN_DOCUMENT="no-such-plan")

    assert finished.returncode == 1
    assert b"no-such-plan" in finished.stderr
    assert b"Traceback" not in finished.stderr


def test_a_setting_that_cannot_be_used_is_a_message(repository: Path) -> None:
    finished = run(repository, "ask", "Hello", PLAN_DEFAULT_LANGUAGE="klingon")

    assert finished.returncode == 1
    assert b"PLAN_DEFAULT_LANGUAGE" in finished.stderr.upper()
    assert b"Traceback" not in finished.stderr


def test_a_reader_that_goes_away_is_no_error(repository: Path) -> None:
    stdin = as_lines(*({"question": "Which outputs does the Secretariat lead?"} for _ in range(40)))
    command = f"{sys.executable} -m assistant ask --jsonl | head -c 100 > /dev/null; echo ${{PIPESTATUS[0]}}"
    finished = subprocess.run(
        ["bash", "-c", command], input=stdin, capture_output=True, cwd=repository, timeout=60, check=False
    )

    assert b"Traceback" not in finished.stderr
    assert b"Exception" not in finished.stderr


def test_explaining_a_question_shows_how_it_is_read(repository: Path) -> None:
    finished = run(repository, "explain", "Who coordinates 3.2.1?")

    assert finished.returncode == 0
    assert b"3.2.1" in finished.stdout
    assert b"coordinating" in finished.stdout


def test_answers_are_the_same_bytes_in_every_surrounding(repository: Path, assistant: Assistant) -> None:
    stdin = as_lines(*({"id": str(at), "question": question} for at, question in enumerate(ASKED)))
    surroundings = [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"},
        {"PYTHONHASHSEED": "3", "PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONIOENCODING": "latin-1"},
    ]
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda one: run(repository, "ask", "--jsonl", stdin=stdin, **one), surroundings))

    here = [naive.stable(assistant.ask(question, id=str(at))) for at, question in enumerate(ASKED)]
    for finished in runs:
        answers = [Answer.model_validate_json(line) for line in finished.stdout.decode("utf-8").splitlines()]
        assert [naive.stable(answer) for answer in answers] == here
