"""The same document, many times as large: copies of every item under new numbers, for records and for the search."""

from __future__ import annotations

import numpy as np

from corpus.chunks import Chunk
from corpus.plan import Action, Direction, Plan, Row, SubDirection
from corpus.references import Level, Reference
from index.encoder import ShippedEncoder
from index.legs import DenseLeg, MaxSimLeg
from index.search import Index
from index.texts import entries_of


def larger(plan: Plan, factor: int) -> Plan:
    """A plan with `factor` times as many directions; the copies differ in their numbers only."""
    step = len(plan.directions)
    copies = tuple(_direction(one, copy * step) for copy in range(factor) for one in plan.directions)
    # Not a copy with an update: that would keep the rows which the smaller plan has already put together.
    fields = {name: getattr(plan, name) for name in type(plan).model_fields}
    return Plan.model_construct(**{**fields, "directions": copies})


def _direction(one: Direction, shift: int) -> Direction:
    subs = tuple(_subdirection(sub, shift) for sub in one.subdirections)
    return one.model_copy(update={"reference": moved(one.reference, shift), "subdirections": subs})


def _subdirection(one: SubDirection, shift: int) -> SubDirection:
    actions = tuple(_action(action, shift) for action in one.actions)
    return one.model_copy(update={"reference": moved(one.reference, shift), "actions": actions})


def _action(one: Action, shift: int) -> Action:
    rows = tuple(_row(row, shift) for row in one.rows)
    return one.model_copy(update={"reference": moved(one.reference, shift), "rows": rows})


def _row(one: Row, shift: int) -> Row:
    return one.model_copy(update={"reference": moved(one.reference, shift)})


def moved(reference: Reference, shift: int) -> Reference:
    """The same reference so many directions (or paragraphs) further on."""
    return Reference(reference.level, (reference.numbers[0] + shift, *reference.numbers[1:]))


def larger_chunks(chunks: tuple[Chunk, ...], factor: int) -> tuple[Chunk, ...]:
    """`factor` times as many chunks; the copies differ in their numbers only."""
    step = {
        is_paragraph: max((c.reference.numbers[0] for c in chunks if _is_paragraph(c) is is_paragraph), default=0)
        for is_paragraph in (True, False)
    }
    return tuple(_moved_chunk(chunk, copy * step[_is_paragraph(chunk)]) for copy in range(factor) for chunk in chunks)


def _moved_chunk(chunk: Chunk, shift: int) -> Chunk:
    return chunk.model_copy(update={"reference": moved(chunk.reference, shift)}) if shift else chunk


def _is_paragraph(chunk: Chunk) -> bool:
    return chunk.reference.level is Level.PARAGRAPH


def larger_index(chunks: tuple[Chunk, ...], factor: int, encoder: ShippedEncoder) -> Index:
    """An index over the larger document, assembled as `index.build` does it.

    The texts of the copies are the same, and so are their vectors: they are computed once. Everything else is made
    anew for each copy, as it would be for a document that is really as large.
    """
    entries = entries_of(chunks)
    vectors = encoder.encode([entry.text for entry in entries], kind="passage")
    owners = [copy * len(chunks) + entry.item for copy in range(factor) for entry in entries]
    many = larger_chunks(chunks, factor)
    dense = DenseLeg(encoder, np.tile(vectors, (factor, 1)), owners, len(many))
    return Index(many, dense, MaxSimLeg(encoder.table, many), name=f"{factor} times")
