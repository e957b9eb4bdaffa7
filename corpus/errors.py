"""What can go wrong between a source file and a plan.

PlanAssistantError                the root of every error of this project
└── CorpusError
    ├── DocumentNotFoundError     no such document folder, or a file that its manifest names is missing
    ├── DataFileError             a file beside the source is malformed: manifest, organs, a ledger; names the line
    ├── ChecksumError             the source file is not the one that the manifest describes
    ├── LayoutError               a line of the source does not fit the layout; names the line
    ├── ReconciliationError       the plan was read, but its totals are not the manifest's
    └── ReferenceSyntaxError      text that is no reference at all
"""

from __future__ import annotations

from pathlib import Path


class PlanAssistantError(Exception):
    """An error that the user can do something about: `help` says what."""

    help: str = "Run the command again with --help."

    def __init__(self, message: str, *, help: str | None = None) -> None:
        super().__init__(message)
        if help is not None:
            self.help = help


class CorpusError(PlanAssistantError):
    """A source document could not be turned into a plan."""

    help = "Run `python -m corpus check` to see which document and which line is meant."


class DocumentNotFoundError(CorpusError):
    """The document's folder, its manifest or a file that the manifest names is missing."""

    help = "Look into corpus/documents: each document is a folder with a manifest.toml. `git status` shows lost files."


class DataFileError(CorpusError):
    """A file that belongs to the document (manifest, organs, a ledger) does not say what such a file says.

    Attributes:
        path: the file.
        line: 1-based line of that file, or None when the whole file is meant.
    """

    help = "Mend the named file in corpus/documents; `git diff` shows what changed in it."

    def __init__(self, message: str, *, path: Path, line: int | None = None) -> None:
        place = f"{path.parent.name}/{path.name}" + (f", line {line}" if line is not None else "")
        super().__init__(f"{place}: {message}")
        self.path = path
        self.line = line


class ChecksumError(CorpusError):
    """The source file differs from the one that was checked in."""

    help = (
        "Restore the file (`git checkout -- corpus/documents`), "
        "or update sha256 in manifest.toml if the change is meant."
    )


class LayoutError(CorpusError):
    """A line of the source does not fit the layout that the parser knows.

    Attributes:
        line: 1-based line of the source file, or None when the whole file is meant.
    """

    help = "Compare the named line with the document's original; a new layout needs a parser in corpus/parsers."

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(f"line {line}: {message}" if line is not None else message)
        self.line = line


class ReconciliationError(CorpusError):
    """The totals of the parsed plan are not the ones the manifest promises."""

    help = "A row was lost, doubled or misread. Compare the named rows with the original before changing the manifest."


class ReferenceSyntaxError(CorpusError, ValueError):
    """A text that should be a reference is none."""

    help = 'Write a reference as "3", "3.2", "3.2.3", "3.2.3(1)", "para 3" or "annex II".'
