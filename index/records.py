"""The structured store: exact look-ups over the records of one plan.

Everything here is exhaustive: what a look-up returns is all there is, in document order. Nothing is read from an index, no
vector is touched; a plan of this size answers any selection by going through its rows once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache

from corpus.plan import Action, Direction, Paragraph, Plan, Role, Row, SubDirection, TimeFrame, TimeKind
from corpus.references import Level, Reference
from index.selection import (
    AnyOf,
    BlankTerm,
    Clause,
    OnlyInTerm,
    OrganTerm,
    OutputTerm,
    ScopeTerm,
    Selection,
    SeveralTerm,
    TimeTerm,
    Unit,
)

Item = Direction | SubDirection | Action | Row | Paragraph


class Records:
    """Look-ups over one plan.

    Args:
        plan: the parsed and reconciled plan.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        # One answer asks for the same rows several times: for its list, its count and its notices.
        self._matching = lru_cache(maxsize=256)(self._go_through)

    @cached_property
    def items(self) -> dict[Reference, Item]:
        """Every item by its reference. An action stands for its only, unnumbered row, too."""
        found: dict[Reference, Item] = {}
        for row in self.plan.rows:
            if row.reference.level is Level.OUTPUT:
                found[row.reference] = row
        for group in (self.plan.directions, self.plan.subdirections, self.plan.actions, self.plan.paragraphs):
            found.update({item.reference: item for item in group})
        return found

    def __contains__(self, reference: Reference) -> bool:
        return reference in self.items

    def action(self, reference: Reference) -> Action:
        """The action that a reference names or stands under. Raises KeyError for any other reference."""
        item = self.items[Reference(Level.ACTION, reference.numbers[:3])]
        assert isinstance(item, Action)
        return item

    def rows_of(self, reference: Reference) -> tuple[Row, ...]:
        """All rows of an item: of an output itself, of an action its rows, of a direction every row under it."""
        return self._rows_by_item.get(reference, ())

    @cached_property
    def _rows_by_item(self) -> dict[Reference, tuple[Row, ...]]:
        found: dict[Reference, list[Row]] = {}
        for row in self.plan.rows:
            above: Reference | None = row.reference
            while above is not None:
                found.setdefault(above, []).append(row)
                above = above.parent
        return {reference: tuple(rows) for reference, rows in found.items()}

    def rows(self, clauses: Iterable[Clause]) -> tuple[Row, ...]:
        """The rows for which all clauses hold, in document order."""
        return self._matching(tuple(clauses))

    def _go_through(self, clauses: tuple[Clause, ...]) -> tuple[Row, ...]:
        return tuple(row for row in self.plan.rows if all(holds(clause, row) for clause in clauses))

    def select(self, selection: Selection) -> tuple[Reference, ...]:
        """The references of what a selection asks for, by its unit, complete and in document order."""
        rows = self.rows(selection.clauses)
        if selection.unit is Unit.OUTPUT:
            return tuple(row.reference for row in rows if row.is_output)
        if selection.unit is Unit.ROW:
            return tuple(row.reference for row in rows)
        if all_negative(selection.clauses):
            rows = self._wholly(rows, selection)
        depth = {Unit.ACTION: 3, Unit.SUBDIRECTION: 2, Unit.DIRECTION: 1}[selection.unit]
        level = Level(Level.DIRECTION + depth - 1)
        return tuple(dict.fromkeys(Reference(level, row.reference.numbers[:depth]) for row in rows))

    def _wholly(self, rows: tuple[Row, ...], selection: Selection) -> tuple[Row, ...]:
        """The rows of those items of which *no* row fails: a direction "without a coordinating organ" has none at all."""
        depth = {Unit.ACTION: 3, Unit.SUBDIRECTION: 2, Unit.DIRECTION: 1}[selection.unit]
        scope = [clause for clause in selection.clauses if isinstance(clause, ScopeTerm | TimeTerm)]
        failing = {
            row.reference.numbers[:depth]
            for row in self.rows(scope)
            if not all(holds(clause, row) for clause in selection.clauses)
        }
        return tuple(row for row in rows if row.reference.numbers[:depth] not in failing)

    def total(self, unit: Unit) -> int:
        """How many items of a unit the whole plan has."""
        return {
            Unit.ROW: len(self.plan.rows),
            Unit.OUTPUT: len(self.plan.outputs),
            Unit.ACTION: len(self.plan.actions),
            Unit.SUBDIRECTION: len(self.plan.subdirections),
            Unit.DIRECTION: len(self.plan.directions),
            Unit.PARAGRAPH: len(self.plan.paragraphs),
        }[unit]

    def children(self, reference: Reference) -> tuple[Reference, ...]:
        """What stands directly under an item; of an action its numbered outputs or its one unnumbered output."""
        item = self.items[reference]
        if isinstance(item, Direction):
            return tuple(sub.reference for sub in item.subdirections)
        if isinstance(item, SubDirection):
            return tuple(action.reference for action in item.actions)
        return tuple(row.reference for row in item.outputs) if isinstance(item, Action) else ()

    def nearest(self, reference: Reference, limit: int = 3) -> tuple[Reference, ...]:
        """The existing items of the same level that come closest to one that does not exist, nearest first."""
        known = reference
        while known not in self.items and known.parent is not None:
            known = known.parent
        level = reference.level if known in self.items else Level(max(reference.level, Level.DIRECTION))
        same = [ref for ref in self.items if ref.level is level and (known not in self.items or known.contains(ref))]
        if not same:
            same = [ref for ref in (known,) if ref in self.items]
        return tuple(sorted(sorted(same, key=lambda ref: _distance(ref, reference))[:limit]))


