"""What can go wrong between chunks and an answer to a search.

    PlanAssistantError                the root of every error of this project
    └── SearchIndexError
        ├── NothingToIndexError       the corpus gave no chunk at all
        ├── BrokenBuildError          a build on disk is not what its manifest says; it is never loaded
        ├── BuildLockError            another process has been building for too long
        ├── IndexLocationError        the folder for builds cannot be written
        └── VectorStoreError          Chroma cannot be imported, written, opened, or gives wrong answers

Encoders have a tree of their own, in `index.static_table`. A search that finds nothing is no error.
"""

from __future__ import annotations

from corpus.errors import PlanAssistantError


class SearchIndexError(PlanAssistantError):
    """The index cannot be built, opened or asked."""

    help = "Run `python -m index build --force` to build the index anew; nothing in it is worth keeping."


class NothingToIndexError(SearchIndexError):
    """The corpus holds no text to search."""

    help = "Run `python -m corpus check`: a document was lost or its parser read nothing."


class BrokenBuildError(SearchIndexError):
    """A build on disk is partial, damaged, or of another kind than its manifest says.

    Attributes:
        file: the file that gave it away, relative to the build's folder.
    """

    def __init__(self, message: str, *, file: str) -> None:
        super().__init__(f"{file}: {message}")
        self.file = file


class BuildLockError(SearchIndexError):
    """The lock on the folder of builds was not to be had in time."""

    help = "Wait for the other process that builds the index, or stop it, and try again."


class IndexLocationError(SearchIndexError):
    """The folder for builds cannot be written: read-only, full, or not a folder."""

    help = "Name a folder that can be written in the environment variable PLAN_INDEX_DIR."


class VectorStoreError(SearchIndexError):
    """Chroma failed; the vectors themselves are kept beside it, and search goes on with them."""

    help = "Install the chromadb version that pyproject.toml names, or leave PLAN_INDEX_DENSE unset."
