"""Chunks: one for each item, its own words to be quoted; phrases by which people ask for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.asked import load_asked_as
from corpus.chunks import Chunk, chunks_of
from corpus.errors import DataFileError
from corpus.library import load_references
from corpus.plan import Plan
from corpus.references import Reference

LAKES = "lakes-2030-2032"
DATA = Path(__file__).parent / "data"


def chunk(chunks: tuple[Chunk, ...], reference: str) -> Chunk:
    return next(one for one in chunks if one.reference == Reference.parse(reference))


def test_one_chunk_for_each_item(plan: Plan) -> None:
    chunks = chunks_of(plan)
    assert Counter(one.kind.value for one in chunks) == {
        "paragraph": 5,
        "direction": 9,
        "subdirection": 39,
        "action": 87,
        "output": 123,
    }
    references = [one.reference for one in chunks]
    assert set(references) == load_references()
    assert references == sorted(references)
    assert len(set(references)) == len(references)


def test_all_words_of_a_chunk_are_quoted(plan: Plan) -> None:
    for one in chunks_of(plan):
        assert "".join(span.quote for span in one.spans) == one.text.replace("\n", "")
        assert one.text in one.embed_text


def test_every_output_is_in_exactly_one_chunk(plan: Plan) -> None:
    lines = Counter(span.first_line for one in chunks_of(plan) for span in one.spans if one.kind.value == "output")
    unlettered = [row for row in plan.outputs if row.label is None]
    assert sum(lines.values()) + len(unlettered) == 154
    chunks = chunks_of(plan)
    assert all(row.text.value in chunk(chunks, str(row.reference)).text.split("\n") for row in plan.outputs)


def test_an_action_and_its_only_output_are_one_chunk(plan: Plan) -> None:
    one = chunk(chunks_of(plan), "4.4.2")
    annex_i, annex_ii, output = one.text.split("\n")
    assert (annex_i[:6], annex_ii[:5], output) == ("促进开放非机", "促进获取非", "外部用户的数据请求")
    assert one.path[0] == "促进并鼓励“区域”内的海洋科学研究"
    assert len(one.path) == 2


def test_one_wording_is_enough_where_the_two_differ_in_punctuation(plan: Plan) -> None:
    assert chunk(chunks_of(plan), "3.4.1").text.count("\n") == 0


def test_that_there_is_no_output_is_not_searched(plan: Plan) -> None:
    assert not any("没有针对" in one.text for one in chunks_of(plan))


def test_headings(plan: Plan) -> None:
    chunks = chunks_of(plan)
    output = chunk(chunks, "3.2.3(1)")
    assert len(output.path) == 3
    assert output.path[0] == "保护海洋环境"
    assert output.embed_text.startswith(output.path[2])
    assert chunk(chunks, "3").path == ()
    assert chunk(chunks, "para 3").path == (plan.front["title"].value,)


def test_phrases_are_merged_over_files_and_kept_by_language(lakes: Plan) -> None:
    asked_as = load_asked_as(LAKES, root=DATA)
    station = Reference.parse("1.1.1")
    assert asked_as[station] == {
        "en": ("measuring stations", "where is water measured?", "gauges"),
        "zh": ("水质站",),
    }
    assert load_asked_as(LAKES, "zh", DATA) == {station: {"zh": ("水质站",)}}
    assert load_asked_as(LAKES, "fr", DATA) == {}
    chunks = chunks_of(lakes, asked_as)
    assert chunk(chunks, "1.1.1").asked_as == asked_as[station]
    assert chunk(chunks, "1.1.2").asked_as == {}
    assert "水质站" not in chunk(chunks, "1.1.1").embed_text


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"ref": "9.9.9", "asks": ["x"]}', "the plan has no 9.9.9"),
        ('{"ref": "1.1.1", "asks": []}', "asks"),
        ('{"ref": "1.1.1", "asks": [""]}', "asks"),
        ('{"ref": "1.1.1"}', "asks"),
    ],
)
def test_wrong_phrases_are_refused(copy_of: Callable[..., Path], line: str, message: str) -> None:
    root = copy_of(LAKES)
    (root / LAKES / "asked_as" / "zh" / "all.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(DataFileError, match=message):
        load_asked_as(LAKES, root=root)


def test_the_real_phrases_speak_of_items_that_there_are() -> None:
    assert set(load_asked_as()) <= load_references()
