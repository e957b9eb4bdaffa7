"""The gate: a draft that says more than its cells hold is never shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.citations import Marks, verify
from assistant.desk import Desk
from assistant.errors import UnsupportedStatement
from assistant.evidence import Cell, Draft, Statement, output_cell, role_cell, row_cell, time_cell
from corpus.plan import Role, Row
from corpus.references import Reference

REF = "3.2.1(3)"
"""Secretariat responsible, Council associated, Legal and Technical Commission coordinating."""


@pytest.fixture(scope="session")
def row(desks: dict[str, Desk]) -> Row:
    (found,) = desks["en"].records.rows_of(Reference.parse(REF))
    return found


@pytest.fixture(scope="session")
def gate(desks: dict[str, Desk]) -> Callable[..., None]:
    """Checks a draft made of statements, or of fields."""

    def check(*statements: Statement, language: str = "en", **fields: object) -> None:
        draft = Draft(statements=list(statements), **fields)  # type: ignore[arg-type]
        desk = desks[language]
        verify(draft, desk.sources, {organ.names[language].name: organ.key for organ in desk.sources.organs})

    return check


def test_what_the_cells_hold_passes(gate: Callable[..., None], row: Row) -> None:
    gate(
        Statement(
            "The Secretariat leads it.", (role_cell(row, Role.RESPONSIBLE),), organs=(("responsible", "secretariat"),)
        ),
        Statement("The row.", (row_cell(row),), organs=(("coordinating", "legal_and_technical_commission"),)),
        Statement("Its time.", (time_cell(row),), times=(row.time_frame.value.key or "",)),
        refs=(row.reference,),
    )


def test_a_wrong_organ_is_refused(gate: Callable[..., None], row: Row) -> None:
    statement = Statement("The Assembly.", (role_cell(row, Role.RESPONSIBLE),), organs=(("responsible", "assembly"),))

    with pytest.raises(UnsupportedStatement, match="assembly"):
        gate(statement)


@pytest.mark.parametrize(
    ("said", "organ"), [("responsible", "council"), ("coordinating", "secretariat"), ("associated", "secretariat")]
)
def test_the_right_organ_in_the_wrong_role_is_refused(
    gate: Callable[..., None], row: Row, said: str, organ: str
) -> None:
    cells = (*(role_cell(row, role) for role in Role), row_cell(row))

    with pytest.raises(UnsupportedStatement, match=organ):
        gate(Statement("It.", cells, organs=((said, organ),)))


def test_an_organ_is_not_proved_by_the_cell_of_another_role(gate: Callable[..., None], row: Row) -> None:
    statement = Statement("It.", (role_cell(row, Role.COORDINATING),), organs=(("responsible", "secretariat"),))

    with pytest.raises(UnsupportedStatement):
        gate(statement)


def test_an_organ_is_not_proved_by_another_row(gate: Callable[..., None], desks: dict[str, Desk]) -> None:
    (other,) = desks["en"].records.rows_of(Reference.parse("1.2.1(2)"))
    statement = Statement("It.", (role_cell(other, Role.RESPONSIBLE),), organs=(("responsible", "secretariat"),))

    with pytest.raises(UnsupportedStatement):
        gate(statement)


def test_an_organ_without_any_cell_is_refused(gate: Callable[..., None]) -> None:
    with pytest.raises(UnsupportedStatement):
        gate(Statement("It.", (), organs=(("responsible", "secretariat"),)))


@pytest.mark.parametrize("time", ["1999", "2099", "biennial", "nonsense"])
def test_a_wrong_time_is_refused(gate: Callable[..., None], row: Row, time: str) -> None:
    with pytest.raises(UnsupportedStatement, match=time):
        gate(Statement("It.", (time_cell(row), row_cell(row)), times=(time,)))


def test_a_time_is_not_proved_by_an_organ_cell(gate: Callable[..., None], row: Row) -> None:
    with pytest.raises(UnsupportedStatement):
        gate(Statement("It.", (role_cell(row, Role.RESPONSIBLE),), times=(str(row.time_frame.value.key),)))


def test_a_wrong_count_is_refused(gate: Callable[..., None]) -> None:
    with pytest.raises(UnsupportedStatement, match="14"):
        gate(Statement("14 of them.", counts=((14, 15),)))


@pytest.mark.parametrize("quote", ["理事会领导一切", "secretariat", "秘书处 ", "负责机关：秘书处"])
def test_a_quote_that_is_not_in_the_source_is_refused(gate: Callable[..., None], row: Row, quote: str) -> None:
    span = row.responsible.spans[0].model_copy(update={"quote": quote})

    with pytest.raises(UnsupportedStatement):
        gate(Statement("It.", (Cell(REF, "responsible", "II", (span,)),)))


def test_a_true_quote_from_other_lines_is_refused(gate: Callable[..., None], row: Row) -> None:
    span = row.span.model_copy(update={"first_line": 1, "last_line": 2})

    with pytest.raises(UnsupportedStatement):
        gate(Statement("It.", (Cell(REF, "row", "II", (span,)),)))


def test_a_quote_of_another_document_is_refused(gate: Callable[..., None], row: Row) -> None:
    span = row.span.model_copy(update={"document": "another-plan"})

    with pytest.raises(UnsupportedStatement):
        gate(Statement("It.", (Cell(REF, "row", "II", (span,)),)))


def test_lines_beyond_the_source_are_refused(gate: Callable[..., None], row: Row) -> None:
    span = row.span.model_copy(update={"first_line": 10**6, "last_line": 10**6})

    with pytest.raises(UnsupportedStatement):
        gate(Statement("It.", (Cell(REF, "row", "II", (span,)),)))


@pytest.mark.parametrize(("language", "text"), [("en", "The Assembly leads it."), ("zh", "由大会负责。")])
def test_an_organ_named_without_evidence_is_refused(
    gate: Callable[..., None], row: Row, language: str, text: str
) -> None:
    with pytest.raises(UnsupportedStatement):
        gate(Statement(text, (row_cell(row),)), language=language)


def test_an_organ_named_beside_the_one_that_is_proved_is_refused(gate: Callable[..., None], row: Row) -> None:
    statement = Statement(
        "The Secretariat and the Council lead it.",
        (role_cell(row, Role.RESPONSIBLE),),
        organs=(("responsible", "secretariat"),),
    )

    with pytest.raises(UnsupportedStatement):
        gate(statement)


def test_an_organ_inside_a_quotation_is_the_sources_word_not_ours(gate: Callable[..., None], row: Row) -> None:
    gate(Statement("It says: report to the Assembly.", (output_cell(row),), quotes=("report to the Assembly",)))


def test_an_organ_that_the_question_named_may_be_repeated(gate: Callable[..., None], row: Row) -> None:
    gate(Statement("Not the Assembly.", (row_cell(row),), echoes=("assembly",)))


@pytest.mark.parametrize("text", ["It is due in 2022.", "应于2022年完成。"])
def test_a_year_named_without_evidence_is_refused(gate: Callable[..., None], row: Row, text: str) -> None:
    with pytest.raises(UnsupportedStatement):
        gate(Statement(text, (time_cell(row),)))


def test_facts_that_name_an_item_outside_the_plan_are_refused(gate: Callable[..., None]) -> None:
    with pytest.raises(UnsupportedStatement, match=r"3\.6\.1"):
        gate(refs=(Reference.parse("3.6.1"),))


def test_organs_of_the_facts_that_are_not_those_of_its_roles_are_refused(gate: Callable[..., None]) -> None:
    with pytest.raises(UnsupportedStatement):
        gate(organs=("council", "assembly"), roles={Role.RESPONSIBLE: ("council",)})


def test_a_refused_draft_is_an_assertion_and_tells_what_to_do() -> None:
    assert issubclass(UnsupportedStatement, AssertionError)
    assert "report" in UnsupportedStatement.help


def test_marks_number_cells_by_first_use_and_repeat_the_same_ones(desks: dict[str, Desk], row: Row) -> None:
    marks = Marks(desks["en"].sources, "en")

    first = marks.of([role_cell(row, Role.RESPONSIBLE)])
    second = marks.of([time_cell(row), role_cell(row, Role.RESPONSIBLE)])

    assert first == "[1]"
    assert second == "[2][1]"
    assert [citation.mark for citation in marks.citations] == [1, 2]


def test_a_source_in_the_answers_language_needs_no_translation(desks: dict[str, Desk], row: Row) -> None:
    for language, expected in (("zh", False), ("en", True)):
        marks = Marks(desks[language].sources, language)
        marks.of([output_cell(row)])
        assert (marks.citations[0].translation is not None) is expected
