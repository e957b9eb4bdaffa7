"""Between visitors and the assistant: every question gets an answer or a polite sentence, and a fault leaves a line in the log."""

from __future__ import annotations

import json
import logging
import traceback
from pathlib import Path

from assistant.answer import Answer
from assistant.assistant import LONGEST_CONTEXT, Assistant
from assistant.errors import UnsupportedStatement
from assistant.language import language_of
from assistant.normalise import LONGEST_QUESTION, normalise
from assistant.phrasing import languages
from assistant.presentation.answer_page import AnswerPage, question_html
from assistant.presentation.asked import Asked, UnreadableQuestion, is_text, read_asked
from assistant.question import TopicQuery
from corpus.errors import PlanAssistantError
from corpus.provenance import Record

_log = logging.getLogger(__name__)
_LONGEST_LOGGED = 300


class Turn(Record):
    """A question and its answer, ready to be shown."""

    question: str
    """HTML."""
    answer: str
    """HTML."""
    options: tuple[str, ...] = ()
    """Questions that can be asked next by a click."""


class Failure(Record):
    """What comes in an answer's place, over the network."""

    id: str | None = None
    error: str


class Reception:
    """Answers visitors. Safe to use from several threads.

    Args:
        assistant: answers the questions.
    """

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self._pages = {language: AnswerPage(assistant.sources, language) for language in languages()}

    def turn(self, question: str, context: object, anchor: str) -> Turn | None:
        """A question and its answer, or a polite sentence, as HTML; None when nothing was asked.

        Args:
            question: as typed.
            context: earlier questions of this conversation.
            anchor: distinguishes the answer's ids from all others on the page.
        """
        if not question.strip():
            return None
        shown = question_html(question)
        try:
            asked = read_asked(question, context)
            answer = self._answer(asked)
        except UnreadableQuestion:
            return Turn(question=question_html("—"), answer=self._failure("", "unreadable"))
        except Exception as error:
            return Turn(question=shown, answer=self._failure(asked.question, _record(error, asked)))
        page = self._pages[answer.language]
        return Turn(question=shown, answer=page.html(answer, anchor), options=answer.suggestions)

    def remember(self, earlier: tuple[str, ...], question: str) -> tuple[str, ...]:
        """The questions of a conversation with one more: the latest, and only what can be read again."""
        if not question.strip() or not is_text(question):
            return earlier
        # One character more than is read, so that a question that was too long stays one.
        return (*earlier, question[: LONGEST_QUESTION + 1])[-LONGEST_CONTEXT:]

    def answer(self, asked: Asked) -> Answer | Failure:
        """The answer to a checked question, or what to say instead."""
        try:
            return self._answer(asked)
        except Exception as error:
            return Failure(id=asked.id, error=self._sentence(asked.question, _record(error, asked)))

    def has_to_wait(self, question: object, context: object) -> str | None:
        """What to say while a question by topic waits for the search index, or None when nothing has to wait."""
        if self.assistant.finder.is_ready():
            return None
        try:
            asked = read_asked(question, context)
            query = self.assistant.understand(asked.question, asked.context)
        except PlanAssistantError:
            return None
        return self._sentence(asked.question, "warming") if isinstance(query, TopicQuery) else None

    def _answer(self, asked: Asked) -> Answer:
        return self.assistant.ask(asked.question, id=asked.id, context=asked.context)

    def _failure(self, question: str, reason: str) -> str:
        return self._pages[self._language(question)].failure(self._sentence(question, reason))

    def _sentence(self, question: str, reason: str) -> str:
        return self._pages[self._language(question)].wording.say(f"error.{reason}")

    def _language(self, question: str) -> str:
        default = self.assistant.settings.default_language
        found = language_of(normalise(question), default)
        return found if found in self._pages else default


def _record(error: Exception, asked: Asked) -> str:
    """Write a fault into the log, as one line whatever the question holds; the name of the sentence to show for it."""
    is_ours = isinstance(error, UnsupportedStatement) or not isinstance(error, PlanAssistantError)
    frames = traceback.extract_tb(error.__traceback__)
    line = {
        "event": "unanswered",
        "where": f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "",
        "error": type(error).__name__,
        "message": str(error)[:_LONGEST_LOGGED],
        "question": asked.question[:_LONGEST_LOGGED],
    }
    # An escaped one-line JSON: a question cannot forge a line of the log, nor steer the terminal that shows it.
    _log.error("%s", json.dumps(line, ensure_ascii=True))
    return "ours" if is_ours else "busy"
