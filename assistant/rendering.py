"""An answer as text for a terminal: its Markdown, its notices, and the sources it rests on."""

from __future__ import annotations

from assistant.answer import Answer, Citation
from assistant.evidence import Statement


def joined(lines: list[tuple[Statement, str]]) -> str:
    """Statements with their marks as one Markdown text.

    Args:
        lines: each statement with its marks, "[1][2]" or "".
    """
    out: list[str] = []
    for statement, marks in lines:
        # Sentences may begin with a name that is written small elsewhere: "action 3.2.3".
        said = f"{statement.text[:1].upper()}{statement.text[1:]} {marks}".rstrip()
        if statement.inline and out:
            out[-1] += f", {said}"
            continue
        is_item, was_item = said.startswith("- "), bool(out) and out[-1].startswith("- ")
        if out and not (is_item and was_item):
            out.append("")
        out.append(said)
    return "\n".join(out)


def for_terminal(answer: Answer) -> str:
    """The answer for people: text, notices, sources with their words, next questions."""
    parts = [answer.text]
    parts += [f"! {notice.text}" for notice in answer.notices]
    if answer.citations:
        parts.append("\n".join(_source(citation) for citation in answer.citations))
    if answer.suggestions:
        parts.append("\n".join(f"? {question}" for question in answer.suggestions))
    return "\n\n".join(parts)


def _source(citation: Citation) -> str:
    first, last = citation.lines
    lines = f"l. {first}" if first == last else f"l. {first}-{last}"
    place = f"{citation.document} {('annex ' + citation.annex) if citation.annex else ''}".strip()
    quote = printable(citation.quote)
    return f"[{citation.mark}] {citation.ref} {citation.field} ({place}, {lines}): {quote}"


def printable(text: str) -> str:
    """Text without control characters, so that nothing of a document can steer a terminal; tabs become bars."""
    return "".join(char if char.isprintable() else " | " if char == "\t" else " " for char in text)
