"""What is true of a plan, read off its rows one by one. It shares no look-up with the assistant, on purpose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from corpus.plan import Action, Plan, Role, Row

Facts = dict[str, Any]
Unit = Literal["output", "action", "row"]
TimeForm = Literal["in", "by", "before", "after", "from", "between", "ongoing", "annual", "biennial"]
RECURRING = ("ongoing", "annual", "biennial")
ROLES = tuple(role.value for role in Role)


@dataclass(frozen=True)
class Time:
    """A condition on time as people say it."""

    form: TimeForm
    first: int = 0
    last: int = 0

    def holds(self, row: Row) -> bool:
        """Whether a row meets it."""
        frame = row.time_frame.value
        if self.form in RECURRING:
            return frame.kind.value == self.form
        year = frame.year
        if year is None:
            return False
        earliest, latest = {
            "in": (self.first, self.first),
            "by": (0, self.first),
            "before": (0, self.first - 1),
            "after": (self.first + 1, 9999),
            "from": (self.first, 9999),
            "between": (self.first, self.last),
        }[self.form]
        return earliest <= year <= latest


@dataclass(frozen=True)
class Condition:
    """What a list or a count asks for; None asks for nothing."""

    unit: Unit = "row"
    organ: str | None = None
    role: str | None = None
    """One role's name, or None for any of the three."""
    time: Time | None = None
    scope: str | None = None
    """The number of a direction or a sub-direction."""

    def rows(self, plan: Plan) -> list[Row]:
        """The rows that meet it, but for time."""
        return [row for row in plan.rows if self._organ_holds(row) and self._scope_holds(row)]

    def refs(self, plan: Plan) -> list[str]:
        """What is listed, in document order."""
        rows = [row for row in self.rows(plan) if self.time is None or self.time.holds(row)]
        if self.unit == "action":
            return list(dict.fromkeys(str(row.reference.action) for row in rows))
        return [str(row.reference) for row in rows if self.unit == "row" or row.is_output]

    def leaves_out(self, plan: Plan) -> bool:
        """Whether recurring rows meet everything but the years that are asked for."""
        if self.time is None or self.time.form in RECURRING:
            return False
        rows = [row for row in self.rows(plan) if self.unit != "output" or row.is_output]
        return any(row.time_frame.value.key in RECURRING for row in rows)

    def _organ_holds(self, row: Row) -> bool:
        if self.organ is None:
            return True
        return any(self.organ in cell(row, role) for role in ROLES if self.role in (None, role))

    def _scope_holds(self, row: Row) -> bool:
        return self.scope is None or f"{row.reference}.".startswith(f"{self.scope}.")


def cell(row: Row, role: str) -> tuple[str, ...]:
    """The organs of one role's cell."""
    organs: tuple[str, ...] = getattr(row, role).value
    return organs


def totals(plan: Plan) -> dict[Unit, int]:
    """How many of each unit the plan has."""
    rows = list(plan.rows)
    outputs, actions = [row for row in rows if row.is_output], {row.reference.action for row in rows}
    return {"output": len(outputs), "action": len(actions), "row": len(rows)}


def field_facts(rows: Iterable[Row], roles: Iterable[str], *, times: bool) -> Facts:
    """The facts of some rows: who stands in these roles, and when they are due if that is asked."""
    rows = list(rows)
    by_role = {role: unique(organ for row in rows for organ in cell(row, role)) for role in roles}
    keys = unique(row.time_frame.value.key for row in rows if row.time_frame.value.key) if times else []
    return {
        "refs": [str(row.reference) for row in rows],
        "organs": unique(organ for organs in by_role.values() for organ in organs),
        "roles": {role: organs for role, organs in by_role.items() if organs},
        "time_frames": sorted(keys, key=lambda key: (not key.isdigit(), key)),
    }


def unique(values: Iterable[str]) -> list[str]:
    """Each value once, in order."""
    return list(dict.fromkeys(values))


def outputs_of(action: Action) -> list[str]:
    """The references of an action's outputs; none when the plan says that it has none."""
    return [str(row.reference) for row in action.rows if row.is_output]
