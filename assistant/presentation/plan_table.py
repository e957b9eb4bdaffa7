"""The whole of Annex II as a table to sort and filter, and as a file that a spreadsheet opens as text."""

from __future__ import annotations

import csv
import io

from assistant.presentation.wording import Wording
from assistant.sources import Sources
from corpus.plan import Role, Row

FILE_NAME = "high-level-action-plan-2019-2023.{language}.csv"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


class PlanTable:
    """The rows of a plan's Annex II in one language.

    Args:
        sources: the document.
        language: of headings and cells.
    """

    def __init__(self, sources: Sources, language: str) -> None:
        self._sources = sources
        self._wording = Wording(language, sources.organs)
        self.headings = self._wording.columns("table")
        self.note = self._wording.say("table.note")

    @property
    def rows(self) -> list[list[str]]:
        """All rows in document order, blank cells empty."""
        return [self._row(row) for row in self._sources.plan.rows]

    @property
    def file_name(self) -> str:
        """A fixed name: nothing of it comes from a visitor."""
        return FILE_NAME.format(language=self._wording.language)

    def csv(self) -> bytes:
        """The table as CSV in UTF-8 with a byte-order mark, which spreadsheets need to read Chinese."""
        text = io.StringIO()
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        for line in (self.headings, *self.rows):
            writer.writerow(map(spreadsheet_safe, line))
        return text.getvalue().encode("utf-8-sig")

    def _row(self, row: Row) -> list[str]:
        action, frame = row.reference.action, row.time_frame.value
        item = self._sources.records.items[action] if action else None
        wording = item.annex_ii.value if item is not None and hasattr(item, "annex_ii") else ""
        return [
            str(row.reference),
            self._text(str(action), "annex_ii", wording),
            self._text(str(row.reference), "output", row.text.value),
            self._wording.phrasing.time(frame) if frame.key else "",
            *(self._wording.organ_list(row.organs(role).value) for role in Role),
            str(row.span.first_line),
        ]

    def _text(self, ref: str, field: str, own: str) -> str:
        if self._wording.language == self._sources.plan.language:
            return own
        return self._sources.rendering(ref, field, self._wording.language) or own


def spreadsheet_safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
