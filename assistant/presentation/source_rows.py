"""The sources of an answer as HTML: rows of the document's own tables, the cited words marked, renderings beside them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.answer import Answer
from assistant.evidence import Annex
from assistant.presentation.markdown import source_id, statement_id
from assistant.presentation.places import WIDTHS, Place, pieces, places_of
from assistant.presentation.wording import Wording
from assistant.sources import Sources
from corpus.plan import Role, Row

_ORDINALS = {"I": "1", "II": "2"}
_ANNEX_NAMES = {"zh": {"I": "一", "II": "二"}}


class SourceRows:
    """Shows sources of one document in one language.

    Args:
        sources: the document.
        wording: words for headings and labels.
    """

    def __init__(self, sources: Sources, wording: Wording) -> None:
        self._sources = sources
        self._wording = wording
        self._rows = {row.span.first_line: row for row in sources.plan.rows}
        self._is_foreign = wording.language != sources.plan.language

    def html(self, answer: Answer, anchor: str) -> str:
        """All sources of an answer, grouped by annex, or nothing when it cites none."""
        places = places_of(answer.citations, self._sources.lines)
        if not places:
            return ""
        annexes: Sequence[Annex] = tuple(dict.fromkeys(place.annex for place in places))
        groups = [self._group(annex, [one for one in places if one.annex == annex], anchor) for annex in annexes]
        title = escape(self._wording.say("source.title"))
        head = f'<p class="sources-title"><strong>{title}</strong> <span>{escape(self._document())}</span></p>'
        return f'<aside class="sources" aria-label="{title}">{head}{"".join(groups)}</aside>'

    def _document(self) -> str:
        manifest, language = self._sources.manifest, self._sources.plan.language
        official = manifest.edition(language).official
        title = manifest.titles.get(self._wording.language) or manifest.titles[language]
        name = self._wording.say(f"source.language_{language}")
        status = self._wording.say(f"source.{manifest.status}")
        key = "source.document" if official else "source.document_unofficial"
        return self._wording.say(key, title=title, status=status, language=name)

    def _group(self, annex: Annex, places: Sequence[Place], anchor: str) -> str:
        rows = "".join(self._place(place, anchor) for place in places)
        if annex is None:
            name = self._wording.say("source.note")
            return f'<table class="source paragraph"><caption>{escape(name)}</caption><tbody>{rows}</tbody></table>'
        printed = _ANNEX_NAMES.get(self._wording.language, {}).get(annex, annex)
        name = escape(self._wording.say("source.annex", annex=printed))
        kind = f"source annex-{_ORDINALS[annex]}"
        body = f"<thead>{self._headings(annex)}</thead><tbody>{rows}</tbody>"
        return f'<table class="{kind}"><caption>{name}</caption>{body}</table>'

    def _headings(self, annex: Annex) -> str:
        layout = self._sources.manifest.edition(self._sources.plan.language).layout
        printed = layout.columns_i if annex == "I" else layout.columns_ii
        glosses = self._wording.columns(f"annex_{_ORDINALS[annex or 'I']}")
        cells = []
        for title, gloss in zip(printed, glosses, strict=True):
            below = f' <span class="gloss">{escape(gloss)}</span>' if self._is_foreign else ""
            cells.append(
                f'<th scope="col"><span lang="{self._sources.plan.language}">{escape(title)}</span>{below}</th>'
            )
        return f'<tr><th class="where"></th>{"".join(cells)}</tr>'

    def _place(self, place: Place, anchor: str) -> str:
        width = WIDTHS.get(place.annex, 1)
        cells = "".join(self._cell(place, column, width) for column in range(len(place.cells)))
        kind = "printed whole" if place.is_whole else "printed"
        row = f'<tr class="{kind}">{self._where(place, anchor)}{cells}</tr>'
        return row + self._translation(place, width)

    def _where(self, place: Place, anchor: str) -> str:
        title = escape(self._wording.say("source.to_text"))
        marks = " ".join(
            f'<a class="cite" id="{source_id(anchor, one.mark)}" href="#{statement_id(anchor, one.mark)}" title="{title}">[{one.mark}]</a>'
            for one in place.citations
        )
        refs = ", ".join(dict.fromkeys(escape(one.ref) for one in place.citations))
        first, last = place.lines
        lines = self._wording.say("source.line" if first == last else "source.lines", first=first, last=last)
        return (
            f'<td class="where">{marks} <span class="ref">{refs}</span> <span class="line">{escape(lines)}</span></td>'
        )

    def _cell(self, place: Place, column: int, width: int) -> str:
        text = place.cells[column]
        cited = column in place.columns or column in place.words
        ranges = place.words.get(column, []) or ([(0, len(text))] if column in place.columns and text.strip() else [])
        words = "".join(
            f"<mark>{escape(words)}</mark>" if is_cited else escape(words) for words, is_cited in pieces(text, ranges)
        )
        if cited and not text.strip():
            words = f'<mark class="blank">{escape(self._wording.say("source.blank"))}</mark>'
        # The source writes paragraphs inside a cell as <p>…</p>: they are shown as paragraphs.
        words = words.replace("&lt;p&gt;", "<p>").replace("&lt;/p&gt;", "</p>").replace("\n", "<br>")
        style = ' class="cited"' if cited else ""
        # What is no full row of the table runs through to its end.
        missing = width - len(place.cells) if column == len(place.cells) - 1 else 0
        span = f' colspan="{missing + 1}"' if missing > 0 else ""
        return f'<td{style}{span} lang="{self._sources.plan.language}">{words}</td>'

    def _translation(self, place: Place, width: int) -> str:
        """The row in the answer's language, where it is not the source's: set apart and labelled."""
        if not self._is_foreign:
            return ""
        row = self._rows.get(place.lines[0]) if place.annex == "II" and place.is_row else None
        if row is not None:
            cells = self._row_cells(row, place)
        else:
            said = [one.translation for one in place.citations if one.translation]
            if not said:
                return ""
            cells = f'<td colspan="{width}">{"<br>".join(map(escape, dict.fromkeys(said)))}</td>'
        label = escape(self._wording.say("source.translation"))
        return f'<tr class="rendered" lang="{self._wording.language}"><td class="where">{label}</td>{cells}</tr>'

    def _row_cells(self, row: Row, place: Place) -> str:
        language, frame = self._wording.language, row.time_frame.value
        output = escape(self._sources.rendering(str(row.reference), "output", language) or "")
        if 1 in place.words or 1 in place.columns:
            action = escape(self._sources.rendering(str(row.reference.action), "annex_ii", language) or "")
            texts = f'<td colspan="2">{action}</td><td>{output}</td>'
        else:
            texts = f'<td colspan="3">{output}</td>'
        organs = [self._wording.organ_list(row.organs(role).value) for role in Role]
        frames = self._wording.phrasing.time(frame) if frame.key else ""
        return texts + "".join(f"<td>{escape(text)}</td>" for text in (frames, *organs))
