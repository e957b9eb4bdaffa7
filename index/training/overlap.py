"""Proof that no text of the benchmarks is trained on: equal or contained texts are found and taken out at load.

Texts are compared by their letters and digits alone, in lower case and compatibility form, so that punctuation, blanks
and widths make no difference. Two texts overlap when they are equal, or, for sentences and passages, when one contains
the other and the shorter one is long enough to mean something of its own (WINDOW characters). A dictionary's entry may
stand inside a benchmark's text, as any word of the language does.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from index.training.pairs import Pair

#: Shortest contained text that counts, in letters and digits: about a clause of Chinese, five words of English.
WINDOW = 16
#: For texts without Chinese characters, which say less with as many letters.
WIDE_WINDOW = 32

_FACTOR = np.uint64(1_000_003)


def normal_form(text: str) -> str:
    """Returns a text's letters and digits, NFKC and case-folded."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())


def shortest(form: str) -> int:
    """Returns how long a contained normal form must be to count, by whether it has Chinese characters."""
    return WINDOW if any("\u3400" <= character <= "\u9fff" for character in form) else WIDE_WINDOW


@dataclass(slots=True)
class OverlapReport:
    """How many pairs of each source were taken out, and why."""

    equal: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    contained: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class Benchmarks:
    """The texts of the evaluation sets, indexed to find training texts that overlap them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._forms = {form for form in map(normal_form, texts) if form}
        self._holding: dict[int, list[str]] = defaultdict(list)
        self._starting: dict[int, list[str]] = defaultdict(list)
        for form in sorted(self._forms):
            hashes = window_hashes(form)
            for value in set(hashes.tolist()):
                self._holding[value].append(form)
            if len(form) >= shortest(form):
                self._starting[int(hashes[0])].append(form)
        self._starts = np.array(sorted(self._starting), dtype=np.uint64)

    def equals(self, text: str) -> bool:
        """Whether a benchmark has this text."""
        return normal_form(text) in self._forms

    def overlaps(self, text: str) -> bool:
        """Whether a benchmark has this text, a part of it, or it as a part."""
        form = normal_form(text)
        return form in self._forms or self._is_part(form) or self._has_part(form)

    def _is_part(self, form: str) -> bool:
        if len(form) < shortest(form):
            return False
        first = int(window_hashes(form[:WINDOW])[0])
        return any(form in other for other in self._holding.get(first, ()))

    def _has_part(self, form: str) -> bool:
        hashes = window_hashes(form)
        if not len(hashes) or not len(self._starts):
            return False
        places = np.minimum(np.searchsorted(self._starts, hashes), len(self._starts) - 1)
        found = hashes[self._starts[places] == hashes]
        return any(other in form for value in found.tolist() for other in self._starting[value])


def window_hashes(form: str) -> npt.NDArray[np.uint64]:
    """Returns a hash of each run of WINDOW characters, by doubling: a run's hash comes from those of its halves."""
    hashes = np.frombuffer(form.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    factor, length = _FACTOR, 1
    while length < WINDOW:
        if len(hashes) <= length:
            return np.zeros(0, np.uint64)
        hashes = hashes[:-length] * factor + hashes[length:]
        with np.errstate(over="ignore"):
            factor, length = factor * factor, length * 2
    return hashes


def without_overlap(pairs: Iterable[Pair], benchmarks: Benchmarks, report: OverlapReport) -> Iterator[Pair]:
    """Yields the pairs of which neither side overlaps a benchmark; counts the others in the report."""
    known: dict[tuple[str, bool], bool] = {}

    def found(text: str, whole: bool) -> bool:
        key = (text, whole)
        if key not in known:
            known[key] = benchmarks.equals(text) if whole else benchmarks.overlaps(text)
        return known[key]

    for pair in pairs:
        sides: Sequence[str] = (pair.text_a, pair.text_b)
        if any(found(text, True) for text in sides):
            report.equal[pair.source] += 1
        elif pair.kind != "dict" and any(found(text, False) for text in sides):
            report.contained[pair.source] += 1
        else:
            yield pair
