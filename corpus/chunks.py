"""Plan -> chunks: the pieces of the plan that are searched, one for each item.

A chunk's reference is its name, and no two chunks share one. An action whose only output has no item letter is written
like that output: both are one chunk, which says the action first and the output after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from pydantic import Field

from corpus.differences import same_words
from corpus.plan import Action, Direction, Paragraph, Plan, Row, SubDirection
from corpus.provenance import Record, Sourced, Span
from corpus.references import Reference


class ChunkKind(StrEnum):
    """What a chunk is a piece of."""

    PARAGRAPH = "paragraph"
    DIRECTION = "direction"
    SUBDIRECTION = "subdirection"
    ACTION = "action"
    OUTPUT = "output"


class Chunk(Record):
    """One item of the plan, as it is searched and quoted."""

    reference: Reference
    kind: ChunkKind
    path: tuple[str, ...]
    """The texts of the items it stands under, the outermost first; of a paragraph, the document's title."""
    text: str = Field(min_length=1)
    """Its own words, to be quoted: one text a line where it has several."""
    spans: tuple[Span, ...] = Field(min_length=1)
    """Where those words stand."""
    embed_text: str
    """Its words with as much of their surroundings as tells what they are about; never quoted."""
    asked_as: dict[str, tuple[str, ...]]
    """Phrases by which people ask for it, by language; never quoted."""


def chunks_of(
    plan: Plan, asked_as: Mapping[Reference, Mapping[str, tuple[str, ...]]] | None = None
) -> tuple[Chunk, ...]:
    """All chunks of a plan, in the order of the document.

    Args:
        plan: the plan.
        asked_as: phrases by item and language, as `load_asked_as` gives them; none when None.
    """
    phrases = asked_as or {}
    return tuple(
        chunk.model_copy(update={"asked_as": dict(phrases[chunk.reference])}) if chunk.reference in phrases else chunk
        for chunk in _chunks(plan)
    )


def _chunks(plan: Plan) -> Iterator[Chunk]:
    title = plan.front["title"].value if "title" in plan.front else ""
    for paragraph in plan.paragraphs:
        yield _paragraph(paragraph, title)
    for direction in plan.directions:
        yield _direction(direction)
        for sub in direction.subdirections:
            yield _subdirection(sub, direction)
            for action in sub.actions:
                path = (direction.title.value, sub.title.value)
                yield _action(action, path)
                yield from (_output(row, action, path) for row in action.outputs if row.label)


def _paragraph(paragraph: Paragraph, title: str) -> Chunk:
    path = (title,) if title else ()
    return _chunk(paragraph.reference, ChunkKind.PARAGRAPH, path, paragraph.text)


def _direction(direction: Direction) -> Chunk:
    texts = _wordings(direction.title, direction.title_annex_ii)
    return _chunk(direction.reference, ChunkKind.DIRECTION, (), *texts)


def _subdirection(sub: SubDirection, direction: Direction) -> Chunk:
    path = (direction.title.value,)
    return _chunk(sub.reference, ChunkKind.SUBDIRECTION, path, sub.title, context=path)


def _action(action: Action, path: tuple[str, ...]) -> Chunk:
    """An action in both wordings where they differ, with its output if that has no name of its own.

    The words that say there is no output are left out: they are the same for every such action.
    """
    outputs = [row.text for row in action.outputs if not row.label]
    texts = (*_wordings(action.annex_i, action.annex_ii), *outputs)
    return _chunk(action.reference, ChunkKind.ACTION, path, *texts, context=path[:1])


def _output(row: Row, action: Action, path: tuple[str, ...]) -> Chunk:
    # The subdivision's title is often longer than the output: it would drown it.
    wording = action.annex_ii.value
    return _chunk(row.reference, ChunkKind.OUTPUT, (*path, wording), row.text, context=(wording,))


def _chunk(
    reference: Reference,
    kind: ChunkKind,
    path: tuple[str, ...],
    *texts: Sourced[str],
    context: tuple[str, ...] = (),
) -> Chunk:
    words = [text.value for text in texts]
    return Chunk(
        reference=reference,
        kind=kind,
        path=path,
        text="\n".join(words),
        spans=tuple(span for text in texts for span in text.spans),
        embed_text="\n".join((*context, *words)),
        asked_as={},
    )


def _wordings(annex_i: Sourced[str], annex_ii: Sourced[str]) -> tuple[Sourced[str], ...]:
    """Both wordings, or one where they differ in punctuation at most."""
    return (annex_i,) if same_words(annex_i.value, annex_ii.value) else (annex_i, annex_ii)
