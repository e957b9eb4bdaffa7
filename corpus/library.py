"""The documents on disk: from a document's name to its manifest, its lines and its plan."""

from __future__ import annotations

import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path

from corpus.errors import ChecksumError, DataFileError, DocumentNotFoundError, LayoutError
from corpus.manifest import Edition, Manifest, Organ, read_manifest, read_organs
from corpus.plan import Plan
from corpus.readers.plain_text import Line, read_lines, without_spaces
from corpus.references import Reference

DEFAULT_DOCUMENT = "hlap-2019-2023"
ROOT_SETTING = "PLAN_CORPUS"
"""Environment variable that names another folder of documents."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")


def folder_of(document: str = DEFAULT_DOCUMENT, root: Path | None = None) -> Path:
    """The folder of a document: in `root`, else where PLAN_CORPUS points, else beside this module.

    Raises:
        DocumentNotFoundError: there is no such folder; the message names those that there are.
    """
    root = root or Path(os.environ.get(ROOT_SETTING) or Path(__file__).parent / "documents")
    folder = root / document
    # Only plain names: a document's name comes from a command line and must not lead out of the root.
    if not _NAME.fullmatch(document) or not folder.is_dir():
        known = ", ".join(sorted(path.parent.name for path in root.glob("*/manifest.toml"))) or "none"
        raise DocumentNotFoundError(f"no document {document[:80]!r} in {root}; there are: {known}")
    return folder


def load_manifest(document: str = DEFAULT_DOCUMENT, root: Path | None = None) -> Manifest:
    """What the document's folder says about it.

    Raises:
        DocumentNotFoundError: there is no such document.
        DataFileError: its manifest.toml is malformed.
    """
    return _manifest(folder_of(document, root))


def load_organs(document: str = DEFAULT_DOCUMENT, root: Path | None = None) -> tuple[Organ, ...]:
    """The organs that the document's organ columns may name, in the order in which answers list them.

    Raises:
        DocumentNotFoundError: there is no such document.
        DataFileError: its organs.toml is malformed.
    """
    return _organs(folder_of(document, root))


def source_lines(
    document: str = DEFAULT_DOCUMENT, root: Path | None = None, language: str | None = None
) -> tuple[str, ...]:
    """The lines of the source file, exactly as printed; line n is at index n - 1.

    Raises:
        DocumentNotFoundError: there is no such document, edition or file.
        ChecksumError: the file is not the one that the manifest describes.
        LayoutError: the file is no text.
    """
    return tuple(line.text for line in _lines(folder_of(document, root), language))


def load_plan(document: str = DEFAULT_DOCUMENT, root: Path | None = None, language: str | None = None) -> Plan:
    """The plan: read, counted, and every one of its quotes found in the source. Kept for the life of the process.

    Args:
        document: name of its folder.
        root: folder of the documents; the one that PLAN_CORPUS names, or the one beside the code, when None.
        language: of the edition to read; the manifest's first when None.

    Raises:
        DocumentNotFoundError: there is no such document, edition or file.
        DataFileError: the manifest or organs.toml is malformed.
        ChecksumError: the source is not the one that the manifest describes.
        LayoutError: a line of the source does not fit the layout.
        ReconciliationError: the totals are not the manifest's.
    """
    return _plan(folder_of(document, root), language)


def load_references(document: str = DEFAULT_DOCUMENT, root: Path | None = None) -> frozenset[Reference]:
    """The references of all items of the plan. Raises as `load_plan` does."""
    return _references(folder_of(document, root))


@lru_cache(maxsize=16)
def _manifest(folder: Path) -> Manifest:
    return read_manifest(folder)


@lru_cache(maxsize=16)
def _organs(folder: Path) -> tuple[Organ, ...]:
    return read_organs(folder, _manifest(folder).organs)


@lru_cache(maxsize=16)
def _lines(folder: Path, language: str | None) -> tuple[Line, ...]:
    edition = _manifest(folder).edition(language)
    path = folder / edition.file
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentNotFoundError(f"the source file {edition.file} of {folder.name} cannot be read") from error
    found = hashlib.sha256(data).hexdigest()
    if found != edition.sha256:
        raise ChecksumError(f"{folder.name}/{edition.file} has sha256 {found}, the manifest says {edition.sha256}")
    return read_lines(data)


@lru_cache(maxsize=16)
def _plan(folder: Path, language: str | None) -> Plan:
    # Parsers are needed here only; a ledger or a source line is read without them.
    from corpus.parsers import PARSERS
    from corpus.parsers.source import Source
    from corpus.totals import reconcile

    manifest = _manifest(folder)
    edition = manifest.edition(language)
    if edition.parser not in PARSERS:
        known = ", ".join(PARSERS)
        raise DataFileError(f"no parser {edition.parser!r}; there are: {known}", path=folder / "manifest.toml")
    source = Source(
        document=manifest.id,
        language=edition.language,
        lines=_lines(folder, language),
        layout=edition.layout,
        organs=_printed_organs(folder, edition),
        years=range(manifest.first_year, manifest.last_year + 1),
    )
    plan = PARSERS[edition.parser](source)
    reconcile(plan, manifest.totals, edition.cut_texts)
    _verify_quotes(plan, tuple(line.text for line in source.lines))
    return plan


@lru_cache(maxsize=16)
def _references(folder: Path) -> frozenset[Reference]:
    plan = _plan(folder, None)
    groups = (plan.paragraphs, plan.directions, plan.subdirections, plan.actions, plan.rows)
    return frozenset(item.reference for group in groups for item in group)


def _printed_organs(folder: Path, edition: Edition) -> dict[str, str]:
    names = {organ.key: organ.names.get(edition.language) for organ in _organs(folder)}
    return {without_spaces(printed.name): key for key, printed in names.items() if printed}


def _verify_quotes(plan: Plan, lines: tuple[str, ...]) -> None:
    for span in plan.spans():
        if not span.stands_in(lines):
            raise LayoutError(f"the parser quotes what is not there: {span.quote[:60]!r}", line=span.first_line)
