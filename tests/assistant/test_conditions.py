"""Which role word of a question belongs to which organ."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.reading import Reading
from corpus.plan import Role
from index.selection import BlankTerm, OnlyInTerm, OrganTerm

Read = Callable[[str], Reading]


def organ_terms(reading: Reading) -> list[tuple[set[str], set[Role]]]:
    terms = [clause for clause in reading.clauses if isinstance(clause, OrganTerm) and not clause.negated]
    return [(set(term.organs), set(term.roles)) for term in terms]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("which outputs does the Council lead", Role.RESPONSIBLE),
        ("which outputs are led by the Council", Role.RESPONSIBLE),
        ("outputs for which the Council is responsible", Role.RESPONSIBLE),
        ("which outputs does the Council coordinate", Role.COORDINATING),
        ("which outputs are coordinated by the Council", Role.COORDINATING),
        ("which outputs does the Council assist with", Role.ASSOCIATED),
        ("outputs with the Council as associated organ", Role.ASSOCIATED),
        ("理事会负责哪些产出", Role.RESPONSIBLE),
        ("由理事会负责的产出", Role.RESPONSIBLE),
        ("理事会协调哪些产出", Role.COORDINATING),
        ("由理事会协调的产出", Role.COORDINATING),
        ("理事会参与哪些产出", Role.ASSOCIATED),
        ("理事会作为相关机关的产出", Role.ASSOCIATED),
    ],
)
def test_voice_and_side_do_not_change_the_role(read: Read, text: str, role: Role) -> None:
    assert organ_terms(read(text)) == [({"council"}, {role})]


@pytest.mark.parametrize("text", ["what does the Council do", "理事会有哪些工作", "outputs of the Council"])
def test_an_organ_without_a_role_means_every_role(read: Read, text: str) -> None:
    assert organ_terms(read(text)) == [({"council"}, set(Role))]


@pytest.mark.parametrize(
    "text",
    [
        "outputs led by the Council and coordinated by the Secretariat",
        "which outputs does the Council lead and the Secretariat coordinate",
        "由理事会负责、秘书处协调的产出",
        "理事会负责且由秘书处协调的产出",
    ],
)
def test_each_role_stays_with_its_own_organ(read: Read, text: str) -> None:
    assert sorted(organ_terms(read(text)), key=str) == sorted(
        [({"council"}, {Role.RESPONSIBLE}), ({"secretariat"}, {Role.COORDINATING})], key=str
    )


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("who coordinates 3.2.1", {Role.COORDINATING}),
        ("who is responsible for 3.2.1", {Role.RESPONSIBLE}),
        ("which organ is associated with 3.2.1", {Role.ASSOCIATED}),
        ("谁协调3.2.1", {Role.COORDINATING}),
        ("3.2.1由谁负责", {Role.RESPONSIBLE}),
        ("3.2.1的相关机关是谁", {Role.ASSOCIATED}),
        ("coordinator of 3.2.1", {Role.COORDINATING}),
        ("3.2.1的协调机关", {Role.COORDINATING}),
    ],
)
def test_a_role_without_an_organ_is_what_is_asked(read: Read, text: str, roles: set[Role]) -> None:
    reading = read(text)

    assert set(reading.wanted) == roles
    assert organ_terms(reading) == []


@pytest.mark.parametrize(
    "text", ["outputs without a coordinating organ", "没有协调机关的产出", "outputs that nobody coordinates"]
)
def test_a_blank_cell_is_a_condition(read: Read, text: str) -> None:
    blanks = [clause for clause in read(text).clauses if isinstance(clause, BlankTerm)]

    assert [(blank.field, blank.negated) for blank in blanks] == [(Role.COORDINATING, False)]


@pytest.mark.parametrize("text", ["outputs not led by the Council", "不由理事会负责的产出"])
def test_a_negated_role_is_no_positive_one(read: Read, text: str) -> None:
    reading = read(text)

    assert organ_terms(reading) == []
    assert any(isinstance(clause, OrganTerm) and clause.negated for clause in reading.clauses)


def test_only_one_role_of_an_organ(read: Read) -> None:
    clauses = read("outputs in which the Council only takes part").clauses

    assert [clause.role for clause in clauses if isinstance(clause, OnlyInTerm)] == [Role.ASSOCIATED]


def test_both_organs_is_more_than_either(read: Read) -> None:
    both = read("outputs in which both the Council and the Secretariat appear").clauses
    either = read("outputs in which the Council or the Secretariat appears").clauses

    assert [clause.every for clause in both if isinstance(clause, OrganTerm)] == [True]
    assert [clause.every for clause in either if isinstance(clause, OrganTerm)] == [False]


def test_neither_organ_excludes_both(read: Read) -> None:
    (term,) = [
        clause
        for clause in read("outputs led by neither the Council nor the Secretariat").clauses
        if isinstance(clause, OrganTerm)
    ]

    assert term.negated
    assert set(term.organs) == {"council", "secretariat"}
