"""The lexical index: BM25 over words, each script in its own way, in memory, with no library but numpy.

Chinese is cut into overlapping pairs of characters, other scripts into lower-cased words without accents and with the
commonest endings cut off; numbers and references (2030, 3.2.3, 72/249) stay whole. A question scores only against
texts that are written in a script of its own: a shared year would otherwise outweigh everything that a translated
question has to say.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from index.stopwords import STOP_SEQUENCES, STOP_WORDS

FloatArray = npt.NDArray[np.float32]

#: BM25's saturation of repeated words, and how much a long text is discounted.
K1, B = 1.2, 0.5
#: Longer texts are cut: decomposing a text of combining marks alone takes time by the square of its length.
MAX_CHARACTERS = 4000
#: Words are compared by so many letters at most: what an ending changes stands behind them.
_STEM = 7

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"\d+(?:[./]\d+)*(?:\(\d+\))?|[{_HAN}]+|[^\W\d_{_HAN}]+")
#: Name, first and last letter; Chinese characters stand in several blocks.
_SCRIPTS = (
    ("latin", 0x61, 0x24F), ("han", 0x3400, 0x9FFF), ("cyrillic", 0x400, 0x4FF), ("arabic", 0x600, 0x6FF),
    ("han", 0xF900, 0xFAFF), ("han", 0x20000, 0x3FFFF),
)  # fmt: skip
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u20d0-\u20f0]+")
_STOP = re.compile("|".join(map(re.escape, STOP_SEQUENCES)))
_ARABIC = str.maketrans("ىة" + "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "يه" + "0123456789" * 2, "ـ")
_ARABIC_PREFIX = re.compile("^(?:و?(?:ال|بال|كال|فال|لل))(?=.{3})")
_ARABIC_SUFFIX = re.compile("(?<=.{3})(?:ها|ات|ون|ين|ان|يه|ه|ي)$")
_LATIN_ENDING = re.compile("(?<=[a-z]{3})(?:es|(?<!s)s|e)$")
_CYRILLIC_ENDING = re.compile("(?<=.{3})(?:ого|его|ому|ему|ыми|ими|ами|ями|ах|ях|ов|ев|ом|ем|ам|ям|ои|еи|ых|их|ыи|ии"
                              "|ая|яя|ое|ее|ые|ие|ую|юю|[аяоеуюыиьи])$")  # fmt: skip


def fold(text: str) -> str:
    """Returns text in lower case, without accents and vowel marks, in compatibility form, cut to MAX_CHARACTERS."""
    text = text[:MAX_CHARACTERS]
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text)[: 2 * MAX_CHARACTERS])
    return bare.casefold().translate(_ARABIC)


def tokens(text: str) -> list[str]:
    """Returns the tokens of a text in order, repetitions included and words of questions left out."""
    found: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        run = match.group()
        if script_of(run) == "han":
            found += _pairs(run)
        elif run not in STOP_WORDS:
            found.append(_stem(run))
    return found


def script_of(token: str) -> str:
    """Returns the script of a token by its first letter; empty for numbers, and for scripts that are not indexed."""
    return _script_of_letter(token[0])


@lru_cache(maxsize=8192)
def _script_of_letter(letter: str) -> str:
    return next((name for name, first, last in _SCRIPTS if first <= ord(letter) <= last), "")


class WordIndex:
    """BM25 over a fixed list of texts; read-only once built, and deterministic."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Takes the texts in the order in which scores are returned."""
        bags = [Counter(tokens(text)) for text in texts]
        self._written = np.array([_main_script(bag) for bag in bags], dtype=object)
        self._sizes = Counter(self._written)
        self._discounts = _discounts(bags, self._written)
        self._found: dict[str, list[tuple[int, int]]] = {}
        for place, bag in enumerate(bags):
            for token, count in bag.items():
                self._found.setdefault(token, []).append((place, count))
        # Most tokens are never asked for: what they are worth is worked out when they are.
        self._posting = lru_cache(maxsize=4096)(self._make_posting)

    def scores(self, question: str) -> FloatArray:
        """Returns (texts,) float32, zero or more; zeros for a question without a token of the texts' scripts."""
        asked = dict.fromkeys(tokens(question))
        result = np.zeros(len(self._written), np.float32)
        for token in asked:
            if token in self._found:
                places, parts = self._posting(token)
                result[places] += parts
        written = {script_of(token) for token in asked} - {""}
        for name in set(self._sizes) - written if written else ():  # a bare number may meet any text
            result[self._written == name] = 0.0
        return result

    def rarities(self, question: str) -> dict[str, float]:
        """Returns how rare each token of a question is among the texts of its script, zero or more; in its order."""
        return {token: self._rarity_of(token) for token in dict.fromkeys(tokens(question))}

    def holds(self, place: int, token: str) -> bool:
        """Returns whether the text of this number holds a token."""
        return any(place == found for found, _ in self._found.get(token, ()))

    def __contains__(self, token: str) -> bool:
        return token in self._found

    def _rarity_of(self, token: str) -> float:
        size = self._sizes[script_of(token)] or max(self._sizes.values(), default=0)
        return _rarity(size, min(size, len(self._found.get(token, ()))))

    def _make_posting(self, token: str) -> tuple[npt.NDArray[np.int64], FloatArray]:
        """Returns the numbers of the texts that hold a token, and what it adds to the score of each."""
        places = np.array([place for place, _ in self._found[token]], dtype=np.int64)
        counts = np.array([count for _, count in self._found[token]], dtype=np.float64)
        # A number is counted within each script by itself, as if each script had an index of its own.
        own = self._written[places]
        rare = {name: _rarity(self._sizes[name], many) for name, many in Counter(own).items()}
        parts = counts * (K1 + 1) / (counts + self._discounts[places]) * np.array([rare[name] for name in own])
        return places, parts.astype(np.float32)


def _discounts(bags: Sequence[Counter[str]], written: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    """Returns BM25's length term for each text, measured against the texts of its own script."""
    lengths = np.array([bag.total() for bag in bags], dtype=np.float64)
    average = np.ones(len(bags))
    for name in set(written):
        average[written == name] = max(lengths[written == name].mean(), 1e-9)
    return np.asarray(K1 * (1 - B + B * lengths / average))


def _rarity(texts: int, frequency: int) -> float:
    return math.log1p((texts - frequency + 0.5) / (frequency + 0.5))


def _main_script(bag: Counter[str]) -> str:
    found: Counter[str] = Counter()
    for token, count in bag.items():
        found[script_of(token)] += count
    found.pop("", None)
    return min(found, key=lambda name: (-found[name], name)) if found else ""


def _pairs(run: str) -> list[str]:
    """Cuts a run of Chinese characters into overlapping pairs; a single character stands for itself."""
    found: list[str] = []
    for piece in filter(None, _STOP.split(run)):
        found += [piece] if len(piece) == 1 else [piece[i : i + 2] for i in range(len(piece) - 1)]
    return found


def _stem(word: str) -> str:
    """Cuts the commonest endings off; rough on purpose: the meaning of words is for the other legs of the search."""
    script = script_of(word)
    if script == "latin":
        return _LATIN_ENDING.sub("", word)[:_STEM]
    if script == "cyrillic":
        return _CYRILLIC_ENDING.sub("", word)[:_STEM]
    if script == "arabic":
        return _ARABIC_SUFFIX.sub("", _ARABIC_PREFIX.sub("", word))
    return word
