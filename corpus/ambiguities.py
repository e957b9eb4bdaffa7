"""Names that stand for several things in a document: which readings to offer."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import DataFileError
from corpus.library import DEFAULT_DOCUMENT, folder_of
from corpus.provenance import Record
from corpus.references import Reference


class Ambiguity(Record):
    """The readings of one ambiguous name."""

    organs: tuple[str, ...] = ()
    """Keys of the organs it may mean."""
    references: tuple[Reference, ...] = ()
    """The items it may mean."""


def load_ambiguities(document: str = DEFAULT_DOCUMENT, root: Path | None = None) -> dict[str, Ambiguity]:
    """The ambiguous names of a document, by the concept under which vocabularies list their words; none without a file.

    Raises:
        DataFileError: the file is malformed.
    """
    path = folder_of(document, root) / "ambiguous.toml"
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return {key: Ambiguity.model_validate(value) for key, value in data.items()}
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise DataFileError(str(error), path=path) from error
