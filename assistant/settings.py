"""Settings, from environment variables that begin with PLAN_."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError
from corpus.library import DEFAULT_DOCUMENT


class Settings(BaseSettings):
    """What can be set without touching code; every field is an environment variable PLAN_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="PLAN_", frozen=True, extra="ignore")

    document: str = Field(DEFAULT_DOCUMENT, description="document to answer from: a folder of corpus/documents")
    corpus: Path | None = Field(None, description="another folder of documents")
    default_language: Literal["zh", "en"] = Field(
        "en", description="language of a question that shows none, such as “3.2.3”"
    )
    host: str = Field("127.0.0.1", description="address on which the window listens")
    port: int = Field(7860, ge=0, le=65535, description="port of the window; 0 takes a free one")


def read_settings() -> Settings:
    """The settings of the environment.

    Raises:
        SettingsError: one of them has a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "PLAN_" + str(first["loc"][0]).upper()
        raise SettingsError(f"{name}: {first['msg']}") from error
