"""Plain text -> numbered lines; a table is a run of lines whose cells are divided by tabs."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from corpus.errors import LayoutError

MAX_BYTES = 8 * 1024 * 1024
MAX_LINE_CHARACTERS = 20_000

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Line(NamedTuple):
    """A line of a source file."""

    number: int
    """1-based."""
    text: str
    """Without its line end, otherwise as printed."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The text between tabs, without the spaces around it."""
        return tuple(cell.strip() for cell in self.text.split("\t"))

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def read_lines(data: bytes) -> tuple[Line, ...]:
    """The lines of a UTF-8 text, in order; blank ones included, so that numbers are those of an editor.

    Only the newline ends a line: other characters that Unicode counts as line ends may stand inside a cell.

    Raises:
        LayoutError: the data is empty, too large, not UTF-8, or no text at all.
    """
    if len(data) > MAX_BYTES:
        raise LayoutError(f"the file has {len(data)} bytes; more than {MAX_BYTES} are not read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise LayoutError("the file is not UTF-8 text", line=number) from error
    if not text.strip():
        raise LayoutError("the file is empty")
    printed = text.replace("\r\n", "\n").split("\n")
    lines = tuple(Line(number, one) for number, one in enumerate(printed, start=1))
    for line in lines:
        _refuse_if_no_text(line)
    return lines


def without_spaces(text: str) -> str:
    """The text without any white space: printed line breaks inside a cell's words leave spaces behind."""
    return "".join(text.split())


def join_cut(parts: list[str]) -> str:
    """One text from parts that a page break cut, with a space only between two words of a spaced script."""
    joined = ""
    for part in parts:
        spaced = joined and part and not (_is_wide(joined[-1]) or _is_wide(part[0]))
        joined += f" {part}" if spaced else part
    return joined


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _refuse_if_no_text(line: Line) -> None:
    if len(line.text) > MAX_LINE_CHARACTERS:
        raise LayoutError(f"the line has more than {MAX_LINE_CHARACTERS} characters", line=line.number)
    if _CONTROL.search(line.text):
        raise LayoutError("the line holds control characters: the file is no plain text", line=line.number)
