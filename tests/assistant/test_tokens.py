"""Text -> atoms -> tokens; the longest phrase wins."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.normalise import normalise
from assistant.numerals import fixed_tokens
from assistant.tokens import PhraseTrie, Token, atoms_of, tokens_of


@pytest.fixture
def trie() -> PhraseTrie:
    trie = PhraseTrie()
    trie.add("lead", concept="role.noun")
    trie.add("lead organ", concept="role.noun.long")
    trie.add("legal and technical commission", organ="ltc")
    trie.add("负责", concept="role.zh")
    trie.add("负责机关", concept="role.zh.long")
    return trie


def concepts(tokens: list[Token]) -> list[tuple[str, frozenset[str]]]:
    return [(token.text, token.concepts) for token in tokens]


def test_chinese_is_cut_by_character_and_other_scripts_by_word() -> None:
    assert [atom.text for atom in atoms_of("谁负责action 12?")] == ["谁", "负", "责", "action", "12", "?"]


def test_a_possessive_stands_apart_from_its_noun() -> None:
    assert [atom.text for atom in atoms_of("the council's outputs")] == ["the", "council", "'s", "outputs"]


def test_a_contraction_stays_one_word() -> None:
    assert [atom.text for atom in atoms_of("isn't it")] == ["isn't", "it"]


def test_atoms_know_their_place() -> None:
    text = "谁 leads 3.2.1's?"

    assert all(text[atom.start : atom.end] == atom.text for atom in atoms_of(text))


def test_the_longest_phrase_wins(trie: PhraseTrie) -> None:
    assert concepts(tokens_of("lead organ", [], trie, {})) == [("lead organ", frozenset({"role.noun.long"}))]
    assert concepts(tokens_of("负责机关", [], trie, {})) == [("负 责 机 关", frozenset({"role.zh.long"}))]


def test_a_phrase_that_breaks_off_falls_back_on_its_beginning(trie: PhraseTrie) -> None:
    tokens = tokens_of("lead orchestra", [], trie, {})

    assert [token.text for token in tokens] == ["lead", "orchestra"]
    assert tokens[1].is_content


def test_no_phrase_reaches_across_an_item_number(trie: PhraseTrie) -> None:
    text = "lead 3.2.1 organ"
    tokens = tokens_of(text, fixed_tokens(text), trie, {})

    assert [token.text for token in tokens] == ["lead", "3.2.1", "organ"]


def test_a_name_is_an_organ_only_as_a_whole(trie: PhraseTrie) -> None:
    assert tokens_of("legal and technical commission", [], trie, {})[0].organs == ("ltc",)
    assert not any(token.organs for token in tokens_of("legal and technical", [], trie, {}))


def test_a_word_read_over_a_typing_error_says_so(trie: PhraseTrie) -> None:
    token = tokens_of("laed organ", [], trie, {"laed": "lead"})[0]

    assert token.guessed
    assert token.concepts == {"role.noun.long"}


def test_a_concept_covers_those_under_it_and_no_namesake() -> None:
    token = Token("x", 0, 1, concepts=frozenset({"role.any.noun"}))

    assert token.has("role")
    assert token.has("role.any")
    assert not token.has("role.an")
    assert not token.has("noun")


def test_a_number_of_many_digits_is_none(trie: PhraseTrie) -> None:
    assert tokens_of("12345", [], trie, {})[0].number is None
    assert tokens_of("1234", [], trie, {})[0].number == 1234


@given(st.text(max_size=120))
@settings(max_examples=200)
def test_no_letter_and_no_digit_is_lost(text: str) -> None:
    normal = normalise(text)
    lost = list(normal)
    for atom in atoms_of(normal):
        lost[atom.start : atom.end] = [" "] * (atom.end - atom.start)

    assert not [char for char in lost if char.isascii() and char.isalnum()]
