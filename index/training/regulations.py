"""The Authority's exploration regulations in five languages, aligned by their own numbers into pairs of texts.

The files carry one regulation set in one language each (`nodules-2013-zh.txt`). A unit is a numbered paragraph of a
regulation, or a lettered item of it where both languages letter the same items, or a numbered clause of the standard
contract in the last annex. Units of two languages with the same number are a pair, unless their lengths do not fit:
the texts were taken out of page layouts, and now and then a page's furniture stands in one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from statistics import median

from index.training.pairs import Pair

SOURCE = "isa-regulations"
FOLDER = "isa-regulations"
LANGUAGES = ("en", "es", "fr", "ru", "zh")

#: Units of one number are taken for translations when their lengths' ratio is within this factor of the usual one.
_SLACK = 1.7
#: Shorter units are headings or scraps.
_SHORTEST = 8

_HEADING = {
    "en": r"^Regulation {n}\b\.?",
    "es": r"^Artículo {n}\b\.?",
    "fr": r"^Article {n}\b\.?",
    "ru": r"^Правило {n}\b\.?",
    "zh": r"^第 ?{n} ?条",
}
_ANNEX = re.compile(r"^(Annexe?|Anexo|Приложение|附件)(?![^\n]{0,6},)", re.MULTILINE)
_PARAGRAPH = r"^{n}\.\s*(?!\d)"
_CLAUSE = re.compile(r"(?:(?<=\s)|^)(\d{1,2}\.\d{1,2})\s+(?=\D)", re.MULTILINE)
_BLANKS = re.compile(r"\s+")

Units = dict[str, str]


def regulation_pairs(data: Path) -> Iterator[Pair]:
    """Yields the aligned units of every set of regulations in the data folder, for each two of the five languages."""
    names = sorted({path.stem.rpartition("-")[0] for path in (data / FOLDER).glob("*-??.txt")})
    for name in names:
        units = {
            code: read_units((data / FOLDER / f"{name}-{code}.txt").read_text("utf-8"), code) for code in LANGUAGES
        }
        for a, b in combinations(LANGUAGES, 2):
            for text_a, text_b in align(units[a], units[b]):
                yield Pair(SOURCE, a, b, text_a, text_b, "sent")


def read_units(text: str, language: str) -> Units:
    """Cuts a set of regulations into numbered units: `5` a heading with its text, `5.2` a paragraph, `c3.1` a clause."""
    units: Units = {}
    for number, regulation in _numbered(text, _HEADING[language]):
        body = _before(regulation, _ANNEX)
        first = re.search(_PARAGRAPH.format(n=1), body, re.MULTILINE)
        units[f"{number}"] = _clean(body[: first.start()] if first else body)
        units.update({f"{number}.{n}": _clean(paragraph) for n, paragraph in _numbered(body, _PARAGRAPH)})
    units.update(_clauses(text))
    return units


def align(units_a: Units, units_b: Units) -> list[tuple[str, str]]:
    """Returns the pairs of units with the same number and fitting lengths, and the pairs of their lettered items."""
    pairs = [(units_a[key], units_b[key]) for key in units_a if key in units_b]
    for text_a, text_b in list(pairs):
        items_a, items_b = lettered(text_a), lettered(text_b)
        if len(items_a) == len(items_b) > 1:
            pairs += zip(items_a, items_b, strict=True)
    pairs = [(a, b) for a, b in pairs if min(len(a), len(b)) >= _SHORTEST]
    if not pairs:
        return []
    usual = median(len(a) / len(b) for a, b in pairs)
    return [(a, b) for a, b in pairs if 1 / _SLACK < len(a) / len(b) / usual < _SLACK]


def lettered(text: str) -> list[str]:
    """Returns the introduction and the items (a), (b), ... of a paragraph, or nothing when it has none."""
    starts: list[tuple[int, int]] = []
    for letter in "abcdefghijklmnopqrstuvwxyz":
        found = re.compile(rf"(?:(?<=\s)|(?<=[:：；;，,])|^)\(?{letter}\)\s*").search(
            text, starts[-1][1] if starts else 0
        )
        if found is None:
            break
        starts.append(found.span())
    if not starts:
        return []
    items = [text[start:end].strip() for (_, start), (end, _) in pairwise([*starts, (len(text), 0)])]
    return [text[: starts[0][0]].strip(), *items]


def _numbered(text: str, pattern: str) -> Iterator[tuple[int, str]]:
    """Yields the parts of a text that begin with headings 1, 2, 3, ... in this order."""
    spans: list[tuple[int, int]] = []
    at = 0
    for number in range(1, 200):
        found = re.compile(pattern.format(n=number), re.MULTILINE).search(text, at)
        if found is None:
            break
        spans.append(found.span())
        at = found.end()
    for number, ((_, start), (end, _)) in enumerate(pairwise([*spans, (len(text), 0)]), start=1):
        yield number, text[start:end]


def _clauses(text: str) -> Units:
    """Cuts the standard clauses, in which `3.1` begins a clause, each number once and after the one before."""
    annex = text[_last_annex(text) :]
    places: list[tuple[int, int, str]] = []
    section, clause = 0, 0
    for match in _CLAUSE.finditer(annex):
        number = tuple(int(part) for part in match.group(1).split("."))
        if number in ((section, clause + 1), *((section + step, 1) for step in range(1, 6))):
            places.append((match.start(), match.end(), match.group(1)))
            section, clause = number
    ends = [start for start, _, _ in places[1:]] + [len(annex)]
    return {f"c{name}": _clean(annex[start:end]) for (_, start, name), end in zip(places, ends, strict=bool(places))}


def _last_annex(text: str) -> int:
    places = [match.start() for match in _ANNEX.finditer(text)]
    return places[-1] if places else len(text)


def _before(text: str, pattern: re.Pattern[str]) -> str:
    found = pattern.search(text)
    return text[: found.start()] if found else text


def _clean(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
