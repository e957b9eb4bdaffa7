"""Every number of the recipe in one frozen value; its fields name the cached stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar")


def _shares() -> Mapping[str, float]:
    return {"dict": 0.38, "sent": 0.35, "passage": 0.15, "qa": 0.12}


def _words() -> Mapping[str, int]:
    return {"en": 7_000, "fr": 5_000, "es": 4_000, "ru": 3_500, "ar": 2_500}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sizes of the vocabulary, in pieces; the Chinese characters that the data has are added to them."""

    chinese_words: int = 28_000
    words: Mapping[str, int] = field(default_factory=_words)
    """Whole words of each alphabetic language, the most frequent ones."""
    other_pieces: int = 40_000
    """Parts of words of the alphabetic languages, for all other words, and digits."""
    rarest_word: int = 8
    """A word seen less often gets no piece of its own."""
    rare_character: int = 2
    """Chinese characters seen less often than this get no piece of their own."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the table is trained."""

    seed: int = 1
    dimension: int = 256
    ngram_rows: int = 60_000
    """Rows of the hashed table of character n-grams."""
    steps: int = 6_000
    batch: int = 1_024
    """Pairs a step for words and sentences; half of it where whole passages are read."""
    word_batch: int = 128
    """Pairs a step of the word-matching loss."""
    word_share: float = 0.1
    """Share of the steps that train word matching on sentences, passages and questions."""
    rate: float = 0.02
    temperature: float = 0.05
    word_temperature: float = 0.05
    teacher: float = 1.0
    """Weight of the teacher's cosine loss."""
    teacher_sentences: int = 40_000
    """English sentences that the teacher reads."""
    teacher_entries: int = 30_000
    """English glosses that the teacher reads, the most frequent ones."""
    openings: float = 0.3
    """Share of the batches of sentences and passages in which the asking side begins like a question."""
    shares: Mapping[str, float] = field(default_factory=_shares)
    """How often each kind of pair is drawn."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
