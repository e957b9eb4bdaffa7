"""Item numbers and years in every form in which people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.normalise import normalise
from assistant.numerals import chinese_number, fixed_tokens, number_of
from corpus.references import Level, Reference


def found(text: str) -> list[str]:
    """What is found in a question, as text: references, missing numbers, years, symbols."""
    tokens = fixed_tokens(normalise(text))
    return [str(token.reference or token.missing or token.year or token.symbol) for token in tokens]


@pytest.mark.parametrize(
    "typed",
    ["3.2.1", "3. 2. 1", "3 . 2 . 1", "３．２．１", "3。2。1", "3｡2｡1", "3·2·1", "3•2•1", "3․2․1", "3‧2‧1", "3-2-1", "3–2–1", "3−2−1",
     "3_2_1", "3 2 1", "3点2点1", "三点二点一", "三.二.一", "三·二·一", "03.02.01", "٣.٢.١", "३.२.१", "③.②.①", "³.².¹"],
)  # fmt: skip
def test_one_action_however_its_number_is_written(typed: str) -> None:
    assert found(f"who leads {typed}?") == ["3.2.1"]


@pytest.mark.parametrize(
    "typed",
    ["3.2.1(4)", "3.2.1 (4)", "3.2.1( 4 )", "3.2.1（4）", "3.2.1（四）", "3.2.1(iv)", "3.2.1(d)", "3.2.1 d)", "3.2.1d",
     "3.2.1第4项", "3.2.1第四项", "3.2.1的第四项", "3.2.1的第4个", "３．２．１（４）", "3.2.1(④)", "三点二点一（四）", "3.2.1 IV)"],
)  # fmt: skip
def test_one_output_however_its_letter_is_written(typed: str) -> None:
    assert found(f"{typed} 由谁负责") == ["3.2.1(4)"]


@pytest.mark.parametrize("text", ["3.2.1(33)", "3.2.1(333)", "3.2.1(100)", "3.2.1(0)", "3.2.1（一百）"])
def test_an_output_that_cannot_be_is_not_read_as_its_whole_action(text: str) -> None:
    assert found(text) != ["3.2.1"]


@pytest.mark.parametrize(
    "text", ["3.2.1.4", "1.2.3.4", "3.2.1.1.1.1.1.1", "13.2.1.1.1.1.1.1", "1.1.1.1.1.1.1.1.1.1", "3-2-1-4", "3 2 1 4"]
)
def test_a_number_of_too_many_parts_is_no_shorter_one(text: str) -> None:
    parts = text.replace("-", ".").replace(" ", ".").split(".")
    shorter = {".".join(parts[at : at + size]) for size in (1, 2, 3) for at in range(len(parts))}

    assert not shorter & set(found(f"who leads {text}?"))


@pytest.mark.parametrize("text", ["3.20.1", "13.2.1", "3.2.10", "3.2.1²", "30.2.1"])
def test_a_longer_number_is_not_cut_to_a_known_one(text: str) -> None:
    assert "3.2.1" not in found(text)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("due in 2021", ["2021"]),
        ("２０２１年", ["2021"]),
        ("٢٠٢١", ["2021"]),
        ("2020-2022", ["2020", "2022"]),
        ("2020至2022年", ["2020", "2022"]),
        ("在20211", []),
        ("12021", []),
    ],
)
def test_years_are_four_digits_and_no_more(text: str, years: list[str]) -> None:
    assert found(text) == years


def test_years_may_be_in_chinese_digits() -> None:
    assert found("二〇二一年到期") == ["2021"]
    assert found("二零二一年到期") == ["2021"]


@pytest.mark.parametrize("text", ["ISBA/24/A/10", "isba/24/a/10", "ＩＳＢＡ／２４／Ａ／１０"])
def test_a_documents_symbol_is_neither_item_nor_year(text: str) -> None:
    assert found(f"what is {text}?") == ["ISBA/24/A/10"]


def test_a_resolution_number_is_no_item() -> None:
    assert "70.1" not in found("General Assembly resolution 70/1")


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("iv", 4), ("d", 4), ("fourth", 4), ("四", 4), ("十二", 12), ("两", 2), ("〇", 0), ("9999", 9999)],
)
def test_short_numerals(text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("text", ["", "²", "٣", "1" * 5000, "-3", "3.0", "0x0e", "1e3", "zz", "十十十x"])
def test_what_is_no_short_numeral_raises_nothing(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize("text", ["", "零零零零", "十十", "一百", "abc", "两两"])
def test_chinese_numerals_that_are_none_raise_nothing(text: str) -> None:
    assert chinese_number(text) is None or isinstance(chinese_number(text), int)


def test_a_hundred_thousand_digits_are_no_reference() -> None:
    assert found("1" * 100_000) == []
    assert "1.1" not in found("1." + "1" * 1900)


def test_item_letter_is_not_taken_from_the_next_word() -> None:
    assert found("is 3.2.1 a priority?") == ["3.2.1"]
    assert found("3.2.1 by whom?") == ["3.2.1"]
    assert found("who leads 3.2.1 and 3.2.2") == ["3.2.1", "3.2.2"]


_DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡")
_DOTS = (".", "．", "。", "·", " . ", ". ", "•", "点")
_BRACKETS = ("({})", "（{}）", " ({})", "( {} )", "第{}项", "的第{}项")


@given(
    st.tuples(st.integers(1, 9), st.integers(1, 12), st.integers(1, 20)),
    st.none() | st.integers(1, 12),
    st.sampled_from(_DIGITS),
    st.sampled_from(_DOTS),
    st.sampled_from(_BRACKETS),
)
@settings(max_examples=200)
def test_a_reference_survives_any_way_of_writing_it(
    numbers: tuple[int, int, int], item: int | None, digits: str, dot: str, bracket: str
) -> None:
    level = Level.ACTION if item is None else Level.OUTPUT
    reference = Reference(level, numbers if item is None else (*numbers, item))
    written = dot.join(map(str, numbers)) + ("" if item is None else bracket.format(item))
    written = written.translate(
        {ord(ascii_digit): other for ascii_digit, other in zip("0123456789", digits, strict=True)}
    )

    assert found(f"who leads {written}?") == [str(reference)]
    assert Reference.parse(str(reference)) == reference


def test_an_item_number_may_be_spelled_out() -> None:
    for text in ("action two three one", "two point three point one"):
        assert [str(token.reference) for token in fixed_tokens(text)] == ["2.3.1"]
