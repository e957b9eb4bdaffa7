"""`python -m assistant.spelt --data DIR`: collect real words that are nearly a word of questions.

"Convert" is one slip from "covers", and 意志 sounds like 一直. Whoever types such a word means it. A list of all words of
a language would be long; only those matter that would be taken for a phrase, and these stand in `vocabulary/spelt.txt`.
The words come from the texts that the encoder is trained on and from our own questions (`index.training`), which know the
field's words. Needed whenever phrases are added.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.progress import track

from assistant.lexicon import SPELT, Lexicon, stem
from assistant.normalise import has_chinese, normalise
from assistant.sources import Sources
from corpus.library import DEFAULT_DOCUMENT
from index.training.pairs import Pair, read_pairs
from index.training.questions import OwnQuestion, read_questions

OFTEN = 12
"""An English word seen less often may be mistyped itself."""
LONGEST_CHINESE = 4
_LETTERS = re.compile("[a-z]{4,}")
_HEAD = "# Real words that are nearly a word of questions; made by python -m assistant.spelt"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the list; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m assistant.spelt", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with encoder/pairs.jsonl.gz")
    options = parser.parse_args(arguments)
    try:
        words = sorted(words_of(read_pairs(options.data)) | words_asked(read_questions()))
    except FileNotFoundError as error:
        print(f"{error.filename} is missing: name a folder that has it with --data")
        return 1
    SPELT.write_text(_HEAD + "\n", encoding="utf-8")  # what is listed now must not hide what it is like
    sources = Sources(DEFAULT_DOCUMENT)
    lexicon = Lexicon(sources.organ_phrases(), lambda: sources.known_words)
    found = [word for word in track(words, description="words") if _is_another(word, lexicon.mistaken(word))]
    SPELT.write_text("\n".join([_HEAD, *found]) + "\n", encoding="utf-8")
    print(f"{len(found)} of {len(words)} words, in {SPELT.name}")
    return 0


def _is_another(word: str, taken_for: str | None) -> bool:
    """Whether a word would be taken for one that it is not even a form of."""
    return taken_for is not None and stem(word) != stem(taken_for)


def words_of(pairs: Iterable[Pair]) -> set[str]:
    """English words that are seen often, and the entries of Chinese dictionaries."""
    seen: Counter[str] = Counter()
    entries: set[str] = set()
    for pair in pairs:
        for language, text in ((pair.language_a, pair.text_a), (pair.language_b, pair.text_b)):
            if language == "en":
                seen.update(_LETTERS.findall(text.lower()))
            elif language == "zh" and pair.kind == "dict" and _is_word(text):
                entries.add(normalise(text))
    return {word for word, times in seen.items() if times >= OFTEN} | entries


def words_asked(questions: Iterable[OwnQuestion]) -> set[str]:
    """English words that our own questions use more than once."""
    texts = (question.question.lower() for question in questions if question.language == "en")
    seen = Counter(word for text in texts for word in set(_LETTERS.findall(text)))
    return {word for word, times in seen.items() if times > 1}


def _is_word(text: str) -> bool:
    return 2 <= len(text) <= LONGEST_CHINESE and all(map(has_chinese, text))


if __name__ == "__main__":
    raise SystemExit(main())
