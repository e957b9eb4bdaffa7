"""The real document: its totals, and every trap of its layout with the values that must come out."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from corpus.library import load_manifest, source_lines
from corpus.plan import Action, Plan, Role, Row, TimeKind
from corpus.references import Reference
from corpus.totals import count

ORGANS = {
    "法律和技术委员会": "legal_and_technical_commission",
    "财务委员会": "finance_committee",
    "大会": "assembly",
    "理事会": "council",
    "秘书处": "secretariat",
}


def action(plan: Plan, reference: str) -> Action:
    return next(item for item in plan.actions if item.reference == Reference.parse(reference))


def row(plan: Plan, line: int) -> Row:
    return next(item for item in plan.rows if item.span.first_line == line)


def lines_of(spans: tuple[object, ...]) -> list[int]:
    return [span.first_line for span in spans]  # type: ignore[attr-defined]


def test_totals(plan: Plan) -> None:
    totals = count(plan)
    assert totals == load_manifest().totals
    assert (totals.directions, totals.subdirections, totals.actions) == (9, 39, 87)
    assert (totals.outputs, totals.actions_without_output, totals.rows) == (154, 14, 168)
    assert totals.outputs_by_responsible == {
        "secretariat": 94,
        "assembly": 26,
        "council": 18,
        "legal_and_technical_commission": 14,
        "finance_committee": 2,
        "blank": 2,
    }
    # Two outputs name two organs, two name none.
    assert sum(totals.outputs_by_responsible.values()) == 154 + 2
    assert totals.outputs_by_time_frame == {
        "ongoing": 52, "2020": 37, "2019": 32, "annual": 19, "2023": 8, "2022": 3, "2021": 2, "biennial": 1,
    }  # fmt: skip
    assert totals.outputs_by_direction == (19, 11, 25, 14, 16, 17, 1, 31, 20)
    assert totals.actions_by_direction == (11, 9, 17, 12, 8, 8, 2, 12, 8)
    assert sum(bool(item.outputs) for item in plan.actions) == 73


def test_every_quote_stands_where_it_says(plan: Plan) -> None:
    lines = source_lines()
    spans = list(plan.spans())
    assert len(spans) > 1000
    assert all(span.quote in lines[span.first_line - 1] for span in spans)
    assert all((span.document, span.language) == ("hlap-2019-2023", "zh") for span in spans)


def test_every_data_line_was_read_once(plan: Plan) -> None:
    printed = source_lines()
    data = [
        number
        for number, line in enumerate(printed, 1)
        if number > 118 and line.count("\t") == 6 and re.search(r"\d\.\d\.\d\t|[)]|没有针对|^\t\t\S", line)
    ]
    rows = [item.span.first_line for item in plan.rows]
    assert sorted(set(data) - set(rows)) == [234]
    assert len(set(rows)) == len(rows) == 168
    assert all(item.span.quote == printed[item.span.first_line - 1] for item in plan.rows)


def test_organs_and_time_frames_of_all_rows_agree_with_a_naive_reading(plan: Plan) -> None:
    printed = source_lines()
    for item in plan.rows:
        *_, time, responsible, associated, coordinating = printed[item.span.first_line - 1].split("\t")
        cells = {Role.RESPONSIBLE: responsible, Role.ASSOCIATED: associated, Role.COORDINATING: coordinating}
        for role, cell in cells.items():
            named = re.findall("|".join(ORGANS), cell.replace(" ", ""))
            assert list(item.organs(role).value) == [ORGANS[name] for name in named], (item.reference, role)
        assert item.time_frame.value.printed == time
        assert (item.time_frame.value.year is not None) == time.isdigit()


def test_texts_of_all_rows_agree_with_a_naive_reading(plan: Plan) -> None:
    printed = source_lines()
    for item in plan.rows:
        cell = printed[item.span.first_line - 1].split("\t")[2]
        assert re.sub(r"^\([一二三四五六七八九十abc]\) ?", "", cell) == item.text.value
        assert cell.startswith(item.label or item.text.value)


def test_no_output_is_lettered_and_unlettered_at_once(plan: Plan) -> None:
    labels = Counter(item.label is not None for item in plan.rows)
    assert labels == {True: 123, False: 45}
    assert [item.label for item in plan.rows if item.span.first_line in (126, 127, 128)] == ["(a)", "(b)", "(c)"]
    assert [item.label for item in plan.rows if item.span.first_line in (130, 131, 132)] == ["(一)", "(二)", "(三)"]


def test_front_matter(plan: Plan) -> None:
    printed = {name: (text.value, text.spans[0].first_line) for name, text in plan.front.items()}
    assert printed == {
        "session": ("第二十五届会议", 5),
        "date": ("2019年7月1日至26日，金斯敦", 7),
        "agenda": ("临时议程* 项目10", 9),
        "agenda_title": ("执行国际海底管理局2019年至2023年期间战略计划", 11),
        "title": ("国际海底管理局2019年至2023年期间高级别行动计划草案", 13),
        "author": ("秘书长的说明", 15),
        "footnote": ("ISBA/25/A/L.1/Rev.1。", 23),
        "annex_i_title": ("战略方向与相应的高级别行动", 29),
        "annex_ii_title": ("高级别行动与相关产出", 118),
    }


def test_paragraphs_do_not_swallow_the_footnote(plan: Plan) -> None:
    assert [str(item.reference) for item in plan.paragraphs] == [f"para {number}" for number in range(1, 6)]
    assert [item.text.spans[0].first_line for item in plan.paragraphs] == [17, 18, 19, 20, 21]
    assert plan.paragraphs[1].text.value.startswith("高级别行动计划还为执行")
    assert plan.paragraphs[4].text.value.endswith("所需预算的基础。")


@pytest.mark.parametrize(
    ("reference", "lines", "text"),
    [
        ("2.1", [39, 42], "联合国海洋法公约第十一部分的协定》载列的政策"),
        ("3.2", [55, 58], "所有矿带的区域环境评估和管理计划，确保按照《公约》第一四五条"),
        ("4.3", [66], "填补第一次全球综合海洋评估(第一次世界海洋评估)发现的知识空白"),
        ("5.4", [73], "充分利用承包者培训方案取得的成果"),
    ],
)
def test_titles_cut_by_a_page_or_flattened_into_a_list(plan: Plan, reference: str, lines: list[int], text: str) -> None:
    sub = next(item for item in plan.subdirections if item.reference == Reference.parse(reference))
    assert lines_of(sub.title.spans) == lines
    assert text in sub.title.value


def test_the_action_cut_by_the_flattened_page(plan: Plan) -> None:
    cut = action(plan, "4.2.1").annex_i
    assert lines_of(cut.spans) == [64, 74]
    assert "分析结果，包括借助海管局数据库，将其作为" in cut.value


def test_the_tail_of_an_action_in_the_column_of_outputs(plan: Plan) -> None:
    cut = action(plan, "4.3.2")
    assert lines_of(cut.annex_ii.spans) == [228, 234]
    assert "的主要数据储存库的认识,并更多地认识到" in cut.annex_ii.value
    assert [item.text.value for item in cut.rows] == ["启动海管局数据库"]


def test_the_flattened_page_is_sorted_by_number(plan: Plan) -> None:
    for reference, children in {"4.2": 2, "4.3": 3, "4.4": 2, "4.5": 2, "5.1": 3, "5.2": 2, "5.3": 1, "5.4": 2}.items():
        sub = next(item for item in plan.subdirections if item.reference == Reference.parse(reference))
        assert [item.reference.numbers[2] for item in sub.actions] == list(range(1, children + 1))
    assert lines_of(action(plan, "5.4.1").annex_i.spans + action(plan, "5.4.2").annex_i.spans) == [89, 92]


@pytest.mark.parametrize(
    ("line", "references"),
    [
        (33, ["1.1.1", "1.1.2"]),
        (34, ["1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5"]),
        (58, ["3.2.2", "3.2.3", "3.2.4"]),
        (61, ["3.5.1", "3.5.2", "3.5.3", "3.5.4"]),
        (94, ["6.1.1", "6.1.2"]),
        (102, ["8.1.1", "8.1.2", "8.1.3", "8.1.4"]),
        (113, ["9.3.1", "9.3.2", "9.3.3"]),
    ],
)
def test_several_actions_in_one_cell(plan: Plan, line: int, references: list[str]) -> None:
    found = [item for item in plan.actions if item.annex_i.spans[0].first_line == line]
    assert [str(item.reference) for item in found] == references
    assert not any("<p>" in item.annex_i.value or re.search(r"\d\.\d\.\d", item.annex_i.value) for item in found)


def test_rows_continued_after_a_page_break(plan: Plan) -> None:
    after = {151: "1.4.2(2)", 309: "8.1.1(7)", 326: "8.2.2(3)", 345: "9.1.1(2)", 362: "9.3.2(4)"}
    assert {line: str(row(plan, line).reference) for line in after} == after


def test_titles_of_directions_in_both_annexes(plan: Plan) -> None:
    differing = [item for item in plan.directions if item.title.value != item.title_annex_ii.value]
    assert [str(item.reference) for item in differing] == ["6"]
    headings = [item.title_annex_ii.spans[0].first_line for item in plan.directions]
    assert headings == [123, 153, 173, 219, 240, 268, 291, 296, 338]
    assert plan.directions[2].title_annex_ii.value == "保护海洋环境"


def test_the_row_that_says_nothing(plan: Plan) -> None:
    blank = row(plan, 354)
    assert not blank.is_output
    assert blank.time_frame.value.kind is TimeKind.UNSTATED
    assert [blank.organs(role).value for role in Role] == [(), (), ()]
    assert blank.time_frame.spans[0].quote == source_lines()[353]
    assert [item.reference for item in plan.rows if item.time_frame.value.key is None] == [blank.reference]


def test_blank_responsible_cells_are_not_guessed(plan: Plan) -> None:
    blank = [item.span.first_line for item in plan.rows if not item.responsible.value]
    assert blank == [139, 141, 354]
    assert row(plan, 139).associated.value == ("secretariat",)
    assert row(plan, 140).responsible.value == ("assembly",)


def test_actions_without_an_output_in_four_wordings(plan: Plan) -> None:
    rows = [item for item in plan.rows if not item.is_output]
    lines = [142, 161, 168, 169, 186, 192, 196, 209, 212, 218, 254, 294, 354, 364]
    assert [item.span.first_line for item in rows] == lines
    assert all(item.label is None and not action(plan, str(item.reference)).outputs for item in rows)
    dated = {item.span.first_line: item.time_frame.value.year for item in rows if item.time_frame.value.year}
    assert dated == {168: 2020, 192: 2023, 294: 2019}


@pytest.mark.parametrize(
    ("line", "role", "organs"),
    [
        (152, Role.ASSOCIATED, ("council", "legal_and_technical_commission")),
        (155, Role.COORDINATING, ("finance_committee", "legal_and_technical_commission")),
        (175, Role.RESPONSIBLE, ("council", "legal_and_technical_commission")),
        (192, Role.COORDINATING, ("legal_and_technical_commission", "secretariat")),
        (203, Role.ASSOCIATED, ("council", "legal_and_technical_commission")),
        (207, Role.RESPONSIBLE, ("legal_and_technical_commission",)),
        (220, Role.ASSOCIATED, ("council", "secretariat")),
        (286, Role.ASSOCIATED, ("assembly", "council")),
        (309, Role.ASSOCIATED, ("assembly", "council", "finance_committee")),
        (327, Role.RESPONSIBLE, ("assembly", "council")),
        (330, Role.COORDINATING, ("assembly", "council")),
        (331, Role.COORDINATING, ("assembly", "council")),
        (336, Role.ASSOCIATED, ("assembly", "council", "finance_committee")),
        (278, Role.COORDINATING, ("council",)),
        (333, Role.COORDINATING, ("assembly",)),
    ],
)
def test_cells_that_name_several_organs_or_break_a_name(
    plan: Plan, line: int, role: Role, organs: tuple[str, ...]
) -> None:
    cell = row(plan, line).organs(role)
    assert cell.value == organs
    assert cell.spans[0].quote in source_lines()[line - 1].split("\t")


def test_associated_blank_but_coordinating_filled(plan: Plan) -> None:
    found = [item.span.first_line for item in plan.rows if not item.associated.value and item.coordinating.value]
    assert found == [257, 277, 326]
    assert sum(not item.associated.value for item in plan.rows) == 72


def test_mixed_responsible_organs_inside_one_action(plan: Plan) -> None:
    mixed = [str(item.reference) for item in plan.actions if len({one.responsible.value for one in item.rows}) > 1]
    assert " ".join(mixed) == (
        "1.2.3 1.2.5 1.4.1 2.1.1 2.1.2 3.1.1 3.2.1 3.2.3 6.3.1 8.1.4 8.1.5 8.2.1 8.2.2 8.3.1 8.4.1 9.2.1 9.3.2 "
        "9.4.1 9.4.2"
    )


def test_the_last_row_has_no_newline(plan: Plan) -> None:
    last = row(plan, 369)
    assert str(last.reference) == "9.4.2(3)"
    assert last.coordinating.value == ("secretariat",)


def test_slips_are_quoted_as_printed(plan: Plan) -> None:
    assert "政府间会议政府间会议" in row(plan, 139).text.value
    assert "海关局数据库" in row(plan, 363).text.value
    assert action(plan, "6.5.1").annex_i.value.endswith("程序 and 标准")
    assert action(plan, "1.2.1").annex_ii.value.endswith("指导。")
