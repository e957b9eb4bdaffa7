"""How an index is built and asked: four environment variables, read once into a frozen value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import SearchIndexError

Dense = Literal["numpy", "chroma"]

#: Where builds are kept unless PLAN_INDEX_DIR says otherwise.
BUILDS_FOLDER = Path(__file__).parent / "built"


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """What can be chosen about an index; the defaults are those of a plain installation."""

    folder: Path = BUILDS_FOLDER
    """PLAN_INDEX_DIR: the folder that holds the builds."""
    encoder: str | None = None
    """PLAN_ENCODER: None for the encoder that ships, else a model folder or a name on the model hub."""
    query_prompt: str = ""
    """PLAN_ENCODER_QUERY_PROMPT: put before a question, for encoders that want it."""
    passage_prompt: str = ""
    """PLAN_ENCODER_PASSAGE_PROMPT: put before a passage."""
    dense: Dense = "numpy"
    """PLAN_INDEX_DENSE: who finds the nearest vectors. Both find the same ones; `numpy` starts a second sooner."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> IndexSettings:
        """Reads the settings. Raises SearchIndexError for a value that is none of those that can be chosen."""
        values = os.environ if environment is None else environment
        return cls(
            folder=Path(values.get("PLAN_INDEX_DIR") or BUILDS_FOLDER).expanduser(),
            encoder=values.get("PLAN_ENCODER") or None,
            query_prompt=values.get("PLAN_ENCODER_QUERY_PROMPT", ""),
            passage_prompt=values.get("PLAN_ENCODER_PASSAGE_PROMPT", ""),
            dense=_dense(values.get("PLAN_INDEX_DENSE") or "numpy"),
        )


def _dense(value: str) -> Dense:
    if value == "numpy":
        return "numpy"
    if value == "chroma":
        return "chroma"
    raise SearchIndexError(f"PLAN_INDEX_DENSE is {value!r}", help="Set PLAN_INDEX_DENSE to numpy or to chroma.")
