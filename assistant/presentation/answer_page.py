"""One question and its answer as HTML: how it was found, what it says, what to know about it, and its sources."""

from __future__ import annotations

from html import escape

from assistant.answer import Answer
from assistant.presentation.markdown import to_html
from assistant.presentation.source_rows import SourceRows
from assistant.presentation.wording import Wording
from assistant.sources import Sources


class AnswerPage:
    """Shows answers in one language.

    Args:
        sources: the document that answers cite.
        language: of the answers.
    """

    def __init__(self, sources: Sources, language: str) -> None:
        self.wording = Wording(language, sources.organs)
        self._source_rows = SourceRows(sources, self.wording)

    def html(self, answer: Answer, anchor: str) -> str:
        """The whole answer, on one line.

        Args:
            answer: in this page's language.
            anchor: distinguishes its ids from those of all other answers on the page.
        """
        text = to_html(answer.text, {citation.mark for citation in answer.citations}, anchor)
        said = f'<div class="said">{self._labels(answer)}{text}{self._notices(answer)}</div>'
        sources = self._source_rows.html(answer, anchor)
        kind = "answer cited" if sources else "answer"
        return f'<div class="{kind}" lang="{answer.language}" dir="auto">{said}{sources}</div>'.replace("\n", " ")

    def failure(self, text: str) -> str:
        """A sentence in place of an answer."""
        return (
            f'<div class="answer" lang="{self.wording.language}" dir="auto"><p class="failure">{escape(text)}</p></div>'
        )

    def _labels(self, answer: Answer) -> str:
        labels = []
        if answer.status != "answered":
            labels.append(("status", self.wording.say(f"status.{answer.status}")))
        if answer.route != "none":
            labels.append(("route", self.wording.say(f"route.{answer.route}")))
        shown = " ".join(f'<span class="{kind}">{escape(text)}</span>' for kind, text in labels)
        return f'<p class="labels">{shown}</p>' if shown else ""

    def _notices(self, answer: Answer) -> str:
        if not answer.notices:
            return ""
        title = escape(self.wording.say("notice.title"))
        items = "".join(f"<li>{escape(notice.text)}</li>" for notice in answer.notices)
        return f'<div class="notices" role="note"><p>{title}</p><ul>{items}</ul></div>'


def question_html(question: str) -> str:
    """A question as it was typed, as text and nothing else."""
    return f'<p class="question" dir="auto">{escape(question).replace(chr(10), "<br>")}</p>'.replace("\r", "")
