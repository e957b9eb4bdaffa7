"""Where the two annexes word an action differently, and what the source itself gets wrong."""

from __future__ import annotations

from assistant.answer import Count
from assistant.desk import Desk, suggest
from assistant.evidence import Cell, Draft, Statement
from assistant.kinds.item import wordings
from assistant.question import DefectQuery, DifferenceQuery
from assistant.reading import Reading
from corpus.defects import Defect
from corpus.plan import Action
from corpus.references import Level, Reference
from index.records import Records


def recognise(reading: Reading, records: Records) -> DifferenceQuery | DefectQuery | None:
    """A question about wordings that differ, or about slips of the source."""
    if reading.has("ask.defect"):
        known = tuple(ref for ref in reading.references if ref in records)
        return DefectQuery(references=known) if len(reading.content) <= 3 or known else None
    mentions_annexes = reading.has("unit.annex") or any(ref.level is Level.ANNEX for ref in reading.references)
    wording = reading.has("ask.text") or mentions_annexes or reading.has("follow.other_annex")
    if not reading.has("ask.difference", "ask.sense") or not (wording or reading.items):
        return None
    if reading.conditions.slots_of_organs() or reading.times or reading.wanted:
        return None
    known = tuple(ref for ref in reading.references if ref in records and ref.level >= Level.DIRECTION)
    titles = not reading.items and reading.has("ask.title")
    return DifferenceQuery(
        references=known,
        sense_only=reading.has("ask.sense") and not known,
        title=titles,
        count=reading.has("ask.how_many"),
    )


def answer(query: DifferenceQuery, desk: Desk) -> Draft:
    """The actions concerned; for a single one both wordings, and what the difference means."""
    if query.title:
        return _titles(query, desk)
    draft = Draft()
    single = len(query.references) == 1 and query.references[0].level >= Level.ACTION
    if single:
        _one(desk.records.action(query.references[0]), desk, draft)
        return draft
    sense = {ref for ref, remark in desk.sources.remarks.items() if remark.changes_sense}
    actions = [
        action
        for action in desk.sources.actions_under(query.references)
        if (action.reference in sense if query.sense_only else _differs(action, desk))
    ]
    draft.refs = tuple(action.reference for action in actions)
    draft.total = len(desk.records.plan.actions)
    _head(query, actions, desk, draft)
    for action in actions:
        _line(action, desk, draft, full=len(actions) <= 12)
    suggest(draft, desk, "all", ref=draft.refs[0] if draft.refs else desk.records.plan.actions[0].reference)
    return draft


def _differs(action: Action, desk: Desk) -> bool:
    return desk.sources.differences[action.reference].kind == "wording"


def _head(query: DifferenceQuery, actions: list[Action], desk: Desk, draft: Draft) -> None:
    if query.sense_only:
        draft.statements.append(Statement(desk.phrasing.say("difference.sense_count")))
        return
    considered = len(desk.sources.actions_under(query.references))
    text = desk.phrasing.say("difference.count", count=len(actions), total=considered)
    draft.counts = (Count(of="actions", value=len(actions)),) if query.count or not query.references else ()
    draft.statements.append(Statement(text, counts=((len(actions), len(draft.refs)), (considered, considered))))


def _cells(action: Action) -> tuple[Cell, Cell]:
    ref = str(action.reference)
    return Cell(ref, "text", "I", action.annex_i.spans), Cell(ref, "text", "II", action.annex_ii.spans)


def _line(action: Action, desk: Desk, draft: Draft, *, full: bool) -> None:
    if full:
        draft.statements.extend(wordings(action, desk))
        _remark(action, desk, draft)
    else:
        draft.statements.append(
            Statement(f"{'- ' if action.reference == draft.refs[0] else ''}**{action.reference}**", _cells(action),
                      inline=action.reference != draft.refs[0])
        )  # fmt: skip


