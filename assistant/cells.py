"""Cells that are said to be blank or filled, and cells that are said to name several organs."""

from __future__ import annotations

from assistant.roles import Conditions, names_cell, role_of
from assistant.slots import follows_organ, is_negated
from assistant.tokens import Token
from index.selection import ALL_ROLES, BlankTerm, OutputTerm, SeveralTerm


def read_blank_cells(tokens: list[Token], found: Conditions) -> None:
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
        if negated and role is not None and found.slots_of_organs() and is_negated(tokens, at):
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


def read_several_organs(tokens: list[Token], found: Conditions) -> None:
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
        if token.number == 0 and tokens[at].has("unit.output"):
            return True
        if token.has("logic.without", "logic.not") and not token.organs:
            # "the Council is not the associated organ" denies a role, it says nothing of an empty cell.
            is_cell = token.has("logic.without") and names_cell(tokens[at])
            return None if follows_organ(tokens, at - back) and role_of(tokens[at]) and not is_cell else True
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


def _has_real_with(tokens: list[Token], at: int, with_at: int) -> bool:
    """ "with an output" and "有产出的行动" state a condition; "有哪些产出" and "what outputs does it have" do not."""
    plain = all(token.has("filler.words") or token.text in ("a", "an", "any") for token in tokens[with_at + 1 : at])
    return plain and not follows_organ(tokens, with_at)
