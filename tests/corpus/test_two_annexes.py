"""The layout's parser on an invented document: the same traps in other places, under other words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import LayoutError
from corpus.library import load_manifest, load_plan, source_lines
from corpus.parsers.two_annexes.tails import continues_action
from corpus.plan import Action, Plan, Role
from corpus.references import Reference
from corpus.totals import count

DATA = Path(__file__).parent / "data"
LAKES = "lakes-2030-2032"


def action(plan: Plan, reference: str) -> Action:
    return next(item for item in plan.actions if item.reference == Reference.parse(reference))


def test_totals_and_quotes(lakes: Plan) -> None:
    assert count(lakes) == load_manifest(LAKES, DATA).totals
    lines = source_lines(LAKES, DATA)
    assert all(span.stands_in(lines) for span in lakes.spans())


def test_a_footnote_between_two_paragraphs(lakes: Plan) -> None:
    assert lakes.front["footnote"].value == "LAKES/3/L.1。"
    assert [str(item.reference) for item in lakes.paragraphs] == ["para 1", "para 2"]
    assert lakes.paragraphs[1].text.value.endswith("每年第 1. 季度审查一次。")


def test_titles_cut_by_a_page_break_and_by_a_flattened_page(lakes: Plan) -> None:
    titles = {str(item.reference): item.title.value for item in lakes.subdirections}
    assert titles == {
        "1.1": "监测各湖泊的水质，并及时公布结果",
        "1.2": "减少污染和治理工作",
        "1.3": "恢复湿地",
        "2.1": "改进财务管理",
        "2.2": "招聘",
    }


def test_actions_cut_by_a_page_break_and_by_a_flattened_page(lakes: Plan) -> None:
    assert action(lakes, "1.1.2").annex_i.value == "定期公布监测结果，包括污染源的分布情况"
    assert action(lakes, "1.2.2").annex_i.value == "与沿湖城市合作，促进执行排放标准"
    assert len(action(lakes, "1.2.2").annex_i.spans) == 2


def test_a_number_inside_a_text_opens_no_action(lakes: Plan) -> None:
    assert action(lakes, "1.1.4").annex_i.value == "检查2.1.1版设备"


def test_the_end_of_an_output_goes_to_the_output(lakes: Plan) -> None:
    cut = action(lakes, "1.1.2")
    assert cut.rows[0].text.value == "发布年度报告，说明各湖泊的水质变化趋势"
    assert len(cut.rows[0].text.spans) == 2
    assert len(cut.annex_ii.spans) == 1
    assert [item.label for item in cut.rows] == ["（a）", "（b）"]


def test_the_end_of_an_action_in_its_own_column_and_of_a_cell_of_organs(lakes: Plan) -> None:
    cut = action(lakes, "1.2.2")
    assert cut.annex_ii.value == "与沿湖城市合作，推动执行排放标准"
    assert cut.rows[0].associated.value == ("executive", "audit")
    assert [span.quote for span in cut.rows[0].associated.spans] == ["执行委员会、预算和审计", "委员会"]


def test_the_end_of_an_action_in_the_column_of_outputs(lakes: Plan) -> None:
    cut = action(lakes, "1.3.1")
    assert cut.annex_ii.value == "在沿岸种植芦苇，恢复湿地"
    assert cut.rows[0].text.value == "采购苗木"


def test_organs_whose_names_hold_the_word_between_organs(lakes: Plan) -> None:
    assert action(lakes, "1.1.1").rows[0].associated.value == ("audit", "executive")
    assert action(lakes, "1.2.1").rows[1].responsible.value == ("plenary", "executive")


def test_rows_without_an_output(lakes: Plan) -> None:
    assert [str(row.reference) for row in lakes.rows if not row.is_output] == ["1.1.3", "2.1.2"]
    silent = action(lakes, "1.1.3").rows[0]
    assert [silent.organs(role).value for role in Role] == [(), (), ()]
    assert silent.responsible.spans[0].quote == silent.span.quote


def test_a_bracket_that_is_no_item_letter_belongs_to_the_text(lakes: Plan) -> None:
    row = action(lakes, "1.1.4").rows[0]
    assert (row.label, row.text.value) == (None, "(附件所列)设备的检查报告")


def test_annex_i_tells_whose_end_it_is() -> None:
    assert continues_action("执行标准", "推动", "促进执行标准")
    assert not continues_action("变化趋势", "公布结果", "公布结果")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("附录甲\n", "附录\n", "'附录甲' must open one annex; 0 lines"),
        ("附录乙\n", "附录甲\n", "'附录甲' must open one annex; 2 lines"),
        ("附录甲\n\n方向与行动\n", "附录乙\n", "'附录甲' must open"),
        ("议程项目4\n", "", "line 6: 5 lines above the first paragraph, not 6"),
        ("2. 行动计划不为", "3. 行动计划不为", "line 13: here paragraph 2"),
        ("† LAKES", "†  \n† LAKES", "here paragraph 2 or a footnote"),
        ("附录甲\n", "† 另一注\n附录甲\n", "a second footnote"),
        ("\n1\t保护湖泊水质\t\n", "\n1\t保护湖泊水质\n", "line 20: a row of Annex I has 3 cells, this line 2"),
        ("\n1.1\t监测", "\n1.1.1\t监测", "a title's number has one or two parts"),
        ("\n1.1\t监测", "\n2.1\t监测", "line 21: 2.1 stands before 2"),
        ("- 1.3 恢复", "- 1.2 恢复", "line 29: number 1.2 stands on line 26 already"),
        ("1.1.3. 培训", "1.1.1. 培训", "action 1.1.1 stands on line 21 already"),
        ("1.1.3. 培训", "1.2.3. 培训", "action 1.2.3 stands under 1.1"),
        ("\t1.1.4. 检查", "\t检查", "line 25: an action without a number, and no page break"),
        ("\t\t1.1.4. 检查", "\t又一标题\t1.1.4. 检查", "line 25: a title without a number, and no page break"),
        ("1.2.1. 制定排放标准 1.2.2. ", "1.2.1. 1.2.2. ", "action 1.2.1 has no text"),
        ("- 1.3.1. 种", "- 无号\n- 1.3.1. 种", "line 33: it cannot be told which text"),
        ("- 2.1.1. 审查预算程序", "- 2.1.1. 审查预算程序\n- 2.3 标题", "a title between the actions"),
        ("方 向\t行动", "方 向\t行为", "line 36: a title's number"),
    ],
)
def test_what_does_not_fit_the_note_or_annex_i(
    copy_of: Callable[..., Path], before: str, after: str, message: str
) -> None:
    _refused(copy_of, before, after, message)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("参与机关\t协调机关\n\n方向 1", "参与机关\t\n\n方向 1", "line 45: these are not the column titles"),
        ("参与机关\t协调机关\n\t\t水质", "协调机关\t参与机关\n\t\t水质", "line 54: these are not the column titles"),
        ("方向 2：", "方向 1：", "line 73: direction 1 has a heading already"),
        ("方向 2：", "部分 2：", "line 73: a number of Annex II has three parts and an action"),
        ("\n2.1.2\t设立储备金\t本", "\n\t\t本", "line 75: a row without item letter is not what follows item 1"),
        ("\n2.1.2\t设立储备金\t本", "\n2.1.2\t\t本", "line 75: a number of Annex II has three parts and an action"),
        ("\n2.1.2\t设立储备金\t本", "\n2.1\t设立储备金\t本", "line 75: a number of Annex II has three parts"),
        ("\n2.2.1\t公开", "\n2.1.1\t公开", "line 76: action 2.1.1 stands on line 74 already"),
        ("\n1.2.2\t与", "\n1.1.9\t与", "line 61: action 1.1.9 stands after 1.2.1"),
        ("\n1.3.1\t在", "\n2.3.1\t在", "line 68: action 2.3.1 stands under another direction's heading"),
        ("\t(二)通过", "\t(三)通过", r"line 60: \(三\) is not what follows item 1 of 1.2.1"),
        ("\t(一) 起草标准", "\t(二) 起草标准", r"line 59: \(二\) is not what follows item 0 of 1.2.1"),
        ("告\t长期\t秘书处\t\t", "告\t长期\t秘书处\t", "line 76: a row of Annex II has 7 cells, this line 6"),
        ("招聘公告\t长期", "招聘公告\t常年", "line 76: no time frame of this plan: '常年'"),
        ("审查报告\t2031", "审查报告\t2033", "line 74: no time frame of this plan: '2033'"),
        ("审查报告\t2031", "\t审查报告", "line 74: the row says neither"),
        ("审查报告\t2031", "\t2031", "line 74: the row says neither"),
        ("2031\t预算和审计委员会", "2031\t预算委员会", "line 74: no organ of this plan: '预算委员会'"),
        ("2031\t预算和审计委员会", "2031\t秘书处或全体会议", "line 74: after an organ stands '或全体会议'"),
        ("2031\t预算和审计委员会", "2031\t秘书处和", "line 74: after an organ stands '和'"),
        ("2031\t预算和审计委员会", "2031\t秘书处、秘书处", "line 74: an organ stands twice"),
        ("审查报告\t2031\t预算和审计委员会\t\t秘书处", "\t\t\t\t", "line 74: the row is empty"),
        ("\n\t\t(二)通过标准\t2032", "\n\t\t通过标准\t", "line 60: a row without item letter and time frame"),
        ("\n\t\t(二)通过标准", "\n\t制定\t(二)通过标准", "line 60: an action without a number, and no page break"),
        ("水质\n\n1.1.1\t建立监测站", "水质\n\n\t", "line 49: a row without an action's number"),
        ("(二)通过标准\t2032", "(二)本行动没有产出\t2032", "line 60: the row says neither"),
    ],
)  # fmt: skip
def test_what_does_not_fit_annex_ii(copy_of: Callable[..., Path], before: str, after: str, message: str) -> None:
    _refused(copy_of, before, after, message)


def _refused(copy_of: Callable[..., Path], before: str, after: str, message: str) -> None:
    def edit(text: str) -> str:
        assert before in text
        return text.replace(before, after, 1)

    with pytest.raises(LayoutError, match=message):
        load_plan(LAKES, copy_of(LAKES, edit))