def _one(action: Action, desk: Desk, draft: Draft) -> None:
    draft.refs = (action.reference,)
    draft.worded.append(action.reference)
    draft.touched.append(action.reference)
    kind = desk.sources.differences[action.reference].kind
    key = {"identical": "difference.same", "punctuation": "difference.punctuation"}.get(kind, "difference.differs")
    text = desk.phrasing.say(key, item=desk.phrasing.ref(action.reference))
    draft.statements.append(Statement(text[:1].upper() + text[1:]))
    draft.statements.extend(wordings(action, desk)[1:])
    _remark(action, desk, draft)
    suggest(draft, desk, "organs", ref=action.reference)


def _remark(action: Action, desk: Desk, draft: Draft) -> None:
    remark = desk.sources.remarks.get(action.reference)
    if remark is None:
        return
    said = remark.remark[desk.phrasing.language]
    text = desk.phrasing.say("difference.remark", text=said)
    draft.statements.append(Statement(text, _cells(action), quotes=(said,)))


def _titles(query: DifferenceQuery, desk: Desk) -> Draft:
    draft = Draft()
    from corpus.differences import difference_of

    for direction in desk.records.plan.directions:
        if query.references and direction.reference not in query.references:
            continue
        if difference_of(direction).kind != "wording":
            continue
        draft.refs = (*draft.refs, direction.reference)
        ref = str(direction.reference)
        one = desk.shown(ref, "title", direction.title)
        two = desk.shown(ref, "title_annex_ii", direction.title_annex_ii)
        draft.statements.append(Statement(desk.phrasing.say("difference.titles")))
        draft.statements.append(
            desk.text_statement("item.wording_first", one, Cell(ref, "title", "I", direction.title.spans))
        )
        draft.statements.append(
            desk.text_statement("item.wording_second", two, Cell(ref, "title", "II", direction.title_annex_ii.spans))
        )
    if not draft.refs:
        draft.statements.append(Statement(desk.phrasing.say("difference.titles_same")))
    suggest(draft, desk, "directions")
    return draft


def answer_defects(query: DefectQuery, desk: Desk) -> Draft:
    """The ledger's entries for some items, or all of them."""
    draft = Draft(refs=query.references)
    found = [defect for defect in desk.sources.defects if _touches(defect, query.references)]
    if query.references and not found:
        names = desk.phrasing.listed(desk.phrasing.ref(ref) for ref in query.references)
        draft.statements.append(Statement(desk.phrasing.say("defect.none", item=names)))
    elif query.references:
        draft.statements.append(Statement(desk.phrasing.say("defect.head")))
        draft.touched.extend(query.references)
    else:
        draft.refs = tuple(sorted({ref for defect in found for ref in defect.refs if ref in desk.records}))
        text = desk.phrasing.say("defect.all", count=len(found))
        draft.statements.append(Statement(text, counts=((len(found), len(found)),)))
    for defect in found:
        draft.statements.append(defect_line(defect, desk))
    suggest(draft, desk, "all", ref=next((ref for ref in draft.refs if ref.level >= Level.ACTION), "1.1.1"))
    return draft


def _touches(defect: Defect, references: tuple[Reference, ...]) -> bool:
    return not references or any(ref.contains(own) for ref in references for own in defect.refs)


def defect_line(defect: Defect, desk: Desk) -> Statement:
    """One entry of the ledger with the words it is about."""
    from corpus.provenance import Span

    remark = defect.remark[desk.phrasing.language]
    names = desk.phrasing.listed(f"**{ref}**" for ref in defect.refs)
    spans = tuple(
        Span(document=desk.sources.document, language=desk.sources.plan.language, first_line=line, last_line=line,
             quote=defect.quote)
        for line in defect.lines
    )  # fmt: skip
    ref = str(defect.refs[0]) if defect.refs else "document"
    colon = desk.phrasing.say("form.colon")
    return Statement(
        f"- {names}{colon if names else ''}{remark}", (Cell(ref, defect.field, None, spans),), quotes=(remark,)
    )
