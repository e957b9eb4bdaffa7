"""The same question as a hurried person, or another keyboard, writes it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from evals.generating.wording import Templates

_WORD = re.compile(r"[a-z]{5,}", re.IGNORECASE)
_FULLWIDTH = str.maketrans("0123456789.()", "０１２３４５６７８９．（）")
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
_DOTTED = re.compile(r"(?<=\d)\.(?=\d)")


def digits(question: str, form: str) -> str | None:
    """The question with other digits; None where it has none, or none that can be written so."""
    if not re.search(r"\d", question):
        return None
    if form == "fullwidth":
        return question.translate(_FULLWIDTH)
    if form == "arabic_indic":
        return question.translate(_ARABIC_INDIC)
    # Spoken: 3.2.3 is 三点二点三; nobody says the item in brackets so.
    return None if "(" in question or "（" in question else _DOTTED.sub("点", question).translate(_CHINESE)


def typos(question: str, number: int, templates: Templates, rng: random.Random) -> str | None:
    """The question with so many typing errors, each in a word of its own; None where there are too few words."""
    if pairs := templates.perturbations.typos:
        return _replaced(question, number, pairs, rng)
    words = list(_WORD.finditer(question))
    if len(words) < number:
        return None
    # From the end, so that the places of the words before it stay what they are.
    for word in sorted(rng.sample(words, number), key=lambda word: -word.start()):
        question = question[: word.start()] + _mistyped(word[0], rng) + question[word.end() :]
    return question


def _replaced(question: str, number: int, pairs: Sequence[tuple[str, str]], rng: random.Random) -> str | None:
    for _ in range(number):
        # A word that was mistyped is not found again, so the next error is in another one.
        fitting = [pair for pair in pairs if pair[0] in question]
        if not fitting:
            return None
        question = question.replace(*rng.choice(fitting), 1)
    return question


def _mistyped(word: str, rng: random.Random) -> str:
    """A letter inside the word dropped, doubled, or swapped with the next one."""
    place = rng.randrange(1, len(word) - 2)
    before, letter, following, rest = word[:place], word[place], word[place + 1], word[place + 2 :]
    kinds = [before + following + rest, before + letter * 2 + following + rest]
    if letter != following:
        kinds.append(before + following + letter + rest)
    return rng.choice(kinds)
