"""Items as a question mentions them, once tokens stand side by side.

"direction 3", "the second output of 3.2.1", "第三段", "6.3.1 to 6.3.3", "附件二".
"""

from __future__ import annotations

from dataclasses import replace

from assistant.numerals import _ORDINALS as ORDINAL_WORDS
from assistant.numerals import number_of
from assistant.tokens import Token
from corpus.references import Level, Reference

_UNIT_LEVELS = {
    "unit.direction": Level.DIRECTION,
    "unit.paragraph": Level.PARAGRAPH,
    "unit.annex": Level.ANNEX,
    "unit.output": Level.OUTPUT,
    "unit.row": Level.OUTPUT,
    "unit.action": Level.ACTION,
    "unit.subdirection": Level.SUBDIRECTION,
}
_ORDINAL_ENDINGS = ("st", "nd", "rd", "th")
_CARDINALS = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}


def with_numbered_units(tokens: list[Token]) -> list[Token]:
    """Join a unit and its numbers into references: direction 3, directions 3 and 6, third paragraph, output 2 of 3.2.1."""
    out: list[Token] = []
    at = 0
    level: Level | None = None
    while at < len(tokens):
        joined, length = _numbered_unit(tokens, at)
        if joined is None and level is not None:
            joined, length = _further_number(tokens, at, level)
        if joined is None and tokens[at].has("logic.except"):
            level = level or _unit_named(tokens)
        if joined is None:
            out.append(tokens[at])
            level = (
                level if tokens[at].has("logic", "filler.words", "time.by") or tokens[at].text in (",", "-") else None
            )
            at += 1
            continue
        out.append(joined)
        level = _level_of(joined)
        at += length
    return _outputs_of_actions(out)


def _level_of(token: Token) -> Level | None:
    if token.reference is not None and token.reference.level in (Level.DIRECTION, Level.PARAGRAPH):
        return token.reference.level
    return Level.OUTPUT if token.has("mention.output") else None


def _unit_named(tokens: list[Token]) -> Level | None:
    """The unit that bare numbers of an exception mean: "in all directions except 8"."""
    return Level.DIRECTION if any(token.has("unit.direction") for token in tokens) else None


def _further_number(tokens: list[Token], at: int, level: Level) -> tuple[Token | None, int]:
    """A bare number that goes on with the unit before it: "directions 3 and 6", "第三项和第五项"."""
    joint = tokens[at - 1] if at else None
    if joint is None or not (joint.has("logic", "time.by") or joint.text in (",", "-")):
        return None, 0
    number, length = _number_at(tokens, at, ordinal=False)
    if number is None or number > 99:
        return None, 0
    after = at + length
    if after < len(tokens) and _level(tokens[after]) is not None and tokens[at].text != "第":
        return None, 0
    while after < len(tokens) and tokens[after].text in ("个", "项", "条"):
        after += 1
    return _as_reference(tokens[at:after], level, number), after - at


def _numbered_unit(tokens: list[Token], at: int) -> tuple[Token | None, int]:
    for form in (_unit_then_number, _number_then_unit, _bracketed_number):
        joined, length = form(tokens, at)
        if joined is not None:
            return joined, length
    return None, 0


def _unit_then_number(tokens: list[Token], at: int) -> tuple[Token | None, int]:
    level = _level(tokens[at])
    if level is None:
        return None, 0
    after = at + 1
    while after < len(tokens) and (tokens[after].has("unit.number") or tokens[after].text in (".", ":", "(")):
        after += 1
    number, length = _number_at(tokens, after, ordinal=False)
    if number is not None and level is not Level.OUTPUT and _is_counting(tokens, after + length):
        number = None
    if number is not None:
        return _as_reference(tokens[at : after + length], level, number), after + length - at
    if after < len(tokens) and (tokens[after].reference or tokens[after].missing) and level >= Level.DIRECTION:
        return replace(tokens[after], start=tokens[at].start), after + 1 - at
    return None, 0


def _number_then_unit(tokens: list[Token], at: int) -> tuple[Token | None, int]:
    """ "the third paragraph", "第三段"; without a unit, "the second one", "第二项", it is a place in what was listed."""
    number, length = _number_at(tokens, at, ordinal=True)
    if number is None:
        return None, 0
    after = at + length
    joined = after < len(tokens) and tokens[after].has("logic.and", "logic.or")
    if joined and _number_at(tokens, after + 1, ordinal=True)[0] is not None:
        return _as_reference(tokens[at:after], Level.OUTPUT, number), length
    while after < len(tokens) and tokens[after].text in ("个", "项", "条", "大", "号", "strategic", "one", "ones"):
        after += 1
    level = _level(tokens[after]) if after < len(tokens) else None
    if level is not None:
        return _as_reference(tokens[at : after + 1], level, number, ordinal=True), after + 1 - at
    return _as_reference(tokens[at:after], Level.OUTPUT, number), after - at


