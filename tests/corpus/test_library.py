"""Where documents are found, and that a source is the one that was checked in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ChecksumError, DocumentNotFoundError
from corpus.library import folder_of, load_manifest, load_plan, load_references, source_lines
from corpus.references import Reference

Copy = Callable[..., Path]
LAKES = "lakes-2030-2032"


def test_the_shipped_documents_stand_beside_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PLAN_CORPUS", raising=False)
    monkeypatch.chdir(tmp_path)
    assert load_manifest().id == "hlap-2019-2023"


def test_a_setting_names_another_folder(monkeypatch: pytest.MonkeyPatch, copy_of: Copy) -> None:
    monkeypatch.setenv("PLAN_CORPUS", str(copy_of(LAKES)))
    assert load_plan(LAKES).document == LAKES
    with pytest.raises(DocumentNotFoundError, match="there are: lakes-2030-2032"):
        load_plan()


@pytest.mark.parametrize("name", ["", ".", "..", "../data", "/etc", "x" * 200, "HLAP", "hlap-2019-2023/zh", "a\x00b"])
def test_a_name_that_is_no_document_is_refused(name: str) -> None:
    with pytest.raises(DocumentNotFoundError):
        folder_of(name)


def test_a_plan_is_read_once() -> None:
    root = Path(__file__).parent / "data"
    assert load_plan(LAKES, root) is load_plan(LAKES, root)


def test_lines_are_those_of_the_file() -> None:
    lines = source_lines()
    assert len(lines) == 369
    assert lines[12] == "国际海底管理局2019年至2023年期间高级别行动计划草案"
    path = folder_of() / "zh" / "source.txt"
    assert "\n".join(lines).encode() == path.read_bytes()


def test_a_changed_source_is_refused(copy_of: Copy) -> None:
    root = copy_of(LAKES, lambda text: text.replace("秘书处", "大会", 1), trust=False)
    with pytest.raises(ChecksumError, match="the manifest says") as caught:
        load_plan(LAKES, root)
    assert "git checkout" in caught.value.help
    with pytest.raises(ChecksumError):
        source_lines(LAKES, root)


def test_a_lost_source_is_named(copy_of: Copy) -> None:
    root = copy_of(LAKES)
    (root / LAKES / "zh" / "source.txt").unlink()
    with pytest.raises(DocumentNotFoundError, match=r"zh/source.txt of lakes-2030-2032"):
        load_plan(LAKES, root)


def test_all_items_have_a_reference() -> None:
    references = load_references()
    # 5 paragraphs, 9 directions, 39 subdivisions, 87 actions, 123 outputs with an item letter.
    assert len(references) == 5 + 9 + 39 + 87 + 123
    assert Reference.parse("8.1.1(7)") in references
    assert Reference.parse("8.1.1(8)") not in references
