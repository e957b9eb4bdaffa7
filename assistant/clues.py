"""Words of a question that tell what kind of thing it is after: an amount, a person, a coordinate, a recipe.

The lists stand in `vocabulary/<language>.scope.toml`. What finding one is worth is fitted with the search's signals
(`assistant.scope`), because no word decides alone: "who pays" may be asked of the plan, and "who won" hardly.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.lexicon import FOLDER, read_vocabulary
from assistant.normalise import has_chinese, normalise

MOST = 2
"""More words of one list say no more than this many."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[$€£%]")
_HAN = re.compile("[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of one list, each written as it is looked for."""

    spaced: tuple[str, ...]
    """With a space at each word's boundary."""
    inside: tuple[str, ...]
    """Chinese: looked for anywhere."""


def clue_names() -> tuple[str, ...]:
    """The names of the lists, in the order of the files; the same in every language."""
    return tuple(_lists("en"))


def phrases_in(question: str, language: str) -> Mapping[str, tuple[str, ...]] | None:
    """The phrases of each list that stand in a question; None for a language without lists."""
    if f"{language}.scope.toml" not in _files():
        return None
    text = normalise(question)
    spaced = _spaced(text)
    return {
        name: (*(it for it in each.spaced if it in spaced), *(it for it in each.inside if it in text))
        for name, each in _lists(language).items()
    }


def counted(found: Mapping[str, Collection[str]]) -> dict[str, float]:
    """How many phrases of each list were found, MOST at most."""
    return {name: float(min(MOST, len(phrases))) for name, phrases in found.items()}


@lru_cache(maxsize=1)
def _files() -> frozenset[str]:
    return frozenset(path.name for path in FOLDER.glob("*.scope.toml"))


@lru_cache(maxsize=8)
def _lists(language: str) -> Mapping[str, _Phrases]:
    lists = read_vocabulary(f"{language}.scope.toml")["scope"]
    return {name: _phrases(words) for name, words in lists.items()}


def _phrases(words: Iterable[str]) -> _Phrases:
    spaced, inside = [], []
    for word in dict.fromkeys(map(str.lower, words)):
        if has_chinese(word):
            inside.append(word)
        else:
            # Without the space behind it, any ending fits.
            spaced.append(_spaced(word.rstrip("*"))[: -1 if word.endswith("*") else None])
    return _Phrases(tuple(spaced), tuple(inside))


def _spaced(text: str) -> str:
    """The words of a text between single spaces, Chinese ones left out."""
    return f" {' '.join(_WORD.findall(_HAN.sub(' ', text)))} "
