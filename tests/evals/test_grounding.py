from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer
from evals import grounding
from evals.case import Case
from evals.yardstick import Yardstick

MakeCase = Callable[..., Case]
ALL = (grounding.marks, grounding.verbatim, grounding.anchored, grounding.supported, grounding.relevant)


def shifted(answer: Answer, by: int) -> Answer:
    moved = tuple(c.model_copy(update={"lines": (c.lines[0] + by, c.lines[1] + by)}) for c in answer.citations)
    return answer.model_copy(update={"citations": moved})


def test_a_right_answer_passes_all(make_case: MakeCase, coordinates: Answer, yardstick: Yardstick) -> None:
    scores = [scorer(make_case(), coordinates, yardstick) for scorer in ALL]
    assert not [score for score in scores if score.failed]


@pytest.mark.parametrize("mark", ["[4]", "[99]"])
def test_a_mark_without_a_citation(make_case: MakeCase, coordinates: Answer, yardstick: Yardstick, mark: str) -> None:
    got = coordinates.model_copy(update={"text": coordinates.text + mark})
    assert grounding.marks(make_case(), got, yardstick).failed


def test_a_citation_without_a_mark(make_case: MakeCase, coordinates: Answer, yardstick: Yardstick) -> None:
    got = coordinates.model_copy(update={"text": coordinates.text.replace("[3]", "")})
    assert grounding.marks(make_case(), got, yardstick).failed


def test_a_link_is_no_mark(make_case: MakeCase, coordinates: Answer, yardstick: Yardstick) -> None:
    got = coordinates.model_copy(update={"text": coordinates.text + " [7](plan.csv)"})
    assert not grounding.marks(make_case(), got, yardstick).failed


def test_a_quote_that_is_nearly_the_source_is_a_ghost(
    make_case: MakeCase, coordinates: Answer, yardstick: Yardstick
) -> None:
    first, *others = coordinates.citations
    changed = first.model_copy(update={"quote": first.quote + " "})
    got = coordinates.model_copy(update={"citations": (changed, *others)})
    assert grounding.verbatim(make_case(), got, yardstick).value == pytest.approx(2 / 3)


def test_a_shift_by_a_line_is_seen_though_the_same_word_stands_there(
    make_case: MakeCase, coordinates: Answer, yardstick: Yardstick
) -> None:
    # The Secretariat coordinates the row below, too: the words are there, the row is another.
    assert grounding.verbatim(make_case(), shifted(coordinates, 1), yardstick).value != 0
    assert grounding.anchored(make_case(), shifted(coordinates, 1), yardstick).failed


def test_lines_outside_the_file(make_case: MakeCase, coordinates: Answer, yardstick: Yardstick) -> None:
    assert grounding.verbatim(make_case(), shifted(coordinates, 10_000), yardstick).failed


def test_another_document(make_case: MakeCase, coordinates: Answer, yardstick: Yardstick) -> None:
    strange = tuple(c.model_copy(update={"document": "another"}) for c in coordinates.citations)
    got = coordinates.model_copy(update={"citations": strange})
    assert grounding.verbatim(make_case(), got, yardstick).value == 0


def test_an_organ_that_its_cited_cells_do_not_hold(
    make_case: MakeCase, coordinates: Answer, yardstick: Yardstick
) -> None:
    facts = coordinates.facts.model_copy(update={"organs": ("council",)})
    text = coordinates.text.replace("Secretariat", "Council")
    got = coordinates.model_copy(update={"text": text, "facts": facts})
    assert grounding.supported(make_case(), got, yardstick).failed


def test_a_demanded_citation(make_case: MakeCase, coordinates: Answer, yardstick: Yardstick) -> None:
    assert not grounding.cites(make_case(cites=["3.2.3(2)"]), coordinates, yardstick).failed
    assert grounding.cites(make_case(cites=["3.2.1(1)"]), coordinates, yardstick).failed


def test_a_citation_of_something_else_costs_precision(
    make_case: MakeCase, coordinates: Answer, yardstick: Yardstick
) -> None:
    facts = coordinates.facts.model_copy(update={"refs": ("3.2.3(1)", "3.2.3(2)")})
    got = coordinates.model_copy(update={"facts": facts})
    assert grounding.relevant(make_case(), got, yardstick).value == pytest.approx(2 / 3)
