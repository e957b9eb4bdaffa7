"""Who does what: which role word of a question belongs to which organ, and what is negated, exclusive or blank.

A role word looks for its organ on the side that its voice prefers ("the Council leads" before it, "led by the Council" after
it). Question words are organs that are not known yet: "who coordinates" makes the coordinating role what is asked for, and
"nobody coordinates" makes its cell blank.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.tokens import Token
from corpus.plan import Role
from index.selection import ALL_ROLES, AnyOf, BlankTerm, Clause, OnlyInTerm, OrganTerm, OutputTerm, SeveralTerm

_FAR = 5
_PARTICIPLES = ("coordinated", "co ordinated")
# "Which organs take part" asks for all of them; "who takes part" for the associated one.
_SEVERAL_ORGANS = ("which organs", "what organs", "which bodies", "哪 些", "有 哪 些", "都 有 哪 些", "organs")
_REACH = 14


@dataclass(slots=True)
class Slot:
    """A place in the question that an organ fills: a named one, a group of them, an unknown one or nobody."""

    kind: Literal["organ", "who", "nobody", "anyone", "outsider"]
    at: int
    end: int
    organs: tuple[str, ...] = ()
    joined: Literal["and", "or", "neither"] = "or"
    every: bool = False
    only: bool = False
    negated: bool = False
    roles: list[Role] = field(default_factory=list)
    negated_roles: list[Role] = field(default_factory=list)
    only_roles: list[Role] = field(default_factory=list)
    any_role: bool = False
    but_someone: bool = False
    """Whether another organ than these must stand there: "anyone but the Council"."""


@dataclass(slots=True)
class Conditions:
    """What a question says about organs, and what it asks about them."""

    clauses: list[Clause] = field(default_factory=list)
    wanted: list[Role] = field(default_factory=list)
    """Roles that are asked for: those of "who", and role words that belong to no organ."""
    asks_organ: bool = False
    named: list[str] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    free_roles: list[Role] = field(default_factory=list)
    any_role_asked: bool = False
    used: set[int] = field(default_factory=set)

    def slots_of_organs(self) -> list[Slot]:
        """The slots that named organs fill."""
        return [slot for slot in self.slots if slot.kind == "organ"]


def _in_any_role(found: Conditions) -> None:
    """ "in whatever role" takes back what a verb such as "take part" seemed to say."""
    for slot in found.slots:
        if slot.kind in ("organ", "who"):
            slot.roles, slot.any_role = [], True


def _strong_first(tokens: list[Token]) -> list[int]:
    """Places of the tokens, those of weak role words last: "归…协调" coordinates, the weak 归 only gives way to it."""
    return sorted(range(len(tokens)), key=lambda at: (_is_weak(tokens[at]), at))


def _is_weak(token: Token) -> bool:
    """Whether a word speaks of a role only beside an organ, and only when nothing else does: "must deliver", "belongs to"."""
    voices = _voices(token)
    return bool(voices) and voices <= {"weak", "passive_weak"}


def _may_take(tokens: list[Token], at: int, slot: Slot) -> bool:
    if slot.roles or slot.only_roles or slot.negated_roles or slot.any_role:
        return False
    follows = "passive_weak" in _voices(tokens[at])
    between = tokens[at + 1 : slot.at] if follows and slot.at > at else tokens[slot.end : at]
    if not follows and slot.end > at:
        return slot.kind == "who"
    return not any(token.text in (",", ";", "、", "。") or token.has("logic.and", "logic.or") for token in between)


def _without_slot(token: Token, role: Role | None, found: Conditions, has_item: bool, has_unit: bool) -> None:
    if role is None:
        found.any_role_asked = True
    elif token.text in _PARTICIPLES and has_unit and not (has_item or found.slots):
        found.clauses.append(BlankTerm(field=role, negated=True))  # "which outputs are coordinated?"
    elif not _is_weak(token):
        found.free_roles.append(role)


def _voices(token: Token) -> set[str]:
    return {concept.rsplit(".", 1)[1] for concept in token.concepts if concept.startswith("role.")}


def role_of(token: Token) -> Role | None:
    """The role that a token may mean."""
    return next((role for role in Role if token.has(f"role.{role.value}")), None)


def conditions_of(tokens: list[Token], has_item: bool) -> Conditions:
    """Read the organs and roles of a question.

    Args:
        tokens: the question's tokens.
        has_item: whether an action or output is named: a role word without an organ then asks for the organ.
    """
    found = Conditions(slots=_slots(tokens))
    _blank_cells(tokens, found)
    _several_organs(tokens, found)
    for at in _strong_first(tokens):
        token, role = tokens[at], role_of(tokens[at])
        if at in found.used or (role is None and not token.has("role.any", "role.whatever", "role.unrelated")):
            continue
        slot = _slot_for(tokens, at, found.slots)
        if slot is None:
            _without_slot(token, role, found, has_item, any(other.has("unit") for other in tokens))
        elif not _is_weak(token) or _may_take(tokens, at, slot):
            found.used.add(at)
            _attach(tokens, at, role, slot)
    if any(token.has("role.whatever") for token in tokens):
        _in_any_role(found)
    _collect(found)
    return found


def _slots(tokens: list[Token]) -> list[Slot]:
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
    if _is_excepted(before) or any(token.has("logic.except_post") for token in after[:1]):
        slot.negated = True
    if _is_denied(tokens, slot.at):
        slot.negated = True


def _is_denied(tokens: list[Token], at: int) -> bool:
    """ "not the Council", "但不由法技委…", "without the Secretariat": through fillers, not through anything else."""
    for place in range(at - 1, max(-1, at - 4), -1):
        token = tokens[place]
        if token.has("logic.not", "logic.without") and not token.has("logic.neither"):
            return not _opens_question(tokens, place)
        if not token.has("filler.words") or token.text == ",":
            return False
    return False


def _is_excepted(before: list[Token]) -> bool:
    """Whether an exception reaches the group: "except the Council", but not "except direction 1, the Council"."""
    for token in reversed(before):
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


def _slot_for(tokens: list[Token], at: int, slots: list[Slot]) -> Slot | None:
    """The slot that a role word belongs to: the one that is cheapest to reach on the side that its voice prefers."""
    token = tokens[at]
    before = [slot for slot in slots if slot.end <= at]
    after = [slot for slot in slots if slot.at > at]
    voices = _voices(token)
    active, passive = bool(voices & {"active", "weak", "participating"}), bool(voices & {"passive", "passive_weak"})
    candidates: list[tuple[float, Slot]] = []
    if before:
        candidates.append((_cost(tokens, before[-1].end, at) + (6 if passive and not active else 0), before[-1]))
    if after:
        penalty = 6 if active and not passive else 1 if not passive else 0
        candidates.append((_cost(tokens, at + 1, after[0].at) + penalty, after[0]))
    if not candidates:
        return None
    cost, slot = min(candidates, key=lambda pair: pair[0])
    return slot if cost <= _REACH + 10 else None


def _cost(tokens: list[Token], start: int, end: int) -> float:
    """How far apart two places are; a comma, an "and" or another role between them counts for more."""
    cost = 0.0
    for token in tokens[start:end]:
        if token.text in (",", ";", "、", "。") or token.has("logic.and", "logic.or"):
            cost += _FAR
        elif role_of(token) is not None:
            cost += 2
        else:
            cost += 0.5 if token.has("filler.words") else 1
    return cost


def _attach(tokens: list[Token], at: int, role: Role | None, slot: Slot) -> None:
    takes_part = "participating" in _voices(tokens[at]) and slot.kind == "who"
    if tokens[at].has("role.unrelated") or (role is None and _is_negated(tokens, at)):
        slot.any_role, slot.negated = True, True
        return
    if slot.kind == "anyone":
        if _is_negated(tokens, at) and role is not None:
            slot.negated_roles.append(role)
        return
    if role is None or (takes_part and tokens[slot.at].text.startswith(_SEVERAL_ORGANS)):
        slot.any_role = True
        return
    back = [tokens[place] for place in range(max(0, at - 2), at)]
    if slot.kind == "organ" and _is_negated(tokens, at):
        slot.negated_roles.append(role)
    elif slot.kind == "organ" and slot.end <= at and _is_alone(tokens, at):
        slot.only = True
        slot.roles.append(role)
    elif any(token.has("logic.only") for token in back) and not slot.only and slot.end <= at and slot.kind == "organ":
        slot.only_roles.append(role)
    else:
        slot.roles.append(role)


def _is_alone(tokens: list[Token], at: int) -> bool:
    """ "does the Council lead alone": no other organ has that role."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and following.text in (
        "alone",
        "单 独",
        "独 自",
        "on its own",
        "by itself",
        "solely",
        "exclusively",
    )


