"""Scorers of facts and form: each a few lines, each says why. Those of citations stand in `evals.grounding`."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from assistant.answer import Answer
from corpus.errors import ReferenceSyntaxError
from corpus.references import Level, Reference
from evals.case import Case
from evals.scoring import Score, contrast, decide, failed, listed, not_scored
from evals.yardstick import Yardstick

Scorer = Callable[[Case, Answer, Yardstick], Score]
Facts = dict[str, set[str]]

TOP = 3
"""How many places a question by topic has."""
_SCRIPTS = {
    "zh": re.compile(r"[\u3400-\u9fff]"),
    "en": re.compile(r"[A-Za-z]"),
    "fr": re.compile(r"[A-Za-zÀ-ÿ]"),
    "es": re.compile(r"[A-Za-zÀ-ÿ]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
}
_LETTER = re.compile(r"[^\W\d_]")


def status(case: Case, answer: Answer, _: Yardstick) -> Score:
    """The kind of answer is one of those accepted."""
    accepted = case.expect.statuses
    return decide("status", answer.status in accepted, f"expected {' or '.join(accepted)}, got {answer.status}")


def route(case: Case, answer: Answer, _: Yardstick) -> Score:
    """The answer was made in the way that the case demands."""
    if case.expect.route is None:
        return not_scored("route", "any way will do")
    return decide("route", answer.route == case.expect.route, f"expected {case.expect.route}, got {answer.route}")


def facts(case: Case, answer: Answer, _: Yardstick) -> Score:
    """Every fact that the case names is exactly the answer's, key by key; their order is not looked at."""
    wanted, got = expected_facts(case), answered_facts(answer)
    if not wanted:
        return not_scored("facts", "the case names no fact")
    wrong = [f"{key}: {contrast(sorted(wanted[key]), sorted(got[key]))}" for key in wanted if wanted[key] != got[key]]
    return decide("facts", not wrong, "; ".join(wrong))


def refs_f1(case: Case, answer: Answer, _: Yardstick) -> Score:
    """How near the list of items is: precision and recall as one number. A measure; `facts` decides."""
    wanted = expected_facts(case).get("refs")
    if wanted is None or not (wanted or answer.facts.refs):
        return not_scored("refs_f1", "no items are expected")
    got = set(answer.facts.refs)
    common = len(wanted & got)
    precision, recall = common / (len(got) or 1), common / (len(wanted) or 1)
    value = 2 * precision * recall / ((precision + recall) or 1)
    return decide("refs_f1", value == 1, f"precision {precision:.2f}, recall {recall:.2f}", value)


def roles_apart(case: Case, answer: Answer, _: Yardstick) -> Score:
    """No organ that the case expects stands in a role in which it does not stand there: right organ, wrong role."""
    expected = case.expect.facts.roles
    if not expected:
        return not_scored("roles_apart", "no roles are expected")
    known = {organ for organs in expected.values() for organ in organs}
    swapped = [
        f"{organ} as {role.value}"
        for role, organs in answer.facts.roles.items()
        for organ in organs
        if organ in known and organ not in expected.get(role, ())
    ]
    return decide("roles_apart", not swapped, f"right organ, wrong role: {listed(swapped)}")


def order(case: Case, answer: Answer, _: Yardstick) -> Score:
    """Items stand in document order, each once; a search may put the best first."""
    if answer.route != "lookup" or len(answer.facts.refs) < 2:
        return not_scored("order", "no list of a look-up")
    try:
        refs = [Reference.parse(ref) for ref in answer.facts.refs]
    except ReferenceSyntaxError as error:
        return failed("order", str(error))
    odd = [f"{one} before {two}" for one, two in pairwise(refs) if not one < two]
    return decide("order", not odd, listed(odd))


def language(case: Case, answer: Answer, _: Yardstick) -> Score:
    """The answer is in the question's language: it says so, and its own words are in that script."""
    if answer.language != case.language:
        return failed("language", f"expected {case.language}, got {answer.language}")
    letters = _LETTER.findall(_own_words(answer))
    share = sum(map(bool, map(_SCRIPTS[case.language].match, letters))) / (len(letters) or 1)
    return decide("language", share >= 0.5, f"{share:.0%} of the letters are {case.language}", share)


def _own_words(answer: Answer) -> str:
    """The text without what it quotes: that stands in the source's language, whatever the answer's."""
    own = answer.text
    for cell in {cell for citation in answer.citations for cell in re.split(r"[\t\n]", citation.quote) if cell.strip()}:
        own = own.replace(cell.strip(), " ")
    return own


def notices(case: Case, answer: Answer, _: Yardstick) -> Score:
    """Every notice that the case demands is there."""
    if not case.expect.notices:
        return not_scored("notices", "none is demanded")
    got = {notice.code for notice in answer.notices}
    missing = [code for code in case.expect.notices if code not in got]
    return decide("notices", not missing, f"missing {listed(missing)}; got {listed(sorted(got))}")


def topic_rank(case: Case, answer: Answer, _: Yardstick) -> Score:
    """The right item, or an output of it, is among the first three; parent and child fold into one place."""
    if not case.expect.top:
        return not_scored("topic_rank", "not a question by topic")
    rank = rank_of(case.expect.top, answer.facts.refs)
    wanted, got = listed(case.expect.top), listed(answer.facts.refs, TOP)
    reason = f"expected {wanted} among the first {TOP}, got {got}"
    return decide("topic_rank", answer.status == "answered" and 0 < rank <= TOP, reason, float(rank))


def rank_of(accepted: tuple[Reference, ...], refs: tuple[str, ...]) -> int:
    """The place of the first accepted item, counted from 1 after folding; 0 when there is none."""
    places: list[list[Reference]] = []
    for text in refs:
        ref = Reference.parse(text)
        home = next((place for place in places if ref.contains(place[0]) or place[0].contains(ref)), None)
        if home is None:
            places.append(home := [])
        home.append(ref)
    for rank, place in enumerate(places, 1):
        if any(_is_accepted(wanted, ref) for wanted in accepted for ref in place):
            return rank
    return 0


def _is_accepted(wanted: Reference, got: Reference) -> bool:
    return wanted == got or (wanted.level >= Level.ACTION and wanted.contains(got))


def expected_facts(case: Case) -> Facts:
    """The facts that a case names, each key as a set of words."""
    expected = case.expect.facts
    return {key: _as_set(key, getattr(expected, key)) for key in expected.asserted}


def answered_facts(answer: Answer) -> Facts:
    """All facts of an answer in the same form."""
    return {key: _as_set(key, getattr(answer.facts, key)) for key in type(answer.facts).model_fields}


def _as_set(key: str, value: object) -> set[str]:
    if isinstance(value, dict):
        return {f"{role}: {organ}" for role, organs in value.items() for organ in organs}
    if key == "counts" and isinstance(value, tuple):
        return {f"{count.of} = {count.value}" for count in value}
    if isinstance(value, tuple):
        return set(map(str, value))
    return set() if value is None else {str(value)}
