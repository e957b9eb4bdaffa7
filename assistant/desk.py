"""What a question kind works with: the records of one document, and the phrases of one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.evidence import Cell, Draft, Statement
from assistant.finder import Finder
from assistant.phrasing import Phrasing
from assistant.sources import Sources
from corpus.plan import Action, Direction, Paragraph, Role, Row, SubDirection
from corpus.provenance import Sourced
from corpus.references import Level, Reference
from index.records import Item, Records


@dataclass(frozen=True, slots=True)
class Desk:
    """One document and one language."""

    sources: Sources
    phrasing: Phrasing
    finder: Finder | None = None
    """Search by topic; it opens its index at the first question that needs it."""

    @property
    def records(self) -> Records:
        """The document's records."""
        return self.sources.records

    @property
    def organ_names(self) -> dict[str, str]:
        """Printed name -> key of each organ in this language, for the gate."""
        return self.phrasing.names

    def in_order(self, organs: Iterable[str]) -> tuple[str, ...]:
        """Organs without repetition, in the document's order."""
        present = set(organs)
        return tuple(key for key in self.sources.organ_order if key in present)

    def shown(self, reference: Reference | str, field: str, text: Sourced[str]) -> str:
        """The words to show for a text: its own in its language, else the unofficial rendering, else its own."""
        if self.phrasing.language == text.spans[0].language:
            return text.value
        return self.sources.rendering(str(reference), field, self.phrasing.language) or text.value

    def row_text(self, row: Row) -> str:
        """A row's description, or the words that say it has no output, to show."""
        return self.shown(row.reference, "output", row.text)

    def wording(self, item: Item) -> tuple[str, Cell]:
        """An item's own words to show (of an action those of Annex II), and their cell."""
        match item:
            case Row():
                return self.row_text(item), Cell(str(item.reference), "output", "II", item.text.spans)
            case Action():
                text = self.shown(item.reference, "annex_ii", item.annex_ii)
                return text, Cell(str(item.reference), "text", "II", item.annex_ii.spans)
            case SubDirection() | Direction():
                text = self.shown(item.reference, "title", item.title)
                return text, Cell(str(item.reference), "title", "I", item.title.spans)
            case Paragraph():
                text = self.shown(item.reference, "paragraph", item.text)
                return text, Cell(str(item.reference), "paragraph", None, item.text.spans)

    def item_line(self, reference: Reference, extra: str = "", cells: tuple[Cell, ...] = ()) -> Statement:
        """A list item for any item: its number and its words."""
        text, cell = self.wording(self.records.items[reference])
        tail = f" · {extra}" if extra else ""
        return Statement(
            f"- **{reference}**{self.phrasing.say('form.dash')}{text}{tail}", cells or (cell,), quotes=(text,)
        )

    def text_statement(self, key: str, text: str, cell: Cell, **slots: object) -> Statement:
        """A statement that quotes."""
        quoted = self.phrasing.quote(text)
        return Statement(self.phrasing.say(key, text=quoted, **slots), (cell,), quotes=(text,))


def roles_of(rows: Iterable[Row], roles: Iterable[Role], desk: Desk) -> dict[Role, tuple[str, ...]]:
    """The organs of some rows by role, roles without any left out."""
    wanted = tuple(roles)
    found = {role: desk.in_order(organ for row in rows for organ in row.organs(role).value) for role in Role}
    return {role: organs for role, organs in found.items() if role in wanted and organs}


def times_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """The distinct time frames of some rows: years in order, then ongoing, annual, biennial."""
    keys = {key for row in rows if (key := row.time_frame.value.key)}
    recurring = ("ongoing", "annual", "biennial")
    return tuple(sorted(key for key in keys if key.isdigit())) + tuple(key for key in recurring if key in keys)


def suggest(draft: Draft, desk: Desk, key: str, **slots: object) -> None:
    """Add a next question."""
    draft.suggestions.append(desk.phrasing.say(f"suggest.{key}", **slots))


def is_outputs_only(references: Iterable[Reference]) -> bool:
    """Whether all references are of outputs."""
    return all(ref.level is Level.OUTPUT for ref in references)
