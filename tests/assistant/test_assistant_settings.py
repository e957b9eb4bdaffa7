"""What can be set from the environment."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assistant.settings import Settings


def test_every_field_is_a_variable_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_DEFAULT_LANGUAGE", "zh")
    monkeypatch.setenv("PLAN_PORT", "0")

    assert (Settings().default_language, Settings().port) == ("zh", 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PLAN_PORT", "70000"), ("PLAN_PORT", "-1"), ("PLAN_PORT", "x"), ("PLAN_DEFAULT_LANGUAGE", "fr-")],
)
def test_a_value_that_cannot_be_used_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError, match=name.removeprefix("PLAN_").lower()):
        Settings()


def test_variables_of_others_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings()
    monkeypatch.setenv("PLAN_SOMETHING_ELSE", "1")
    monkeypatch.setenv("DOCUMENT", "other")

    assert Settings() == before


def test_it_listens_on_this_machine_only_unless_told_otherwise() -> None:
    assert Settings().host == "127.0.0.1"


@pytest.mark.parametrize("field", ["document", "port", "default_language"])
def test_settings_cannot_change_under_way(field: str) -> None:
    with pytest.raises(ValidationError):
        setattr(Settings(), field, "x")
