"""Times as people state them: with signs, with a day of the year, with "have a deadline", once a year is over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.reading import Reading
from corpus.plan import TimeKind
from index.selection import AnyOf, TimeTerm

Read = Callable[[str], Reading]


@pytest.mark.parametrize(
    "text",
    ["outputs with deadline <= 2021", "deadline ≤ 2021", "no later than 31 December 2021", "before 31 December 2021",
     "within 2021", "by year-end 2021", "2021年12月31日之前", "至迟应于2021年12月31日完成", "在2021年结束之前", "deadline≤2021年的产出"],
)  # fmt: skip
def test_up_to_the_end_of_a_year(read: Read, text: str) -> None:
    assert read(text).times == (TimeTerm(last=2021),)


@pytest.mark.parametrize(
    "text",
    [
        "before 1 January 2022",
        "deadline < 2022",
        "before 2022 starts",
        "2022年1月1日之前",
        "在2022年到来之前",
        "2022年还没到就得做完",
    ],
)
def test_before_a_year_begins(read: Read, text: str) -> None:
    assert read(text).times == (TimeTerm(last=2021),)


@pytest.mark.parametrize(
    "text",
    ["deadline > 2021", "once 2021 is over", "a completion date subsequent to 2021", "过了2021年才到期", "2021年结束以后", "2022年或更晚",
     "deadline >= 2022"],
)  # fmt: skip
def test_after_a_year(read: Read, text: str) -> None:
    assert read(text).times == (TimeTerm(first=2022),)


def test_a_deadline_in_a_year_is_about_that_year(read: Read) -> None:
    assert read("outputs that have a deadline in 2022").times == (TimeTerm(first=2022, last=2022),)
    assert read("outputs with a fixed year").times == (TimeTerm(kinds=(TimeKind.YEAR,)),)


def test_two_years_side_by_side(read: Read) -> None:
    assert read("2021、2022这两年").times == (TimeTerm(years=(2021, 2022)),)
    (either,) = read("due in 2021 or in 2022").times
    assert isinstance(either, AnyOf)


def test_a_leading_question_denies_no_year(read: Read) -> None:
    assert read("Isn't 2021 the deadline for 2.1.3?").times == (TimeTerm(first=2021, last=2021),)
