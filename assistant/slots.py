"""Where organs stand in a question, which of them belong together, and what bends them: not, only, both, except."""

from __future__ import annotations

from typing import Literal

from assistant.roles import Slot, names_cell, role_of
from assistant.tokens import Token
from corpus.plan import Role


def slots_of(tokens: list[Token]) -> list[Slot]:
    slots: list[Slot] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.organs and _is_other_body(tokens, at):
            slots.append(Slot("outsider", at, at + 1))
        elif token.organs:
            slot = _organ_group(tokens, at)
            slots.append(slot)
            at = slot.end
            continue
        if token.has("ask.nobody"):
            slots.append(Slot("nobody", at, at + 1))
        elif token.has("ask.who_does"):
            slots.append(Slot("who", at, at + 1, roles=[Role.RESPONSIBLE]))
        elif token.has("ask.who"):
            slots.append(Slot("who", at, at + 1))
        elif token.has("ask.anyone"):
            # "no one" in two words: 没有 + 任何机关.
            denied = at > 0 and tokens[at - 1].has("logic.not", "logic.without")
            slots.append(Slot("nobody" if denied else "anyone", at, at + 1))
        elif token.has("outsider") and not token.has("outsider.authority", "outsider.united_nations"):
            slots.append(Slot("outsider", at, at + 1))
        at += 1
    return slots


def _is_other_body(tokens: list[Token], at: int) -> bool:
    """ "Security Council", "Council of Europe", "UN Secretariat": bodies of the same name elsewhere."""
    before = tokens[at - 1] if at else None
    touches = before is not None and before.end + 1 >= tokens[at].start and before.text.isascii()
    if before and touches and (before.has("outsider.united_nations") or (before.is_content and len(before.text) > 2)):
        return True
    following = tokens[at + 1 : at + 3]
    is_of = len(following) == 2 and following[0].text == "of"
    return is_of and (following[1].is_content or following[1].has("outsider.member_state", "outsider.united_nations"))


def _organ_group(tokens: list[Token], at: int) -> Slot:
    """Organs that are joined by and, or, commas; and the words before and after the group that bend it."""
    organs, end = list(tokens[at].organs), at + 1
    joined: Literal["and", "or", "neither"] = "and"
    while True:
        joint = end
        while joint < len(tokens) and _joins(tokens[joint]):
            joint += 1
        if joint == end or joint >= len(tokens) or not tokens[joint].organs:
            break
        if any(tokens[place].has("logic.or") for place in range(end, joint)):
            joined = "or"
        organs += tokens[joint].organs
        end = joint + 1
    slot = Slot("organ", at, end, tuple(dict.fromkeys(organs)), joined)
    _bend_group(tokens, slot)
    return slot


def _joins(token: Token) -> bool:
    return token.has("logic.and", "logic.or") or token.text in (",", "/", "the", "nor", "、")


def _bend_group(tokens: list[Token], slot: Slot) -> None:
    before = tokens[max(0, slot.at - 6) : slot.at]
    after = tokens[slot.end : slot.end + 3]
    if any(token.has("logic.neither") for token in before[-3:] + after[:2]):
        slot.joined, slot.negated = "neither", True
    slot.every = len(slot.organs) > 1 and any(token.has("logic.both") for token in before[-3:] + after)
    slot.only = _only_precedes(before) or _only_follows(after)
    if any(token.has("logic.someone_but") for token in before[-3:]):
        slot.negated = slot.but_someone = True
    if _is_excepted(before) or any(token.has("logic.except_post", "logic.except_end") for token in after[:1]):
        slot.negated = True
    if slot.negated and after and after[0].has("logic.except_end") and _another_organ(tokens, slot.end):
        slot.but_someone = True  # 大会以外的机关: another organ, where 除大会以外 asks for no other one
    if _is_denied(tokens, slot.at):
        slot.negated = True


def _another_organ(tokens: list[Token], closing: int) -> bool:
    """Whether an organ is spoken of right after the word that closes an exception: 以外的机关."""
    return any(token.has("unit.organ", "ask.who") for token in tokens[closing + 1 : closing + 3])


def _is_denied(tokens: list[Token], at: int) -> bool:
    """ "not the Council", "但不由法技委…", "without the Secretariat": through fillers, not through anything else."""
    for place in range(at - 1, max(-1, at - 4), -1):
        token = tokens[place]
        if token.has("logic.not", "logic.without") and not token.has("logic.neither"):
            return not opens_question(tokens, place)
        if not token.has("filler.words") or token.text == ",":
            return False
    return False


def _is_excepted(before: list[Token]) -> bool:
    """Whether an exception reaches the group: "except the Council", but not "except direction 1, the Council"."""
    for token in reversed(before):
        if token.has("logic.except_end"):
            return False  # 除战略方向1以外 大会…: what follows the closing word is not excepted
        if token.has("logic.except"):
            return True
        if not token.has("filler.words", "logic") or token.text == ",":
            return False
    return False


def _only_precedes(before: list[Token]) -> bool:
    """ "only the Council", "led only by the Council"."""
    for token in reversed(before):
        if token.has("logic.only"):
            return True
        if not token.has("filler.words"):
            return False
    return False


def _only_follows(after: list[Token]) -> bool:
    """ "the Secretariat alone", "and nobody else"; in "the Secretariat only takes part" it bends the role instead."""
    for place, token in enumerate(after):
        if token.has("logic.only"):
            following = after[place + 1] if place + 1 < len(after) else None
            return following is None or role_of(following) is None
        if not token.has("logic.and", "filler.words"):
            return False
    return False


def is_negated(tokens: list[Token], at: int) -> bool:
    """Whether a role word is denied: "is not the associated organ", "neither responsible nor associated"."""
    for back in range(1, 6):
        if at - back < 0 or tokens[at - back].organs:
            return False
        token = tokens[at - back]
        if opens_question(tokens, at - back):
            return False
        if token.has("logic.not", "logic.neither") and not token.has("ask.nobody"):
            # "has no coordinating organ" is about a cell, unless the organ itself stands right before it.
            return not (token.has("logic.without") and names_cell(tokens[at]))
        if not (token.has("filler.words", "logic.or") or (role_of(token) is not None and back > 1)):
            return False
    return False


def opens_question(tokens: list[Token], at: int) -> bool:
    """ "Isn't the LTC …?", "难道不是…": a leading question, not a denial."""
    return at == 0 and tokens[at].has("ask.tag", "ask.yes_no")


def follows_organ(tokens: list[Token], at: int) -> bool:
    for token in reversed(tokens[max(0, at - 3) : at]):
        if token.organs:
            return True
        if not token.has("filler.words", "ask.yes_no"):
            return False
    return False
