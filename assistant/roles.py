"""Role words and the places that organs fill: the pieces from which a question's conditions are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.tokens import Token
from corpus.plan import Role
from index.selection import Clause


@dataclass(slots=True)
class Slot:
    """A place in the question that an organ fills: a named one, a group of them, an unknown one or nobody."""

    kind: Literal["organ", "who", "nobody", "anyone", "outsider"]
    at: int
    end: int
    organs: tuple[str, ...] = ()
    joined: Literal["and", "or", "neither"] = "or"
    every: bool = False
    only: bool = False
    negated: bool = False
    roles: list[Role] = field(default_factory=list)
    negated_roles: list[Role] = field(default_factory=list)
    only_roles: list[Role] = field(default_factory=list)
    any_role: bool = False
    but_someone: bool = False
    """Whether another organ than these must stand there: "anyone but the Council"."""


@dataclass(slots=True)
class Conditions:
    """What a question says about organs, and what it asks about them."""

    clauses: list[Clause] = field(default_factory=list)
    wanted: list[Role] = field(default_factory=list)
    """Roles that are asked for: those of "who", and role words that belong to no organ."""
    asks_organ: bool = False
    named: list[str] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    free_roles: list[Role] = field(default_factory=list)
    any_role_asked: bool = False
    used: set[int] = field(default_factory=set)

    def slots_of_organs(self) -> list[Slot]:
        """The slots that named organs fill."""
        return [slot for slot in self.slots if slot.kind == "organ"]


def voices_of(token: Token) -> set[str]:
    return {concept.rsplit(".", 1)[1] for concept in token.concepts if concept.startswith("role.")}


def role_of(token: Token) -> Role | None:
    """The role that a token may mean."""
    return next((role for role in Role if token.has(f"role.{role.value}")), None)


def is_weak(token: Token) -> bool:
    """Whether a word speaks of a role only beside an organ, and only when nothing else does: "must deliver", "belongs to"."""
    voices = voices_of(token)
    return bool(voices) and voices <= {"weak", "passive_weak"}


def names_cell(token: Token) -> bool:
    """Whether a role word names a column ("coordinating organ"), and not a part that an organ plays ("coordinating role")."""
    text = token.text.replace(" ", "")
    return "noun" in voices_of(token) and any(word in text for word in ("organ", "bod", "机关", "单位", "机构", "方"))
