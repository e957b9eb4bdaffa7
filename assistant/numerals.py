"""Item numbers and years, in every form in which people write them.

3.2.3 · 3-2-3 · ３．２．３ · 三点二点三 · 3.2.3(a) · 3.2.3（四） · 3.2.3第4项 · 2019-2021 · ISBA/24/A/10: found before any word is
read, because no word may break them up. Digits of other scripts are already ASCII here (`normalise`).
"""

from __future__ import annotations

import re

from assistant.tokens import Token
from corpus.references import Level, Reference

# Every quantifier is bounded, or followed by something its class does not contain: none of these can backtrack.
_SYMBOL = re.compile(r"isba[/ _]{1,2}[0-9a-z]{1,5}(?:[/ _.][0-9a-z]{1,6}){0,4}|\b\d{1,3}/\d{1,4}\b")
_CHINESE_DIGITS = "零〇一二三四五六七八九十两"
_CHINESE = re.compile(
    rf"[{_CHINESE_DIGITS}]{{1,3}}(?:[点.·、][{_CHINESE_DIGITS}]{{1,3}}){{1,3}}(?![{_CHINESE_DIGITS}分])"
)
_DOTTED = re.compile(r"\d{1,4}(?:\s?[.．·。•‧∙点]\s?\d{1,4}){1,5}")
_DASHED = re.compile(r"(?<![\d.])\d{1,2}(?:\s?[-/,_]\s?\d{1,2}){2}(?![\d])")
_SPACED = re.compile(r"(?<![\d.])\d \d \d(?![\d.])")
_YEARS = re.compile(r"(?<![\d/.])(20\d\d|19\d\d)(?![\d/])")
_ITEM = re.compile(
    rf"\s{{0,2}}(?:的\s?)?(?:第\s?)?(?:\(\s?([0-9]{{1,2}}|[a-z]{{1,4}}|[{_CHINESE_DIGITS}]{{1,2}})\s?\)"
    rf"|([0-9]{{1,2}}|[a-h]|[ivx]{{1,4}}|[{_CHINESE_DIGITS}]{{1,2}})\s?\))"
)
_ITEM_ORDINAL = re.compile(
    rf"\s{{0,2}}(?:的|里|中|下)?(?:的)?第\s?([0-9]{{1,2}}|[{_CHINESE_DIGITS}]{{1,2}})\s?(?:项|个|条|款|产)"
)
_ITEM_LETTER = re.compile(r"\s?([a-h])(?![a-z0-9'])")
_ITEM_NUMBER = re.compile(rf"([{_CHINESE_DIGITS}])(?=由|归|是|谁|的|什|何|$)")

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip


def number_of(text: str) -> int | None:
    """The number that a short numeral stands for: digits, Chinese, roman, a letter (a = 1), an English word; else None."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 4 else None
    if text in _ORDINALS:
        return _ORDINALS[text]
    if text in _ROMAN:
        return _ROMAN[text]
    if len(text) == 1 and "a" <= text <= "h":
        return ord(text) - ord("a") + 1
    return chinese_number(text)


def chinese_number(text: str) -> int | None:
    """A Chinese numeral below a thousand as an integer; None when it is none."""
    if not text or any(char not in _CHINESE_DIGITS for char in text):
        return None
    import cn2an

    try:
        return int(cn2an.cn2an(text.replace("〇", "零").replace("两", "二"), "smart"))
    except ValueError:
        return None


def fixed_tokens(text: str) -> list[Token]:
    """All symbols, item numbers and years of a normalised question, in order and without overlap."""
    found: list[Token] = []
    for match in _SYMBOL.finditer(text):
        found.append(Token(match.group(), match.start(), match.end(), symbol=match.group().upper()))
    for pattern in (_DOTTED, _CHINESE, _DASHED, _SPACED):
        for match in pattern.finditer(text):
            token = None if _overlaps(found, match) else _item(text, match)
            if token is not None:
                found.append(token)
    for match in _YEARS.finditer(text):
        if not _overlaps(found, match):
            found.append(Token(match.group(), match.start(), match.end(), year=int(match.group())))
    return sorted(found, key=lambda token: token.start)


def _overlaps(found: list[Token], match: re.Match[str]) -> bool:
    return any(token.start < match.end() and match.start() < token.end for token in found)


def _item(text: str, match: re.Match[str]) -> Token | None:
    parts = [part for part in re.split(r"[^0-9零〇一二三四五六七八九十两]+", match.group()) if part]
    numbers = [number_of(part) for part in parts]
    if any(number is None for number in numbers) or (numbers[0] or 0) >= 1000:
        return None
    values = tuple(number for number in numbers if number is not None)
    if len(values) > 3:
        return Token(match.group(), match.start(), match.end(), missing=".".join(map(str, values)))
    return _with_item(text, match, values)


def _with_item(text: str, match: re.Match[str], values: tuple[int, ...]) -> Token:
    reference = Reference(Level(Level.DIRECTION + len(values) - 1), values)
    start, end = match.start(), match.end()
    if len(values) == 3:
        for pattern in (_ITEM, _ITEM_ORDINAL, _ITEM_LETTER, _ITEM_NUMBER):
            suffix = pattern.match(text, end)
            number = number_of(next(group for group in suffix.groups() if group)) if suffix else None
            if suffix and number is not None:
                # "3.2.3第1项产出": the word for the item stays for the vocabulary, so that nothing of it is lost.
                stop = suffix.end() - 1 if text[suffix.end() - 1] == "产" else suffix.end()
                return Token(text[start:stop], start, stop, reference=Reference(Level.OUTPUT, (*values, number)))
    return Token(text[start:end], start, end, reference=reference)