def _is_negated(tokens: list[Token], at: int) -> bool:
    """Whether a role word is denied: "is not the associated organ", "neither responsible nor associated"."""
    for back in range(1, 6):
        if at - back < 0 or tokens[at - back].organs:
            return False
        token = tokens[at - back]
        if _opens_question(tokens, at - back):
            return False
        if token.has("logic.not", "logic.neither") and not token.has("ask.nobody"):
            # "has no coordinating organ" is about a cell, unless the organ itself stands right before it.
            return not (token.has("logic.without") and _names_cell(tokens[at]))
        if not (token.has("filler.words", "logic.or") or (role_of(token) is not None and back > 1)):
            return False
    return False


def _names_cell(token: Token) -> bool:
    """Whether a role word names a column ("coordinating organ"), and not a part that an organ plays ("coordinating role")."""
    text = token.text.replace(" ", "")
    return "noun" in _voices(token) and any(word in text for word in ("organ", "bod", "机关", "单位", "机构", "方"))


def _opens_question(tokens: list[Token], at: int) -> bool:
    """ "Isn't the LTC …?", "难道不是…": a leading question, not a denial."""
    return at == 0 and tokens[at].has("ask.tag", "ask.yes_no")


def _blank_cells(tokens: list[Token], found: Conditions) -> None:
    """ "without a coordinating organ", "协调机关为空", "no output", "that have an output"."""
    for at, token in enumerate(tokens):
        # The noun of a column, not the verb: "has no coordinating organ" is about the cell.
        is_noun = any(concept.startswith("role.") and concept.endswith(".noun") for concept in token.concepts)
        is_time = token.has("ask.when") and not token.has("time")
        if not (is_noun or is_time or token.has("unit.output")) or token.has("role.any"):
            continue
        negated = _is_without(tokens, at)
        role = role_of(token)
        if negated is None:
            continue
        stands_alone = not any(other.reference or other.has("unit") for other in tokens)
        if not negated and role is not None and (stands_alone or any(slot.kind == "who" for slot in found.slots)):
            continue  # "which organ has the coordinating role" asks for the organ, it does not ask for filled cells
        if negated and role is not None and found.slots_of_organs() and _is_negated(tokens, at):
            continue  # "but is neither responsible nor associated" denies roles of the organ before it
        if token.has("unit.output"):
            if not negated and _is_filled_only(tokens, at):
                continue
            found.clauses.append(OutputTerm(negated=negated))
        elif role is not None:
            found.clauses.append(BlankTerm(field=role, negated=not negated))
        else:
            found.clauses.append(BlankTerm(field="time_frame", negated=not negated))
        found.used.add(at)


