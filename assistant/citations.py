"""The gate between facts and words: an answer says nothing that its cells do not hold.

A draft is checked statement by statement. Every cell is looked up again in the records and its quotation compared with the
source file character for character; every organ, time and number that a statement asserts must stand in its cells; and what is
shown, quotations aside, may name no other organ, year or number of a list. A failure is our fault: it raises, it is not mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answer import Citation
from assistant.errors import UnsupportedStatement
from assistant.evidence import Cell, Draft, Statement
from assistant.sources import Sources
from corpus.plan import Role, Row
from corpus.references import Level, Reference

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ROLES = tuple(role.value for role in Role)


def verify(draft: Draft, sources: Sources, organ_names: dict[str, str]) -> None:
    """Check a whole draft.

    Args:
        draft: the drafted answer.
        sources: the document it speaks of.
        organ_names: printed name of each organ in the answer's language -> its key.

    Raises:
        UnsupportedStatement: a statement says what its cells do not hold.
    """
    for statement in draft.statements:
        for cell in statement.cells:
            _verify_cell(cell, sources)
        _verify_assertions(statement, sources)
        _verify_words(statement, sources, organ_names)
    _verify_facts(draft, sources)


def _verify_cell(cell: Cell, sources: Sources) -> None:
    for span in cell.spans:
        if span.document != sources.document or not span.stands_in(sources.lines):
            raise UnsupportedStatement(f"{cell.ref} {cell.field}: the source does not say {span.quote[:60]!r}")


def _verify_assertions(statement: Statement, sources: Sources) -> None:
    rows = _rows(statement.cells, sources)
    for role, organ in statement.organs:
        cells = [row for field, row in rows if field in (role, "row")]
        if not any(organ in row.organs(Role(role)).value for row in cells):
            raise UnsupportedStatement(f"no cited cell has {organ} as {role}: {statement.text[:80]!r}")
    for time in statement.times:
        if not any(row.time_frame.value.key == time for field, row in rows if field in ("time_frame", "row")):
            raise UnsupportedStatement(f"no cited cell says {time}: {statement.text[:80]!r}")
    for said, counted in statement.counts:
        if said != counted:
            raise UnsupportedStatement(f"{said} is said where {counted} are counted: {statement.text[:80]!r}")


def _rows(cells: Iterable[Cell], sources: Sources) -> list[tuple[str, Row]]:
    found = []
    for cell in cells:
        if cell.field in (*_ROLES, "time_frame", "row", "output"):
            found += [(cell.field, row) for row in _row(cell.ref, sources)]
    return found


def _row(ref: str, sources: Sources) -> tuple[Row, ...]:
    reference = Reference.parse(ref)
    return tuple(row for row in sources.records.rows_of(reference) if row.reference == reference)


def _verify_words(statement: Statement, sources: Sources, organ_names: dict[str, str]) -> None:
    text = statement.text
    for quote in sorted(statement.quotes, key=len, reverse=True):
        text = text.replace(quote, "")
    licensed = {organ for _, organ in statement.organs} | set(statement.echoes)
    for name in sorted(organ_names, key=len, reverse=True):
        if name in text:
            if organ_names[name] not in licensed:
                raise UnsupportedStatement(f"{name} is named without evidence: {statement.text[:80]!r}")
            text = text.replace(name, "")
    years = set(statement.times) | set(statement.echoes) | {str(said) for said, _ in statement.counts}
    for year in _YEAR.findall(text):
        if year not in years:
            raise UnsupportedStatement(f"{year} is said without evidence: {statement.text[:80]!r}")


def _verify_facts(draft: Draft, sources: Sources) -> None:
    for ref in draft.refs:
        if ref not in sources.records and ref.level is not Level.ANNEX:
            raise UnsupportedStatement(f"facts name {ref}, which the plan does not have")
    rows = [row for ref in draft.refs if ref.level >= Level.DIRECTION for row in sources.records.rows_of(ref)]
    for role, organs in draft.roles.items():
        for organ in organs:
            if not any(organ in row.organs(role).value for row in rows):
                raise UnsupportedStatement(f"facts give {organ} as {role}, which none of {len(rows)} rows does")
    keys = {row.time_frame.value.key for row in rows}
    if draft.refs and not draft.counts and not set(draft.time_frames) <= keys:
        raise UnsupportedStatement(f"facts give {draft.time_frames}, the rows {sorted(map(str, keys))}")
    stated = {organ for organs in draft.roles.values() for organ in organs}
    if draft.roles and stated != set(draft.organs):
        raise UnsupportedStatement(f"organs {draft.organs} are not those of the roles {draft.roles}")


class Marks:
    """Numbers the cells of an answer in the order of their first use.

    Args:
        sources: for the document's language and renderings.
        language: the answer's language, in which quotations are rendered beside the source's words.
    """

    def __init__(self, sources: Sources, language: str) -> None:
        self._sources = sources
        self._language = language
        self._numbers: dict[tuple[str, str, str | None, int, str], int] = {}
        self.citations: list[Citation] = []

    def of(self, cells: Iterable[Cell]) -> str:
        """The marks of some cells, "[1][2]"; the same words of the same item keep their number."""
        return "".join(f"[{number}]" for number in dict.fromkeys(self._all(cells)))

    def _all(self, cells: Iterable[Cell]) -> Iterable[int]:
        for cell in cells:
            for at, span in enumerate(cell.spans):
                key = (cell.ref, cell.field, cell.annex, span.first_line, span.quote)
                if key not in self._numbers:
                    self._numbers[key] = len(self._numbers) + 1
                    self.citations.append(self._citation(cell, at))
                yield self._numbers[key]

    def _citation(self, cell: Cell, at: int) -> Citation:
        span = cell.spans[at]
        return Citation(
            mark=len(self._numbers),
            document=span.document,
            ref=cell.ref,
            annex=cell.annex,
            field=cell.field,
            lines=(span.first_line, span.last_line),
            quote=span.quote,
            translation=self._translation(cell) if at == 0 else None,
        )

    def _translation(self, cell: Cell) -> str | None:
        if self._language == self._sources.plan.language:
            return None
        field = (
            {"I": "annex_i", "II": "annex_ii"}.get(cell.annex or "", cell.field) if cell.field == "text" else cell.field
        )
        field = "title_annex_ii" if field == "title" and cell.annex == "II" else field
        return self._sources.rendering(cell.ref, "output" if field == "row" else field, self._language)