def _bracketed_number(tokens: list[Token], at: int) -> tuple[Token | None, int]:
    """ "And (2)?", "（二）呢"."""
    if tokens[at].text != "(" or at + 2 >= len(tokens) or tokens[at + 2].text != ")":
        return None, 0
    number = number_of(tokens[at + 1].text)
    return (_as_reference(tokens[at : at + 3], Level.OUTPUT, number), 3) if number else (None, 0)


def _level(token: Token) -> Level | None:
    return next((level for unit, level in _UNIT_LEVELS.items() if token.has(unit)), None)


def _is_counting(tokens: list[Token], at: int) -> bool:
    """Whether what follows a number shows that it counts something ("actions: 3 of them")."""
    return at < len(tokens) and tokens[at].text in ("个", "项", "条")


def _number_at(tokens: list[Token], at: int, *, ordinal: bool) -> tuple[int | None, int]:
    """The number that begins at a token and how many tokens it takes. Ordinals need a sign that they are some."""
    if at >= len(tokens):
        return None, 0
    token = tokens[at]
    if token.text == "第" and at + 1 < len(tokens):
        number, length = _plain_number(tokens, at + 1)
        return number, length + 1
    if ordinal:
        if token.number is not None and at + 1 < len(tokens) and tokens[at + 1].text in _ORDINAL_ENDINGS:
            return token.number, 2
        is_ordinal = token.text in ORDINAL_WORDS and token.text not in _CARDINALS
        return (ORDINAL_WORDS[token.text], 1) if is_ordinal else (None, 0)
    return _plain_number(tokens, at)


def _plain_number(tokens: list[Token], at: int) -> tuple[int | None, int]:
    token = tokens[at]
    if token.number is not None:
        return token.number, 1
    if token.text == "一 下":
        return 1, 1  # "战略方向一下…" is "under direction 1"; elsewhere 一下 is a filler
    if token.reference is not None and token.reference.level is Level.DIRECTION:
        return token.reference.numbers[0], 1
    # A Chinese numeral is one token a character: 十二 is two.
    for length in (3, 2, 1):
        text = "".join(part.text for part in tokens[at : at + length])
        is_letter = len(text) == 1 and "a" <= text <= "z" and not _closes(tokens, at + length)
        plain = "一" <= text[:1] <= "鿿" or text == "〇" or (length == 1 and not is_letter)
        number = number_of(text) if plain else None
        if number is not None and len(tokens) >= at + length:
            return number, length
    return None, 0


def _closes(tokens: list[Token], at: int) -> bool:
    """Whether nothing follows that a letter could be an article of: "output d of 3.2.1", but not "with a deadline"."""
    return at >= len(tokens) or tokens[at].text in ("of", "?", ".", ",", ")", "from", "in", "under")


def _as_reference(tokens: list[Token], level: Level, number: int, *, ordinal: bool = False) -> Token:
    text = " ".join(token.text for token in tokens)
    start, end = tokens[0].start, tokens[-1].end
    if level in (Level.DIRECTION, Level.PARAGRAPH) or (level is Level.ANNEX and 1 <= number <= 9):
        return Token(text, start, end, reference=Reference(level, (number,)))
    if level is Level.OUTPUT:
        return Token(text, start, end, concepts=frozenset({"mention.output"}), number=number)
    if ordinal and level in (Level.ACTION, Level.SUBDIRECTION):
        unit = "unit.action" if level is Level.ACTION else "unit.subdirection"
        return Token(text, start, end, concepts=frozenset({"mention.place", unit}), number=number)
    return Token(text, start, end, missing=str(number))


def _outputs_of_actions(tokens: list[Token]) -> list[Token]:
    """Give "the second output" to the action that stands nearest; what is left alone is a place in what was listed."""
    out = list(tokens)
    for at, token in enumerate(tokens):
        if not token.has("mention.output") or token.number is None:
            continue
        near = [
            (abs(other - at), other)
            for other in range(max(0, at - 4), min(len(tokens), at + 7))
            if (ref := tokens[other].reference) is not None and ref.level >= Level.ACTION
        ]
        if not near:
            continue
        other = min(near)[1]
        action = tokens[other].reference
        assert action is not None
        reference = Reference(Level.OUTPUT, (*action.numbers[:3], token.number))
        if out[other].reference == action and action.level is Level.ACTION:
            # The action was only named to say whose output is meant.
            out[other] = replace(out[other], reference=None, concepts=frozenset({"filler.words"}))
        out[at] = replace(token, reference=reference, number=None, concepts=frozenset())
    return out


def with_ranges(tokens: list[Token], known: tuple[Reference, ...]) -> list[Token]:
    """Fill in what "6.3.1 to 6.3.3" leaves out, from all references that the plan has."""
    out: list[Token] = []
    for at, token in enumerate(tokens):
        out.append(token)
        first = tokens[at - 2].reference if at >= 2 else None
        last = token.reference
        joins = at >= 2 and (tokens[at - 1].has("logic.to") or tokens[at - 1].text in ("-", "–"))
        if joins and first and last and first.level is last.level and first < last:
            between = [ref for ref in known if ref.level is first.level and first < ref < last]
            out[-1:-1] = [replace(token, reference=ref) for ref in between]
    return out
