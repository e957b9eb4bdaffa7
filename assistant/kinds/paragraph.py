"""The numbered paragraphs of the note: by number, or by what they settle."""

from __future__ import annotations

from assistant.desk import Desk
from assistant.evidence import Draft
from assistant.question import ParagraphQuery
from assistant.reading import Reading
from corpus.references import Level, Reference
from index.records import Records


def recognise(reading: Reading, records: Records) -> ParagraphQuery | None:
    """A paragraph's number, or one of the matters that a paragraph settles for the whole plan."""
    numbered = tuple(ref for ref in reading.of_level(Level.PARAGRAPH) if ref in records)
    if numbered:
        return ParagraphQuery(references=numbered)
    if reading.references or reading.conditions.asks_organ or reading.conditions.free_roles or reading.times:
        return None
    for paragraph in records.plan.paragraphs:
        if reading.has(f"paragraph.{paragraph.reference.numbers[0]}") and len(reading.content) <= 3:
            return ParagraphQuery(references=(paragraph.reference,))
    return None


def answer(query: ParagraphQuery, desk: Desk) -> Draft:
    """The paragraphs in full."""
    draft = Draft(refs=query.references)
    for ref in query.references:
        text, cell = desk.wording(desk.records.items[ref])
        draft.statements.append(desk.text_statement("paragraph.line", text, cell, number=ref.numbers[0]))
    draft.touched.extend(query.references)
    following = Reference(Level.PARAGRAPH, (query.references[-1].numbers[0] + 1,))
    if following in desk.records:
        draft.suggestions.append(desk.phrasing.say("suggest.text", ref=desk.phrasing.ref(following)))
    return draft
