"""The numbered paragraphs of the note: by number, or by what they settle."""

from __future__ import annotations

from typing import Literal

from assistant.desk import Desk
from assistant.evidence import Draft, Statement
from assistant.question import ParagraphQuery
from assistant.reading import Reading
from corpus.references import Level, Reference
from index.records import Records

MOST_BESIDE = 1
"""Words that nothing accounts for beside a paragraph's matter: "a wedding budget for sixty guests" is for the search."""
_AMOUNTS = ("ask.how_many", "ask.share")
_MEASURED = (4, 5)
"""The paragraphs on indicators and on the budget."""
_OBLIGATIONS = 3
"""The paragraph on obligations and flexibility: what leading questions assert of the plan as a whole."""


def recognise(reading: Reading, records: Records) -> ParagraphQuery | None:
    """A paragraph's number, or one of the matters that a paragraph settles for the whole plan."""
    numbered = tuple(ref for ref in reading.of_level(Level.PARAGRAPH) if ref in records)
    if numbered and (len(reading.content) > MOST_BESIDE or reading.has("paragraph.elsewhere")):
        return None  # "article 82, paragraph 4": of another text
    if numbered:
        return ParagraphQuery(references=numbered)
    if reading.references or reading.conditions.asks_organ or reading.conditions.free_roles:
        return None
    if reading.times and reading.units:
        return None  # "outputs due in 2021 on the budget": the years of a financial period stand without a unit
    if reading.has("ask.money") and not reading.has("paragraph.relation"):
        return None  # the note tells how plan and budget hang together; what is in a budget it does not
    for paragraph in records.plan.paragraphs:
        number = paragraph.reference.numbers[0]
        if number in _MEASURED and reading.has(*_AMOUNTS):
            continue  # how many indicators there are, how many posts, how big the budget is: no paragraph says
        claimed = number == _OBLIGATIONS and reading.has("claim.untrue", "claim.true")
        # Of money the plan says next to nothing: "the approved budget" is another one.
        beside = reading.weight if reading.has("ask.money") else len(reading.content) - MOST_BESIDE
        if (reading.has(f"paragraph.{number}") or claimed) and beside <= 0:
            return ParagraphQuery(references=(paragraph.reference,), premise=_premise(reading))
    return None


def _premise(reading: Reading) -> Literal["confirmed", "corrected"] | None:
    """Whether a question that wants a yes or a no asserts what the paragraph says, or its opposite."""
    if not (reading.has("ask.tag") or reading.tokens[0].has("ask.yes_no")):
        return None
    if reading.has("claim.untrue"):
        return "corrected"
    return "confirmed" if reading.has("claim.true") else None


def answer(query: ParagraphQuery, desk: Desk) -> Draft:
    """The paragraphs in full."""
    draft = Draft(refs=query.references, premise=query.premise)
    if query.premise is not None:
        key = "premise.yes" if query.premise == "confirmed" else "premise.no"
        draft.statements.append(Statement(desk.phrasing.say(key)))
    for ref in query.references:
        text, cell = desk.wording(desk.records.items[ref])
        draft.statements.append(desk.text_statement("paragraph.line", text, cell, number=ref.numbers[0]))
    draft.touched.extend(query.references)
    following = Reference(Level.PARAGRAPH, (query.references[-1].numbers[0] + 1,))
    if following in desk.records:
        draft.suggestions.append(desk.phrasing.say("suggest.text", ref=desk.phrasing.ref(following)))
    return draft
