"""The document as peers get it: in the language of the question, a line to an item, as the source words it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.plan import Role, Row
from corpus.renderings import load_renderings
from evals.yardstick import Yardstick

_ROLES = (Role.RESPONSIBLE, Role.ASSOCIATED, Role.COORDINATING)
Item = tuple[str, tuple[str, ...]]
"""A reference, and the words of its cells."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One language's text, and which words of it each item is."""

    language: str
    text: str
    """The whole document, as a file that a user would load."""
    lines: dict[str, str]
    """Reference -> its line; a row's line begins with its action, so that no peer by row loses the number."""
    needles: dict[str, tuple[str, ...]]
    """Reference -> the words that a passage must hold to hold the item: of a row, its description and its cells."""


def edition(yardstick: Yardstick, language: str) -> Edition:
    """The source itself for its own language; else the unofficial rendering, with the organs' names in that language."""
    words = _Words(yardstick, language)
    rows = {ref: "\t".join((*words.action(ref), ref, *cells)) for ref, cells in words.rows()}
    lines = {**{ref: "\t".join((ref, *cells)) for ref, cells in words.others()}, **rows}
    is_source = yardstick.plan.language == language
    needles = {**dict(words.actions()), **dict(words.others()), **dict(words.rows())}
    return Edition(
        language=language,
        text="\n".join(yardstick.lines if is_source else lines.values()),
        lines=lines,
        needles={ref: tuple(filter(None, cells)) for ref, cells in needles.items()},
    )


class _Words:
    """The plan's words in one language."""

    def __init__(self, yardstick: Yardstick, language: str) -> None:
        self._plan, self._names = yardstick.plan, yardstick.organ_names[language]
        self._rendered = load_renderings(language, self._plan.document) if language != self._plan.language else {}

    def action(self, ref: str) -> tuple[str, str]:
        """Number and words of the action that a row stands under."""
        number = ref.partition("(")[0]
        return number, dict(self.actions())[number][0]

    def actions(self) -> Iterator[Item]:
        for action in self._plan.actions:
            yield str(action.reference), (self._say(str(action.reference), "annex_ii", action.annex_ii.value),)

    def rows(self) -> Iterator[Item]:
        for row in self._plan.rows:
            ref = str(row.reference)
            yield ref, (self._say(ref, "output", row.text.value), row.time_frame.value.printed, *self._organs(row))

    def others(self) -> Iterator[Item]:
        """Paragraphs, directions and sub-directions."""
        for paragraph in self._plan.paragraphs:
            yield str(paragraph.reference), (self._say(str(paragraph.reference), "paragraph", paragraph.text.value),)
        titles = [(one.reference, one.title) for one in self._plan.directions]
        titles += [(one.reference, one.title) for one in self._plan.subdirections]
        for reference, title in titles:
            yield str(reference), (self._say(str(reference), "title", title.value),)

    def _organs(self, row: Row) -> tuple[str, ...]:
        return tuple(" ".join(self._names[organ] for organ in row.organs(role).value) for role in _ROLES)

    def _say(self, ref: str, field: str, source: str) -> str:
        # Annex II is rendered by itself only where it says something else than annex I. What has no rendering at all,
        # such as a row without an output, keeps the source's words.
        shared = self._rendered.get((ref, "annex_i"), source) if field == "annex_ii" else source
        return self._rendered.get((ref, field), shared)
