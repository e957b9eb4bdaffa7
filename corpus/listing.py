"""What `python -m corpus` prints: totals, an item with its lines and quotes, the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from corpus.defects import Defect
from corpus.differences import Difference, DifferenceKind, difference_of
from corpus.plan import Action, Direction, Paragraph, Plan, Role, Row, SubDirection
from corpus.provenance import Sourced
from corpus.references import Level, Reference
from corpus.totals import Totals

Item = Paragraph | Direction | SubDirection | Action | Row

_BLANK = "(blank)"


def totals_lines(totals: Totals) -> Iterator[str]:
    """The totals of a plan, one kind a line."""
    for name, value in totals:
        words = name.replace("_", " ")
        if isinstance(value, int):
            yield f"{words:<30}{value}"
        elif isinstance(value, tuple):
            yield f"{words:<30}{'  '.join(map(str, value))}"
        else:
            yield from _group_lines(words, value)


def find(plan: Plan, reference: Reference) -> Item | None:
    """The item of that reference; for an action and its only output, the action."""
    groups: tuple[Iterable[Item], ...] = (plan.paragraphs, plan.directions, plan.subdirections, plan.actions, plan.rows)
    return next((item for group in groups for item in group if item.reference == reference), None)


def item_lines(item: Item, organs: Mapping[str, str]) -> Iterator[str]:
    """An item with its texts and their lines, and what stands under it. `organs` names the organs by key."""
    yield f"{item.reference}  {item.reference.level.name.lower()}"
    if isinstance(item, Paragraph):
        yield from _text_lines("text", item.text)
    elif isinstance(item, Row):
        yield from _row_lines(item, organs)
    elif isinstance(item, Action):
        yield from _action_lines(item, organs)
    else:
        yield from _title_lines(item)


def defect_lines(defects: Iterable[Defect], language: str) -> Iterator[str]:
    """The ledger, one defect in three lines."""
    for defect in defects:
        refs = ", ".join(map(str, defect.refs)) or "the document"
        lines = ", ".join(map(str, defect.lines))
        yield f"{refs}  {defect.code}, {defect.field.replace('_', ' ')}, line {lines}"
        yield f"    “{_visible(defect.quote)}”"
        yield f"    {defect.remark.get(language) or next(iter(defect.remark.values()))}"


def _group_lines(words: str, groups: Mapping[str, int] | Mapping[Role, Mapping[str, int]]) -> Iterator[str]:
    for key, value in groups.items():
        if isinstance(value, int):
            yield f"{words:<30}{key:<32}{value:>4}"
        else:
            yield from _group_lines(f"{words}, {key}", value)


def _title_lines(item: Direction | SubDirection) -> Iterator[str]:
    yield from _text_lines("Annex I", item.title)
    children: Iterable[SubDirection | Action] = item.actions if isinstance(item, SubDirection) else item.subdirections
    if isinstance(item, Direction):
        yield from _text_lines("Annex II", item.title_annex_ii)
    for child in children:
        text = child.annex_ii if isinstance(child, Action) else child.title
        yield f"  {child.reference!s:<8}{text.value}"


def _action_lines(action: Action, organs: Mapping[str, str]) -> Iterator[str]:
    yield from _text_lines("Annex I", action.annex_i)
    yield from _text_lines("Annex II", action.annex_ii)
    difference = difference_of(action)
    yield f"  Annex I → Annex II: {difference.kind}"
    if difference.kind is DifferenceKind.WORDING:
        yield f"    {_marked(difference)}"
    for row in action.rows:
        name = "output" if row.is_output else "no output"
        yield f"  {row.reference}  {row.label or name}" if row.reference.level is Level.OUTPUT else f"  {name}"
        yield from (f"  {line}" for line in _row_lines(row, organs))


def _marked(difference: Difference) -> str:
    marked = (one.annex_i if one.is_equal else f"[{one.annex_i}→{one.annex_ii}]" for one in difference.segments)
    # What stands in one annex in the place of what stands in the other reads better in one bracket.
    return "".join(marked).replace("→][→", "→")


def _row_lines(row: Row, organs: Mapping[str, str]) -> Iterator[str]:
    yield from _text_lines("Annex II", row.text)
    yield f"  {'time frame':<14}{row.time_frame.value.printed or _BLANK}"
    for role in Role:
        names = ", ".join(organs.get(key, key) for key in row.organs(role).value)
        yield f"  {role:<14}{names or _BLANK}"


def _text_lines(place: str, text: Sourced[str]) -> Iterator[str]:
    lines = " and ".join(str(span.first_line) for span in text.spans)
    yield f"  {place}, line {lines}"
    yield from (f"    “{_visible(span.quote)}”" for span in text.spans)


def _visible(quote: str) -> str:
    return quote.replace("\t", " ⇥ ")
