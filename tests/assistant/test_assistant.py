"""What an assistant remembers between the turns of a conversation."""

from __future__ import annotations

from assistant.assistant import LONGEST_CONTEXT, _remembered


def test_a_turn_of_a_long_conversation_finds_the_focus_of_the_one_before() -> None:
    said = [f"question {number}" for number in range(120)]
    kept = [_remembered(said[:length]) for length in range(len(said))]
    assert max(map(len, kept)) == LONGEST_CONTEXT
    assert kept[50][-1] == "question 49"
    anew = [length for length in range(1, len(said)) if kept[length][:-1] != kept[length - 1]]
    assert len(anew) == 4  # at 41, 61, 81 and 101; every other turn adds one question to what is known
