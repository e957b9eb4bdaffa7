"""What can go wrong between a question and an answer. "I don't know" is never one of these: it is an answer.

PlanAssistantError
└── AssistantError
    ├── SettingsError          a setting of the environment cannot be used
    ├── VocabularyError        a vocabulary file lacks a key, or has one that nothing uses
    └── UnsupportedStatement   a draft says what its evidence does not hold: a fault of ours, never shown
"""

from __future__ import annotations

from corpus.errors import PlanAssistantError


class AssistantError(PlanAssistantError):
    """A question could not be answered for a reason that is not in the question."""


class SettingsError(AssistantError):
    """A setting has a value that cannot be used."""

    help = "Settings come from environment variables that begin with PLAN_; `python -m assistant --help` lists them."


class VocabularyError(AssistantError):
    """A vocabulary file does not fit the code that reads it."""

    help = "Compare assistant/vocabulary/<language>.toml with en.toml: both must have the same keys."


class UnsupportedStatement(AssistantError, AssertionError):
    """A drafted answer contains a value or a quotation that its evidence does not hold."""

    help = "This is a defect of the assistant. Please report the question; no answer was shown."
