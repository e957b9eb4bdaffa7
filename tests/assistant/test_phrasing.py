"""Sentences of answers, and the vocabulary they come from."""

from __future__ import annotations

import string

import pytest

from assistant.desk import Desk
from assistant.errors import VocabularyError
from assistant.lexicon import read_vocabulary
from corpus.references import Reference

LANGUAGES = ("en", "zh")


def test_a_missing_template_names_its_key_and_file(desks: dict[str, Desk]) -> None:
    with pytest.raises(VocabularyError, match=r"en\.phrases\.toml.*item\.no_such_key"):
        desks["en"].phrasing.say("item.no_such_key")


def test_a_slot_that_is_not_filled_is_named(desks: dict[str, Desk]) -> None:
    with pytest.raises(VocabularyError, match="item"):
        desks["en"].phrasing.say("item.due_year", time="2021")


@pytest.mark.parametrize("value", ["{item}", "{0.__class__}", "{time!r:>99}", "%s", "{"])
def test_a_filled_in_value_is_never_a_template(desks: dict[str, Desk], value: str) -> None:
    assert value in desks["en"].phrasing.say("item.due_year", item=value, time="2021")


def test_lists_of_names(desks: dict[str, Desk]) -> None:
    english, chinese = desks["en"].phrasing, desks["zh"].phrasing

    assert [english.joined("ABC"[:count]) for count in range(4)] == ["", "A", "A and B", "A, B and C"]
    assert [chinese.joined("甲乙丙"[:count]) for count in range(4)] == ["", "甲", "甲和乙", "甲、乙和丙"]


def test_one_item_is_singular_and_none_is_plural(desks: dict[str, Desk]) -> None:
    from index.selection import Unit

    assert [desks["en"].phrasing.unit(Unit.OUTPUT, count) for count in (0, 1, 2)] == ["outputs", "output", "outputs"]


@pytest.mark.parametrize("reference", ["3", "3.2", "3.2.1", "3.2.1(2)", "para 3"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_has_its_word(desks: dict[str, Desk], language: str, reference: str) -> None:
    assert desks[language].phrasing.ref(Reference.parse(reference)).count(reference.removeprefix("para ")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_organs_share_a_printed_name(desks: dict[str, Desk], language: str) -> None:
    organs = desks[language].sources.organs

    assert len({desks[language].phrasing.organ(organ.key) for organ in organs}) == len(organs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_template_names_a_year_or_an_organ_of_its_own(desks: dict[str, Desk], language: str) -> None:
    names = {organ.names[language].name for organ in desks[language].sources.organs}
    for table, entries in read_vocabulary(f"{language}.phrases.toml").items():
        if table in ("outsider", "document"):
            continue  # these speak of other bodies and of the document, not of rows
        for key, template in entries.items():
            literal = "".join(text for text, *_ in string.Formatter().parse(template))
            assert not [name for name in names if name in literal], f"{table}.{key}"
            assert not [word for word in literal.split() if word.isdigit() and len(word) == 4], f"{table}.{key}"
