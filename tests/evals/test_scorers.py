"""Each test is named for the trap that its scorer is there for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.answer import Answer, Count, Facts, Notice
from corpus.plan import Role
from corpus.references import Reference
from evals import scorers
from evals.case import Case
from evals.scoring import Verdict
from evals.yardstick import Yardstick

MakeCase = Callable[..., Case]


def answer(text: str = "Yes.", **fields: Any) -> Answer:
    return Answer(
        **{"question": "?", "language": "en", "status": "answered", "route": "lookup", "text": text, **fields}
    )


def test_what_a_case_does_not_name_is_not_scored(make_case: MakeCase, yardstick: Yardstick) -> None:
    case, got = make_case(), answer(facts=Facts(refs=("1.1.1",)))
    silent = (scorers.facts, scorers.refs_f1, scorers.roles_apart, scorers.notices, scorers.topic_rank, scorers.route)
    assert {scorer(case, got, yardstick).verdict for scorer in silent} == {Verdict.NOT_SCORED}


def test_an_asserted_empty_list_is_not_the_same_as_no_assertion(make_case: MakeCase, yardstick: Yardstick) -> None:
    case = make_case(facts={"organs": []})
    assert scorers.facts(case, answer(facts=Facts(organs=("council",))), yardstick).failed
    assert not scorers.facts(case, answer(), yardstick).failed


def test_any_of_several_statuses_will_do(make_case: MakeCase, yardstick: Yardstick) -> None:
    case = make_case(status=["not_stated", "out_of_scope"])
    assert not scorers.status(case, answer(status="out_of_scope"), yardstick).failed
    score = scorers.status(case, answer(status="clarify"), yardstick)
    assert score.reason == "expected not_stated or out_of_scope, got clarify"


def test_facts_say_what_is_missing_and_what_is_too_much(make_case: MakeCase, yardstick: Yardstick) -> None:
    case = make_case(facts={"refs": ["1.1.1", "1.1.2"]})
    score = scorers.facts(case, answer(facts=Facts(refs=("1.1.2", "1.2.2"))), yardstick)
    assert score.reason == "refs: missing 1.1.1; too much 1.2.2"


def test_counts_are_compared_as_a_set_with_what_was_counted(make_case: MakeCase, yardstick: Yardstick) -> None:
    case = make_case(
        facts={"counts": [{"of": "outputs:council", "value": 18}, {"of": "outputs:assembly", "value": 26}]}
    )
    same = (Count(of="outputs:assembly", value=26), Count(of="outputs:council", value=18))
    swapped = (Count(of="outputs:assembly", value=18), Count(of="outputs:council", value=26))
    assert not scorers.facts(case, answer(facts=Facts(counts=same)), yardstick).failed
    assert scorers.facts(case, answer(facts=Facts(counts=swapped)), yardstick).failed


def test_right_organ_in_the_wrong_role_is_told_from_a_wrong_organ(make_case: MakeCase, yardstick: Yardstick) -> None:
    case = make_case(facts={"roles": {"responsible": ["council"], "coordinating": ["secretariat"]}})
    swapped = Facts(roles={Role.RESPONSIBLE: ("secretariat",), Role.COORDINATING: ("council",)})
    stranger = Facts(roles={Role.RESPONSIBLE: ("assembly",), Role.COORDINATING: ("secretariat",)})
    assert scorers.roles_apart(case, answer(facts=swapped), yardstick).failed
    assert not scorers.roles_apart(case, answer(facts=stranger), yardstick).failed
    assert scorers.facts(case, answer(facts=stranger), yardstick).failed


def test_plain_f1_is_a_measure_of_how_much_of_a_list_is_there(make_case: MakeCase, yardstick: Yardstick) -> None:
    case = make_case(facts={"refs": ["1.1.1", "1.1.2", "1.2.2", "1.2.4"]})
    score = scorers.refs_f1(case, answer(facts=Facts(refs=("1.1.1", "1.1.2"))), yardstick)
    assert score.value == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("refs", "holds"), [(("3.2.3(2)", "3.2.3(10)"), True), (("3.3", "3.2"), False), (("3", "3"), False)]
)
def test_order_counts_as_a_reader_does_and_sees_doubles(
    make_case: MakeCase, yardstick: Yardstick, refs: tuple[str, ...], holds: bool
) -> None:
    assert scorers.order(make_case(), answer(facts=Facts(refs=refs)), yardstick).failed is not holds


def test_an_answer_in_the_other_language_fails_even_when_it_says_that_it_is_not(
    make_case: MakeCase, yardstick: Yardstick
) -> None:
    assert scorers.language(make_case(), answer("秘书处协调行动。"), yardstick).failed
    assert scorers.language(make_case(), answer("The Secretariat.", language="zh"), yardstick).failed


def test_words_of_the_source_do_not_count_even_when_a_row_is_shown_cell_by_cell(
    make_case: MakeCase, coordinates: Answer, yardstick: Yardstick
) -> None:
    row = next(row for row in yardstick.plan.rows if str(row.reference) == "3.2.3(1)")
    cited = coordinates.citations[0].model_copy(update={"quote": row.span.quote})
    text = f"As printed: {' | '.join(row.span.quote.split(chr(9)))} [1]"
    assert not scorers.language(make_case(), answer(text, citations=(cited,)), yardstick).failed
    assert scorers.language(make_case(), answer(text), yardstick).failed


def test_a_missing_notice_is_named(make_case: MakeCase, yardstick: Yardstick) -> None:
    case = make_case(notices=["source_defect"])
    got = answer(notices=(Notice(code="annexes_differ", text="…"),))
    assert scorers.notices(case, got, yardstick).reason == "missing source_defect; got annexes_differ"


@pytest.mark.parametrize(
    ("accepted", "refs", "rank"),
    [
        (["3.2.3"], ("3.2.3",), 1),
        (["3.2.3"], ("1.1.1", "3.2.3(2)"), 2),  # an output of an accepted action
        (["3.2.3(1)"], ("1.1.1", "3.2.3"), 0),  # the action of an accepted output is not that output
        (["3.2.3(2)"], ("3.2.3", "3.2.3(2)"), 1),  # but shown under it, it has its place
        (["4.1.1"], ("3.2.3", "3.2.3(1)", "3.2.3(2)", "2.2.1", "4.1.1"), 3),  # parent and child are one place
        (["3"], ("3.2.3",), 0),  # a direction is not found by any of its outputs
        (["3.2.3"], (), 0),
    ],
)
def test_rank_after_folding(accepted: list[str], refs: tuple[str, ...], rank: int) -> None:
    assert scorers.rank_of(tuple(map(Reference.parse, accepted)), refs) == rank


def test_the_right_item_in_a_refusal_is_not_found(make_case: MakeCase, yardstick: Yardstick) -> None:
    case, facts = make_case(kind="topic", top=["3.2.3"]), Facts(refs=("3.2.3",))
    assert not scorers.topic_rank(case, answer(facts=facts), yardstick).failed
    assert scorers.topic_rank(case, answer(facts=facts, status="clarify"), yardstick).failed
