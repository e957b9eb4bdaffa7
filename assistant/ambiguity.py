"""Names that stand for several things here: the readings are offered, none is guessed."""

from __future__ import annotations

import re

from assistant.phrasing import Phrasing
from assistant.question import ClarifyQuery
from assistant.reading import Reading
from corpus.ambiguities import Ambiguity
from index.records import Records

_POINTERS = (
    "follow.it",
    "follow.them",
    "mention.output",
    "follow.last",
    "follow.next",
    "follow.rest",
    "follow.previous",
)


def ambiguous(
    reading: Reading, records: Records, phrasing: Phrasing, names: dict[str, Ambiguity]
) -> ClarifyQuery | None:
    """A question whose subject can be read in several ways that give different answers.

    Args:
        reading: the question as read, with nothing in focus that completes it.
        records: the plan.
        phrasing: for wording the readings in the question's language.
        names: the document's ambiguous names, by key.
    """
    if not any(char.isalnum() for char in reading.text):
        return ClarifyQuery(reason="empty")
    if reading.has("time.relative_year") and not reading.references and not reading.times and _weightless(reading):
        return ClarifyQuery(reason="relative_year", options=_years(records, phrasing))
    if reading.references or len(reading.content) > 1:
        return None
    for key, ambiguity in names.items():
        if _names(reading, key):
            return ClarifyQuery(reason=key, options=_options(reading, ambiguity, phrasing), organs=ambiguity.organs)
    return ClarifyQuery(reason="nothing_in_focus") if _points_at_nothing(reading) else None


def _weightless(reading: Reading) -> bool:
    return not reading.content and not reading.has("time.done")


def _years(records: Records, phrasing: Phrasing) -> tuple[str, ...]:
    years = sorted({row.time_frame.value.year for row in records.plan.rows if row.time_frame.value.year is not None})
    return tuple(phrasing.say("suggest.due", year=year) for year in years)


def _names(reading: Reading, key: str) -> bool:
    if key == "number_82":
        bare = any(token.number == 82 for token in reading.tokens)
        return not reading.content and (bare or reading.has("ambiguous.number_82"))
    if not reading.has(f"ambiguous.{key}"):
        return False
    return not reading.content and not reading.conditions.slots_of_organs()


def _options(reading: Reading, ambiguity: Ambiguity, phrasing: Phrasing) -> tuple[str, ...]:
    """Complete questions, one for each reading: the organ put into the question, or the item named."""
    if ambiguity.organs:
        token = next(token for token in reading.tokens if token.has("ambiguous"))
        named = (phrasing.organs((organ,), bold=False, article=True) for organ in ambiguity.organs)
        return tuple(_with(reading.question, token.text.replace(" ", "") if token.text > "\u3400" else token.text, name)
                     for name in named)  # fmt: skip
    return tuple(phrasing.say("suggest.all", ref=phrasing.ref(ref, bold=False)) for ref in ambiguity.references)


def _with(question: str, phrase: str, name: str) -> str:
    """The question with a phrase replaced by a name, whatever its case; the name alone where it cannot be found."""
    pattern = re.compile(rf"(?:the\s)?{re.escape(phrase)}", re.IGNORECASE)
    replaced, count = pattern.subn(lambda _: name, question[:500], count=1)
    return replaced if count else name


def _points_at_nothing(reading: Reading) -> bool:
    """A question that only makes sense after another one: it points back, or asks for a field of nothing."""
    if reading.content or reading.conditions.slots_of_organs() or reading.times or reading.excepted:
        return False
    if reading.has(
        "document", "paragraph", "meta", "unit.direction", "unit.annex", "ask.difference", "ask.defect", "claim"
    ):
        return False
    if any(slot.kind == "outsider" for slot in reading.conditions.slots) or reading.has(
        "outsider", "ask.most", "ask.fewest"
    ):
        return False
    if reading.has("ask.pairs", "ask.each", "time.done", "ask.how_many") and not reading.has(*_POINTERS[2:]):
        return False
    asks_field = bool(reading.wanted) or reading.has("ask.when", "ask.who")
    return (asks_field and not reading.conditions.clauses) or (
        reading.has(*_POINTERS) and not reading.conditions.clauses
    )
