"""Whose end it is that a page begins with."""

from __future__ import annotations

from difflib import SequenceMatcher

from corpus.readers.plain_text import join_cut, without_spaces

_WIDTHS = str.maketrans("，：；（）", ",:;()")


def continues_action(tail: str, action: str, annex_i: str) -> bool:
    """Whether `tail` is the end of the action, rather than of its last output.

    Args:
        tail: the words at the beginning of the page.
        action: the action's wording in Annex II, as far as it was read.
        annex_i: its whole wording in Annex I; the end makes the two more alike if it belongs to the action.
    """
    return _likeness(join_cut([action, tail]), annex_i) > _likeness(action, annex_i)


def _likeness(one: str, other: str) -> float:
    first, second = (without_spaces(text).translate(_WIDTHS) for text in (one, other))
    return SequenceMatcher[str](None, first, second, autojunk=False).ratio()
