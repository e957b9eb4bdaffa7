"""Files of one JSON object a line -> records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from corpus.errors import DataFileError
from corpus.provenance import Record

R = TypeVar("R", bound=Record)


def read_records(path: Path, record: type[R]) -> Iterator[tuple[int, R]]:
    """The records of a file, each with its 1-based line; blank lines are skipped. No file is no records.

    Raises:
        DataFileError: a line is no such record, or the file is not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except UnicodeDecodeError as error:
        raise DataFileError("the file is not UTF-8 text", path=path) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, record.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "the line"
            raise DataFileError(f"{place}: {first['msg']}", path=path, line=number) from error
