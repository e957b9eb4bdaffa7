"""Scorers of citations: marks, quotations, and whether what is said stands in what is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answer import Answer, Citation
from corpus.errors import ReferenceSyntaxError
from corpus.references import Reference
from evals.case import Case
from evals.scoring import Score, decide, listed, not_scored
from evals.yardstick import Yardstick

_MARK = re.compile(r"\[(\d+)\](?!\()")


def marks(_case: Case, answer: Answer, _: Yardstick) -> Score:
    """Every mark in the text has exactly one citation, and every citation a mark."""
    shown = set(map(int, _MARK.findall(answer.text)))
    given = [citation.mark for citation in answer.citations]
    odd = shown.symmetric_difference(given)
    twice = {mark for mark in given if given.count(mark) > 1}
    return decide("marks", not odd and not twice, f"marks without a partner: {sorted(odd)}; twice: {sorted(twice)}")


def verbatim(_case: Case, answer: Answer, yardstick: Yardstick) -> Score:
    """Every quotation stands in its lines, character for character."""
    if not answer.citations:
        return not_scored("verbatim", "nothing is quoted")
    ghosts = [f"[{c.mark}] l. {c.lines[0]}: {c.quote[:40]!r}" for c in answer.citations if not _stands(c, yardstick)]
    share = 1 - len(ghosts) / len(answer.citations)
    return decide("verbatim", not ghosts, f"not in the source: {listed(ghosts)}", share)


def _stands(citation: Citation, yardstick: Yardstick) -> bool:
    first, last = citation.lines
    known = citation.document == yardstick.manifest.id and 1 <= first <= last <= len(yardstick.lines)
    return known and bool(citation.quote) and citation.quote in "\n".join(yardstick.lines[first - 1 : last])


def anchored(_case: Case, answer: Answer, yardstick: Yardstick) -> Score:
    """What is quoted of an item stands in the lines of that item: the same word one row below is another row's."""
    known = [c for c in answer.citations if (c.ref, c.annex) in yardstick.places]
    if not known:
        return not_scored("anchored", "no item of the plan is quoted")
    shifted = [f"[{c.mark}] {c.ref} at l. {c.lines[0]}" for c in known if not _is_at_home(c, yardstick)]
    return decide("anchored", not shifted, f"outside the lines of its item: {listed(shifted)}")


def _is_at_home(citation: Citation, yardstick: Yardstick) -> bool:
    first, last = citation.lines
    return any(low <= first <= last <= high for low, high in yardstick.places[citation.ref, citation.annex])


def cites(case: Case, answer: Answer, _: Yardstick) -> Score:
    """Every item that the case wants cited is cited."""
    if not case.expect.cites:
        return not_scored("cites", "no item is demanded")
    cited = {citation.ref for citation in answer.citations}
    missing = [ref for ref in case.expect.cites if str(ref) not in cited]
    return decide("cites", not missing, f"not cited: {listed(missing)}; cited: {listed(sorted(cited))}")


def supported(_case: Case, answer: Answer, yardstick: Yardstick) -> Score:
    """Citation recall: each organ and time frame that a line states stands in a source cell cited on that line.

    Only facts of the answer are followed; an organ that a heading repeats from the question is not a statement.
    """
    claims = list(_claims(answer, yardstick))
    if not claims:
        return not_scored("supported", "states no organ and no time frame")
    bare = [name for name, forms, quotes in claims if not any(form in quote for form in forms for quote in quotes)]
    share = 1 - len(bare) / len(claims)
    return decide("supported", not bare, f"without a source beside it: {listed(bare)}", share)


def _claims(answer: Answer, yardstick: Yardstick) -> Iterator[tuple[str, frozenset[str], list[str]]]:
    """Each value that a marked line of the text states, its forms in the source, and what the line quotes."""
    quotes = {citation.mark: "".join(citation.quote.split()) for citation in answer.citations}
    names = yardstick.organ_names[answer.language]
    printed = yardstick.organ_names[yardstick.plan.language]
    for line in answer.text.splitlines():
        cited = [quotes[int(mark)] for mark in _MARK.findall(line) if int(mark) in quotes]
        for organ in answer.facts.organs:
            if cited and f"**{names[organ]}**" in line:
                yield names[organ], frozenset({printed[organ]}), cited
        for time in answer.facts.time_frames:
            if cited and time.isdigit() and f"**{time}**" in line:
                yield time, yardstick.printed_times.get(time, frozenset({time})), cited


def relevant(_case: Case, answer: Answer, _: Yardstick) -> Score:
    """Citation precision: what is cited is an item of the answer, or stands above or under one."""
    if (answer.route, answer.status) != ("lookup", "answered") or not (answer.citations and answer.facts.refs):
        return not_scored("relevant", "no cited list of items")
    refs = [Reference.parse(ref) for ref in answer.facts.refs]
    strays = [c.ref for c in answer.citations if not _touches(c.ref, refs)]
    share = 1 - len(strays) / len(answer.citations)
    return decide("relevant", not strays, f"cited, but no part of the answer: {listed(strays)}", share)


def _touches(cited: str, refs: list[Reference]) -> bool:
    try:
        reference = Reference.parse(cited)
    except ReferenceSyntaxError:
        return True  # the document as a whole
    return any(reference.contains(ref) or ref.contains(reference) for ref in refs)
