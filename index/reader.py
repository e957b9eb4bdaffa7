"""The second opinion: a transformer that reads a question in its order, and says whether the plan answers it.

What is asked *of* a subject decides that: "how much did the website cost" is not answered, "is a better website planned"
is, and both are like the same item. A bag of words tells most of them apart (`index.classifier`), but not all; where the
decision is in doubt, the reader is asked, too. It is read from disk when it is first needed.

The layers of multilingual-e5-small (Wang et al., 2024), a mean over what they give, and a softmax over all items and two
classes for questions that the plan does not answer, fitted on our own questions. It stands in an ONNX file of eight bits
a weight, which onnxruntime runs in a few milliseconds on one core. What it reads are the encoder's pieces, each written
out in rows of its own table: a second tokeniser would cost more than its layers.
`python -m index.training reader` fits it; README.md in its folder is its card.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from pydantic import Field, ValidationError

from corpus.provenance import Record
from index.classifier import FAR, NEAR, Chances, ClassifierError
from index.static_table import FloatArray, StaticTable
from index.tensors import TensorError, tensors_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

IntArray = npt.NDArray[np.int64]

#: The reader that the repository carries.
SHIPPED_READER = Path(__file__).parent / "reader"
SETTINGS_FILE, SPELLING_FILE = "reader.json", "spelling.safetensors"
#: The graph, and its weights, which the runtime then maps into memory instead of copying them.
GRAPH_FILE, WEIGHTS_FILE = "model.onnx", "model.data"
#: Name of the input of GRAPH_FILE.
INPUT = "rows"


class ReaderError(ClassifierError):
    """The reader's files are missing, damaged, or made for another encoder; the decision goes on without it."""

    help = "Restore it with `git checkout -- index/reader`, or fit it again: `python -m index.training reader`."


class ReaderSettings(Record):
    """What stands beside the weights."""

    encoder: str
    """Fingerprint of the encoder whose pieces it reads."""
    source: str
    """SHA-256 of the document whose items are its classes."""
    longest: int = Field(ge=1)
    """Rows of a question that it reads; what follows is not seen."""
    classes: tuple[str, ...] = Field(min_length=3)
    """References, then NEAR and FAR."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """The rows that write out each piece of the encoder, all in one array."""

    rows: IntArray
    starts: IntArray
    """(pieces + 1,): where the rows of each piece begin."""

    @classmethod
    def from_lists(cls, lists: Sequence[Sequence[int]]) -> Spelling:
        """Takes the rows of each piece."""
        starts = np.cumsum([0, *map(len, lists)], dtype=np.int64)
        return cls(np.array([row for rows in lists for row in rows], dtype=np.int64), starts)

    def arrays(self) -> dict[str, npt.NDArray[np.int32]]:
        """Returns what is written to a file."""
        return {"rows": self.rows.astype(np.int32), "starts": self.starts.astype(np.int32)}

    def of(self, pieces: Sequence[int]) -> IntArray:
        """Returns the rows of pieces, one after the other."""
        parts = [self.rows[self.starts[piece] : self.starts[piece + 1]] for piece in pieces]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)


class QuestionReader:
    """A fitted reader; immutable, safe to share between threads."""

    def __init__(
        self, table: StaticTable, settings: ReaderSettings, spelling: Spelling, session: InferenceSession
    ) -> None:
        """Takes the encoder's table, what stands beside the weights, and the weights, ready to run."""
        self._table, self._spelling, self._session, self._longest = table, spelling, session, settings.longest
        self.references = settings.classes[:-2]
        """The items, in the order in which their chances are given."""
        self.source = settings.source
        self.fingerprint = ""
        """SHA-256, in hexadecimal, of its files."""

    @classmethod
    def load(cls, folder: Path, table: StaticTable) -> QuestionReader:
        """Reads a folder.

        Raises ReaderError when a file is missing or damaged or belongs to another encoder, or onnxruntime is not
        installed.
        """
        try:
            settings = ReaderSettings.model_validate(json.loads((folder / SETTINGS_FILE).read_bytes()))
            spelling = _spelling((folder / SPELLING_FILE).read_bytes())
            fingerprint = _fingerprint(folder)
        except (OSError, KeyError, ValidationError, TensorError, json.JSONDecodeError) as error:
            raise ReaderError(f"{folder} holds no reader: {error}") from error
        if settings.encoder != table.fingerprint:
            raise ReaderError("the reader was fitted with another encoder")
        loaded = cls(table, settings, spelling, _session(folder / GRAPH_FILE))
        loaded._check(settings)
        loaded.fingerprint = fingerprint
        return loaded

    def chances(self, question: str) -> Chances | None:
        """Returns the chances of a question; None for one without any piece that the encoder knows."""
        rows = self._spelling.of(self._table.pieces(question))[: self._longest]
        if not len(rows):
            return None
        scores = self._scores(rows)
        return Chances.of(scores[:-2], scores[-2:])

    def _scores(self, rows: IntArray) -> FloatArray:
        (scores,) = self._session.run(None, {INPUT: rows[None]})
        return np.asarray(scores[0], dtype=np.float32)

    def _check(self, settings: ReaderSettings) -> None:
        if settings.classes[-2:] != (NEAR, FAR):
            raise ReaderError("the reader's last two classes are not those of questions without an answer")
        try:
            found = self._scores(np.zeros(2, np.int64))
        except Exception as error:  # the library raises kinds of its own for inputs of other names and shapes
            raise ReaderError(f"the reader's weights cannot be run: {error}") from error
        if found.shape != (len(settings.classes),) or not np.isfinite(found).all():
            raise ReaderError("the reader's weights do not fit its settings")


def _fingerprint(folder: Path) -> str:
    """Hashes the files piece by piece: whole, the weights would stand in memory twice."""
    digest = hashlib.sha256()
    for name in (SETTINGS_FILE, SPELLING_FILE, GRAPH_FILE, WEIGHTS_FILE):
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _spelling(data: bytes) -> Spelling:
    """Raises KeyError or TensorError."""
    tensors = tensors_of(data)
    return Spelling(tensors["rows"].astype(np.int64), tensors["starts"].astype(np.int64))


def _session(file: Path) -> Any:
    """Opens the weights for one thread: questions are short, and other threads answer other users."""
    try:
        import onnxruntime
    except ImportError as error:
        raise ReaderError("onnxruntime is not installed", help="Install the project again.") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4  # what fails is raised; nothing is written beside it
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library raises kinds of its own for every kind of damage
        raise ReaderError(f"{file.parent} holds no reader: {error}") from error
