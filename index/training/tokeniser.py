"""One unigram vocabulary for six languages, in the format of Hugging Face `tokenizers`.

Chinese is written without blanks, so that its words come from dictionaries: their entries are candidates, counted in
the texts, and re-estimated by segmenting the texts with the current counts a few times (hard EM). The frequent words of
the other languages are pieces as they are, which keeps a word's vector one trained row; parts of words, for all other
words, come from the library's unigram trainer, over texts repeated until no language is rare; the counts of both are
re-estimated in the same way. Texts are lower-cased and lose accents, tatweel and compatibility forms; letters, digits
and Chinese characters stay apart.
"""

from __future__ import annotations

import json
import logging
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from index.training.pairs import Pair
from index.training.recipe import Vocabulary

logger = logging.getLogger(__name__)

SPECIAL = ("[PAD]", "[UNK]")
_UNKNOWN_SCORE = -30.0
_CJK = "\u3400-\u9fff"
_CJK_RUN = re.compile(f"[{_CJK}]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LONGEST_CHINESE_WORD = 5
_EM_ROUNDS = 4
#: In the first rounds more candidates are kept than in the end, so that a good word is not lost to a bad count.
_LENIENT_ROUNDS = 2
#: Rounds for the other languages, whose vocabulary is fixed beforehand: only its counts are estimated.
_ALPHABETIC_ROUNDS = 2
#: A character's first count: most of its occurrences are parts of words.
_CHARACTER_SHARE = 0.3
_BATCH = 50_000
#: A language's texts are repeated at most so often, towards this share of the largest language's letters.
_MOST_REPEATS = 4
_BALANCE = 0.5


def normaliser() -> normalizers.Normalizer:
    """Returns what is done to a text before it is cut."""
    steps = [normalizers.NFKD(), normalizers.Lowercase(), normalizers.StripAccents(), normalizers.Replace("\u0640", "")]
    return normalizers.Sequence(steps)


def cutter() -> pre_tokenizers.PreTokenizer:
    """Returns what keeps runs of letters, of digits and of Chinese characters, and drops all else."""
    runs = Regex(rf"[{_CJK}]+|[\p{{L}}&&[^{_CJK}]]+|\p{{N}}+")
    return pre_tokenizers.Split(runs, behavior="removed", invert=True)


def build_tokenizer(pairs: Iterable[Pair], sizes: Vocabulary) -> Tokenizer:
    """Estimates the vocabulary from the texts of the pairs."""
    texts: dict[str, set[str]] = defaultdict(set)
    entries: set[str] = set()
    for pair in pairs:
        for language, text in ((pair.language_a, pair.text_a), (pair.language_b, pair.text_b)):
            if language != "zh":
                texts[language].add(text)
            elif pair.kind == "dict":
                entries.add(text)
            else:
                texts["zh"].add(text)
    chinese = chinese_counts(texts.pop("zh", set()), entries, sizes)
    others = alphabetic_counts(texts, sizes)
    special = [(SPECIAL[0], 0.0), (SPECIAL[1], _UNKNOWN_SCORE)]
    return assemble([*special, *_scored(others, set(SPECIAL)), *_scored(chinese, set(others))])


def assemble(vocabulary: Sequence[tuple[str, float]]) -> Tokenizer:
    """Makes a tokeniser of (piece, log-probability); the vocabulary begins with SPECIAL."""
    tokenizer = Tokenizer(models.Unigram(list(vocabulary), unk_id=1, byte_fallback=False))
    tokenizer.normalizer = normaliser()
    tokenizer.pre_tokenizer = cutter()
    return tokenizer


def chinese_counts(texts: Iterable[str], entries: Iterable[str], sizes: Vocabulary) -> Counter[str]:
    """Returns the Chinese words and characters of the vocabulary with their counts."""
    runs = _runs(texts)
    entry_runs = _runs(entries)
    runs.update(dict.fromkeys(entry_runs, 1))
    candidates = {run for run in entry_runs if 2 <= len(run) <= _LONGEST_CHINESE_WORD}
    characters = _characters(runs, sizes.rare_character)
    counts = _substrings(runs, candidates)
    counts.update({char: max(1, int(count * _CHARACTER_SHARE)) for char, count in characters.items()})
    for round_number in range(_EM_ROUNDS):
        size = sizes.chinese_words * (2 if round_number < _LENIENT_ROUNDS else 1)
        counts = _reestimated(counts, runs, characters, size)
    logger.info("chinese: %d words, %d characters", sum(len(word) > 1 for word in counts), len(characters))
    return counts


def alphabetic_counts(texts: dict[str, set[str]], sizes: Vocabulary) -> Counter[str]:
    """Returns the words and parts of words of the alphabetic languages with their counts, balanced over languages."""
    repeats = _repeats(texts)
    runs: Counter[str] = Counter()
    chosen: Counter[str] = Counter()
    for language in sorted(texts):
        words = _words(texts[language])
        runs.update({word: count * repeats[language] for word, count in words.items()})
        ranked = sorted(words.items(), key=lambda item: (-item[1], item[0]))[: sizes.words.get(language, 0)]
        chosen.update({word: count * repeats[language] for word, count in ranked if count >= sizes.rarest_word})
    parts = _parts(texts, repeats, sizes.other_pieces)
    total = sum(runs.values())
    counts = Counter({part: max(1, round(total * math.exp(score))) for part, score in parts}) | chosen
    for _ in range(_ALPHABETIC_ROUNDS):
        seen = _segmented(counts, runs)
        counts = Counter({piece: seen.get(piece, 0) + 1 for piece in counts})
    logger.info("other languages: %d words, %d pieces in all", len(chosen), len(counts))
    return counts


def _parts(texts: dict[str, set[str]], repeats: dict[str, int], size: int) -> list[tuple[str, float]]:
    """Returns parts of words with their log-probabilities, by the library's trainer."""
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=list(SPECIAL),
        unk_token=SPECIAL[1],
        shrinking_factor=0.75,
        max_piece_length=12,
        n_sub_iterations=2,
        show_progress=False,
    )
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normaliser()
    tokenizer.pre_tokenizer = cutter()
    tokenizer.train_from_iterator(_repeated(texts, repeats), trainer)
    vocabulary = json.loads(tokenizer.to_str())["model"]["vocab"]
    return [(piece, score) for piece, score in vocabulary if piece not in SPECIAL]


