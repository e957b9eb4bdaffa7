"""What is done to a question: everything here leaves its meaning as it is. None where a question offers nothing to change."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from corpus.provenance import Record
from evals.errors import GenerationError
from evals.generating.perturbations import digits, typos
from evals.generating.wording import TEMPLATES, Templates

MANNERS = Path(__file__).parent.parent / "manners.toml"
_NUMBER = re.compile(r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){1,2}(?![\d.])")
"""The number of an item with at least one full stop: 3.2 or 3.2.3."""
_RUN = re.compile(r"[0-9][0-9.]*")
_FULLWIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_CHINESE = "零一二三四五六七八九"
# Full stops and brackets belong to item numbers, apostrophes to words; what stands between words was a pause.
_ENDS, _PAUSES = re.compile(r"[?？!！。…]+|\.(?=\s|$)"), re.compile(r"[,，;；:：、]+")


class Manners(Record):
    """How people of one language are polite."""

    before: tuple[str, ...] = Field(min_length=1)
    after: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Writer:
    """Someone who writes in one language."""

    language: str
    manners: Manners
    templates: Templates

    @classmethod
    def of(cls, language: str) -> Writer:
        """Raises GenerationError when the language has no template file, or no manners."""
        manners = _manners()
        if language not in manners:
            raise GenerationError(f"{MANNERS.name} has no section {language}")
        return cls(language, manners[language], Templates.read(TEMPLATES / f"{language}.toml"))


Perturbation = Callable[[str, Writer, random.Random], str | None]


@cache
def _manners() -> Mapping[str, Manners]:
    try:
        read = tomllib.loads(MANNERS.read_text(encoding="utf-8"))
        return TypeAdapter(dict[str, Manners]).validate_python(read)
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise GenerationError(f"{MANNERS.name}: {error}") from error


def perturb(name: str, question: str, writer: Writer, rng: random.Random) -> str | None:
    """The question perturbed; None where that is not possible, or changes nothing."""
    changed = PERTURBATIONS[name](question, writer, rng)
    return changed if changed != question else None


def _typo_1(question: str, writer: Writer, rng: random.Random) -> str | None:
    return typos(question, 1, writer.templates, rng)


def _typo_2(question: str, writer: Writer, rng: random.Random) -> str | None:
    return typos(question, 2, writer.templates, rng)


def _upper(question: str, _: Writer, __: random.Random) -> str:
    return question.upper()


def _lower(question: str, _: Writer, __: random.Random) -> str:
    return question.lower()


def _spaces(question: str, _: Writer, __: random.Random) -> str:
    """Every space twice; where a language writes none, two about each number."""
    return question.replace(" ", "  ") if " " in question else _RUN.sub(r"  \g<0>  ", question).strip()


def _fullwidth(question: str, _: Writer, __: random.Random) -> str:
    return question.translate(_FULLWIDTH)


def _arabic_indic(question: str, _: Writer, __: random.Random) -> str | None:
    return digits(question, "arabic_indic")


def _chinese_numerals(question: str, writer: Writer, _: random.Random) -> str | None:
    """3.2.3 as 三点二点三; an English question is not asked so."""
    return _NUMBER.sub(_spoken, question) if writer.language == "zh" else None


def _spoken(number: re.Match[str]) -> str:
    return "点".join(_numeral(int(part)) for part in number[0].split("."))


def _numeral(value: int) -> str:
    tens, ones = divmod(value, 10)
    if not tens:
        return _CHINESE[ones]
    return (_CHINESE[tens] if tens > 1 else "") + "十" + (_CHINESE[ones] if ones else "")


def _small(question: str) -> str:
    return question if question[1:2].isupper() else question[:1].lower() + question[1:]


def _polite_before(question: str, writer: Writer, rng: random.Random) -> str:
    words = rng.choice(writer.manners.before)
    # Within one sentence "which" is written small; names of more than one capital stay.
    return words + (question if words.rstrip().endswith((".", "!")) else _small(question))


def _polite_after(question: str, writer: Writer, rng: random.Random) -> str:
    ended = question if _ENDS.search(question[-1]) else question + ("。" if writer.language == "zh" else ".")
    return ended + rng.choice(writer.manners.after)


def _unpunctuated(question: str, _: Writer, __: random.Random) -> str:
    bare = _PAUSES.sub(" ", _ENDS.sub("", question))
    return re.sub(r" {2,}", " ", bare).strip()


PERTURBATIONS: Mapping[str, Perturbation] = {
    "typo_1": _typo_1,
    "typo_2": _typo_2,
    "upper": _upper,
    "lower": _lower,
    "spaces": _spaces,
    "fullwidth": _fullwidth,
    "arabic_indic": _arabic_indic,
    "chinese_numerals": _chinese_numerals,
    "polite_before": _polite_before,
    "polite_after": _polite_after,
    "unpunctuated": _unpunctuated,
}