def _is_filled_only(tokens: list[Token], at: int) -> bool:
    """Whether an output is merely "given" or "named": that states no condition."""
    return any(token.has("logic.filled_post") for token in tokens[at + 1 : at + 3])


def _several_organs(tokens: list[Token], found: Conditions) -> None:
    """ "two responsible organs", "由两个机关共同负责", "all three organ columns filled"."""
    for at, token in enumerate(tokens):
        if token.has("logic.all_filled"):
            found.clauses.extend(BlankTerm(field=role, negated=True) for role in ALL_ROLES)
            found.used.add(at)
        if not token.has("logic.several"):
            continue
        behind = range(at - 1, max(-1, at - 4), -1) if "organ" in token.text else ()
        around = (*range(at + 1, min(len(tokens), at + 5)), *behind)
        near = [place for place in around if role_of(tokens[place]) is not None]
        between = tokens[min(at, near[0]) : max(at, near[0])] if near else []
        if near and not any(token.organs for token in between):
            role = role_of(tokens[near[0]])
            assert role is not None
            found.clauses.append(SeveralTerm(role=role))
            found.used.update({at, near[0]})


def _is_without(tokens: list[Token], at: int) -> bool | None:
    """True after or before "without" and the like, False after "with", None when neither stands there."""
    for back in range(1, 4):
        if at - back < 0:
            break
        token = tokens[at - back]
        if token.text in (",", "，", ";"):
            return None
        if token.has("logic.without", "logic.not") and not token.organs:
            # "the Council is not the associated organ" denies a role, it says nothing of an empty cell.
            is_cell = token.has("logic.without") and _names_cell(tokens[at])
            return None if _follows_organ(tokens, at - back) and role_of(tokens[at]) and not is_cell else True
        if token.has("logic.with"):
            return False if _has_real_with(tokens, at, at - back) else None
        if not token.has("filler.words"):
            break
    return _is_blank_after(tokens, at)


