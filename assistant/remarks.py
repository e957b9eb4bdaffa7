"""What the reader of an answer should know beside it: slips of the source, annexes that differ, unofficial renderings."""

from __future__ import annotations

from assistant.desk import Desk
from assistant.evidence import Draft
from corpus.references import Reference


def with_remarks(draft: Draft, desk: Desk) -> None:
    """Add the notices that an answer's items call for."""
    say = desk.phrasing.say
    differing = [ref for ref in draft.worded if desk.sources.differences[ref].kind == "wording"]
    if differing:
        listed = desk.phrasing.listed(map(str, differing))
        draft.notices.append(("annexes_differ", say("notice.annexes_differ", refs=listed)))
    for refs, remark in _defects(draft, desk):
        names = desk.phrasing.listed(map(str, refs))
        draft.notices.append(("source_defect", say("notice.source_defect", refs=names, remark=remark)))
    if desk.phrasing.language != desk.sources.plan.language and any(statement.quotes for statement in draft.statements):
        draft.notices.append(("unofficial_translation", say("notice.unofficial_translation")))


def _defects(draft: Draft, desk: Desk) -> list[tuple[tuple[Reference, ...], str]]:
    """Defects of the items an answer is about, and of rows of them that it cites; a list answers for its members, too."""
    touched = set(draft.touched) | set(draft.refs)
    worded = set(draft.worded)
    cited = {(cell.ref, cell.field) for statement in draft.statements for cell in statement.cells}
    refs = {ref for ref, _ in cited}
    found = []
    for defect in desk.sources.defects:
        own = tuple(ref for ref in defect.refs if str(ref) in refs or ref in touched)
        if own and not (defect.field in ("annex_i", "annex_ii") and not worded & set(own)):
            found.append((own, defect.remark[desk.phrasing.language]))
    return found
