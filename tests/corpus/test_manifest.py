"""What a document's folder says about it, and what is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import DataFileError, DocumentNotFoundError
from corpus.library import load_manifest, load_organs, load_plan
from corpus.manifest import Manifest

Copy = Callable[..., Path]
LAKES = "lakes-2030-2032"


def test_the_real_manifest() -> None:
    manifest = load_manifest()
    assert (manifest.status, manifest.session, manifest.first_year, manifest.last_year) == ("draft", 25, 2019, 2023)
    assert manifest.symbol is None
    assert manifest.adopted_text is not None
    assert (manifest.adopted_text.symbol, manifest.adopted_text.adopted) == ("ISBA/25/A/15", date(2019, 7, 24))
    assert manifest.adopted_text.symbol not in manifest.symbols_cited
    assert set(manifest.body) == {"ar", "en", "es", "fr", "ru", "zh"}
    assert manifest.edition() is manifest.edition("zh")


def test_the_symbols_it_cites_stand_in_the_source() -> None:
    text = (Path(__file__).parents[2] / "corpus/documents/hlap-2019-2023/zh/source.txt").read_text(encoding="utf-8")
    assert all(symbol in text for symbol in load_manifest().symbols_cited)
    assert "ISBA/25/A/15" not in text


def test_organs_come_in_the_order_of_the_manifest() -> None:
    assert tuple(organ.key for organ in load_organs()) == load_manifest().organs
    commission = {organ.key: organ for organ in load_organs()}["legal_and_technical_commission"]
    assert commission.names["zh"].name == "法律和技术委员会"
    assert "ltc" in commission.names["en"].aliases
    assert all(set(organ.names) == {"ar", "en", "es", "fr", "ru", "zh"} for organ in load_organs())


def test_an_unknown_language_is_no_edition() -> None:
    with pytest.raises(DocumentNotFoundError, match="it is in: zh"):
        load_manifest().edition("de")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("session = 3", "session = ", "manifest.toml"),
        ("session = 3\n", "", "session: Field required"),
        ('status = "adopted"', 'status = "final"', "status"),
        ("first_year = 2030", "first_year = 2040", "before it begins"),
        ('id = "lakes-2030-2032"', 'id = "other"', "not the folder's name"),
        ('organs = ["plenary", ', 'organs = ["board", ', "only one of manifest.toml and organs.toml: board, plenary"),
        ('"长期" = "ongoing"', '"长期" = "always"', "time_frames"),
        ("rows = 13", "row = 13", "totals"),
        ('parser = "two-annexes"', 'parser = "pdf"', "no parser 'pdf'; there are: two-annexes"),
    ],
)
def test_a_wrong_manifest_is_named(copy_of: Copy, before: str, after: str, message: str) -> None:
    root = copy_of(LAKES)
    path = root / LAKES / "manifest.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(DataFileError, match=message):
        load_plan(LAKES, root)


def test_wrong_organs_are_named(copy_of: Copy) -> None:
    root = copy_of(LAKES)
    path = root / LAKES / "organs.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("aliases", "nicknames"), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"organs.toml: names.zh.nicknames"):
        load_organs(LAKES, root)
    path.unlink()
    with pytest.raises(DocumentNotFoundError, match=r"no organs\.toml"):
        load_plan(LAKES, root)


def test_two_editions_in_one_language_are_refused() -> None:
    path = Path(__file__).parent / "data" / LAKES / "manifest.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="two editions"):
        Manifest.model_validate(data | {"editions": data["editions"] * 2})
