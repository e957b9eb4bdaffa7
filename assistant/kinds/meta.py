"""What is no question about the plan: greetings, thanks, help; and what cannot be answered as asked."""

from __future__ import annotations

from assistant.desk import Desk, suggest
from assistant.evidence import Draft, Statement
from assistant.normalise import LONGEST_QUESTION
from assistant.question import ClarifyQuery, MetaQuery, NotFoundQuery
from assistant.reading import Reading
from corpus.references import Level
from index.records import Records


def recognise(reading: Reading, records: Records) -> MetaQuery | None:
    """A greeting, thanks, good-bye or a call for help, with nothing else in it."""
    if reading.references or reading.clauses or reading.wanted or reading.has("document", "paragraph", "ask.when"):
        return None
    # In "good morning, who …" the greeting is politeness; only what is left decides.
    if reading.has("meta.help") and len(reading.content) <= 2:
        return MetaQuery(topic="help")
    if reading.content and not (reading.has("meta.thanks", "meta.bye") and len(reading.content) <= 3):
        return None
    for topic in ("thanks", "bye", "greeting"):
        if reading.has(f"meta.{topic}") and not reading.units:
            return MetaQuery(topic=topic)
    return None


def answer(query: MetaQuery, desk: Desk) -> Draft:
    """A polite sentence, and questions to begin with."""
    draft = Draft(route="none")
    years = {"first": desk.sources.manifest.first_year, "last": desk.sources.manifest.last_year}
    text = desk.phrasing.say(f"meta.{query.topic}", **years)
    draft.statements.append(Statement(text, echoes=tuple(map(str, years.values()))))
    if query.topic == "greeting":
        draft.statements.append(Statement(desk.phrasing.say("meta.help")))
    if query.topic in ("greeting", "help"):
        starters(draft, desk)
    return draft


def starters(draft: Draft, desk: Desk) -> None:
    """Three questions of different kinds that the plan answers."""
    action = next(action for action in desk.records.plan.actions if any(row.coordinating.value for row in action.rows))
    suggest(draft, desk, "coordinates", ref=action.reference)
    suggest(draft, desk, "due", year=desk.sources.manifest.last_year)
    suggest(draft, desk, "women")


def answer_clarify(query: ClarifyQuery, desk: Desk) -> Draft:
    """What is missing or ambiguous, and the readings to choose from."""
    draft = Draft(status="clarify", route="none")
    manifest = desk.sources.manifest
    text = desk.phrasing.say(
        f"clarify.{query.reason}", most=LONGEST_QUESTION, first=manifest.first_year, last=manifest.last_year
    )
    draft.statements.append(
        Statement(text, echoes=tuple(map(str, (manifest.first_year, manifest.last_year, LONGEST_QUESTION))))
    )
    if query.options:
        for number, option in enumerate(query.options, start=1):
            draft.statements.append(Statement(f"{number}. {option}", echoes=desk.sources.organ_order, quotes=(option,)))
        draft.suggestions.extend(query.options[:3])
    elif not query.options:
        starters(draft, desk)
    return draft


def answer_not_found(query: NotFoundQuery, desk: Desk) -> Draft:
    """That there is no such item, and the nearest that exist."""
    draft = Draft(status="not_found")
    say = desk.phrasing.say
    draft.statements.append(
        Statement(say("not_found.text", refs=desk.phrasing.joined(query.asked)), quotes=query.asked)
    )
    if query.nearest:
        names = desk.phrasing.listed(desk.phrasing.ref(ref) for ref in query.nearest)
        draft.statements.append(Statement(say("not_found.nearest", nearest=names)))
        for ref in query.nearest:
            draft.statements.append(desk.item_line(ref))
            key = "all" if ref.level >= Level.ACTION else "text" if ref.level is Level.PARAGRAPH else "under"
            suggest(draft, desk, key, ref=desk.phrasing.ref(ref, bold=False))
    else:
        directions = desk.records.plan.directions
        text = say(
            "not_found.range",
            first=directions[0].reference,
            last=directions[-1].reference,
            paragraphs=len(desk.records.plan.paragraphs),
        )
        draft.statements.append(Statement(text))
        starters(draft, desk)
    return draft


def answer_out_of_scope(desk: Desk) -> Draft:
    """That the question is not about the plan, and what can be asked."""
    draft = Draft(status="out_of_scope", route="none")
    draft.statements.append(Statement(desk.phrasing.say("out_of_scope.text")))
    draft.statements.append(Statement(desk.phrasing.say("out_of_scope.help")))
    starters(draft, desk)
    return draft
