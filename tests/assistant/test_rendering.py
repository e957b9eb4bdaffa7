"""An answer as text for a terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer
from assistant.evidence import Statement
from assistant.rendering import for_terminal, joined, printable


@pytest.mark.parametrize("control", ["\x1b[2J", "\x00", "\x07", "\r", "\u202e", "\x9b", "\u2028"])
def test_nothing_that_could_steer_a_terminal_is_printed(control: str) -> None:
    assert printable(f"a{control}b").isprintable()


def test_tabs_of_a_row_become_bars() -> None:
    assert printable("a\tb") == "a | b"


def test_list_items_stand_together_and_sentences_apart() -> None:
    lines = [(Statement("Head"), ""), (Statement("- a"), "[1]"), (Statement("- b"), "[2]"), (Statement("Tail"), "")]

    assert joined(lines) == "Head\n\n- a [1]\n- b [2]\n\nTail"


def test_an_inline_statement_continues_its_line() -> None:
    assert joined([(Statement("- 3.2"), "[1]"), (Statement("3.3", inline=True), "[2]")]) == "- 3.2 [1], 3.3 [2]"


def test_the_printed_answer_shows_every_source(ask: Callable[..., Answer]) -> None:
    answer = ask("Who leads 3.2.1?")
    shown = for_terminal(answer)

    assert answer.text in shown
    for citation in answer.citations:
        assert printable(citation.quote) in shown
        assert f"[{citation.mark}] {citation.ref}" in shown
    assert all(notice.text in shown for notice in answer.notices)
