"""The window's own words, one data file a language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from assistant.errors import VocabularyError
from assistant.lexicon import FOLDER, read_vocabulary
from assistant.phrasing import Phrasing
from corpus.manifest import Organ

_SUFFIX = ".window.toml"


@lru_cache(maxsize=1)
def window_languages() -> tuple[str, ...]:
    """Languages that the window speaks."""
    return tuple(sorted(path.name.removesuffix(_SUFFIX) for path in FOLDER.glob(f"*{_SUFFIX}")))


def page_texts(language: str) -> dict[str, str]:
    """The texts of the page itself, by name."""
    return {name: text for name, text in _texts(language)["page"].items() if isinstance(text, str)}


def examples(language: str) -> tuple[str, ...]:
    """Questions to begin with."""
    return tuple(_texts(language)["page"]["examples"])


class Wording:
    """Words for what surrounds an answer in one language.

    Args:
        language: one of `window_languages()`.
        organs: the document's organs, for their printed names.
    """

    def __init__(self, language: str, organs: Iterable[Organ]) -> None:
        self.language = language
        self.phrasing = Phrasing(language, organs)
        self._tables = _texts(language)

    def say(self, key: str, **slots: object) -> str:
        """Fill one text; `key` is "table.name".

        Raises:
            VocabularyError: there is no such text, or it has a slot that is not filled.
        """
        table, _, name = key.partition(".")
        try:
            return str(self._tables[table][name]).format_map(slots)
        except (KeyError, IndexError) as error:
            raise VocabularyError(f"{self.language}{_SUFFIX}: {key} lacks {error}") from error

    def columns(self, table: str) -> tuple[str, ...]:
        """The column titles of a table."""
        return tuple(self._tables[table]["columns"])

    def organ_list(self, keys: Iterable[str]) -> str:
        """Organs as a plain list: "Council, Secretariat"."""
        return self.phrasing.listed(self.phrasing.organ(key) for key in keys)


def _texts(language: str) -> dict[str, Any]:
    return dict(read_vocabulary(language + _SUFFIX))
