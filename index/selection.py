"""Conditions on the rows of a plan, as values: what a question asks for, before any row is read.

A `Selection` is a conjunction of clauses; a clause is one term, or several of which one must hold. Every term is a closed,
frozen model: the same condition is always the same value, so that an answer can be reproduced and explained.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from corpus.plan import Role, TimeKind
from corpus.provenance import Record
from corpus.references import Reference

ALL_ROLES = (Role.RESPONSIBLE, Role.ASSOCIATED, Role.COORDINATING)


class Unit(StrEnum):
    """What is listed or counted."""

    ROW = "row"
    OUTPUT = "output"
    ACTION = "action"
    SUBDIRECTION = "subdirection"
    DIRECTION = "direction"
    PARAGRAPH = "paragraph"


class OrganTerm(Record):
    """Some organs stand in some role of the row."""

    kind: Literal["organ"] = "organ"
    organs: tuple[str, ...] = Field(min_length=1)
    roles: tuple[Role, ...] = ALL_ROLES
    """Any one of these roles will do."""
    every: bool = False
    """Whether all the organs must stand there, and not only one of them."""
    only: bool = False
    """Whether no other organ may stand in these roles."""
    negated: bool = False


class OnlyInTerm(Record):
    """An organ stands in one role of the row and in no other: "only takes part"."""

    kind: Literal["only_in"] = "only_in"
    organ: str
    role: Role
    negated: bool = False


class TimeTerm(Record):
    """The row's time frame is one of these kinds, or a year from `first` to `last`, both included."""

    kind: Literal["time"] = "time"
    kinds: tuple[TimeKind, ...] = ()
    """Recurring kinds, or `year` for any year at all."""
    first: int | None = None
    last: int | None = None
    years: tuple[int, ...] = ()
    """Single years that are not one interval."""
    negated: bool = False

    @property
    def asks_years(self) -> bool:
        """Whether this term speaks of years: recurring rows are then left out, and counted in a notice."""
        return self.first is not None or self.last is not None or bool(self.years)


class ScopeTerm(Record):
    """The row stands under one of these items."""

    kind: Literal["scope"] = "scope"
    references: tuple[Reference, ...] = Field(min_length=1)
    negated: bool = False


class BlankTerm(Record):
    """A cell of the row is blank."""

    kind: Literal["blank"] = "blank"
    field: Role | Literal["time_frame"]
    negated: bool = False


class SeveralTerm(Record):
    """At least so many organs share one role of the row."""

    kind: Literal["several"] = "several"
    role: Role
    least: int = 2
    negated: bool = False


class OutputTerm(Record):
    """The row is an output; negated: it is the row of an action without one."""

    kind: Literal["output"] = "output"
    negated: bool = False


Term = Annotated[
    OrganTerm | OnlyInTerm | TimeTerm | ScopeTerm | BlankTerm | SeveralTerm | OutputTerm, Field(discriminator="kind")
]


class AnyOf(Record):
    """At least one of the terms holds."""

    kind: Literal["any_of"] = "any_of"
    terms: tuple[Term, ...] = Field(min_length=1)
    negated: bool = False


Clause = Annotated[
    OrganTerm | OnlyInTerm | TimeTerm | ScopeTerm | BlankTerm | SeveralTerm | OutputTerm | AnyOf,
    Field(discriminator="kind"),
]


class Selection(Record):
    """All clauses hold; `unit` says what is listed of the rows that are left."""

    unit: Unit = Unit.ROW
    clauses: tuple[Clause, ...] = ()
