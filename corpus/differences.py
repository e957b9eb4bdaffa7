"""Annex I against Annex II: how the two wordings of an action differ, and where the difference matters."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

from pydantic import Field

from corpus.errors import DataFileError
from corpus.library import DEFAULT_DOCUMENT, folder_of, load_references
from corpus.plan import Action, Direction
from corpus.provenance import Record
from corpus.readers.json_lines import read_records
from corpus.references import Reference

_WIDTHS = str.maketrans("，；：（）", ",;:()")
_FULL_STOP = "。"


class DifferenceKind(StrEnum):
    """How far two wordings are apart."""

    IDENTICAL = "identical"
    """The same, character for character."""
    PUNCTUATION = "punctuation"
    """The same but for the width of punctuation, spaces and a final full stop."""
    WORDING = "wording"
    """Other words."""


class Segment(Record):
    """A stretch of both wordings: the same words, or words of only one of them."""

    is_equal: bool
    annex_i: str
    """As Annex I prints it; empty when only Annex II has it."""
    annex_ii: str
    """As Annex II prints it; empty when only Annex I has it."""


class Difference(Record):
    """How the two wordings of an action, or the two titles of a direction, differ."""

    reference: Reference
    kind: DifferenceKind
    segments: tuple[Segment, ...]
    """In order; the parts of one annex, joined, are its wording, character for character."""


class Remark(Record):
    """What a difference means to a reader."""

    refs: tuple[Reference, ...] = Field(min_length=1)
    """The actions, or the direction, whose two wordings differ so."""
    remark: dict[str, str] = Field(min_length=1)
    """By language."""
    changes_sense: bool
    """Whether the two wordings ask for different things; otherwise only a term differs."""


def difference_of(item: Action | Direction) -> Difference:
    """How Annex I and Annex II word an action, or entitle a direction."""
    if isinstance(item, Action):
        return compare(item.reference, item.annex_i.value, item.annex_ii.value)
    return compare(item.reference, item.title.value, item.title_annex_ii.value)


def compare(reference: Reference, annex_i: str, annex_ii: str) -> Difference:
    """How two wordings of one item differ."""
    first, second = _Folded(annex_i), _Folded(annex_ii)
    if annex_i == annex_ii:
        kind = DifferenceKind.IDENTICAL
    elif first.text == second.text:
        kind = DifferenceKind.PUNCTUATION
    else:
        kind = DifferenceKind.WORDING
    return Difference(reference=reference, kind=kind, segments=tuple(_segments(first, second)))


def same_words(annex_i: str, annex_ii: str) -> bool:
    """Whether two wordings differ in the width of punctuation, spaces and a final full stop at most."""
    return _Folded(annex_i).text == _Folded(annex_ii).text


def load_remarks(document: str = DEFAULT_DOCUMENT, root: Path | None = None) -> tuple[Remark, ...]:
    """The document's remarks on differences that change sense, scope or term; none where it has no such file.

    Raises:
        DocumentNotFoundError: there is no such document.
        DataFileError: a line is malformed, or speaks of an item that the plan does not have.
    """
    path = folder_of(document, root) / "differences.jsonl"
    items = load_references(document, root)
    remarks = []
    for line, remark in read_records(path, Remark):
        if unknown := [str(ref) for ref in remark.refs if ref not in items]:
            raise DataFileError(f"the plan has no {', '.join(unknown)}", path=path, line=line)
        remarks.append(remark)
    return tuple(remarks)


class _Folded:
    """A text without what is ignored, that still knows where each character was printed."""

    def __init__(self, printed: str) -> None:
        end = len(printed.rstrip().removesuffix(_FULL_STOP))
        kept = [place for place, character in enumerate(printed[:end]) if not character.isspace()]
        self.printed = printed
        self.text = "".join(printed[place] for place in kept).translate(_WIDTHS)
        # What is left out before a character belongs to what precedes it, at the beginning to the character itself.
        self._starts = [0, *kept[1:], len(printed)] if kept else [0]

    def __getitem__(self, bounds: tuple[int, int]) -> str:
        """The printed text of the characters from the first bound to before the second."""
        first, last = bounds
        return self.printed[self._starts[first] : self._starts[last]] if first < last else ""


def _segments(first: _Folded, second: _Folded) -> Iterator[Segment]:
    matcher = SequenceMatcher[str](None, first.text, second.text, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Segment(is_equal=True, annex_i=first[i1, i2], annex_ii=second[j1, j2])
            continue
        if i1 < i2:
            yield Segment(is_equal=False, annex_i=first[i1, i2], annex_ii="")
        if j1 < j2:
            yield Segment(is_equal=False, annex_i="", annex_ii=second[j1, j2])
