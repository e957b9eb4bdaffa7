"""Question -> answer: the whole flow on one page, and the only way in."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache

from assistant.answer import Answer, Notice
from assistant.citations import Marks, verify
from assistant.conversation import fields_of
from assistant.desk import Desk
from assistant.evidence import Draft
from assistant.finder import Finder
from assistant.focus import Fields, Focus
from assistant.kinds import answer as draft_of
from assistant.language import language_of
from assistant.lexicon import Lexicon
from assistant.normalise import is_too_long, normalise
from assistant.phrasing import Phrasing, languages
from assistant.question import ClarifyQuery, ItemQuery, Query
from assistant.reading import Reader, Reading
from assistant.remarks import with_remarks
from assistant.rendering import joined
from assistant.settings import Settings, read_settings
from assistant.sources import Sources
from assistant.understanding import Understanding

LONGEST_CONTEXT = 40
"""Earlier questions of a conversation that are read; what is older has left the focus long ago."""


class Assistant:
    """Answers questions about one plan document. Safe to use from several threads.

    Args:
        settings: from the environment when None.

    Raises:
        CorpusError: the document does not load, parse or reconcile.
        VocabularyError: a vocabulary file is missing or malformed.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or read_settings()
        self.sources = Sources(self.settings.document, self.settings.corpus)
        self.finder = Finder(self.settings.document)
        self._reader = Reader(self._lexicon(), self.sources.records)
        self._understanding = Understanding(self._reader, self.sources)
        self._desks = {language: self._desk(language) for language in languages()}
        self._focus = lru_cache(maxsize=512)(self._focus_after)

    def ask(self, question: str, *, id: str | int | None = None, context: Sequence[str] = ()) -> Answer:
        """Answer one question.

        Args:
            question: in any words; at most `LONGEST_QUESTION` characters are read.
            id: comes back unchanged.
            context: the earlier questions of the conversation, oldest first.

        Raises:
            UnsupportedStatement: the draft said more than its evidence: a fault of ours, and nothing is shown.
        """
        started = time.perf_counter()
        language = self._language(question, context)
        reading = None if is_too_long(question) else self._reader.read(question, language)
        query = self._understood(reading, context, language)
        desk = self._desks[language]
        draft = draft_of(query, desk)
        if reading is not None:
            _say_guesses(draft, reading, desk)
        with_remarks(draft, desk)
        verify(draft, self.sources, desk.organ_names)
        elapsed = (time.perf_counter() - started) * 1000
        return _finished(draft, desk, question, id, round(elapsed, 3))

    def understand(self, question: str, context: Sequence[str] = ()) -> Query:
        """The typed query that a question stands for, in its conversation."""
        language = self._language(question, context)
        reading = None if is_too_long(question) else self._reader.read(question, language)
        return self._understood(reading, context, language)

    def _understood(self, reading: Reading | None, context: Sequence[str], language: str) -> Query:
        if reading is None:
            return ClarifyQuery(reason="too_long")
        focus = self._focus(_remembered(context))
        return self._understanding.query(reading, focus, self._desks[language].phrasing)

    def explain(self, question: str, context: Sequence[str] = ()) -> list[str]:
        """How a question is read, a line each: normalised text, tokens, what is named, kind, query, route."""
        reading = self._reader.read(question, self._language(question, context))
        query = self.understand(question, context)
        draft = draft_of(query, self._desks[self._language(question, context)])
        return [f"normalised  {reading.text}", *reading.explained(), f"kind        {query.kind}",
                f"query       {query.model_dump_json(exclude_defaults=True)}", f"route       {draft.route}"]  # fmt: skip

    def _focus_after(self, context: tuple[str, ...]) -> Focus:
        """What a conversation is about after some questions: each is answered for itself, and the last one remembered."""
        if not context:
            return Focus()
        before = self._focus(context[:-1])
        query = self.understand(context[-1], context[:-1])
        language = self._language(context[-1], context[:-1])
        fields = fields_of(self._reader.read(context[-1], language))
        return before.after(query, draft_of(query, self._desks[language]), _kept(query, fields))

    def _language(self, question: str, context: Sequence[str]) -> str:
        """The language to answer in: the question's; of a question without words the conversation's."""
        for text in (question, *reversed(context)):
            normal = normalise(text)
            if any(char.isalpha() for char in normal):
                found = language_of(normal, self.settings.default_language)
                return found if found in self._desks else self.settings.default_language
        return self.settings.default_language

    def _lexicon(self) -> Lexicon:
        return Lexicon(
            self.sources.organ_phrases(), lambda: self.sources.known_words, lambda: "\n".join(self.sources.lines)
        )

    def _desk(self, language: str) -> Desk:
        return Desk(self.sources, Phrasing(language, self.sources.organs), self.finder)


def _remembered(context: Sequence[str]) -> tuple[str, ...]:
    """The last questions, 40 at most. What is dropped grows in steps, so that the next turn finds this one's focus kept."""
    step = LONGEST_CONTEXT // 2
    dropped = -(-max(0, len(context) - LONGEST_CONTEXT) // step) * step
    return tuple(context)[dropped:]


def _say_guesses(draft: Draft, reading: Reading, desk: Desk) -> None:
    """Say which words were read over a typing error, where that decided something."""
    if draft.route == "lookup" and reading.guesses:
        said = desk.phrasing.listed(map(desk.phrasing.quote, reading.guesses))
        draft.notices.append(("interpreted_as", desk.phrasing.say("notice.interpreted_as", reading=said)))


def _kept(query: Query, fields: Fields) -> Fields:
    """The fields that a follow-up keeps: those the query asked for, which may come from the turn before."""
    if isinstance(query, ItemQuery):
        return Fields(query.roles, query.time, query.text)
    return fields


def _finished(draft: Draft, desk: Desk, question: str, id: str | int | None, elapsed_ms: float) -> Answer:
    marks = Marks(desk.sources, desk.phrasing.language)
    text = joined([(statement, marks.of(statement.cells)) for statement in draft.statements])
    return Answer(
        id=id,
        question=question.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        language=desk.phrasing.language,
        status=draft.status,
        route=draft.route,
        text=text,
        facts=draft.facts(),
        citations=tuple(marks.citations),
        notices=tuple(Notice(code=code, text=said) for code, said in dict.fromkeys(draft.notices)),
        suggestions=tuple(dict.fromkeys(draft.suggestions))[:3],
        elapsed_ms=elapsed_ms,
    )
