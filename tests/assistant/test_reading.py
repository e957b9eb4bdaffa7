"""A question as read, before its kind is decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reading import Reading
from index.selection import Unit

Read = Callable[[str], Reading]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("which outputs are due in 2021", Unit.OUTPUT),
        ("which deliverables are due in 2021", Unit.OUTPUT),
        ("which actions are due in 2021", Unit.ACTION),
        ("which items are due in 2021", Unit.ROW),
        ("哪些产出在2021年到期", Unit.OUTPUT),
        ("哪些行动在2021年到期", Unit.ACTION),
        ("哪些事项在2021年到期", Unit.ROW),
        ("how many strategic directions are there", Unit.DIRECTION),
        ("how many sub-directions are there", Unit.SUBDIRECTION),
        ("how many actions have outputs due in 2021", Unit.ACTION),
        ("how many outputs do the actions of direction 3 have", Unit.OUTPUT),
    ],
)
def test_the_unit_is_the_one_that_is_asked_for(read: Read, text: str, unit: Unit) -> None:
    assert read(text).unit is unit


def test_the_word_before_an_item_number_is_no_unit(read: Read) -> None:
    assert read("who leads action 3.2.1").units == ()


def test_what_is_excepted_is_not_named(read: Read) -> None:
    reading = read("what is due in 2021 except in direction 3")

    assert [str(ref) for ref in reading.excepted] == ["3"]
    assert reading.references == ()


def test_an_exception_ends_with_what_follows(read: Read) -> None:
    reading = read("除方向3外，方向5中2021年到期的产出")

    assert [str(ref) for ref in reading.excepted] == ["3"]
    assert [str(ref) for ref in reading.references] == ["5"]


def test_what_no_phrase_knows_is_content(read: Read) -> None:
    assert "women" in read("is there anything on women in deep-sea science").content


def test_a_question_of_known_words_has_no_content(read: Read) -> None:
    assert read("which organ is responsible for action 3.2.1?").content == ()


def test_neighbouring_chinese_characters_are_one_word(read: Read) -> None:
    assert any(len(word) > 1 for word in read("有没有关于女科学家的产出").content)


def test_explaining_names_every_token(read: Read) -> None:
    lines = read("who coordinates 3.2.1?").explained()

    assert len(lines) == len(read("who coordinates 3.2.1?").tokens)
    assert any("3.2.1" in line for line in lines)


@given(st.text(max_size=200))
@settings(max_examples=150)
def test_reading_never_fails(read: Read, text: str) -> None:
    assert read(text).question == text


@given(
    st.lists(
        st.sampled_from(
            ["the Council", "lead", "and", "or", "not", "only", "both", "neither", "except", "2020", "to", "between", "3.2.1",
             "(2)", "direction", "3", "理事会", "负责", "和", "不", "除", "外", "没有", "协调机关", "第", "三", "项", "年", "who",
             "first", "output", ",", "?"]
        ),
        max_size=14,
    ).map(" ".join)
)  # fmt: skip
@settings(max_examples=300)
def test_reading_never_fails_on_any_order_of_its_own_words(read: Read, text: str) -> None:
    reading = read(text)

    assert all(reference.numbers for reference in reading.references)


@pytest.mark.parametrize(
    ("polite", "plain"),
    [
        ("Excuse me, who leads 3.2.1(1)? Many thanks in advance.", "who leads 3.2.1(1)?"),
        ("Hello! What is due in 2023? Cheers.", "what is due in 2023?"),
        ("您好！麻烦问一下，3.2.1由谁协调？谢谢！", "3.2.1由谁协调?"),
    ],
)
def test_courtesy_is_no_part_of_a_question(read: Read, polite: str, plain: str) -> None:
    assert read(polite).text == plain
    assert read(polite).clauses == read(plain).clauses


@pytest.mark.parametrize("text", ["Thanks, that was helpful", "hello", "谢谢，很有帮助", "你好"])
def test_courtesy_by_itself_stays(read: Read, text: str) -> None:
    assert read(text).has("meta")
