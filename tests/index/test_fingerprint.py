from __future__ import annotations

import dataclasses

import pytest

from index import fingerprint
from index.fingerprint import build_name, library_versions, texts_digest
from index.texts import Entry, Field

ENTRIES = [Entry(0, Field.OWN, "zh", "区域"), Entry(0, Field.ASKED, "en", "regional plans")]


@pytest.mark.parametrize(
    "change",
    [{"text": "x"}, {"language": "fr"}, {"field": Field.OWN}, {"item": 1}],
    ids=lambda change: next(iter(change)),
)
def test_every_part_of_an_entry_counts(change: dict[str, object]) -> None:
    changed = [ENTRIES[0], dataclasses.replace(ENTRIES[1], **change)]  # type: ignore[arg-type]
    assert texts_digest(changed, ["3.2", "3.2"]) != texts_digest(ENTRIES, ["3.2", "3.2"])


def test_order_and_references_count() -> None:
    names = ["3.2", "3.2"]
    assert texts_digest(ENTRIES[::-1], names) != texts_digest(ENTRIES, names)
    assert texts_digest(ENTRIES, ["3.2", "3.3"]) != texts_digest(ENTRIES, names)
    assert texts_digest(ENTRIES, names) == texts_digest(list(ENTRIES), list(names))


def test_a_name_depends_on_all_that_shaped_it() -> None:
    assert build_name("plan", {"a": 1, "b": 2}) == build_name("plan", {"b": 2, "a": 1})
    assert build_name("plan", {"a": 1}) != build_name("plan", {"a": 2})
    assert build_name("plan", {"a": 1}).startswith("plan-")


def test_a_library_that_is_absent_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "LIBRARIES", ("tokenizers", "no-such-library"))
    versions = library_versions()
    assert versions["no-such-library"] == "absent"
    assert versions["tokenizers"][0].isdigit()