def all_negative(clauses: Iterable[Clause]) -> bool:
    """Whether the conditions on organs only say what is *not* there: they then hold of an item as a whole."""
    organs = [clause for clause in clauses if isinstance(clause, OrganTerm | BlankTerm)]
    return bool(organs) and all(
        clause.negated if isinstance(clause, OrganTerm) else not clause.negated for clause in organs
    )


def _distance(one: Reference, other: Reference) -> tuple[int, ...]:
    return tuple(abs(a - b) for a, b in zip(one.numbers, other.numbers, strict=False))


def holds(clause: Clause, row: Row) -> bool:
    """Whether a clause is true of a row."""
    match clause:
        case AnyOf():
            truth = any(holds(term, row) for term in clause.terms)
        case OrganTerm():
            truth = _organs_hold(clause, row)
        case OnlyInTerm():
            truth = [role for role in Role if clause.organ in row.organs(role).value] == [clause.role]
        case TimeTerm():
            truth = _time_holds(clause, row.time_frame.value)
        case ScopeTerm():
            truth = any(reference.contains(row.reference) for reference in clause.references)
        case BlankTerm():
            truth = is_blank(row, clause.field)
        case SeveralTerm():
            truth = len(row.organs(clause.role).value) >= clause.least
        case OutputTerm():
            truth = row.is_output
    return truth is not clause.negated


def is_blank(row: Row, field: str) -> bool:
    """Whether a row leaves a role's cell, or its time frame, blank."""
    if field == "time_frame":
        return row.time_frame.value.kind is TimeKind.UNSTATED
    return not row.organs(Role(field)).value


def _organs_hold(term: OrganTerm, row: Row) -> bool:
    present = {organ for role in term.roles for organ in row.organs(role).value}
    if term.only and present - set(term.organs):
        return False
    wanted = [organ in present for organ in term.organs]
    return all(wanted) if term.every else any(wanted)


def _time_holds(term: TimeTerm, frame: TimeFrame) -> bool:
    if frame.kind in term.kinds:
        return True
    if frame.year is None or not term.asks_years:
        return False
    if term.years:
        return frame.year in term.years
    return (term.first or 0) <= frame.year <= (term.last or 9999)