def _runs(texts: Iterable[str]) -> Counter[str]:
    normalise = normaliser().normalize_str
    return Counter(run for text in sorted(texts) for run in _CJK_RUN.findall(normalise(text)))


def _characters(runs: Counter[str], rare: int) -> Counter[str]:
    characters: Counter[str] = Counter()
    for run, count in runs.items():
        for character in run:
            characters[character] += count
    return Counter({character: count for character, count in characters.items() if count >= rare})


def _substrings(runs: Counter[str], candidates: set[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for run, count in runs.items():
        for start in range(len(run) - 1):
            for end in range(start + 2, min(start + _LONGEST_CHINESE_WORD, len(run)) + 1):
                if run[start:end] in candidates:
                    counts[run[start:end]] += count
    return counts


def _reestimated(counts: Counter[str], runs: Counter[str], characters: Counter[str], size: int) -> Counter[str]:
    """Counts again: keeps the `size` best words, and all characters."""
    seen = _segmented(counts, runs)
    words = [(word, count) for word, count in seen.items() if len(word) > 1 and word in counts]
    best = sorted(words, key=lambda item: (-item[1], item[0]))[:size]
    return Counter(dict(best) | {character: seen.get(character, 0) + 1 for character in characters})


def _segmented(counts: Counter[str], runs: Counter[str]) -> Counter[str]:
    """Segments every run with the current counts, and counts the pieces that come out."""
    tokenizer = assemble([(SPECIAL[0], 0.0), (SPECIAL[1], _UNKNOWN_SCORE), *_scored(counts, set())])
    order = list(runs)
    seen: Counter[str] = Counter()
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        for run, encoding in zip(batch, tokenizer.encode_batch(batch), strict=True):
            for piece in encoding.tokens:
                seen[piece] += runs[run]
    return seen


def _scored(counts: Counter[str], known: set[str]) -> list[tuple[str, float]]:
    total = sum(counts.values()) + len(counts)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(piece, math.log((count + 0.5) / total)) for piece, count in ranked if piece not in known]


def _words(texts: Iterable[str]) -> Counter[str]:
    normalise = normaliser().normalize_str
    return Counter(word for text in sorted(texts) for word in _WORD.findall(_CJK_RUN.sub(" ", normalise(text))))


def _repeats(texts: dict[str, set[str]]) -> dict[str, int]:
    """Returns how often each language's texts are counted, so that none is rare."""
    sizes = {language: sum(map(len, group)) for language, group in texts.items()}
    wanted = _BALANCE * max(sizes.values(), default=0)
    return {code: max(1, min(_MOST_REPEATS, round(wanted / max(size, 1)))) for code, size in sizes.items()}


def _repeated(texts: dict[str, set[str]], repeats: dict[str, int]) -> Iterator[str]:
    for language in sorted(texts):
        ordered = sorted(texts[language])
        for _ in range(repeats[language]):
            for text in ordered:
                yield _CJK_RUN.sub(" ", text)
