"""The training pairs: read from the data folder, and checked for the script of their language."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, cast

Kind = Literal["dict", "sent", "qa"]

PAIRS_FILE = "encoder/pairs.jsonl.gz"

_SCRIPTS = {
    "zh": "\u3400-\u9fff",
    "ru": "\u0400-\u04ff",
    "ar": "\u0600-\u06ff",
    "en": "A-Za-z\u00c0-\u024f",
    "fr": "A-Za-z\u00c0-\u024f",
    "es": "A-Za-z\u00c0-\u024f",
}
_OWN = {language: re.compile(f"[{characters}]") for language, characters in _SCRIPTS.items()}
_LETTER = re.compile(r"[^\W\d_]")


class Pair(NamedTuple):
    """Two texts that mean the same, or a question and the passage that answers it."""

    source: str
    """Name of the collection, as in the model card."""
    language_a: str
    language_b: str
    text_a: str
    text_b: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Group:
    """All pairs of one source and one pair of languages: they are trained on together, as each other's negatives."""

    source: str
    language_a: str
    language_b: str
    kind: Kind

    @property
    def chinese(self) -> bool:
        """Whether one side is Chinese, the language of the plan."""
        return "zh" in (self.language_a, self.language_b)


def read_pairs(data: Path) -> Iterator[Pair]:
    """Yields the pairs of the data folder's file. Raises FileNotFoundError with the path that is missing."""
    with gzip.open(data / PAIRS_FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            source, language_a, language_b, text_a, text_b, kind = json.loads(line)
            yield Pair(source, language_a, language_b, text_a, text_b, cast(Kind, kind))


def in_script(text: str, language: str) -> bool:
    """Whether at least half of a text's letters are of the language's script; a text without letters passes."""
    letters = len(_LETTER.findall(text))
    return 2 * len(_OWN[language].findall(text)) >= letters


def readable(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Leaves out pairs with a side in a foreign script: some collections label other languages as one of the six."""
    for pair in pairs:
        if in_script(pair.text_a, pair.language_a) and in_script(pair.text_b, pair.language_b):
            yield pair


def write_pairs(pairs: Iterable[Pair], path: Path) -> None:
    """Writes pairs as a JSON array a line, in the layout of the data folder's file."""
    with path.open("w", encoding="utf-8") as file:
        for pair in pairs:
            file.write(json.dumps(pair, ensure_ascii=False) + "\n")


def load_pairs(path: Path) -> list[Pair]:
    """Reads what write_pairs wrote."""
    with path.open(encoding="utf-8") as lines:
        return [Pair(*json.loads(line)) for line in lines]
