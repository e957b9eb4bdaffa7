"""Text as typed -> text as matched: one width, one set of digits, nothing invisible, bounded before and after.

Lengths are bounded first because normalising is not linear for every input: a hundred thousand combining marks take seconds,
and some single characters become eighteen.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LONGEST_QUESTION = 2000
"""Characters of a question that are read at all; a longer one is refused politely."""

_LONGEST_NORMALISED = 6000
_MOST_MARKS = 4
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ＇"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_SPACES = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\x85\u2028\u2029"), " ")
_TABLE = {**_APOSTROPHES, **_DASHES, **_SPACES}


def is_too_long(text: str) -> bool:
    """Whether a question is longer than what is read."""
    return len(text) > LONGEST_QUESTION


def normalise(text: str) -> str:
    """Fold a question's widths, digits, dashes and case; drop what cannot be seen.

    Args:
        text: a question of at most `LONGEST_QUESTION` characters; more is cut.

    Returns:
        Lower-case text for matching, never for showing, with single spaces. Idempotent.
    """
    visible = _without_invisible(text[:LONGEST_QUESTION].translate(_TABLE))
    folded = unicodedata.normalize("NFKC", visible)[:_LONGEST_NORMALISED]
    folded = _without_invisible(folded.translate(_TABLE))
    lowered = "".join(_ascii_digit(char) for char in folded).lower()
    return simplified(" ".join(unicodedata.normalize("NFC", lowered).split()))


def without_accents(text: str) -> str:
    """Latin and Greek letters without their accents: délai -> delai. Other scripts stay as they are."""
    if text.isascii():
        return text
    return "".join(_base(char) for char in text)


@lru_cache(maxsize=4096)
def _base(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else char


def _without_invisible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        # Format, control, private, surrogate and unassigned characters show nothing and must not hide a word.
        if category[0] != "C" and marks <= _MOST_MARKS and not _is_variation_selector(char):
            kept.append(char)
    return "".join(kept)


def _is_variation_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _ascii_digit(char: str) -> str:
    if char.isascii():
        return char
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def has_chinese(text: str) -> bool:
    """Whether a text has any Chinese character."""
    return any("\u3400" <= char <= "\u9fff" for char in text)


def simplified(text: str) -> str:
    """Traditional Chinese characters as simplified ones, one for one."""
    if not has_chinese(text):
        return text
    return "".join(map(_simplified_character, text))


@lru_cache(maxsize=8192)
def _simplified_character(char: str) -> str:
    if not "\u3400" <= char <= "\u9fff":
        return char
    converted: str = _converter().convert(char)
    return converted if len(converted) == 1 else char


@lru_cache(maxsize=1)
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("t2s")