def _is_blank_after(tokens: list[Token], at: int) -> bool | None:
    """ "协调机关为空" and "a coordinating organ is named" say it after the column's name."""
    for token in tokens[at + 1 : at + 4]:
        if token.has("logic.blank_post"):
            return True
        if token.has("logic.filled_post"):
            return False
        if not token.has("filler.words") and token.text not in ("cell", "column", "栏", "field"):
            return None
    return None


def _follows_organ(tokens: list[Token], at: int) -> bool:
    for token in reversed(tokens[max(0, at - 3) : at]):
        if token.organs:
            return True
        if not token.has("filler.words", "ask.yes_no"):
            return False
    return False


def _has_real_with(tokens: list[Token], at: int, with_at: int) -> bool:
    """ "with an output" and "有产出的行动" state a condition; "有哪些产出" and "what outputs does it have" do not."""
    plain = all(token.has("filler.words") or token.text in ("a", "an", "any") for token in tokens[with_at + 1 : at])
    return plain and not _follows_organ(tokens, with_at)


def _collect(found: Conditions) -> None:
    for slot in found.slots:
        if slot.kind == "organ":
            found.clauses.extend(_organ_clauses(slot))
            found.named.extend(organ for organ in slot.organs if organ not in found.named)
        elif slot.kind == "who":
            found.asks_organ = True
            found.wanted.extend(role for role in (*slot.roles, *slot.negated_roles, *slot.only_roles))
            found.any_role_asked = found.any_role_asked or (slot.any_role and not slot.roles)
            # "who leads it and who else is in it": the second "who" asks for every role.
            several = sum(other.kind == "who" for other in found.slots) > 1
            if several and not (slot.roles or slot.negated_roles or slot.only_roles):
                found.any_role_asked = True
        elif slot.kind in ("nobody", "anyone"):
            blank = slot.roles if slot.kind == "nobody" else slot.negated_roles
            found.clauses.extend(BlankTerm(field=role) for role in blank)
    found.wanted.extend(role for role in found.free_roles if role not in found.wanted)
    found.wanted = list(dict.fromkeys(found.wanted))


def _organ_clauses(slot: Slot) -> list[Clause]:
    clauses: list[Clause] = []
    roles = tuple(role for role in ALL_ROLES if role in slot.roles) or ALL_ROLES
    if slot.any_role and len(slot.organs) > 1 and slot.joined == "and" and not slot.negated:
        slot.every = True  # "involving the Council and the LTC" means both
    if slot.roles or slot.any_role or not (slot.negated_roles or slot.only_roles):
        clauses.append(
            OrganTerm(
                organs=slot.organs,
                roles=roles,
                every=slot.every,
                only=slot.only,
                negated=slot.negated,
            )
        )
    if slot.but_someone:
        clauses.extend(BlankTerm(field=role, negated=True) for role in slot.roles)
    for role in slot.negated_roles:
        clauses.append(OrganTerm(organs=slot.organs, roles=(role,), negated=True))
    for role in slot.only_roles:
        only = tuple(OnlyInTerm(organ=organ, role=role) for organ in slot.organs)
        clauses.append(only[0] if len(only) == 1 else AnyOf(terms=only))
    return clauses
