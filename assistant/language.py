"""The language of a question, by its script and, among languages in Latin script, by their commonest words."""

from __future__ import annotations

import unicodedata
from collections import Counter

from assistant.lexicon import read_vocabulary
from assistant.tokens import atoms_of

_SCRIPTS = (("CJK", "han"), ("CYRILLIC", "cyrillic"), ("ARABIC", "arabic"), ("LATIN", "latin"))


def language_of(text: str, default: str) -> str:
    """A question's language.

    Args:
        text: normalised.
        default: the answer when there are no letters, or letters of no known script.

    Returns:
        One of zh, en, fr, es, ru, ar. Any Chinese makes a question Chinese: "LTC负责哪些产出?" is asked in Chinese.
    """
    scripts = Counter(_script(char) for char in text if char.isalpha())
    if scripts["han"]:
        return "zh"
    by_script = {"cyrillic": "ru", "arabic": "ar"}
    most = max(by_script, key=lambda script: scripts[script])
    if scripts[most] > scripts["latin"]:
        return by_script[most]
    return _latin(text, default) if scripts["latin"] else default


def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return next((script for start, script in _SCRIPTS if name.startswith(start)), "other")


def _latin(text: str, default: str) -> str:
    words = Counter(atom.text for atom in atoms_of(text))
    scores = {
        language: sum(words[word] for word in entry["words"])
        for language, entry in read_vocabulary("languages.toml").items()
        if entry["script"] == "latin"
    }
    best = max(scores, key=lambda language: scores[language])
    # English on a tie: short questions ("LTC 2020") name no language, and English is a working language.
    return best if scores[best] > scores["en"] else "en"
