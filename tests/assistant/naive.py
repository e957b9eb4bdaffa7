"""What answers must say, worked out from the rows of the plan in the plainest way: no selection, no clause, no index."""

from __future__ import annotations

import json
from collections.abc import Iterable

from assistant.answer import Answer
from corpus.plan import Plan, Role, Row

ORGANS = {
    "assembly": ("Assembly", "大会"),
    "council": ("Council", "理事会"),
    "secretariat": ("Secretariat", "秘书处"),
    "legal_and_technical_commission": ("Legal and Technical Commission", "法律和技术委员会"),
    "finance_committee": ("Finance Committee", "财务委员会"),
}
VERBS = {
    Role.RESPONSIBLE: ("lead", "负责"),
    Role.ASSOCIATED: ("assist with", "参与"),
    Role.COORDINATING: ("coordinate", "协调"),
}
YEARS = tuple(range(2019, 2024))
REFUSALS = ("clarify", "out_of_scope", "not_found", "not_stated")


def rows_where(
    plan: Plan,
    *,
    organ: str | None = None,
    role: Role | None = None,
    years: Iterable[int] | None = None,
    kind: str | None = None,
    direction: int | None = None,
    outputs: bool = False,
) -> tuple[Row, ...]:
    """The rows that meet all that is given."""
    found = []
    for row in plan.rows:
        roles = [role] if role else list(Role)
        if organ is not None and not any(organ in row.organs(one).value for one in roles):
            continue
        if years is not None and row.time_frame.value.year not in tuple(years):
            continue
        if kind is not None and row.time_frame.value.kind.value != kind:
            continue
        if direction is not None and row.reference.direction != direction:
            continue
        if outputs and not row.is_output:
            continue
        found.append(row)
    return tuple(found)


def refs(rows: Iterable[Row]) -> tuple[str, ...]:
    """The rows' references as answers write them."""
    return tuple(str(row.reference) for row in rows)


def actions(rows: Iterable[Row]) -> tuple[str, ...]:
    """The actions of some rows, each once."""
    return tuple(dict.fromkeys(str(row.reference.action) for row in rows))


def rows_of(plan: Plan, reference: str) -> tuple[Row, ...]:
    """All rows of one action, or the one row of an output."""
    return tuple(row for row in plan.rows if reference in (str(row.reference), str(row.reference.action)))


def organs_of(rows: Iterable[Row], role: Role) -> set[str]:
    """All organs that stand in one column of some rows."""
    return {organ for row in rows for organ in row.organs(role).value}


def stable(answer: Answer) -> str:
    """The answer without what may differ between two runs."""
    fields = json.loads(answer.model_dump_json())
    del fields["elapsed_ms"]
    return json.dumps(fields, ensure_ascii=False)


def is_abstention(answer: Answer) -> bool:
    """Whether the assistant said that it does not answer this."""
    return answer.status in REFUSALS
