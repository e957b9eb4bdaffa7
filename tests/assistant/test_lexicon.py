"""The words of questions: what is known, what is respelt, what is left alone."""

from __future__ import annotations

import pytest

from assistant.errors import VocabularyError
from assistant.lexicon import Lexicon, read_vocabulary, word_files
from assistant.sources import Sources


def organs(lexicon: Lexicon, text: str) -> list[str]:
    return [organ for token in lexicon.tokens(text) for organ in token.organs]


def test_every_printed_name_and_alias_is_its_organ_and_no_other(lexicon: Lexicon, sources: Sources) -> None:
    from assistant.normalise import normalise

    for key, phrases in sources.organ_phrases().items():
        for phrase in phrases:
            assert organs(lexicon, normalise(phrase)) == [key], phrase


@pytest.mark.parametrize("typed", ["secretarait", "secretriat", "secretaariat", "secrtariat"])
def test_a_mistyped_organ_is_read_over(lexicon: Lexicon, typed: str) -> None:
    assert organs(lexicon, typed) == ["secretariat"]


@pytest.mark.parametrize("word", ["countries", "counter", "assembling", "commissioner", "financing", "ration"])
def test_another_real_word_is_no_mistyped_organ(lexicon: Lexicon, word: str) -> None:
    assert organs(lexicon, f"what does the {word} lead") == []


def test_the_first_letter_is_not_guessed(lexicon: Lexicon) -> None:
    assert organs(lexicon, "xecretariat") == []


@pytest.mark.parametrize("text", ["co-ordinates", "co ordinates", "coordinates"])
def test_hyphens_inside_words_do_not_hide_them(lexicon: Lexicon, text: str) -> None:
    assert lexicon.tokens(text)[0].has("role.coordinating")


def test_respelling_a_long_question_of_unknown_words_takes_no_second(lexicon: Lexicon) -> None:
    import time

    text = " ".join(f"qwzx{chr(97 + at % 26)}{chr(97 + at // 26)}y" for at in range(250))
    started = time.process_time()
    lexicon.tokens(text)

    assert time.process_time() - started < 1


def test_each_language_has_words() -> None:
    assert {name.split(".")[0] for name in word_files()} >= {"en", "zh"}


def test_a_missing_vocabulary_file_is_named() -> None:
    with pytest.raises(VocabularyError, match=r"xx\.words\.toml"):
        read_vocabulary("xx.words.toml")


def test_an_empty_text_has_no_tokens(lexicon: Lexicon) -> None:
    assert lexicon.tokens("") == []


@pytest.mark.parametrize(
    "text", ["董事会负责哪些产出", "理事长负责哪些产出", "安理会负责哪些产出", "社会责任", "附近的机器"]
)
def test_other_chinese_words_are_no_mistyped_organ(lexicon: Lexicon, text: str) -> None:
    assert organs(lexicon, text) == []
