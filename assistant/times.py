"""Time as a question mentions it: "by the end of 2021", "2020至2022年", "2021年底前", "neither 2019 nor 2020", "annual"."""

from __future__ import annotations

from assistant.tokens import Token
from corpus.plan import TimeKind
from index.selection import AnyOf, Clause, TimeTerm

_KINDS = {
    "time.ongoing": (TimeKind.ONGOING,),
    "time.annual": (TimeKind.ANNUAL,),
    "time.biennial": (TimeKind.BIENNIAL,),
    "time.recurring": (TimeKind.ANNUAL, TimeKind.BIENNIAL),
    "time.dated": (TimeKind.YEAR,),
}
_TIME_KINDS = ("time.ongoing", "time.annual", "time.biennial", "time.recurring", "time.dated")

_DAYS = ("time.year_start", "time.year_end")
_POST = (
    "time.by_post",
    "time.before_post",
    "time.after_post",
    "time.over_post",
    "time.since_post",
    "time.in_post",
    "time.between_post",
)


def times_of(tokens: list[Token]) -> tuple[Clause, ...]:
    """The conditions on time that a question states; terms that are denied or excepted are negated."""
    terms, _ = _terms(tokens)
    bent: list[TimeTerm] = []
    places = [at for at, token in enumerate(tokens) if token.year is not None or token.has(*_TIME_KINDS)]
    for term, at in zip(terms, _first_places(tokens, terms, places), strict=False):
        before = tokens[max(0, at - 4) : at]
        following = [place for place in places if place > at][:1]
        after = tokens[at + 1 : min([at + 4, *following])]
        negated = _is_excluded(before) or any(token.has("logic.except_post", "logic.except_end") for token in after)
        negated = negated or _is_denied(before)
        bent.append(term.model_copy(update={"negated": True}) if negated else term)
    return _merged(bent, any(token.has("logic.or") for token in tokens))


def _is_excluded(before: list[Token]) -> bool:
    """Whether an exception reaches a time: not over an item or an organ, which is then what is excepted."""
    for token in reversed(before):
        if token.has("logic.except"):
            return True
        if token.reference is not None or token.organs:
            return False
    return False


def _is_denied(before: list[Token]) -> bool:
    """Whether a "not" right before a time denies it; an output that is missing has been said of something else."""
    for token in reversed(before[-3:]):
        if token.has("logic.not", "logic.neither"):
            return True
        if not token.has("filler.words", "time", "logic.or", "ask.when"):
            return False
    return False


def _first_places(tokens: list[Token], terms: list[TimeTerm], places: list[int]) -> list[int]:
    """Where each term begins: a mention of several years is one term."""
    firsts: list[int] = []
    rest = list(places)
    for term in terms:
        if not rest:
            break
        firsts.append(rest.pop(0))
        extra = (
            len(term.years) - 1 if term.years else int(term.first is not None and term.last not in (None, term.first))
        )
        del rest[: max(0, extra)]
    return firsts


def _merged(terms: list[TimeTerm], either: bool) -> tuple[Clause, ...]:
    """Positive kinds side by side are alternatives ("annual or ongoing"); the rest must hold together."""
    if any(term.asks_years for term in terms):
        # "have a deadline in 2022" is about 2022; "a deadline" by itself is about any year.
        terms = [term for term in terms if term.asks_years or term.kinds != (TimeKind.YEAR,)]
    positive = [term for term in terms if not term.negated]
    if len(positive) > 1 and all(term.asks_years for term in positive) and either:
        return (AnyOf(terms=tuple(positive)), *(term for term in terms if term.negated))
    rest = [term for term in terms if term.negated]
    if len(positive) > 1 and all(not term.asks_years for term in positive):
        kinds = tuple(dict.fromkeys(kind for term in positive for kind in term.kinds))
        return (TimeTerm(kinds=kinds), *rest)
    if len(positive) == 2 and sum(term.asks_years for term in positive) == 1:
        dated = next(term for term in positive if term.asks_years)
        kinds = next(term.kinds for term in positive if not term.asks_years)
        return (dated.model_copy(update={"kinds": kinds}), *rest)
    return (*positive, *rest)


def _terms(tokens: list[Token]) -> tuple[list[TimeTerm], set[int]]:
    """What a question says about time, and the places of the tokens that say it."""
    terms: list[TimeTerm] = []
    used: set[int] = set()
    at = 0
    while at < len(tokens):
        if tokens[at].year is None:
            kinds = next((kinds for concept, kinds in _KINDS.items() if tokens[at].has(concept)), None)
            if kinds:
                terms.append(TimeTerm(kinds=kinds))
                used.add(at)
            at += 1
            continue
        years, end = _years(tokens, at)
        term, extent = _year_term(tokens, at, end, years)
        terms.append(term)
        used |= extent
        at = end
    return terms, used


