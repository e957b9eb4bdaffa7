"""A meaning -> a question in one language: frames from a template file, each used as often as its neighbours."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from corpus.provenance import Record
from corpus.references import Level, Reference
from evals.errors import GenerationError
from evals.generating.meanings import Meaning
from evals.generating.truths import Condition, Time

TEMPLATES = Path(__file__).parent.parent / "templates"
FEWEST = 6
"""Frames that each type of question has at least."""
_CHINESE = "零一二三四五六七八九"
_SPACES = re.compile(r" +")
Forms = tuple[str, ...]


class Perturbations(Record):
    """What is done to questions of this language."""

    digits: tuple[Literal["fullwidth", "arabic_indic", "chinese"], ...]
    typos: tuple[tuple[str, str], ...]


class Templates(Record):
    """One language's file of frames."""

    language: str
    phrase: str
    join: str
    organs: dict[str, Forms]
    units: dict[str, Forms]
    references: dict[str, Forms]
    scopes: dict[str, Forms]
    times: dict[str, Forms]
    roles: dict[str, Forms]
    questions: dict[str, Forms]
    perturbations: Perturbations = Field(...)

    @classmethod
    def read(cls, path: Path) -> Templates:
        """One template file. Raises GenerationError when it is malformed, or a question has too few frames."""
        try:
            templates = cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
            raise GenerationError(f"{path.name}: {error}") from error
        for name, frames in {**templates.questions, **templates.roles}.items():
            if len(set(frames)) < FEWEST:
                raise GenerationError(f"{path.name}: {name} has {len(set(frames))} different frames, not {FEWEST}")
        return templates


def all_templates(folder: Path = TEMPLATES) -> tuple[Templates, ...]:
    """Every language's frames, by the name of the language. Raises GenerationError."""
    found = tuple(map(Templates.read, sorted(folder.glob("*.toml"))))
    for templates in found:
        if odd := _keys(templates) ^ _keys(found[0]):
            raise GenerationError(f"{templates.language}.toml and {found[0].language}.toml differ in: {sorted(odd)}")
    return found


def _keys(templates: Templates) -> set[str]:
    groups: dict[str, Any] = templates.model_dump(exclude={"perturbations"})
    return {f"{name}.{key}" for name, group in groups.items() if isinstance(group, dict) for key in group}


class Writer:
    """Words meanings in one language. The same seed gives the same questions.

    Args:
        templates: the language's frames.
        seed: of the choice among frames.
    """

    def __init__(self, templates: Templates, seed: int) -> None:
        self._templates = templates
        self._rng = random.Random(f"{seed} {templates.language}")
        self._turns: dict[Forms, list[str]] = {}

    def question(self, meaning: Meaning) -> str:
        """A question that asks this."""
        slots: dict[str, str] = {}
        if meaning.ref:
            slots["ref"] = self._reference(meaning.ref)
        if meaning.organ:
            slots["organ"] = self._next(self._templates.organs[meaning.organ])
        if meaning.year:
            slots["year"] = str(meaning.year)
        if meaning.condition:
            slots["phrase"] = self._phrase(meaning.condition)
        return _tidy(self._next(self._templates.questions[meaning.family]).format(**slots))

    def _next(self, forms: Forms) -> str:
        """Any of these, but none twice before each was used once."""
        turn = self._turns.setdefault(forms, [])
        if not turn:
            turn.extend(self._rng.sample(forms, len(forms)))
        return turn.pop()

    def _reference(self, ref: Reference) -> str:
        forms = self._templates.references[ref.level.name.lower()]
        if ref.level is not Level.OUTPUT:
            return self._next(forms).format(number=ref)
        n = ref.numbers[3]
        return self._next(forms).format(action=ref.action, n=n, letter="abcdefghijklmno"[n - 1], numeral=_chinese(n))

    def _phrase(self, condition: Condition) -> str:
        words = self._templates
        rest = [self._time(condition.time)] if condition.time else []
        if condition.organ:
            organ = self._next(words.organs[condition.organ])
            rest.append(self._next(words.roles[condition.role or "any"]).format(organ=organ))
        scope = self._scope(condition.scope) if condition.scope else ""
        unit = self._next(words.units[condition.unit])
        return words.phrase.format(unit=unit, scope=scope, rest=words.join.join(rest))

    def _time(self, time: Time) -> str:
        return self._next(self._templates.times[time.form]).format(year=time.first, first=time.first, last=time.last)

    def _scope(self, number: str) -> str:
        level = "subdirection" if "." in number else "direction"
        return self._next(self._templates.scopes[level]).format(number=number)


def _tidy(question: str) -> str:
    """No double blanks where a condition was left out, and a capital where a sentence begins with a small word."""
    question = _SPACES.sub(" ", question).strip()
    question = re.sub(r" ([?.,])", r"\1", question)
    return question[0].upper() + question[1:]


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("十" if tens else "") + (_CHINESE[ones] if ones else "")


def languages(templates: Sequence[Templates]) -> tuple[str, ...]:
    """The languages of some template files."""
    return tuple(one.language for one in templates)
