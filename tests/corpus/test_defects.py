"""The ledger: every defect stands in its lines, speaks of an item there is, and is said in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.defects import defects_of, load_defects
from corpus.errors import DataFileError
from corpus.library import source_lines
from corpus.plan import Plan
from corpus.references import Reference

LAKES = "lakes-2030-2032"


def test_every_quote_stands_in_every_line_it_names() -> None:
    lines = source_lines()
    defects = load_defects()
    assert len(defects) > 50
    assert all(defect.quote in lines[line - 1] for defect in defects for line in defect.lines)


def test_every_remark_is_there_in_both_languages() -> None:
    assert all(set(defect.remark) == {"zh", "en"} for defect in load_defects())
    assert all(text.endswith((".", "。")) for defect in load_defects() for text in defect.remark.values())


def test_a_defect_touches_a_part_of_its_item_that_the_plan_quotes_there(plan: Plan) -> None:
    """A defect in a wording, title or output stands on a line from which that text was read."""
    texts = {("title", item.reference): item.title for item in (*plan.directions, *plan.subdirections)}
    texts |= {("annex_i", item.reference): item.annex_i for item in plan.actions}
    texts |= {("annex_ii", item.reference): item.annex_ii for item in plan.actions}
    texts |= {("text", item.reference): item.text for item in plan.paragraphs}
    for defect in load_defects():
        if defect.field in ("title", "annex_i", "annex_ii"):
            for reference in defect.refs:
                assert {span.first_line for span in texts[defect.field, reference].spans} & set(defect.lines)


@pytest.mark.parametrize(
    ("reference", "codes"),
    [
        ("1.2.5(1)", ["doubled-words", "blank-organ"]),
        ("1.2.5(2)", []),
        ("1.2.5", ["untranslated", "doubled-words", "blank-organ"]),
        ("4.3.2", ["cut-by-page", "wrong-column", "two-terms"]),
        ("9.3.1", ["blank-organ", "blank-time-frame"]),
        ("9.3.2(5)", ["wrong-word"]),
        ("2.1", ["cut-by-page", "two-names", "two-names"]),
        ("para 4", ["missing-word"]),
        ("para 3", []),
    ],
)
def test_defects_of_an_item_and_what_stands_under_it(reference: str, codes: list[str]) -> None:
    assert [defect.code for defect in defects_of(Reference.parse(reference))] == codes


def test_what_a_reader_must_know_is_in_the_ledger() -> None:
    lines = {line for defect in load_defects() for line in defect.lines}
    assert {98, 139, 141, 152, 160, 177, 217, 234, 237, 285, 287, 303, 320, 354, 363} <= lines
    assert load_defects()[0].refs == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"quote": "不在那里"}, "line 58 of the source does not say '不在那里'"),
        ({"lines": [9999]}, "line 9999 of the source"),
        ({"lines": []}, "lines"),
        ({"refs": ["9.9.9"]}, "the plan has no 9.9.9"),
        ({"refs": ["nine"]}, "refs"),
        ({"field": "colour"}, "field"),
        ({"code": "Blank organ"}, "code"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_line(
    copy_of: Callable[..., Path], change: dict[str, object], message: str
) -> None:
    root = copy_of(LAKES)
    path = root / LAKES / "defects.jsonl"
    entry = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(f"\n{json.dumps(entry | change)}\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=message) as caught:
        load_defects(LAKES, root)
    assert caught.value.line == 2


def test_a_document_without_a_ledger_has_no_known_defects(copy_of: Callable[..., Path]) -> None:
    root = copy_of(LAKES)
    (root / LAKES / "defects.jsonl").unlink()
    assert load_defects(LAKES, root) == ()
