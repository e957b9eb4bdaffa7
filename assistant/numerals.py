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
    rf"(?<!附件)[{_CHINESE_DIGITS}]{{1,3}}(?:(?:[点.·][{_CHINESE_DIGITS}]{{1,3}}){{1,3}}|(?:、[{_CHINESE_DIGITS}]{{1,3}}){{1,3}})"
    rf"(?![{_CHINESE_DIGITS}]|分(?!别))"
)
_DOTTED = re.compile(r"(?<!\d)\d{1,9}(?:\s?[.．·。•‧∙点]\s?\d{1,9}){1,60}")
_DASHED = re.compile(r"(?<![\d.])\d{1,2}(?:\s?[-/,_]\s?\d{1,2}){2,9}(?!\d)")
_SPACED = re.compile(r"(?<![\d.])\d(?: \d){2,9}(?![\d.])")
_DIGIT = "(?:one|two|three|four|five|six|seven|eight|nine|ten)"
_SPELLED = re.compile(rf"\b{_DIGIT}(?:(?:\s(?:point\s|dot\s)?){_DIGIT}){{2}}\b")
_CHINESE_YEAR = re.compile(r"二[零〇][零〇一二三][零〇一二三四五六七八九](?=年|至|到|和|、|-|底)")
# A bracket that directly follows an action's number, whatever stands in it.
_BRACKET = re.compile(r"\s?\(\s?([^\s()]{1,2000})\s?\)|第([零〇一二三四五六七八九十百两0-9]{1,6})项")
_YEARS = re.compile(r"(?<![\d/.])(20\d\d|19\d\d)(?![\d/])")
_YEAR_PAIR = re.compile(r"(?<![a-z\d/.])(20\d\d)/(20\d\d)(?![a-z\d/])")
# "sub-direction 8-4": two numbers with a hyphen are an item only where the word before says so.
_HYPHENATED = re.compile(
    r"(?:(?<=sub direction )|(?<=subdirection )|(?<=分项)|(?<=次级方向))\d{1,2}\s?-\s?\d{1,2}(?![\d.-])"
)
_ITEM = re.compile(
    rf"\s{{0,2}}(?:的\s?)?(?:第\s?)?(?:\(\s?([0-9]{{1,2}}|[a-z]{{1,4}}|[{_CHINESE_DIGITS}]{{1,2}})\s?\)"
    rf"|([0-9]{{1,2}}|[a-h]|[ivx]{{1,4}}|[{_CHINESE_DIGITS}]{{1,2}})\s?\))"
)
_ITEM_ORDINAL = re.compile(
    rf"\s{{0,2}}(?:的|里|中|下)?(?:的)?第\s?([0-9]{{1,2}}|[{_CHINESE_DIGITS}]{{1,2}})\s?(?:项|个|条|款|产)"
)
# A letter after a space may be an article ("is 3.2.1 a priority?"): "a" then counts only at the end.
_ITEM_LETTER = re.compile(r"([a-h])(?![a-z0-9'])|\s([b-h])(?![a-z0-9'])|\s(a)(?=\s?[?.!,]?\s?$)")
_ITEM_NUMBER = re.compile(rf"([{_CHINESE_DIGITS}])(?=由|归|是|谁|的|什|何|$)")

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
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


def spelled_number(text: str) -> int | None:
    """A number of two digits in words: "twenty fourth", "二十四"; None when it is none."""
    tens, _, unit = text.partition(" ")
    if tens in _TENS and unit in _ORDINALS:
        return _TENS[tens] + _ORDINALS[unit]
    return chinese_number(text) if len(text) > 1 else None


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
    for pattern in (_DOTTED, _CHINESE, _DASHED, _SPACED, _SPELLED, _HYPHENATED):
        for match in pattern.finditer(text):
            token = None if _overlaps(found, match) else _item(text, match)
            if token is not None:
                found.append(token)
    for match in _YEAR_PAIR.finditer(text):
        found += [Token(match[at], match.start(at), match.end(at), year=int(match[at])) for at in (1, 2)]
    for match in _YEARS.finditer(text):
        if not _overlaps(found, match):
            found.append(Token(match.group(), match.start(), match.end(), year=int(match.group())))
    for match in _CHINESE_YEAR.finditer(text):
        digits = "".join(str(number_of(char) or 0) for char in match.group())
        found.append(Token(match.group(), match.start(), match.end(), year=int(digits)))
    return sorted(found, key=lambda token: token.start)


def _overlaps(found: list[Token], match: re.Match[str]) -> bool:
    return any(token.start < match.end() and match.start() < token.end for token in found)


def _item(text: str, match: re.Match[str]) -> Token | None:
    apart = r"\s(?:point\s|dot\s)?" if match.re is _SPELLED else r"[^0-9零〇一二三四五六七八九十两]+"
    parts = [part for part in re.split(apart, match.group()) if part]
    numbers = [number_of(part) for part in parts]
    values = tuple(number for number in numbers if number is not None)
    if _is_loose(match) and len(values) < len(numbers):
        return None
    if len(values) < len(numbers) or len(values) > 3 or max(values) > 999:
        return Token(match.group(), match.start(), match.end(), missing=".".join(part[:4] for part in parts[:6]))
    return _with_item(text, match, values)


def _is_loose(match: re.Match[str]) -> bool:
    """Whether a run of Chinese numerals may as well be plain words: it is then left to the vocabulary."""
    return match.re is _CHINESE


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
        bracket = _BRACKET.match(text, end)
        if bracket is not None and _names_item(text, bracket):
            # 3.2.1(333), 3.2.1(z): an item is named that no plan has; the action as a whole was not asked for.
            return Token(text[start : bracket.end()], start, bracket.end(), missing=text[start : bracket.end()][:24])
    return Token(text[start:end], start, end, reference=reference)


def _names_item(text: str, bracket: re.Match[str]) -> bool:
    inside = bracket.group(1)
    numeral = inside is not None and all(char in _CHINESE_DIGITS + "百千第" for char in inside)
    return inside is None or len(inside) == 1 or numeral or any(char.isdigit() for char in inside)
