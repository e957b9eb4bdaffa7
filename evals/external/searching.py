"""The project's own search over other people's paragraphs: each leg by itself, and all three as the assistant uses them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from corpus.chunks import Chunk, ChunkKind
from corpus.provenance import Record, Span
from corpus.references import Level, Reference
from evals.statistics import Proportion
from index.encoder import ShippedEncoder
from index.legs import DenseLeg, MaxSimLeg, WordsLeg
from index.search import Index
from index.static_table import FloatArray
from index.training.benchmarks import Task
from index.training.evaluation import recall

WHOLE = "all three"
LEGS = ("dense", "maxsim", "words", WHOLE)
_PLACES = 5


class Recalled(Record):
    """How often the right paragraph was found, in one task by one way of searching."""

    task: str
    way: str
    first: int
    """Questions whose paragraph stands first."""
    among_five: int
    questions: int
    paragraphs: int

    @property
    def at_1(self) -> Proportion:
        """Recall at 1."""
        return Proportion(self.first, self.questions)

    @property
    def at_5(self) -> Proportion:
        """Recall at 5."""
        return Proportion(self.among_five, self.questions)


def search(task: Task, encoder: ShippedEncoder) -> Iterator[Recalled]:
    """One task, in every way of searching that says anything about it."""
    for way, scores in _scores(task, encoder):
        if not scores.any():
            continue  # the words leg is silent across scripts
        found = recall(scores, task.gold)
        first, among = (round(share * len(task.queries)) for share in (found.at_1, found.at_5))
        yield Recalled(
            task=task.name,
            way=way,
            first=first,
            among_five=among,
            questions=len(task.queries),
            paragraphs=len(task.documents),
        )


def _scores(task: Task, encoder: ShippedEncoder) -> Iterator[tuple[str, FloatArray]]:
    """Way of searching -> scores (questions, paragraphs)."""
    asked, _, searched = task.name.rpartition(" ")[2].partition("-")
    chunks = as_chunks(task.documents, searched)
    dense = DenseLeg(encoder, encoder.encode(task.documents, kind="passage"), range(len(chunks)), len(chunks))
    maxsim, words = MaxSimLeg(encoder.table, chunks), WordsLeg(chunks)
    yield "dense", np.stack([dense.scores(question) for question in task.queries])
    yield "maxsim", np.stack([maxsim.scores(question) for question in task.queries])
    yield "words", np.stack([words.scores(question, asked) for question in task.queries])
    index = Index(chunks, dense, maxsim, name=task.name)
    yield WHOLE, np.stack([_places(index, question, asked) for question in task.queries])


def _places(index: Index, question: str, language: str) -> FloatArray:
    """The first five places as scores, because a search returns places; nothing for all others."""
    scores = np.zeros(len(index.chunks), np.float32)
    for place, passage in enumerate(index.search(question, language, top=_PLACES)):
        scores[passage.reference.numbers[0] - 1] = _PLACES - place
    return scores


def as_chunks(paragraphs: Sequence[str], language: str) -> tuple[Chunk, ...]:
    """Paragraphs of any text as the search takes them: numbered, without headings, without phrases of our own."""
    return tuple(_chunk(number, text, language) for number, text in enumerate(paragraphs, 1))


def _chunk(number: int, text: str, language: str) -> Chunk:
    span = Span(document="external", language=language, first_line=number, last_line=number, quote=text)
    return Chunk(
        reference=Reference(Level.PARAGRAPH, (number,)),
        kind=ChunkKind.PARAGRAPH,
        path=(),
        text=text,
        spans=(span,),
        embed_text=text,
        asked_as={},
    )
