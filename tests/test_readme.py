"""The README is checked like code: its answer, its commands and its make targets are the real ones."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.assistant import Assistant
from assistant.rendering import for_terminal

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_answer_shown_first_is_the_real_one() -> None:
    block = README.split("```console\n", 1)[1].split("\n```", 1)[0]
    command, shown = block.split("\n", 1)
    question = re.search(r'ask "([^"]+)"', command)

    assert question is not None
    assert for_terminal(Assistant().ask(question.group(1))) == shown


def test_every_make_target_it_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"make ([a-z-]+)", README)) | {"check", "evals", "bench", "index", "browser", "test-slow"}

    assert named <= targets | {"help"}


def test_every_question_it_gives_as_an_example_is_answered() -> None:
    section = README.split("## What it can be asked", 1)[1].split("## Ways in", 1)[0]
    rows = [
        row for row in section.splitlines() if row.startswith("| ") and "follow-ups" not in row and "---" not in row
    ]
    questions = [text for row in rows for text in re.findall(r"\*([^*]+\?)\*|· ([^|]+？)", row)]
    asked = [one or other for one, other in questions]

    assert len(asked) >= 12
    assistant = Assistant()
    assert [question for question in asked if assistant.ask(question.strip()).status != "answered"] == []
