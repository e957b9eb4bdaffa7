"""What a parser is given: the lines of one edition, and what its document's folder says about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.manifest import Layout
from corpus.provenance import Sourced, Span
from corpus.readers.plain_text import Line, join_cut


@dataclass(frozen=True)
class Source:
    """One edition, ready to be parsed."""

    document: str
    """The document's id."""
    language: str
    lines: tuple[Line, ...]
    layout: Layout
    organs: Mapping[str, str]
    """Organ names as this edition prints them -> keys."""
    years: range
    """The years that a time frame may name."""

    def span(self, line: Line, quote: str | None = None) -> Span:
        """The words `quote` of a line, or the whole line."""
        return Span(
            document=self.document,
            language=self.language,
            first_line=line.number,
            last_line=line.number,
            quote=line.text if quote is None else quote,
        )


class CutText:
    """A text that the rest of the page may continue: its parts, in reading order."""

    def __init__(self, span: Span) -> None:
        self.spans = [span]

    def continue_with(self, span: Span) -> None:
        """Add the part that stands after the page break."""
        self.spans.append(span)

    @property
    def text(self) -> str:
        """The parts as one text."""
        return join_cut([span.quote for span in self.spans])

    def sourced(self) -> Sourced[str]:
        """The text with where it was read."""
        return Sourced[str](value=self.text, spans=tuple(self.spans))
