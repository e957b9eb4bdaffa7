"""Where a value was read: every value of a plan carries the lines it came from and their words."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

T = TypeVar("T")


class Record(BaseModel):
    """Base of all values that travel between the stages: frozen, closed, documented under each field."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Span(Record):
    """Some words of the source file, and where they stand."""

    document: str
    """The document's id, the name of its folder."""
    language: str
    """Language of the edition that was read, a two-letter code."""
    first_line: int = Field(ge=1)
    """First line, 1-based."""
    last_line: int = Field(ge=1)
    """Last line, 1-based, included."""
    quote: str = Field(min_length=1)
    """The words: a substring of those lines joined by newlines, character for character."""

    @model_validator(mode="after")
    def _lines_in_order(self) -> Span:
        if self.last_line < self.first_line:
            raise ValueError(f"lines {self.first_line}-{self.last_line} are not in order")
        return self

    def stands_in(self, lines: tuple[str, ...]) -> bool:
        """Whether the quote is where it says, given all lines of the source file in order."""
        return self.quote in "\n".join(lines[self.first_line - 1 : self.last_line])


class Sourced(Record, Generic[T]):
    """A value together with the words it was read from.

    A blank cell has an empty value and one span that quotes its whole row: the blank can be shown, too.
    """

    value: T
    spans: tuple[Span, ...] = Field(min_length=1)
    """In reading order; more than one where a page break cut the text."""
