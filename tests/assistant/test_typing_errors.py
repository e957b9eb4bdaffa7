"""One letter missing or two swapped: the same facts, or an honest refusal; never other facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import naive
import pytest

from assistant.answer import Answer

QUESTIONS = {
    "Who coordinates 3.2.1?": ("coordinates",),
    "Who is responsible for 3.2.1?": ("responsible",),
    "Which organ is associated with 3.2.1?": ("organ", "associated"),
    "Which outputs does the Secretariat coordinate?": ("outputs", "Secretariat", "coordinate"),
    "Which actions does the Council lead?": ("actions", "Council"),
    "What does the Assembly lead?": ("Assembly",),
    "What does the Finance Committee lead?": ("Finance", "Committee"),
    "What does the Legal and Technical Commission coordinate?": ("Legal", "Technical", "Commission"),
    "Which outputs are ongoing?": ("ongoing",),
    "Which outputs are biennial?": ("biennial",),
    "How many outputs are due in direction 3 by 2021?": ("outputs", "direction"),
    "What are the strategic directions?": ("strategic", "directions"),
    "What does paragraph 3 say?": ("paragraph",),
}


def misspelt(word: str) -> Iterator[str]:
    """The word with one letter missing, or two neighbours swapped; the first letter is left alone."""
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        if at + 1 < len(word) and word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@pytest.mark.parametrize(
    ("question", "word"), [(question, word) for question, words in QUESTIONS.items() for word in words]
)
def test_a_typing_error_never_gives_other_facts(ask: Callable[..., Answer], question: str, word: str) -> None:
    plain = ask(question).facts
    other = {}
    for typed in misspelt(word):
        answer = ask(question.replace(word, typed))
        honest = naive.is_abstention(answer) and not answer.facts.organs
        found = answer.route == "retrieval" and not answer.facts.organs  # found by search, and called so
        if not (honest or found or answer.facts == plain):
            other[typed] = answer.facts

    assert other == {}


def test_most_typing_errors_cost_nothing(ask: Callable[..., Answer]) -> None:
    tried = same = 0
    for question, words in QUESTIONS.items():
        plain = ask(question).facts
        for word in words:
            for typed in misspelt(word):
                tried += 1
                same += ask(question.replace(word, typed)).facts == plain

    assert same / tried > 0.9