def _years(tokens: list[Token], at: int) -> tuple[list[int], int]:
    """The years of one mention: a single one, several joined by and / or, or a first and a last one joined by to."""
    years, end = [tokens[at].year or 0], at + 1
    while True:
        joint = end
        while joint < len(tokens) and (
            tokens[joint].has("logic.and", "logic.or", "logic.to", "time.by")
            or tokens[joint].text in ("-", "/", ",", "、", "年", "nor")
            or (tokens[joint].has("time.in_post") and not tokens[joint].has("time.by_post"))
        ):
            joint += 1
        if joint == end or joint >= len(tokens) or tokens[joint].year is None:
            return years, end
        years.append(tokens[joint].year or 0)
        end = joint + 1


def _year_term(tokens: list[Token], at: int, end: int, years: list[int]) -> tuple[TimeTerm, set[int]]:
    before = _before(tokens, at)
    post = _closing(tokens, end)
    inside = tokens[at + 1 : end - 1]
    is_range = len(years) == 2 and (
        any(token.has("logic.to") or token.text in ("-", "/") for token in inside)
        or (before is not None and tokens[before].has("time.between") and tokens[before].text != "在")
    )
    extent = set(range(at, end)) | ({before} if before is not None else set())
    if is_range:
        after = {post} if post is not None and tokens[post].has("time") else set()
        return TimeTerm(first=min(years), last=max(years)), extent | after
    if len(years) > 1:
        return TimeTerm(years=tuple(sorted(set(years)))), extent | _post(tokens, post)
    open_ended = _open_ended(tokens, end, years[0])
    if open_ended is not None:
        return open_ended, extent | {end, end + 1}
    last = post if post is not None else end - 1
    around = tokens[before if before is not None else at : last + 1]
    term = _one_year(
        years[0],
        tokens[before] if before is not None else None,
        tokens[post] if post is not None else None,
        any(token.has("time.year_end") for token in around),
    )
    return term, extent | _post(tokens, post)


def _closing(tokens: list[Token], end: int) -> int | None:
    """The place of the word after a year; a day of that year may stand between: 2021年12月31日之前."""
    place = end
    while (
        place + 1 < len(tokens) and tokens[place + 1].has(*_DAYS, *_POST) and tokens[place].has("time.in_post", *_DAYS)
    ):
        if tokens[place].has("time.by_post"):
            break
        place += 1
    return place if place < len(tokens) else None


def _open_ended(tokens: list[Token], end: int, year: int) -> TimeTerm | None:
    """ "2020 or after": with another year behind it, "or after" belongs to that one."""
    if end + 1 >= len(tokens) or not tokens[end].has("logic.or", "logic.and"):
        return None
    if any(token.year is not None for token in tokens[end + 2 : end + 6]):
        return None
    if tokens[end + 1].has("time.after"):
        return TimeTerm(first=year)
    return TimeTerm(last=year) if tokens[end + 1].has("time.before") else None


def _post(tokens: list[Token], post: int | None) -> set[int]:
    """The place of the word after a year, when it says how the year is meant."""
    return {post} if post is not None and tokens[post].has(*_POST) else set()


def _before(tokens: list[Token], at: int) -> int | None:
    """The place of the word that says how the year is meant, at most five words away, with nothing but fillers between."""
    for back in range(1, 6):
        place = at - back
        if place < 0 or tokens[place].year is not None or tokens[place].organs:
            return None
        token = tokens[place]
        names = ("time.by", "time.before", "time.after", "time.since", "time.between", "time.in")
        if token.has(*names):
            return place
        if not (token.has("filler.words", *_DAYS) or token.text in ("=", ":")):
            return None
    return None


def _one_year(year: int, pre: Token | None, post: Token | None, year_end: bool) -> TimeTerm:
    """The years that a mention of one allows; before the last day of a year is within it, before the first is not."""
    first_before = year if year_end else year - 1
    if post is not None:
        # The longest word wins in the vocabulary, so one of these at most is meant.
        for concept, term in (
            ("time.by_post", TimeTerm(last=year)),
            ("time.before_post", TimeTerm(last=first_before)),
            ("time.after_post", TimeTerm(first=year + 1)),
            ("time.over_post", TimeTerm(first=year + 1)),
            ("time.since_post", TimeTerm(first=year)),
        ):
            if post.has(concept):
                return term
    if pre is not None:
        for concept, term in (
            ("time.by", TimeTerm(last=year)),
            ("time.before", TimeTerm(last=first_before)),
            ("time.after", TimeTerm(first=year + 1)),
            ("time.since", TimeTerm(first=year)),
        ):
            if pre.has(concept):
                return term
    return TimeTerm(first=year, last=year)
