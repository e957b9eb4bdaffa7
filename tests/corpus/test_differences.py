"""Annex I against Annex II: what is the same, what differs in punctuation, what differs in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.differences import DifferenceKind, compare, difference_of, load_remarks, same_words
from corpus.errors import DataFileError
from corpus.plan import Plan
from corpus.references import Reference

ANY = Reference.parse("1.1.1")
IDENTICAL = "1.2.5 1.3.1 2.5.1 3.2.1 3.2.2 3.2.4 3.3.1 3.3.2 3.4.2 3.5.4 4.2.2 5.4.1 6.3.1 8.1.1 8.1.2 9.3.3"
PUNCTUATION = "1.2.3 3.4.1 3.4.3 8.2.1"

wordings = st.text(alphabet="制定规则，,。 、;；（(", max_size=40)


def of_kind(plan: Plan, kind: DifferenceKind) -> str:
    return " ".join(str(action.reference) for action in plan.actions if difference_of(action).kind is kind)


def test_the_kinds_of_all_actions(plan: Plan) -> None:
    assert of_kind(plan, DifferenceKind.IDENTICAL) == IDENTICAL
    assert of_kind(plan, DifferenceKind.PUNCTUATION) == PUNCTUATION
    assert len(of_kind(plan, DifferenceKind.WORDING).split()) == 67


def test_one_title_differs(plan: Plan) -> None:
    kinds = {str(item.reference): difference_of(item).kind for item in plan.directions}
    assert [reference for reference, kind in kinds.items() if kind is DifferenceKind.WORDING] == ["6"]


def test_segments(plan: Plan) -> None:
    action = next(item for item in plan.actions if str(item.reference) == "9.4.1")
    segments = [(one.is_equal, one.annex_i, one.annex_ii) for one in difference_of(action).segments]
    assert segments == [
        (True, "促进采用宣", "促进采用宣"),
        (False, "导", ""),
        (False, "", "传"),
        (True, "和利益攸关方参与战略", "和利益攸关方参与战略"),
    ]


def test_what_is_ignored_is_still_printed() -> None:
    found = compare(ANY, "调整方案，目标 14", "调整方案, 目标14。")
    assert found.kind is DifferenceKind.PUNCTUATION
    assert [(one.annex_i, one.annex_ii) for one in found.segments] == [("调整方案，目标 14", "调整方案, 目标14。")]


@given(wordings, wordings)
def test_the_segments_of_each_annex_are_its_wording(annex_i: str, annex_ii: str) -> None:
    found = compare(ANY, annex_i, annex_ii)
    if found.segments:
        assert "".join(one.annex_i for one in found.segments).strip(" 。，,") == annex_i.strip(" 。，,")
    assert (found.kind is DifferenceKind.WORDING) == any(not one.is_equal for one in found.segments)
    assert (found.kind is DifferenceKind.WORDING) != same_words(annex_i, annex_ii)


def test_the_segments_of_every_action_are_its_wordings(plan: Plan) -> None:
    for action in plan.actions:
        segments = difference_of(action).segments
        assert "".join(one.annex_i for one in segments) == action.annex_i.value
        assert "".join(one.annex_ii for one in segments) == action.annex_ii.value


def test_remarks_stand_where_the_wordings_differ(plan: Plan) -> None:
    differing = {*of_kind(plan, DifferenceKind.WORDING).split(), "6"}
    remarks = load_remarks()
    assert {str(ref) for remark in remarks for ref in remark.refs} <= differing
    assert all(set(remark.remark) == {"zh", "en"} and all(remark.remark.values()) for remark in remarks)


def test_the_two_that_mislead_are_said_to(plan: Plan) -> None:
    changing = {str(ref): remark for remark in load_remarks() if remark.changes_sense for ref in remark.refs}
    assert {"3.1.2", "8.1.3"} <= set(changing)
    assert all("mislead" in changing[ref].remark["en"] for ref in ("3.1.2", "8.1.3"))
    assert len(changing) == 12


def test_a_remark_on_no_item_is_refused(copy_of: Callable[..., Path]) -> None:
    root = copy_of("lakes-2030-2032")
    path = root / "lakes-2030-2032" / "differences.jsonl"
    path.write_text('{"refs": ["1.9.1"], "remark": {"en": "x"}, "changes_sense": true}', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"differences.jsonl, line 1: the plan has no 1.9.1"):
        load_remarks("lakes-2030-2032", root)
