"""Real words that are nearly a word of questions: listed, so that nobody's "convert" is read as "covers"."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import assistant.spelt
from assistant.answer import Answer
from assistant.lexicon import Lexicon, spelt_words
from assistant.spelt import OFTEN, main, words_of
from index.training.pairs import Pair

Ask = Callable[..., Answer]


@pytest.mark.parametrize("word", ["convert", "moist", "weather", "意志"])
def test_a_real_word_is_left_as_it_is(lexicon: Lexicon, word: str) -> None:
    assert word in spelt_words()
    assert not any(token.guessed for token in lexicon.tokens(word))
    assert lexicon.mistaken(word) is None


@pytest.mark.parametrize("text", ["who coordinats 3.2.3", "what is the time fame of 3.2.3"])
def test_a_mistyped_word_is_still_put_right(lexicon: Lexicon, text: str) -> None:
    assert any(token.guessed for token in lexicon.tokens(text))


def test_a_real_word_is_a_slip_only_where_it_makes_no_phrase(lexicon: Lexicon) -> None:
    assert "fame" in spelt_words()
    assert not any(token.guessed for token in lexicon.tokens("fame and fortune"))


def test_a_rare_reading_makes_no_typing_error(lexicon: Lexicon) -> None:
    assert not any(token.guessed for token in lexicon.tokens("那个期限为什么没赶上"))
    assert not any(token.guessed for token in lexicon.tokens("秘书长是哪国人"))


@pytest.mark.parametrize("question", ["How do I convert fractions to percentages", "自由意志到底有没有", "moist"])
def test_what_only_looks_like_a_question_is_not_answered(ask: Ask, question: str) -> None:
    assert ask(question).status != "answered"


def test_words_are_counted_and_entries_taken() -> None:
    pairs = [Pair("talk", "en", "zh", "The harbour, the harbour!", "港口", "sent")] * (OFTEN // 2)
    pairs += [
        Pair("words", "en", "zh", "port", "港口", "dict"),
        Pair("words", "en", "zh", "long", "很长很长的词", "dict"),
    ]
    assert words_of(pairs) == {"harbour", "港口"}


def test_the_list_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "encoder").mkdir()
    with gzip.open(tmp_path / "encoder" / "pairs.jsonl.gz", "wt", encoding="utf-8") as file:
        for _ in range(OFTEN):
            file.write(json.dumps(["talk", "en", "zh", "Convert the walrus", "转换", "sent"]) + "\n")
    target = tmp_path / "spelt.txt"
    monkeypatch.setattr(assistant.spelt, "SPELT", target)
    monkeypatch.setattr("assistant.lexicon.SPELT", target)
    target.write_text("# none\n", encoding="utf-8")
    spelt_words.cache_clear()
    try:
        assert main(["--data", str(tmp_path)]) == 0
        assert "convert" in target.read_text("utf-8").splitlines()
        assert "walrus" not in target.read_text("utf-8").splitlines()
        assert main(["--data", str(tmp_path / "nowhere")]) == 1
        assert "--data" in capsys.readouterr().out
    finally:
        spelt_words.cache_clear()
