from __future__ import annotations

import subprocess
import sys
import time

import pytest

from index.words import WordIndex, fold, script_of, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("海洋环境", ["海洋", "洋环", "环境"]),
        ("矿", ["矿"]),
        ("什么是海洋", ["是海", "海洋"]),
        ("72/249, 3.2.3(1) and 2030", ["72/249", "3.2.3(1)", "2030"]),
        ("in ٢٠٣٠ and ２０３０", ["2030", "2030"]),
        ("Regulations, regulation", ["regulat", "regulat"]),
        ("Él formó jóvenes", ["formo", "joven"]),
        ("окружающей окружающая", ["окружаю", "окружаю"]),
        ("والسلطة السلطة", ["سلط", "سلط"]),
        ("what is the", []),
        ("", []),
        ("?!… \u200b", []),
    ],
)
def test_tokens_by_script(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_stop_words_of_all_languages_are_single_words() -> None:
    from index.stopwords import STOP_WORDS

    assert {"the", "que", "pourquoi", "какие", "ماذا"} <= STOP_WORDS
    assert all(fold(word) == word and len(word) < 13 for word in STOP_WORDS)


@pytest.mark.parametrize(
    ("token", "script"), [("a", "latin"), ("海", "han"), ("я", "cyrillic"), ("س", "arabic"), ("2", ""), ("ก", "")]
)
def test_script_of_a_token(token: str, script: str) -> None:
    assert script_of(token) == script


def test_a_rare_word_outweighs_a_common_one() -> None:
    index = WordIndex(["海洋环境", "海洋科学", "海洋预算"])
    scores = index.scores("海洋预算")
    assert scores.argmax() == 2
    assert scores[0] == scores[1] > 0


def test_a_question_scores_only_in_its_own_script() -> None:
    index = WordIndex(["2030年议程", "Agenda 2030", "повестка 2030"])
    assert (index.scores("agenda 2030") > 0).tolist() == [False, True, False]
    assert not index.scores("Tagesordnung").any()
    # A bare number has no script.
    assert (index.scores("2030") > 0).all()


def test_rarities_count_within_a_script() -> None:
    index = WordIndex(["common word", "common thing", "海洋"])
    rare, common, unknown = index.rarities("word common zebra").values()
    assert common < rare < unknown
    assert index.holds(0, "word")
    assert not index.holds(1, "word")
    assert "word" in index
    assert "zebra" not in index


def test_empty_and_silent_texts_are_harmless() -> None:
    assert WordIndex([]).scores("海洋").shape == (0,)
    index = WordIndex(["", "…", "海洋"])
    assert index.scores("海洋").argmax() == 2
    assert not index.scores("").any()


@pytest.mark.parametrize("text", ["a" + "\u0301" * 100_000, "\ufdfa" * 100_000, "海" * 1_000_000, "1." * 100_000])
def test_hostile_texts_cost_little(text: str) -> None:
    start = time.perf_counter()
    tokens(text)
    assert time.perf_counter() - start < 0.25


def test_tokens_do_not_depend_on_locale_or_hash_seed() -> None:
    code = "from index.words import tokens; print(ascii(tokens('I İSTANBUL ISSUES 海洋环境 окружающей')))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "LC_ALL": locale}, check=True,
            capture_output=True,
        ).stdout
        for seed, locale in (("0", "C"), ("7", "tr_TR.UTF-8"))
    }  # fmt: skip
    assert len(runs) == 1
