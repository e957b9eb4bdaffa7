"""References: they survive a round trip through text, and order as a reader counts."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from corpus.errors import ReferenceSyntaxError
from corpus.references import Level, Reference

numbers = st.integers(min_value=0, max_value=9999)
references = st.one_of(
    st.builds(lambda n: Reference(Level.PARAGRAPH, (n,)), numbers),
    st.builds(lambda n: Reference(Level.ANNEX, (n,)), st.integers(1, 10)),
    st.builds(lambda n: Reference(Level.DIRECTION, (n,)), numbers),
    st.builds(lambda *n: Reference(Level.SUBDIRECTION, n), numbers, numbers),
    st.builds(lambda *n: Reference(Level.ACTION, n), numbers, numbers, numbers),
    st.builds(lambda *n: Reference(Level.OUTPUT, n), numbers, numbers, numbers, numbers),
)


@given(references)
def test_what_is_written_is_read_again(reference: Reference) -> None:
    assert Reference.parse(str(reference)) == reference
    adapter = TypeAdapter(Reference)
    assert adapter.validate_json(adapter.dump_json(reference)) == reference


@given(st.text(max_size=20))
def test_any_text_is_a_reference_in_canonical_form_or_refused(text: str) -> None:
    try:
        reference = Reference.parse(text)
    except ReferenceSyntaxError:
        return
    assert str(reference) == text


@pytest.mark.parametrize(
    "text", ["", "x", "3.", "03", "3.2.1.1", "3.2(1)", "3.2.1(", "3.2.1()", "３.2", "-1", "para", "annex 1"]
)
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(ReferenceSyntaxError):
        Reference.parse(text)


@given(references)
def test_a_parent_contains_its_child_and_stands_before_it(reference: Reference) -> None:
    parent = reference.parent
    if parent is None:
        assert reference.level <= Level.DIRECTION
    else:
        assert parent.contains(reference)
        assert not reference.contains(parent)
        assert parent < reference


@given(st.lists(references), st.randoms())
def test_sorting_does_not_depend_on_the_order_before(some: list[Reference], chance: Random) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert sorted(shuffled) == sorted(some)


def test_numbers_order_as_numbers() -> None:
    written = ["para 1", "annex I", "3", "3.2", "3.2.9", "3.2.9(2)", "3.2.9(11)", "3.2.10", "3.10", "10"]
    assert [str(ref) for ref in sorted(map(Reference.parse, reversed(written)))] == written


def test_parts() -> None:
    output = Reference.parse("3.2.3(1)")
    assert str(output.parent) == str(output.action) == "3.2.3"
    assert output.direction == 3
    assert Reference.parse("para 3").direction is None
    assert Reference.parse("3").contains(output)
    assert not Reference.parse("3.2.3").contains(Reference.parse("3.2.30"))
    assert not Reference.parse("para 3").contains(Reference.parse("3"))
