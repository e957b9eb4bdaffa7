"""The document itself: title, session, agenda, status, period; and what it does not say of itself."""

from __future__ import annotations

import re
from typing import get_args

from assistant.desk import Desk, suggest
from assistant.evidence import Cell, Draft, Statement
from assistant.numerals import spelled_number
from assistant.question import DocumentFacet, DocumentQuery
from assistant.reading import Reading
from corpus.references import Level
from index.records import Records

_FRONT = {
    "title": ("title",),
    "session": ("session",),
    "date": ("date",),
    "agenda": ("agenda", "agenda_title", "footnote"),
    "author": ("author",),
    "annex_i": ("annex_i_title",),
    "annex_ii": ("annex_ii_title",),
}


def recognise(reading: Reading, records: Records) -> DocumentQuery | None:
    """A question about the document, with no item, organ or condition in it."""
    if reading.clauses or reading.conditions.slots_of_organs():
        return None
    if reading.references:
        return _annexes(reading)
    facets = tuple(facet for facet in get_args(DocumentFacet) if reading.has(f"document.{facet}"))
    if reading.has("claim.adopted", "claim.draft") and "status" not in facets:
        facets = (*facets, "status")
    if not facets or len(reading.content) > 3:
        return None
    if "symbol" in facets:
        facets = ("symbol",)  # "the symbol of this draft" does not ask whether it is one
    if reading.unit is not None and reading.has("ask.how_many"):
        return None
    return DocumentQuery(facets=facets, claim=_claim(reading))


def _annexes(reading: Reading) -> DocumentQuery | None:
    """ "What is annex II?": what an annex is called."""
    annexes = reading.of_level(Level.ANNEX)
    if len(annexes) < len(reading.references) or len(reading.content) > 2 or reading.conditions.slots:
        return None
    facets = {1: "annex_i", 2: "annex_ii"}
    found = tuple(facets[ref.numbers[0]] for ref in annexes if ref.numbers[0] in facets)
    return DocumentQuery(facets=found) if found else None


def _claim(reading: Reading) -> str | None:
    """What a leading question asserts of the document: a number, or that it is a draft or adopted."""
    if not reading.has("ask.tag"):
        return None
    for claim in ("adopted", "draft"):
        if reading.has(f"claim.{claim}"):
            return claim
    for at, token in enumerate(reading.tokens):
        number = token.number or spelled_number(" ".join(other.text for other in reading.tokens[at : at + 2]))
        number = number or spelled_number("".join(other.text for other in reading.tokens[at : at + 4]))
        number = number or spelled_number("".join(other.text for other in reading.tokens[at : at + 3]))
        if number is not None:
            return str(number)
    return None


def answer(query: DocumentQuery, desk: Desk) -> Draft:
    """Each facet in a sentence with its words."""
    draft = Draft()
    for facet in query.facets:
        _FACETS.get(facet, _front)(facet, desk, draft)
    if query.claim is not None:
        _judge(query, desk, draft)
    if query.facets == ("symbol",):
        draft.status = "not_stated"
    if desk.sources.manifest.status == "draft":
        draft.notices.append(("draft_document", desk.phrasing.say("notice.draft_document")))
    suggest(draft, desk, "directions")
    return draft


def _judge(query: DocumentQuery, desk: Desk, draft: Draft) -> None:
    manifest = desk.sources.manifest
    agenda = desk.sources.plan.front["agenda"].value
    truth = {
        "status": query.claim == manifest.status,
        "session": query.claim == str(manifest.session),
        "agenda": (query.claim or "") in re.findall(r"\d+", agenda),
    }
    known = [truth[facet] for facet in query.facets if facet in truth]
    if known:
        draft.premise = "confirmed" if all(known) else "corrected"
        text = desk.phrasing.say("premise.yes" if all(known) else "premise.no")
        draft.statements.insert(0, Statement(text))


def _front_statement(field: str, key: str, desk: Desk) -> Statement | None:
    value = desk.sources.plan.front.get(field)
    if value is None:
        return None
    text = desk.shown("document", field, value)
    return desk.text_statement(key, text, Cell("document", field, None, value.spans))


def _front(facet: str, desk: Desk, draft: Draft) -> None:
    for field in _FRONT[facet]:
        key = "document.symbol_footnote" if field == "footnote" else f"document.{field}"
        statement = _front_statement(field, key, desk)
        if statement is not None:
            draft.statements.append(statement)


def _status(facet: str, desk: Desk, draft: Draft) -> None:
    manifest = desk.sources.manifest
    if manifest.adopted_text is not None:
        text = desk.phrasing.say(
            "document.status", symbol=manifest.adopted_text.symbol, adopted=manifest.adopted_text.adopted.isoformat()
        )
        draft.statements.append(Statement(text, echoes=(str(manifest.adopted_text.adopted.year),)))
    statement = _front_statement("title", "document.status_title", desk)
    if statement is not None:
        draft.statements.append(statement)


def _symbol(facet: str, desk: Desk, draft: Draft) -> None:
    manifest = desk.sources.manifest
    draft.statements.append(Statement(desk.phrasing.say("document.symbol")))
    statement = _front_statement("footnote", "document.symbol_footnote", desk)
    if statement is not None:
        draft.statements.append(statement)
    if manifest.adopted_text is not None:
        symbol = manifest.adopted_text.symbol
        draft.statements.append(Statement(desk.phrasing.say("document.symbol_adopted", symbol=symbol)))


def _period(facet: str, desk: Desk, draft: Draft) -> None:
    manifest = desk.sources.manifest
    years = (str(manifest.first_year), str(manifest.last_year))
    text = desk.phrasing.say("document.period", first=years[0], last=years[1])
    title = desk.sources.plan.front["title"]
    draft.statements.append(Statement(text, (Cell("document", "title", None, title.spans),), echoes=years))


def _size(facet: str, desk: Desk, draft: Draft) -> None:
    plan = desk.sources.plan
    without = [action for action in plan.actions if not action.outputs]
    numbers = {
        "directions": len(plan.directions),
        "subdirections": len(plan.subdirections),
        "actions": len(plan.actions),
        "outputs": len(plan.outputs),
        "without": len(without),
    }
    counts = tuple((number, number) for number in numbers.values())
    draft.statements.append(Statement(desk.phrasing.say("document.size", **numbers), counts=counts))
    draft.statements.append(Statement(desk.phrasing.say("document.size_annexes")))


def _purpose(facet: str, desk: Desk, draft: Draft) -> None:
    for number in (0, 1):
        paragraph = desk.sources.plan.paragraphs[number]
        text, cell = desk.wording(paragraph)
        draft.refs = (*draft.refs, paragraph.reference)
        draft.statements.append(
            desk.text_statement("paragraph.line", text, cell, number=paragraph.reference.numbers[0])
        )


def _language(facet: str, desk: Desk, draft: Draft) -> None:
    draft.statements.append(Statement(desk.phrasing.say("document.language")))


_FACETS = {
    "status": _status,
    "symbol": _symbol,
    "period": _period,
    "size": _size,
    "purpose": _purpose,
    "language": _language,
}
