"""The words of questions: vocabulary files of all languages and the organs' names, as one trie of phrases."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import VocabularyError
from assistant.homophones import Homophones
from assistant.normalise import has_chinese, normalise, without_accents
from assistant.numerals import fixed_tokens
from assistant.tokens import Atom, PhraseTrie, Token, atoms_of, tokens_of

FOLDER = Path(__file__).parent / "vocabulary"
SPELT = FOLDER / "spelt.txt"
_SHORTEST_RESPELLED = 4
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ied",
    "ies",
    "ed",
    "es",
    "ers",
    "er",
    "ly",
    "s",
    "e",
    "y",
)
_LONGEST_DISTANCE = {4: 1, 5: 1}


@lru_cache(maxsize=32)
def read_vocabulary(name: str) -> Mapping[str, Any]:
    """A vocabulary file as a dictionary.

    Raises:
        VocabularyError: the file is missing or is no TOML.
    """
    try:
        return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"cannot read vocabulary file {name}: {error}") from error


def word_files() -> list[str]:
    """Names of the files with words of questions, one a language."""
    return sorted(path.name for path in FOLDER.glob("*.words.toml"))


@lru_cache(maxsize=1)
def spelt_words() -> frozenset[str]:
    """Real words that are nearly a phrase, and must not be taken for a mistyped one (`python -m assistant.spelt`)."""
    try:
        lines = SPELT.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise VocabularyError(f"cannot read {SPELT.name}: {error}") from error
    return frozenset(line for line in lines if not line.startswith("#"))


class Lexicon:
    """Everything that can be recognised in a question.

    Args:
        organ_names: for each organ its names and aliases in all languages.
        known: gives the stems of words that are spelt right although no phrase has them; asked only when needed.
        plan_text: gives the plan's Chinese text, for the same purpose.
    """

    def __init__(
        self,
        organ_names: Mapping[str, tuple[str, ...]],
        known: Callable[[], frozenset[str]] = frozenset,
        plan_text: Callable[[], str] = str,
    ) -> None:
        self._trie = PhraseTrie()
        self._known = known
        for name in word_files():
            for concept, phrase in _phrases(read_vocabulary(name)):
                # A test holds that phrases are written as they are matched; normalising thousands would cost a start.
                self._trie.add(_unhyphenated(phrase), concept=concept)
        for organ, names in organ_names.items():
            for phrase in names:
                self._trie.add(normalise(_unhyphenated(phrase)), organ=organ)
        self._stems = frozenset(map(stem, self._trie.words))
        self._homophones = Homophones(self._trie, plan_text, spelt_words)
        self._spelling = sorted(word for word in self._trie.words if len(word) >= _SHORTEST_RESPELLED)

    def mistaken(self, word: str) -> str | None:
        """The phrase that a word would be taken for, were it not known to be spelt right."""
        if has_chinese(word):
            return self._homophones.mistaken(word)
        return self._respellings(word).get(word)

    def tokens(self, text: str) -> list[Token]:
        """Cut a normalised question into tokens."""
        plain = without_accents(_unhyphenated(text))
        fixed = fixed_tokens(plain)
        tokens = tokens_of(plain, fixed, self._trie, self._respellings(plain))
        respelt = self._homophones.respelt(plain, tokens) if has_chinese(plain) else plain
        if respelt == plain:
            return tokens
        again = tokens_of(respelt, fixed, self._trie, {})
        return [
            replace(token, guessed=respelt[token.start : token.end] != plain[token.start : token.end])
            for token in again
        ]

    def _respellings(self, text: str) -> dict[str, str]:
        atoms = atoms_of(text)
        unknown = {atom.text for atom in atoms if self._may_be_mistyped(atom.text)}
        known = self._known() if unknown else frozenset()
        # A form of a word of the plan is spelt right; a form of a word of questions is read as that word.
        unknown = {word for word in unknown if stem(word) in self._stems or stem(word) not in known}
        found = {word: near for word in sorted(unknown) if (near := self._nearest(word, atoms)) is not None}
        return {
            word: near for word, near in found.items() if word not in spelt_words() or self._joins(word, near, atoms)
        }

    def _nearest(self, word: str, atoms: list[Atom]) -> str | None:
        """The known word that a mistyped one is closest to; of several, the one that makes the longest phrase where it stands."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = _LONGEST_DISTANCE.get(len(word), 2)
        found = process.extract(word, self._spelling, scorer=OSA.distance, score_cutoff=most, limit=8)
        # The first letter is rarely the mistyped one; without it "ration" would be read as "nation".
        close = [(distance, other) for other, distance, _ in found if other[0] == word[0]]
        if not close:
            return None
        best = min(close)[0]
        return max(
            (other for distance, other in close if distance == best), key=lambda other: self._fit(word, other, atoms)
        )

    def _fit(self, word: str, other: str, atoms: list[Atom]) -> tuple[int, str]:
        at, phrases = self._phrases_over(word, other, atoms)
        return max((start + length - at for start, length in phrases), default=0), other

    def _joins(self, word: str, other: str, atoms: list[Atom]) -> bool:
        """Whether another word would make one phrase with its neighbours: "time fame" is a time frame, "fame" is fame."""
        return any(length > 1 for _, length in self._phrases_over(word, other, atoms)[1])

    def _phrases_over(self, word: str, other: str, atoms: list[Atom]) -> tuple[int, list[tuple[int, int]]]:
        """A word's place, and the phrases with another word there that reach it: where each starts, how many words it has."""
        at = next(place for place, atom in enumerate(atoms) if atom.text == word)
        tried = [Atom(other, atom.start, atom.end) if place == at else atom for place, atom in enumerate(atoms)]
        found = [(start, self._trie.longest(tried, start)[0]) for start in range(max(0, at - 3), at + 1)]
        return at, [(start, length) for start, length in found if start + length > at]

    def _may_be_mistyped(self, word: str) -> bool:
        if len(word) < _SHORTEST_RESPELLED or not word.isalpha() or word >= "\u0600":
            return False
        return word not in self._trie.words


def stem(word: str) -> str:
    """A word without its commonest English endings: enough to see that "reported" is a word when "report" is."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _phrases(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every (concept, phrase) of a vocabulary file; nested tables give dotted concepts."""
    for key, value in table.items():
        concept = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _phrases(value, f"{concept}.")
        elif isinstance(value, list):
            yield from ((concept, phrase) for phrase in value)
        else:
            raise VocabularyError(f"vocabulary key {concept} must be a list of phrases, not {type(value).__name__}")


def _unhyphenated(text: str) -> str:
    """Hyphens between letters as spaces, one for one: sub-direction, high-level, co-ordinates."""
    if "-" not in text:
        return text
    chars = list(text)
    for at in range(1, len(chars) - 1):
        if chars[at] == "-" and chars[at - 1].isalpha() and chars[at + 1].isalpha():
            chars[at] = " "
    return "".join(chars)
