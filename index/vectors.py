"""The vectors of all searched texts, and the two ways to find the nearest ones.

This is the only file that imports chromadb and langchain_chroma, and it does so inside functions: importing chromadb
takes longer than a whole search from the command line.

The vectors are kept twice in a build. `vectors.npy` is the truth: some thousands of rows, compared one by one in less
time than Chroma needs to be asked. The folder `chroma` holds the same vectors as a Chroma collection, for everything
that speaks to a vector store and for a plan of many more documents. Both give the same neighbours, which a test holds
them to, and the search falls back to numpy when Chroma fails, so that Chroma may fail in any way it likes.

Chroma writes into its folder even when it is only read. So the collection in a build is never opened: each process
opens a copy of its own, and the checksums of the build stay true.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from index.errors import VectorStoreError
from index.scratch import ScratchFolder
from index.texts import Entry

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
T = TypeVar("T")

#: Name of the collection inside a build.
COLLECTION = "texts"
#: Rows added to Chroma at a time; it takes 5,461 at most.
_BATCH = 2000
#: A collection that answers a known vector with a similarity further off than this is not the one that was written.
TOLERANCE = 1e-3
#: Wide enough to make the approximate search exact at this size: a test compares it with numpy.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 4000, "max_neighbors": 32, "num_threads": 1}


class Neighbours(Protocol):
    """Finds the texts whose vectors are nearest to a question's."""

    def nearest(self, query: FloatArray, limit: int) -> tuple[IntArray, FloatArray]:
        """Takes a unit vector (dimension,); returns text numbers and cosines, best first, at most `limit` of each."""


class NumpyVectors:
    """All vectors in memory, compared one by one: exact, and the same on every run."""

    def __init__(self, matrix: FloatArray) -> None:
        """Takes unit vectors (texts, dimension)."""
        self.matrix = matrix

    def nearest(self, query: FloatArray, limit: int) -> tuple[IntArray, FloatArray]:
        """See Neighbours; equal cosines in the order of the texts."""
        cosines = self.matrix @ query
        limit = min(limit, len(cosines))
        if not limit:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        # All that reach the last place are sorted, so that a tie there is not left to chance.
        found = np.flatnonzero(cosines >= np.partition(cosines, -limit)[-limit])
        order = found[np.lexsort((found, -cosines[found]))][:limit]
        return order.astype(np.int64), cosines[order].astype(np.float32)


class ChromaVectors:
    """An opened Chroma collection, on a private copy of the one in a build. Safe to ask from several threads."""

    def __init__(self, collection: Any, client: Any, copy: ScratchFolder) -> None:
        """Use `open`."""
        self._collection = collection
        self._client = client
        self._copy = copy

    @classmethod
    def open(cls, folder: Path, matrix: FloatArray) -> ChromaVectors:
        """Opens a copy of the collection in `folder`, and checks it against the vectors (texts, dimension).

        Raises VectorStoreError when it cannot be opened, has another count, or finds other neighbours than numpy.
        """
        copy = guarded("copied", ScratchFolder)
        try:
            guarded("copied", lambda: shutil.copytree(folder, copy.path / "chroma"))
            client = _client(copy.path / "chroma")
            collection = guarded("opened", lambda: client.get_collection(COLLECTION, embedding_function=None))
            store = cls(collection, client, copy)
            store._check(matrix)
        except VectorStoreError:
            copy.close()
            raise
        return store

    def nearest(self, query: FloatArray, limit: int) -> tuple[IntArray, FloatArray]:
        """See Neighbours; equal cosines in the order of the texts. Raises VectorStoreError."""
        answer = guarded("asked", lambda: self._collection.query([query], n_results=limit, include=["distances"]))
        numbers = np.array([int(name) for name in answer["ids"][0]], dtype=np.int64)
        cosines = 1.0 - np.array(answer["distances"][0], dtype=np.float32)
        order = np.lexsort((numbers, -cosines))
        return numbers[order], cosines[order]

    def langchain(self, embeddings: Any) -> Any:
        """Returns the collection as a `langchain_chroma.Chroma`, which embeds questions with `embeddings`."""

        def wrap() -> Any:
            from langchain_chroma import Chroma

            return Chroma(COLLECTION, embedding_function=embeddings, client=self._client)

        return guarded("wrapped for langchain", wrap)

    def _check(self, matrix: FloatArray) -> None:
        count = guarded("counted", self._collection.count)
        if count != len(matrix):
            raise VectorStoreError(f"the Chroma collection holds {count} vectors of {len(matrix)}")
        exact = NumpyVectors(matrix)
        for place in {0, len(matrix) // 2, len(matrix) - 1}:
            found, wanted = self.nearest(matrix[place], 5)[1], exact.nearest(matrix[place], 5)[1]
            if len(found) != len(wanted) or np.abs(found - wanted).max() > TOLERANCE:
                raise VectorStoreError("the Chroma collection does not find the vectors that were written to it")


def write_chroma(folder: Path, entries: Sequence[Entry], references: Sequence[str], matrix: FloatArray) -> None:
    """Writes a collection of all entries into an empty folder and closes it.

    Args:
        folder: is created by Chroma.
        entries: the searched texts; their numbers become the ids.
        references: the reference of each entry's item, for filters by metadata.
        matrix: unit vectors (entries, dimension).

    Raises:
        VectorStoreError: chromadb is not installed, or cannot write.
    """
    client = _client(folder)
    configuration = {"hnsw": _HNSW}
    collection = guarded(
        "created", lambda: client.create_collection(COLLECTION, embedding_function=None, configuration=configuration)
    )
    for start in range(0, len(entries), _BATCH):
        part = range(start, min(start + _BATCH, len(entries)))
        guarded("filled", lambda part=part: _add(collection, part, entries, references, matrix))  # type: ignore[misc]
    guarded("closed", client.close)


def _add(collection: Any, part: range, entries: Sequence[Entry], references: Sequence[str], matrix: FloatArray) -> None:
    collection.add(
        ids=[str(i) for i in part],
        embeddings=matrix[part.start : part.stop],
        documents=[entries[i].text for i in part],
        metadatas=[
            {"reference": references[i], "field": entries[i].field.value, "language": entries[i].language} for i in part
        ],
    )


def guarded(what: str, action: Callable[[], T]) -> T:
    """Runs something of Chroma's; turns whatever it raises into VectorStoreError.

    Its core is written in Rust, whose panics arrive as BaseException: `except Exception` would let them through.
    """
    try:
        return action()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, VectorStoreError):
        raise
    except BaseException as error:
        raise VectorStoreError(f"the Chroma collection could not be {what}: {type(error).__name__}: {error}") from error


def _client(folder: Path) -> Any:
    """The one place that makes a client: Chroma refuses two of different settings on the same folder."""

    def make() -> Any:
        import chromadb
        from chromadb.config import Settings

        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))

    return guarded("reached", make)
