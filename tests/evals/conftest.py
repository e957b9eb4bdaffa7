"""What the tests of the evals share: the document as scorers see it, and an assistant that is loaded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from evals.case import Case
from evals.yardstick import Yardstick

MakeCase = Callable[..., Case]


@pytest.fixture(scope="session")
def yardstick() -> Yardstick:
    """The plan, its lines and its organs."""
    return Yardstick.load()


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The assistant as users have it."""
    return Assistant()


@pytest.fixture
def make_case() -> MakeCase:
    """Makes a case of what matters to a test."""

    def make(question: str = "Which organ coordinates 3.2.3?", *, kind: str = "item", **expect: object) -> Case:
        expectation = {"status": "answered", **expect}
        record = {"name": "a-case", "group": "a-group", "language": "en", "kind": kind, "question": question}
        return Case.model_validate({**record, "expect": expectation})

    return make


@pytest.fixture
def coordinates(assistant: Assistant) -> Answer:
    """A right answer: the Secretariat coordinates all three outputs of 3.2.3, with three citations."""
    return assistant.ask("Which organ coordinates action 3.2.3?")
