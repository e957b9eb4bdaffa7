from __future__ import annotations

from index.texts import Field, entries_of, profiles_of
from tests.index.conftest import make_chunk

CHUNKS = [
    make_chunk("3.2.1", "区域", {"en": ("regional", "plans"), "zh": ("怎么规划",)}),
    make_chunk("3.2.2", "其他"),
]


def test_each_text_is_an_entry() -> None:
    found = [(entry.item, entry.field, entry.language, entry.text) for entry in entries_of(CHUNKS)]
    assert found == [
        (0, Field.OWN, "zh", "区域"),
        (0, Field.ASKED, "en", "regional"),
        (0, Field.ASKED, "en", "plans"),
        (0, Field.ASKED, "zh", "怎么规划"),
        (1, Field.OWN, "zh", "其他"),
    ]


def test_a_profile_joins_the_texts_of_one_language() -> None:
    found = [(profile.item, profile.language, profile.text) for profile in profiles_of(CHUNKS)]
    assert found == [(0, "en", "regional\nplans"), (0, "zh", "区域\n怎么规划"), (1, "zh", "其他")]
