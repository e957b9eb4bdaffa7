from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index.build import open_index
from index.errors import VectorStoreError
from index.legs import DenseLeg
from index.search import CEILING, Index
from index.vectors import FloatArray, IntArray
from tests.index.conftest import FakeEncoder, make_chunk, tiny_source

QUESTION = "区域环境管理计划"


@pytest.fixture
def opened(fake_encoder: FakeEncoder, no_chroma: None, settings: object) -> Index:
    return open_index(settings, source=tiny_source())  # type: ignore[arg-type]


def references(index: Index, question: str, top: int = 10) -> list[str]:
    return [str(passage.reference) for passage in index.search(question, top=top)]


def test_the_best_item_comes_first(opened: Index) -> None:
    assert references(opened, "深海科学研究")[0] == "4.1.1"
    assert references(opened, "审议2022年的预算")[0] == "8.1.2"


def test_a_phrase_finds_its_item_and_is_not_quoted(opened: Index) -> None:
    first = opened.search("award for a young scientist")[0]
    assert str(first.reference) == "5.1.1(1)"
    assert first.chunk.text == "为青年科学家设立奖项"


def test_an_action_and_its_outputs_are_one_result(opened: Index) -> None:
    found = opened.search(QUESTION, top=20)
    actions = [passage.action for passage in found if passage.action]
    assert len(set(actions)) == len(actions)
    folded = {str(reference) for passage in found for reference in passage.folded}
    assert {"3.2.1(1)", "3.2.1(2)"} <= folded | {str(passage.reference) for passage in found}
    assert len(found) == 9


def test_a_section_is_a_result_of_its_own(opened: Index) -> None:
    assert {"3.2", "3.2.1"} <= set(references(opened, QUESTION))


def test_top_is_kept(opened: Index) -> None:
    assert len(opened.search(QUESTION, top=2)) == 2
    assert [p.reference for p in opened.search(QUESTION, top=2)] == [p.reference for p in opened.search(QUESTION)][:2]


def test_a_score_is_the_sum_of_its_legs(opened: Index) -> None:
    for passage in opened.search("深海科学"):
        assert passage.score == pytest.approx(sum(passage.legs.values()), abs=1e-5)
        assert set(passage.legs) == {"dense", "maxsim", "words", "classifier"}
        assert max(passage.legs.values()) <= CEILING
        assert passage.legs["classifier"] == 0, "the shipped classifier is of another document"


def test_equal_items_come_in_document_order(fake_encoder: FakeEncoder) -> None:
    chunks = [make_chunk(reference, "同样的文字") for reference in ("3.9.1", "3.10.1", "4.1.1")]
    entries = [0, 1, 2]
    matrix = fake_encoder.encode([chunk.text for chunk in chunks], kind="passage")
    filler = make_chunk("5.1.1", "别的内容")
    matrix = np.concatenate([matrix, fake_encoder.encode(["别的内容"], kind="passage")])
    index = Index([*chunks, filler], DenseLeg(fake_encoder, matrix, [*entries, 3], 4), None)
    assert references(index, "同样的文字") == ["3.9.1", "3.10.1", "4.1.1", "5.1.1"]


@pytest.mark.parametrize("question", ["", "   ", "?!", "🦀", "\u200b"])
def test_what_holds_no_word_finds_nothing(opened: Index, question: str) -> None:
    assert opened.search(question) == ()
    assert opened.explain(question) == ()
    assert not any(opened.signals(question).as_dict().values())


@pytest.mark.parametrize(
    "question", ["\ud800科学", "\x00科学", "科学" * 100_000, "e" + "\u0301" * 100_000, "\u202e科学"]
)
def test_hostile_questions_are_only_questions(opened: Index, question: str) -> None:
    assert all(np.isfinite(passage.score) for passage in opened.search(question))


def test_traditional_characters_find_simplified_ones(opened: Index) -> None:
    assert references(opened, "區域環境管理計劃") == references(opened, "区域环境管理计划")


def test_a_language_tells_apart_what_a_script_does_not(opened: Index) -> None:
    question = "ateliers on environment"
    english = {str(p.reference): p.legs["words"] for p in opened.search(question, "en")}
    french = {str(p.reference): p.legs["words"] for p in opened.search(question, "fr")}
    assert english.keys() == french.keys()


class FailingStore:
    def nearest(self, query: FloatArray, limit: int) -> tuple[IntArray, FloatArray]:
        raise VectorStoreError("gone")


def test_a_failing_store_is_replaced_by_numpy(opened: Index) -> None:
    expected = references(opened, QUESTION)
    dense = opened._dense
    assert dense is not None
    opened._measured.cache_clear()  # type: ignore[attr-defined]
    dense.store = FailingStore()
    assert references(opened, QUESTION) == expected
    assert dense.store is dense.exact


def test_an_explanation_names_tokens_and_legs(opened: Index) -> None:
    first = opened.explain("深海科学", top=1)[0]
    assert first.passage == opened.search("深海科学", top=1)[0]
    assert first.tokens == ("深海", "海科", "科学")
    assert first.raw["words"] > 0


def test_words_alone_still_search(source: object) -> None:
    index = Index(tiny_source().chunks, None, None)
    assert references(index, "深海科学研究")[0] == "4.1.1"
    assert index.encoder is None
    assert index.signals("深海科学研究").coverage == 0.0
    with pytest.raises(VectorStoreError):
        index.chroma()


def test_one_item_is_searchable(fake_encoder: FakeEncoder) -> None:
    index = Index([make_chunk("1.1.1", "海洋")], None, None)
    assert index.search("海洋") == ()  # one item never stands out among one
    assert index.signals("海洋").margin == 0.0


def test_the_same_question_gives_the_same_floats(opened: Index) -> None:
    def floats() -> Sequence[tuple[float, ...]]:
        opened._measured.cache_clear()  # type: ignore[attr-defined]
        return [tuple(passage.legs.values()) for passage in opened.search(QUESTION)]

    assert floats() == floats()
