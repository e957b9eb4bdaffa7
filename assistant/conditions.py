"""Who does what: which role word of a question belongs to which organ, and what is negated, exclusive or blank.

A role word looks for its organ on the side that its voice prefers ("the Council leads" before it, "led by the Council" after
it). Question words are organs that are not known yet: "who coordinates" makes the coordinating role what is asked for, and
"nobody coordinates" makes its cell blank.
"""

from __future__ import annotations

from assistant.cells import read_blank_cells, read_several_organs
from assistant.roles import Conditions, Slot, is_weak, role_of, voices_of
from assistant.slots import is_negated, slots_of
from assistant.tokens import Token
from corpus.plan import Role
from index.selection import ALL_ROLES, AnyOf, BlankTerm, Clause, OnlyInTerm, OrganTerm

_FAR = 5
_PARTICIPLES = ("coordinated", "co ordinated")
# "Which organs take part" asks for all of them; "who takes part" for the associated one.
_SEVERAL_ORGANS = ("which organs", "what organs", "which bodies", "哪 些", "有 哪 些", "都 有 哪 些", "organs")
_REACH = 14


def conditions_of(tokens: list[Token], has_item: bool) -> Conditions:
    """Read the organs and roles of a question.

    Args:
        tokens: the question's tokens.
        has_item: whether an action or output is named: a role word without an organ then asks for the organ.
    """
    found = Conditions(slots=slots_of(tokens))
    read_blank_cells(tokens, found)
    read_several_organs(tokens, found)
    for at in _strong_first(tokens):
        token, role = tokens[at], role_of(tokens[at])
        if at in found.used or (role is None and not token.has("role.any", "role.whatever", "role.unrelated")):
            continue
        slot = _slot_for(tokens, at, found.slots)
        if slot is None:
            _without_slot(token, role, found, has_item, any(other.has("unit") for other in tokens))
        elif not is_weak(token) or _may_take(tokens, at, slot):
            found.used.add(at)
            _attach(tokens, at, role, slot)
    if any(token.has("role.whatever") for token in tokens):
        _in_any_role(found)
    _collect(found)
    return found


def _in_any_role(found: Conditions) -> None:
    """ "in whatever role" takes back what a verb such as "take part" seemed to say."""
    for slot in found.slots:
        if slot.kind in ("organ", "who"):
            slot.roles, slot.any_role = [], True


def _strong_first(tokens: list[Token]) -> list[int]:
    """Places of the tokens, those of weak role words last: "归…协调" coordinates, the weak 归 only gives way to it."""
    return sorted(range(len(tokens)), key=lambda at: (is_weak(tokens[at]), at))


def _may_take(tokens: list[Token], at: int, slot: Slot) -> bool:
    if slot.roles or slot.only_roles or slot.negated_roles or slot.any_role:
        return False
    follows = "passive_weak" in voices_of(tokens[at])
    between = tokens[at + 1 : slot.at] if follows and slot.at > at else tokens[slot.end : at]
    if not follows and slot.end > at:
        return slot.kind == "who"
    return not any(token.text in (",", ";", "、", "。") or token.has("logic.and", "logic.or") for token in between)


def _without_slot(token: Token, role: Role | None, found: Conditions, has_item: bool, has_unit: bool) -> None:
    if role is None:
        found.any_role_asked = True
    elif token.text in _PARTICIPLES and has_unit and not (has_item or found.slots):
        found.clauses.append(BlankTerm(field=role, negated=True))  # "which outputs are coordinated?"
    elif not is_weak(token):
        found.free_roles.append(role)


def _slot_for(tokens: list[Token], at: int, slots: list[Slot]) -> Slot | None:
    """The slot that a role word belongs to: the one that is cheapest to reach on the side that its voice prefers."""
    token = tokens[at]
    before = [slot for slot in slots if slot.end <= at]
    after = [slot for slot in slots if slot.at > at]
    voices = voices_of(token)
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
    takes_part = "participating" in voices_of(tokens[at]) and slot.kind == "who"
    if tokens[at].has("role.unrelated") or (role is None and is_negated(tokens, at)):
        slot.any_role, slot.negated = True, True
        return
    if slot.kind == "anyone":
        if is_negated(tokens, at) and role is not None:
            slot.negated_roles.append(role)
        return
    if role is None or (takes_part and tokens[slot.at].text.startswith(_SEVERAL_ORGANS)):
        slot.any_role = True
        return
    back = [tokens[place] for place in range(max(0, at - 2), at)]
    if slot.kind == "organ" and is_negated(tokens, at):
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
