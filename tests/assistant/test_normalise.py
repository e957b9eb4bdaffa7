"""Text as typed -> text as matched."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.normalise import LONGEST_QUESTION, has_chinese, is_too_long, normalise, simplified, without_accents

PLAIN = "who coordinates 3.2.1?"


@pytest.mark.parametrize(
    "typed",
    [
        "WHO COORDINATES 3.2.1?",
        "Ｗｈｏ　ｃｏｏｒｄｉｎａｔｅｓ　３．２．１？",
        "  who \t coordinates\n3.2.1?  ",
        "who\u2028coordinates\u20293.2.1?",
        "who\u00a0coordinates\u30003.2.1?",
        "who co\u200bordi\u200cna\u200dtes 3.2\u2060.1?",
        "who co\u00adordinates 3.2.1?",
        "\ufeffwho coordinates 3.2.1?",
        "who \u202ecoordinates\u202c 3.2.1?",
        "\u2067who coordinates\u2069 3.2.1?",
        "who coordinates 3\ufe0f.2.1?",
        "who coordinates\U000e0041\U000e0042\U000e007f 3.2.1?",
        "who coordinates\x00 3.2.1?",
        "who coordinates\ud800 3.2.1?",
        "who coordinates ٣.٢.١?",
        "who coordinates ۳.۲.۱?",
        "who coordinates ३.२.१?",
        "who coordinates ③.②.①?",
        "who coordinates ³.².¹?",
        "who coordinates 𝟛.𝟚.𝟙?",
    ],
    ids=ascii,
)
def test_the_same_question_however_it_is_encoded(typed: str) -> None:
    assert normalise(typed) == PLAIN


@pytest.mark.parametrize("dash", "‐‑‒–—―−﹣－")
def test_every_dash_is_a_hyphen(dash: str) -> None:
    assert normalise(f"6.3.1{dash}6.3.3") == "6.3.1-6.3.3"


@pytest.mark.parametrize("apostrophe", "’‘`´ʼ＇")
def test_every_apostrophe_is_one(apostrophe: str) -> None:
    assert normalise(f"isn{apostrophe}t it") == "isn't it"


def test_every_decimal_digit_of_unicode_becomes_ascii() -> None:
    digits = [chr(code) for code in range(0x110000) if unicodedata.decimal(chr(code), None) is not None]

    assert len(digits) > 600
    for digit in digits:
        assert normalise(f"3.{digit}.1") == f"3.{unicodedata.decimal(digit)}.1"


def test_turkish_capital_i_does_not_change_a_word_into_another() -> None:
    assert normalise("WHICH") == "which"
    assert normalise("TITLE") == "title"


def test_traditional_characters_read_as_simplified_ones() -> None:
    assert simplified("秘書處負責哪些產出") == "秘书处负责哪些产出"


def test_chinese_is_told_from_other_scripts() -> None:
    assert has_chinese("action 行动")
    assert not has_chinese("action، действие")


def test_accents_fall_off_latin_letters_only() -> None:
    assert without_accents("délai") == "delai"
    assert without_accents("秘书处") == "秘书处"
    assert without_accents("й") == "й"


def test_a_question_of_just_the_longest_length_is_read() -> None:
    assert not is_too_long("a" * LONGEST_QUESTION)
    assert is_too_long("a" * (LONGEST_QUESTION + 1))


@pytest.mark.parametrize(
    "bomb",
    [
        "a" + "\u0301" * 100_000,
        "\u0301" * 100_000,
        "\ufdfa" * 2000,
        "a" * 1_000_000,
        ("a" + "\u0327\u0301" * 3) * 300,
        "\U000e0041" * 50_000,
        "\ud800" * 10_000,
        "각" * 2000,
        "ﬃ" * 2000,
    ],
    ids=["marks", "marks-alone", "U+FDFA", "million", "interleaved", "tags", "surrogates", "hangul", "ligatures"],
)
def test_normalising_is_bounded_in_time_and_length(bomb: str) -> None:
    normalise("warm 图")
    started = time.process_time()
    text = normalise(bomb)

    assert time.process_time() - started < 0.2
    assert len(text) <= 4 * LONGEST_QUESTION


# Pieces that are known to make normalising unstable, beside any text at all.
_PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["\u0301", "\u0345", "İ", "ı", "ς", "Σ", "ﬁ", "½", "Å", "가", "ᄀ", "ᅡ", "\ufdfa", "\u200d", "\ufe0f", "㎏", "ß", "﷼",
         "臺", "後", "—", "’", "\u00a0", "\ud800", "\u0f73", "\u1e9b\u0323", "é", "ﾊﾟ"]
    ),
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30).map("".join))
@example("a" + "\u0301" * 9)
@example("İ" * 20)
@example("\u0345\u0301\u0345")
@settings(max_examples=300)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_nothing_invisible_and_no_double_space_is_left(text: str) -> None:
    normal = normalise(text)

    assert not [char for char in normal if unicodedata.category(char)[0] == "C"]
    assert "  " not in normal
    assert normal == normal.strip()
