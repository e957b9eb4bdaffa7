"""Damaged copies of the real document: each is refused by the error that says what happened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ChecksumError, CorpusError, LayoutError, ReconciliationError
from corpus.library import load_manifest, load_organs, load_plan, source_lines
from corpus.parsers import PARSERS
from corpus.parsers.source import Source
from corpus.readers.plain_text import read_lines
from corpus.totals import reconcile

Copy = Callable[..., Path]
HLAP = "hlap-2019-2023"


def without(*numbers: int) -> Callable[[str], str]:
    """Drops lines."""
    return lambda text: "\n".join(line for n, line in enumerate(text.split("\n"), 1) if n not in numbers)


def cells(number: int, change: Callable[[list[str]], list[str]]) -> Callable[[str], str]:
    """Changes the cells of a line."""

    def edit(text: str) -> str:
        lines = text.split("\n")
        lines[number - 1] = "\t".join(change(lines[number - 1].split("\t")))
        return "\n".join(lines)

    return edit


def put(column: int, value: str) -> Callable[[list[str]], list[str]]:
    """Sets one cell."""
    return lambda row: [*row[:column], value, *row[column + 1 :]]


@pytest.mark.parametrize(
    ("edit", "error", "message"),
    [
        # A row lost: between two letters, the last of its action, an action's only one, the very last.
        (without(131), LayoutError, r"line 131: \(三\) is not what follows item 1 of 1.2.3"),
        (without(132), ReconciliationError, "rows: 167 instead of 168; outputs: 153 instead of 154"),
        (without(129), ReconciliationError, "actions only in Annex I: 1.2.2; only in Annex II: none"),
        (without(369), ReconciliationError, "outputs by direction 9: 19 instead of 20"),
        (without(95), ReconciliationError, "actions only in Annex I: none; only in Annex II: 6.2.1"),
        (without(54, 186), ReconciliationError, "actions: 86 instead of 87"),
        (without(52, 179), ReconciliationError, "numbers are skipped: there is no 3.1.2"),
        (without(67, 79, 80, 236, 237), ReconciliationError, "numbers are skipped: there is no 4.4"),
        (without(21), ReconciliationError, "paragraphs: 4 instead of 5"),
        (without(18), LayoutError, "line 18: here paragraph 2 or a footnote was expected"),
        (without(234), ReconciliationError, r"cut by a page break: 3 instead of 4 \(2.1, 3.2, 4.2.1\)"),
        (without(74), ReconciliationError, r"cut by a page break: 3 instead of 4 \(2.1, 3.2, 4.3.2\)"),
        # A cell shifted.
        (cells(187, lambda row: [*row[:4], "", *row[4:6]]), ReconciliationError, "rows by role, responsible, council"),
        (cells(187, lambda row: [*row[:3], *row[4:], ""]), LayoutError, "187: no time frame of this plan: '理事会'"),
        (cells(187, lambda row: ["", *row[:-1]]), LayoutError, "line 187"),
        (cells(188, lambda row: row[1:]), LayoutError, "line 188: a row of Annex II has 7 cells, this line 6"),
        (cells(43, lambda row: row[1:]), LayoutError, "line 43: a row of Annex I has 3 cells, this line 2"),
        (cells(43, lambda row: [row[0], row[2], row[1]]), LayoutError, "line 43: a title without a number"),
        # A value changed.
        (cells(188, put(4, "大会")), ReconciliationError, "outputs by responsible, assembly: 27 instead of 26"),
        (cells(188, put(5, "")), ReconciliationError, "rows by role, associated, council: 34 instead of 35"),
        (cells(188, put(3, "2021")), ReconciliationError, "outputs by time frame, 2021: 3 instead of 2"),
        (cells(188, put(4, "企业部")), LayoutError, "line 188: no organ of this plan: '企业部'"),
        (cells(188, put(3, "2024")), LayoutError, "line 188: no time frame of this plan: '2024'"),
        (cells(192, put(2, "一项新产出")), ReconciliationError, "actions without output: 13 instead of 14"),
        # A number twice.
        (cells(193, put(0, "3.2.2")), LayoutError, "line 193: action 3.2.2 stands on line 192 already"),
        (cells(189, put(2, "(二) 报告")), LayoutError, r"line 189: \(二\) is not what follows item 2 of 3.2.1"),
        (cells(59, put(0, "3.2")), LayoutError, "line 59: number 3.2 stands on line 55 already"),
        (lambda text: text.replace("3.3.2. 鼓励", "3.3.1. 鼓励"), LayoutError, "59: action 3.3.1 stands on line 59"),
        # The file cut or replaced.
        (lambda text: text[: len(text) // 3], LayoutError, "'附件二' must open one annex; 0 lines"),
        (lambda text: text[: len(text) * 9 // 10], LayoutError, "line 327: no organ of this plan: '秘'"),
        (lambda text: text.encode()[:-1], LayoutError, "line 369: the file is not UTF-8 text"),
        (lambda text: "", LayoutError, "the file is empty"),
        (lambda text: b"PK\x03\x04" + bytes(range(256)), LayoutError, "line 2: the file is not UTF-8 text"),
        (lambda text: b"MZ\x00\x01\x02\x03", LayoutError, "line 1: the line holds control characters"),
        (lambda text: "一段别的文字", LayoutError, "'附件一' must open one annex"),
        (lambda text: text.replace("\t", "    "), LayoutError, "a row of Annex I has 3 cells, this line 1"),
        (lambda text: text + "\n" + text, LayoutError, "'附件一' must open one annex; 2 lines"),
    ],
)  # fmt: skip
def test_a_damaged_document_is_refused(
    copy_of: Copy, edit: Callable[[str], str | bytes], error: type[CorpusError], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        load_plan(HLAP, copy_of(HLAP, edit))
    assert caught.value.help


def test_a_layout_error_names_its_line(copy_of: Copy) -> None:
    with pytest.raises(LayoutError) as caught:
        load_plan(HLAP, copy_of(HLAP, cells(188, put(4, "企业部"))))
    assert caught.value.line == 188


def test_a_file_changed_behind_the_manifest_is_refused_first(copy_of: Copy) -> None:
    with pytest.raises(ChecksumError):
        load_plan(HLAP, copy_of(HLAP, without(131), trust=False))


def test_the_same_document_on_other_lines_is_the_same_plan(copy_of: Copy) -> None:
    """Nothing is found by its line: with lines before and between the parts, the plan is the same but for the lines."""

    def move(text: str) -> str:
        return "\n\n\n" + text.replace("\n附件", "\n\n\n附件").replace("\n\n2019 年至", "\n\n\n\n2019 年至")

    moved, plan = load_plan(HLAP, copy_of(HLAP, move)), load_plan(HLAP)
    assert [row.text.value for row in moved.rows] == [row.text.value for row in plan.rows]
    assert [row.organs for row in moved.rows] != []
    assert [item.annex_ii.value for item in moved.actions] == [item.annex_ii.value for item in plan.actions]
    assert moved.rows[0].span.first_line > plan.rows[0].span.first_line


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_damage_is_read_or_refused_by_a_typed_error(chance: Random) -> None:
    """Lines and cells are lost, doubled, moved and filled with what belongs elsewhere."""
    name, root = "lakes-2030-2032", Path(__file__).parent / "data"
    manifest = load_manifest(name, root)
    edition = manifest.edition()
    lines = [line.split("\t") for line in source_lines(name, root)]
    for _ in range(chance.randint(1, 3)):
        line, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        cell = chance.randrange(len(lines[line]))
        damage = chance.randrange(5)
        if damage == 0:
            lines[line][cell : cell + 1] = [] if len(lines[line]) > 1 else [""]
        elif damage == 1:
            lines.insert(other, list(lines[line]))
        elif damage == 2:
            lines[line], lines[other] = lines[other], lines[line]
        elif damage == 3:
            chance.shuffle(lines[line])
        else:
            lines[line][cell] += chance.choice(["\t", "1.2.3. ", "(一)", "<p>", "2030", "方向 3：", "", "秘书处"])
    organs = {organ.names["zh"].name: organ.key for organ in load_organs(name, root)}
    try:
        text = "\n".join("\t".join(cells) for cells in lines).encode()
        source = Source(name, "zh", read_lines(text), edition.layout, organs, range(2030, 2033))
        plan = PARSERS[edition.parser](source)
        reconcile(plan, manifest.totals, edition.cut_texts)
    except CorpusError:
        return
    assert len(plan.rows) == manifest.totals.rows
