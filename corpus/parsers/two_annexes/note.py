"""The note before the annexes: what stands above the first paragraph, the paragraphs, the footnote."""

from __future__ import annotations

import re

from corpus.errors import LayoutError
from corpus.parsers.source import Source
from corpus.plan import Paragraph
from corpus.provenance import Sourced
from corpus.readers.plain_text import Line
from corpus.references import Level, Reference

_PARAGRAPH = re.compile(r"([1-9][0-9]{0,2})\. +(\S.*)")


def read_note(source: Source, lines: tuple[Line, ...]) -> tuple[dict[str, Sourced[str]], tuple[Paragraph, ...]]:
    """The fields above the paragraphs, with the footnote; and the paragraphs.

    Raises:
        LayoutError: other lines than the manifest's fields, a skipped paragraph number, or a line that is neither.
    """
    printed = [line for line in lines if not line.is_blank]
    above = next((index for index, line in enumerate(printed) if _PARAGRAPH.match(line.text.strip())), len(printed))
    front = _front(source, printed[:above])
    paragraphs: list[Paragraph] = []
    for line in printed[above:]:
        text = line.text.strip()
        if text.startswith(source.layout.footnote):
            if "footnote" in front:
                raise LayoutError("a second footnote", line=line.number)
            front["footnote"] = _sourced(source, line, text.removeprefix(source.layout.footnote).strip())
        else:
            paragraphs.append(_paragraph(source, line, number=len(paragraphs) + 1))
    return front, tuple(paragraphs)


def _front(source: Source, lines: list[Line]) -> dict[str, Sourced[str]]:
    names = source.layout.front
    if len(lines) != len(names):
        place = lines[-1].number if lines else None
        raise LayoutError(f"{len(lines)} lines above the first paragraph, not {len(names)}", line=place)
    return {name: _sourced(source, line, line.text.strip()) for name, line in zip(names, lines, strict=True)}


def _paragraph(source: Source, line: Line, *, number: int) -> Paragraph:
    match = _PARAGRAPH.fullmatch(line.text.strip())
    if match is None or int(match[1]) != number:
        raise LayoutError(f"here paragraph {number} or a footnote was expected", line=line.number)
    return Paragraph(reference=Reference(Level.PARAGRAPH, (number,)), text=_sourced(source, line, match[2]))


def _sourced(source: Source, line: Line, text: str) -> Sourced[str]:
    if not text:
        raise LayoutError("the line has a mark but no text", line=line.number)
    return Sourced[str](value=text, spans=(source.span(line, text),))
