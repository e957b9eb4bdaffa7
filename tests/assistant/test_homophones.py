"""Chinese typing errors are read over by sound, with the fewest changes, and never where the plan has the word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.reading import Reading

Read = Callable[[str], Reading]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("谁斜调8.2.2", "role.coordinating"),
        ("哪个机关斜调行动8.1.4", "role.coordinating"),
        ("有斜调机关的产出", "role.coordinating.noun"),
        ("2020年以钱到期的产出", "time.before_post"),
        ("行动5.1.2是怎么表树的", "ask.text"),
        ("业迹指标", "paragraph.4"),
    ],
)
def test_a_slip_is_read_as_what_it_sounds_like(read: Read, text: str, concept: str) -> None:
    reading = read(text)
    assert reading.has(concept)
    assert reading.guesses


@pytest.mark.parametrize("text", ["谁协调8.2.2", "持续监测和评估", "共享数据"])
def test_what_is_spelt_right_is_left_alone(read: Read, text: str) -> None:
    assert read(text).guesses == ()
