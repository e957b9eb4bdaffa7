"""The small cells of Annex II: item letters, time frames, organs."""

from __future__ import annotations

import re

from corpus.errors import LayoutError
from corpus.manifest import Layout
from corpus.parsers.source import Source
from corpus.plan import TimeFrame, TimeKind
from corpus.readers.plain_text import Line, without_spaces

_LABEL = re.compile(r"([(（]([^()（）\s]{1,6})[)）])\s*")
_YEAR = re.compile(r"[0-9]{4}")


def split_label(layout: Layout, text: str) -> tuple[str | None, int, str]:
    """The item letter of an output as printed, its number (0 without one), and the text after it.

    A bracket that holds no known letter belongs to the text.
    """
    match = _LABEL.match(text)
    for letters in layout.items if match else ():
        if match and match[2] in letters:
            return match[1], letters.index(match[2]) + 1, text[match.end() :]
    return None, 0, text


def read_time_frame(source: Source, line: Line, cell: str) -> TimeFrame:
    """The time frame that a cell states.

    Raises:
        LayoutError: the cell says something else, or a year outside the plan's period.
    """
    printed = without_spaces(cell)
    if not printed:
        return TimeFrame(printed="", kind=TimeKind.UNSTATED)
    if kind := source.layout.time_frames.get(printed):
        return TimeFrame(printed=printed, kind=kind)
    if _YEAR.fullmatch(printed) and int(printed) in source.years:
        return TimeFrame(printed=printed, kind=TimeKind.YEAR, year=int(printed))
    raise LayoutError(f"no time frame of this plan: {printed[:40]!r}", line=line.number)


def read_organs(source: Source, line: Line, cell: str) -> tuple[str, ...]:
    """Keys of the organs that a cell names, in order.

    Names may hold the word that stands between names, so they are matched whole, the longest first.

    Raises:
        LayoutError: the cell names something else, or an organ twice.
    """
    rest = without_spaces(cell)
    found: list[str] = []
    names = sorted(source.organs, key=len, reverse=True)
    while rest:
        name = next((name for name in names if rest.startswith(name)), None)
        if name is None:
            raise LayoutError(f"no organ of this plan: {rest[:40]!r}", line=line.number)
        found.append(source.organs[name])
        rest = _after_separator(source, line, rest.removeprefix(name))
    if len(set(found)) != len(found):
        raise LayoutError(f"an organ stands twice in one cell: {cell[:80]!r}", line=line.number)
    return tuple(found)


def _after_separator(source: Source, line: Line, rest: str) -> str:
    if not rest:
        return rest
    for separator in source.layout.and_between_organs:
        if rest.startswith(separator) and rest != separator:
            return rest.removeprefix(separator)
    raise LayoutError(f"after an organ stands {rest[:40]!r}", line=line.number)
