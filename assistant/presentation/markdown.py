"""An answer's Markdown as HTML that can neither run, load nor link to anything outside the page."""

from __future__ import annotations

import re
from collections.abc import Collection

from markdown_it import MarkdownIt

# Only what answers use. Raw HTML, links, images and autolinks stay off: an answer may repeat words of a question.
_RENDERER = MarkdownIt("zero").enable(["emphasis", "list", "table", "escape"])
_MARK = re.compile(r"\[(\d{1,4})\]")


def to_html(text: str, marks: Collection[int], anchor: str) -> str:
    """HTML on one line, each mark of a citation a link to its source.

    Args:
        text: Markdown of an answer.
        marks: the numbers that are citations; other bracketed numbers are left alone.
        anchor: distinguishes this answer's ids from those of all others on the page.
    """
    seen: set[int] = set()

    def link(match: re.Match[str]) -> str:
        mark = int(match[1])
        if mark not in marks:
            return match[0]
        own_id = "" if mark in seen else f' id="{statement_id(anchor, mark)}"'
        seen.add(mark)
        return f'<a class="cite"{own_id} href="#{source_id(anchor, mark)}">[{mark}]</a>'

    # A line break would let the page's own Markdown reader begin anew in the middle of ours.
    return _MARK.sub(link, str(_RENDERER.render(text))).replace("\n", " ")


def statement_id(anchor: str, mark: int) -> str:
    """Id of the first place that carries a mark."""
    return f"said-{anchor}-{mark}"


def source_id(anchor: str, mark: int) -> str:
    """Id of the source that a mark points to."""
    return f"source-{anchor}-{mark}"
