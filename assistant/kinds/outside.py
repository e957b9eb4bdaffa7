"""What the plan cannot say: progress after it was written, and duties of actors that its organ columns do not name."""

from __future__ import annotations

from assistant.desk import Desk
from assistant.evidence import Cell, Draft, Statement
from assistant.kinds.item import row_line
from assistant.kinds.meta import starters
from assistant.kinds.premise import named_outsider
from assistant.question import Matter, OutsiderQuery, ProgressQuery
from assistant.reading import Reading
from corpus.references import Level
from index.records import Records
from index.selection import ALL_ROLES

_OBLIGATIONS = "paragraph.3"
"""What the note says of obligations it says of contractors, too: no answer about an actor that the table does not name."""


def recognise(reading: Reading, records: Records) -> ProgressQuery | OutsiderQuery | None:
    """Was it done? Is it late? What is the Enterprise responsible for?"""
    known = tuple(ref for ref in reading.references if ref in records and ref.level >= Level.ACTION)
    about = _unstated_matter(reading, bool(known))
    if about is not None:
        return ProgressQuery(references=known, about=about)
    outsider = named_outsider(reading)
    only_annexes = all(ref.level is Level.ANNEX for ref in reading.references)
    plain = only_annexes and not reading.conditions.slots_of_organs() and not reading.times
    if reading.has(_OBLIGATIONS) and not reading.items and not reading.has("ask.who"):
        return None
    if outsider is not None and plain and not reading.conditions.asks_organ and len(reading.content) <= 1:
        mentioned = not any(slot.roles for slot in reading.conditions.slots)
        return OutsiderQuery(outsider=outsider, text=reading.question, mentioned=mentioned)
    return None


def _unstated_matter(reading: Reading, has_item: bool) -> Matter | None:
    """What the plan never says of an item or an organ: whether it was done, which person does it, where, how, at what cost."""
    about_organ = bool(reading.conditions.slots_of_organs()) and not reading.references
    if reading.has("ask.person") or _asks_for_members(reading, has_item, about_organ):
        return "person"
    if has_item and reading.has("ask.money") and not reading.wanted and not reading.has("ask.when"):
        return "money"
    bare = not (reading.times or reading.wanted or reading.has("ask.when", "ask.who", "role", "ask.how_many"))
    if bare and (has_item or about_organ) and not reading.units:
        if reading.has("ask.place"):
            return "place"
        if (
            has_item
            and not reading.has("ask.text")
            and (reading.has("ask.manner") or (reading.has("ask.why") and not reading.conditions.clauses))
        ):
            return "manner"
        if about_organ and _asks_what_it_is(reading):
            return "definition"
    return "progress" if _asks_for_progress(reading, has_item) else None


def _asks_for_members(reading: Reading, has_item: bool, about_organ: bool) -> bool:
    wrote = has_item and reading.has("document.author")
    outsider = any(slot.kind == "outsider" for slot in reading.conditions.slots)
    who_is = outsider and reading.has("ask.who") and not (reading.has("role") or reading.content or has_item)
    return wrote or who_is or (about_organ and reading.has("ask.members"))


def _asks_what_it_is(reading: Reading) -> bool:
    """ "What is the Council?": what, is, and the organ's name alone."""
    words = [token for token in reading.tokens if any(map(str.isalnum, token.text))]
    plain = all(token.organs or token.has("ask.what", "ask.yes_no", "filler.words") for token in words)
    return (plain and len(words) <= 4 and reading.tokens[0].text in ("what is", "what", "what are")) or (
        plain and any(token.text in ("是 什 么", "是 啥") for token in words)
    )


def _asks_for_progress(reading: Reading, has_item: bool) -> bool:
    if reading.has("time.outcome") and not (reading.wanted or reading.has("ask.when")):
        return True  # "not completed by 2021": the year is of what came about, not of the plan
    plain = not reading.times and not reading.wanted and not reading.has("ask.when")
    opens = bool(reading.tokens) and reading.tokens[0].has("ask.yes_no") and not reading.has("ask.what", "ask.who")
    asked = reading.has("time.done") or (has_item and opens and reading.has("time.done_word"))
    return plain and asked and (has_item or len(reading.content) <= 1)


def answer(query: ProgressQuery, desk: Desk) -> Draft:
    """That the plan does not report progress, what it says instead, and where progress is monitored."""
    draft = Draft(status="not_stated", refs=query.references)
    draft.statements.append(Statement(desk.phrasing.say(f"progress.{query.about}")))
    for ref in query.references:
        draft.statements.append(Statement(desk.phrasing.say("progress.item", item=desk.phrasing.ref(ref))))
        draft.statements.extend(
            row_line(row, ALL_ROLES, True, desk, show_text=False) for row in desk.records.rows_of(ref)
        )
    if query.about == "progress":
        paragraph = desk.records.plan.paragraphs[3]
        cell = Cell(str(paragraph.reference), "paragraph", None, paragraph.text.spans)
        draft.statements.append(Statement(desk.phrasing.say("progress.where"), (cell,)))
    draft.touched.extend(ref for ref in query.references if ref.level >= Level.ACTION)
    starters(draft, desk)
    return draft


def answer_outsider(query: OutsiderQuery, desk: Desk) -> Draft:
    """That no column names it, and the items whose text mentions it."""
    draft = Draft(status="answered" if query.mentioned else "not_stated")
    say = desk.phrasing.say
    name = say(f"outsider.{query.outsider}")
    words = desk.sources.printed_outsiders.get(query.outsider, ())
    found = [row for row in desk.records.plan.rows if any(word in row.text.value for word in words)]
    actions = {row.reference.action for row in found}
    for action in desk.records.plan.actions:
        if action.reference not in actions and any(word in action.annex_ii.value for word in words):
            found.extend(row for row in action.rows[:1])
    draft.refs = tuple(sorted(row.reference for row in found))
    key = "outsider.mentioned" if found and query.mentioned else "outsider.not_organ" if found else "outsider.nothing"
    draft.statements.append(Statement(say(key, outsider=name), quotes=(name,)))
    draft.statements.extend(desk.item_line(ref) for ref in draft.refs)
    starters(draft, desk)
    return draft
