"""What a document's folder says about it: manifest.toml and organs.toml as frozen records."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from corpus.errors import DataFileError, DocumentNotFoundError
from corpus.plan import TimeKind
from corpus.provenance import Record
from corpus.totals import Totals


class Layout(Record):
    """The printed words by which a parser recognises the parts of one edition."""

    front: tuple[str, ...]
    """Names of the fields above the first paragraph, in the order printed."""
    footnote: str
    """The mark that opens the footnote's line."""
    annexes: tuple[str, str]
    """The lines that open the two annexes."""
    columns_i: tuple[str, ...] = Field(min_length=3, max_length=3)
    """Column titles of Annex I, without spaces."""
    columns_ii: tuple[str, ...] = Field(min_length=7, max_length=7)
    """Column titles of Annex II, without spaces."""
    running_title: str
    """The line above each page of Annex II, without spaces."""
    direction: str
    """The word before a direction's number in Annex II."""
    bullet: str
    """What opens a line where a page of Annex I was flattened into a list."""
    items: tuple[tuple[str, ...], ...]
    """The ways of lettering outputs, each as its letters in order, without brackets."""
    and_between_organs: tuple[str, ...]
    """What may stand between two organs of one cell, besides line breaks."""
    time_frames: dict[str, TimeKind]
    """The time frames that are not years, as printed without spaces."""
    no_output: str
    """How the row of an action without an output begins."""


class Edition(Record):
    """One language in which the document is at hand."""

    language: str = Field(pattern=r"^[a-z]{2}$")
    official: bool
    """Whether the Authority published this text; false for a translation made for this project."""
    file: str
    """Path of the source file inside the document's folder."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    parser: str
    """A name of `corpus.parsers.PARSERS`."""
    cut_texts: int
    """How many texts its page breaks cut in two: the loss of a second half changes no other number."""
    layout: Layout


class AdoptedText(Record):
    """The text that was adopted after the one at hand."""

    symbol: str
    adopted: date


class Manifest(Record):
    """A document, as its folder describes it."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    """Name of the folder."""
    titles: dict[str, str]
    """Title by language, as an official text or page prints it; a language without one is absent."""
    names: dict[str, str]
    """What the plan is called in running text, by language; a language without an official form is absent."""
    body: dict[str, str]
    """The issuing body's name, by language."""
    session: int
    """Number of the body's session for which the document was written."""
    session_first_day: date
    session_last_day: date
    status: Literal["draft", "adopted"]
    symbol: str | None = None
    """The document's own symbol as the source prints it; None when it prints none. It is never guessed."""
    symbols_cited: tuple[str, ...] = ()
    """Symbols of *other* documents that the source prints."""
    adopted_text: AdoptedText | None = None
    """The later, adopted text: never the symbol of the document at hand."""
    first_year: int
    last_year: int
    organs: tuple[str, ...] = Field(min_length=1)
    """Keys of organs.toml, in the order in which answers list them."""
    editions: tuple[Edition, ...] = Field(min_length=1)
    """The first one is the one that is read when no language is named."""
    totals: Totals
    """What a parse must count, or the build stops."""

    @model_validator(mode="after")
    def _period_and_languages(self) -> Self:
        if self.last_year < self.first_year:
            raise ValueError(f"the period ends ({self.last_year}) before it begins ({self.first_year})")
        languages = [edition.language for edition in self.editions]
        if len(set(languages)) != len(languages):
            raise ValueError(f"two editions in one language: {', '.join(languages)}")
        return self

    def edition(self, language: str | None = None) -> Edition:
        """The edition in `language`, or the first one.

        Raises:
            DocumentNotFoundError: the document is not at hand in that language.
        """
        for edition in self.editions:
            if language in (None, edition.language):
                return edition
        known = ", ".join(edition.language for edition in self.editions)
        raise DocumentNotFoundError(f"{self.id} is not at hand in {language!r}; it is in: {known}")


class OrganName(Record):
    """An organ's name in one language."""

    name: str = Field(min_length=1)
    """Printed in answers; in the source's language, the form of the source."""
    article: str | None = None
    """The name with its article, where the language has one."""
    aliases: tuple[str, ...] = ()
    """Other forms that questions may use; never printed."""
    unofficial: bool = False
    """True where no official text with this form was seen."""


class Organ(Record):
    """An organ that the organ columns name."""

    key: str
    names: dict[str, OrganName]
    """By language."""


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the document in `folder`.

    Raises:
        DocumentNotFoundError: there is no manifest.toml.
        DataFileError: it does not say what a manifest says.
    """
    path = folder / "manifest.toml"
    data = _read_toml(path)
    try:
        manifest = Manifest.model_validate(data)
    except ValidationError as error:
        raise DataFileError(_first_problem(error), path=path) from error
    if manifest.id != folder.name:
        raise DataFileError(f"id {manifest.id!r} is not the folder's name {folder.name!r}", path=path)
    return manifest


def read_organs(folder: Path, order: tuple[str, ...]) -> tuple[Organ, ...]:
    """The organs of the document in `folder`, in `order`.

    Raises:
        DocumentNotFoundError: there is no organs.toml.
        DataFileError: it is malformed, or names other organs than the manifest.
    """
    path = folder / "organs.toml"
    data = _read_toml(path)
    if set(data) != set(order):
        odd = ", ".join(sorted(set(data) ^ set(order)))
        raise DataFileError(f"organs in only one of manifest.toml and organs.toml: {odd}", path=path)
    try:
        return tuple(Organ(key=key, names=data[key]) for key in order)
    except ValidationError as error:
        raise DataFileError(_first_problem(error), path=path) from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DocumentNotFoundError(f"there is no {path.name} in {path.parent}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(str(error), path=path) from error


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
