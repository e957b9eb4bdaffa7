from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SearchIndexError
from index.settings import BUILDS_FOLDER, IndexSettings


def test_nothing_set_means_the_defaults() -> None:
    assert IndexSettings.from_environment({}) == IndexSettings()
    assert IndexSettings().folder == BUILDS_FOLDER
    assert IndexSettings.from_environment({"PLAN_INDEX_DIR": "", "PLAN_ENCODER": ""}) == IndexSettings()


def test_all_can_be_set() -> None:
    found = IndexSettings.from_environment(
        {
            "PLAN_INDEX_DIR": "somewhere/else",
            "PLAN_ENCODER": "models/e5",
            "PLAN_ENCODER_QUERY_PROMPT": "query: ",
            "PLAN_ENCODER_PASSAGE_PROMPT": "passage: ",
            "PLAN_INDEX_DENSE": "chroma",
        }
    )
    assert found == IndexSettings(Path("somewhere/else"), "models/e5", "query: ", "passage: ", "chroma")


def test_an_unknown_choice_is_refused_with_help() -> None:
    with pytest.raises(SearchIndexError) as caught:
        IndexSettings.from_environment({"PLAN_INDEX_DENSE": "faiss"})
    assert "numpy" in caught.value.help
