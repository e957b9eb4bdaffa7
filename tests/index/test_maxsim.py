"""Word matching: on a table made by hand, where every score can be worked out, and on the shipped one."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pytest

from index.encoder import SHIPPED_FOLDER
from index.maxsim import IDF_FLOOR, SPREAD_FLOOR, MaxSim, standardise
from index.static_table import FloatArray, StaticTable, Word

#: Word -> vector: `sea` and `mer` are translations, `the` says nothing.
VECTORS = {"sea": (2.0, 0.0, 0.0), "mer": (1.6, 1.2, 0.0), "law": (0.0, 0.0, 1.0), "the": (0.0, 0.1, 0.0)}


class HandMadeTable:
    """Words are separated by blanks, and have the vectors above."""

    dimension = 3

    def words(self, text: str) -> list[Word]:
        found, at = [], 0
        for part in text.split():
            start = text.index(part, at)
            at = start + len(part)
            found.append(Word(start, at, (list(VECTORS).index(part),)))
        return found

    def word_vectors(self, words: Sequence[tuple[int, ...]]) -> tuple[FloatArray, FloatArray]:
        rows = np.array([list(VECTORS.values())[pieces[0]] for pieces in words], np.float32).reshape(-1, 3)
        norms = np.linalg.norm(rows, axis=1)
        return rows / np.maximum(norms, 1e-9)[:, None], norms


def test_a_score_is_the_weighted_surprise_of_the_best_word() -> None:
    scores = MaxSim(HandMadeTable(), ["mer the", "law", "the"]).scores("sea")
    met = np.array([0.64, 0.0, 0.0])
    weight = 2.0 * np.log1p(1 / (met.mean() + IDF_FLOOR))
    assert scores == pytest.approx(weight * np.maximum(met - met.mean(), 0) / (met.std() + SPREAD_FLOOR), abs=1e-5)


def test_a_repeated_word_counts_once() -> None:
    matcher = MaxSim(HandMadeTable(), ["mer", "law", "the"])
    assert matcher.scores("sea sea law") == pytest.approx(matcher.scores("law sea"))


def test_documents_without_words_score_zero() -> None:
    matcher = MaxSim(HandMadeTable(), ["", "sea", ""])
    assert matcher.scores("sea")[[0, 2]].tolist() == [0, 0]
    assert matcher.scores("sea")[1] > 0


@pytest.mark.parametrize("documents", [[], [""], ["", ""]])
def test_collections_without_words_score_zero(documents: list[str]) -> None:
    matcher = MaxSim(HandMadeTable(), documents)
    assert matcher.scores("sea").tolist() == [0] * len(documents)


def test_a_query_without_words_scores_zero() -> None:
    assert MaxSim(HandMadeTable(), ["sea", "law"]).scores("").tolist() == [0, 0]


def test_matches_name_the_best_word_and_its_place() -> None:
    matches = MaxSim(HandMadeTable(), ["the law the mer", "law"]).matches("sea law", 0)
    assert [(match.query_word, match.document_word, match.document_start) for match in matches] == [
        ("sea", "mer", 12),
        ("law", "law", 4),
    ]
    assert [match.cosine for match in matches] == pytest.approx([0.8, 1.0])
    assert sum(match.weight for match in matches) == pytest.approx(1.0)


def test_matches_with_an_empty_document_are_empty_words() -> None:
    matches = MaxSim(HandMadeTable(), ["", "sea"]).matches("sea", 0)
    assert [(match.document_word, match.cosine) for match in matches] == [("", 0.0)]


def test_standardised_scores_have_mean_zero_and_deviation_one() -> None:
    scores = standardise(np.array([[1.0, 2.0, 3.0], [5.0, 5.0, 5.0]]))
    assert scores[0].std() == pytest.approx(1.0, abs=1e-6)
    assert scores.mean(axis=1) == pytest.approx([0, 0], abs=1e-6)
    assert scores[1].tolist() == [0, 0, 0]


@pytest.fixture(scope="module")
def table() -> StaticTable:
    return StaticTable.load(SHIPPED_FOLDER)


DOCUMENTS = ["促进妇女参与深海科学", "保护和保全海洋环境", "财务委员会审议预算", "培训发展中国家的人员", "建立数据库"]


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("women in deep-sea science", 0),
        ("защита морской среды", 1),
        ("le budget et les finances", 2),
        ("capacitación de personal de países en desarrollo", 3),
        ("قاعدة البيانات", 4),
    ],
)
def test_a_question_finds_the_document_in_another_language(table: StaticTable, question: str, right: int) -> None:
    assert int(MaxSim(table, DOCUMENTS).scores(question).argmax()) == right


def test_scores_are_the_same_every_time(table: StaticTable) -> None:
    first = MaxSim(table, DOCUMENTS).scores("marine environment")
    assert first.tobytes() == MaxSim(table, DOCUMENTS).scores("marine environment").tobytes()


def test_six_hundred_documents_are_scored_in_a_moment(table: StaticTable) -> None:
    matcher = MaxSim(table, [f"{DOCUMENTS[i % 5]}，{DOCUMENTS[i * i % 5]}，第{i}项" for i in range(600)])
    times = []
    for _ in range(20):
        started = time.perf_counter()
        matcher.scores("促进发展中国家妇女参与深海科学研究的能力建设")
        times.append(time.perf_counter() - started)
    assert min(times) < 0.005
