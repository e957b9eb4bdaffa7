"""Items and times as a question mentions them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.reading import Reading
from corpus.plan import TimeKind

Read = Callable[[str], Reading]


def named(reading: Reading) -> list[str]:
    return [*map(str, reading.references), *reading.unknown]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("direction 3", ["3"]),
        ("strategic direction no. 3", ["3"]),
        ("the third strategic direction", ["3"]),
        ("the 3rd direction", ["3"]),
        ("战略方向三", ["3"]),
        ("第三个战略方向", ["3"]),
        ("方向3", ["3"]),
        ("paragraph 3", ["para 3"]),
        ("the third paragraph", ["para 3"]),
        ("第三段", ["para 3"]),
        ("第3段", ["para 3"]),
        ("annex II", ["annex II"]),
        ("附件二", ["annex II"]),
        ("sub-direction 3.2", ["3.2"]),
        ("action 3.2.1", ["3.2.1"]),
        ("the second output of 3.2.1", ["3.2.1(2)"]),
        ("output 2 of action 3.2.1", ["3.2.1(2)"]),
        ("3.2.1的第二项产出", ["3.2.1(2)"]),
        ("direction 99", ["99"]),
    ],
)
def test_a_unit_and_its_number_are_one_item(read: Read, text: str, expected: list[str]) -> None:
    assert named(read(text)) == expected


def test_a_number_that_counts_is_no_item(read: Read) -> None:
    assert named(read("which 3 actions are due in 2021")) == []
    assert named(read("哪3项行动在2021年到期")) == []


def test_a_range_is_filled_in_from_the_plan(read: Read) -> None:
    assert named(read("6.3.1 to 6.3.3")) == ["6.3.1", "6.3.2", "6.3.3"]
    assert named(read("6.3.1-6.3.3")) == ["6.3.1", "6.3.2", "6.3.3"]
    assert named(read("6.3.1至6.3.3")) == ["6.3.1", "6.3.2", "6.3.3"]


def test_a_range_that_runs_backwards_is_not_filled_in(read: Read) -> None:
    assert set(named(read("6.3.3 to 6.3.1"))) == {"6.3.1", "6.3.3"}


def test_two_items_joined_by_and_are_no_range(read: Read) -> None:
    assert named(read("6.3.1 and 6.3.3")) == ["6.3.1", "6.3.3"]


def test_several_outputs_of_one_action_are_all_named(read: Read) -> None:
    assert named(read("who leads 3.2.1(1) and (2)?")) == ["3.2.1(1)", "3.2.1(2)"]
    assert named(read("3.2.1(1)和(2)由谁负责？")) == ["3.2.1(1)", "3.2.1(2)"]


# (words, first year, last year); None is open.
ENGLISH_YEARS = [
    ("due in 2021", 2021, 2021),
    ("due 2021", 2021, 2021),
    ("by 2021", None, 2021),
    ("by the end of 2021", None, 2021),
    ("before the end of 2021", None, 2021),
    ("until 2021", None, 2021),
    ("no later than 2021", None, 2021),
    ("before 2021", None, 2020),
    ("after 2021", 2022, None),
    ("from 2021", 2021, None),
    ("since 2021", 2021, None),
    ("between 2020 and 2022", 2020, 2022),
    ("from 2020 to 2022", 2020, 2022),
    ("2020 to 2022", 2020, 2022),
    ("2020-2022", 2020, 2022),
    ("2020–2022", 2020, 2022),
]
CHINESE_YEARS = [
    ("2021年", 2021, 2021),
    ("2021年底前", None, 2021),
    ("到2021年", None, 2021),
    ("2021年以前", None, 2020),
    ("2021年之前", None, 2020),
    ("2021年以后", 2022, None),
    ("2021年之后", 2022, None),
    ("2021年起", 2021, None),
    ("2020至2022年", 2020, 2022),
    ("2020年到2022年", 2020, 2022),
    ("2020-2022年", 2020, 2022),
]


@pytest.mark.parametrize(("words", "first", "last"), ENGLISH_YEARS)
def test_years_in_english(read: Read, words: str, first: int | None, last: int | None) -> None:
    (term,) = read(f"which outputs are {words}?").times

    assert (term.first, term.last) == (first, last)


@pytest.mark.parametrize(("words", "first", "last"), CHINESE_YEARS)
def test_years_in_chinese(read: Read, words: str, first: int | None, last: int | None) -> None:
    (term,) = read(f"{words}到期的产出有哪些？" if words[0] != "到" else f"{words}完成的产出有哪些？").times

    assert (term.first, term.last) == (first, last)


def test_single_years_joined_by_or_are_no_interval(read: Read) -> None:
    (term,) = read("which outputs are due in 2019 or 2022?").times

    assert term.years == (2019, 2022)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("ongoing", TimeKind.ONGOING),
        ("annual", TimeKind.ANNUAL),
        ("biennial", TimeKind.BIENNIAL),
        ("every two years", TimeKind.BIENNIAL),
        ("every year", TimeKind.ANNUAL),
        ("持续", TimeKind.ONGOING),
        ("每年", TimeKind.ANNUAL),
        ("每两年", TimeKind.BIENNIAL),
    ],
)
def test_recurring_time_frames_by_name(read: Read, words: str, kind: TimeKind) -> None:
    (term,) = read(f"which outputs are {words}" if words.isascii() else f"哪些产出是{words}的？").times

    assert term.kinds == (kind,)


def test_half_yearly_is_not_annual(read: Read) -> None:
    assert not read("which outputs are semi-annual?").times
