"""The shipped classifier: its files, its leg of the search, and what it has learned that no other leg knows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import index.build
from corpus.references import Reference
from index.build import open_index
from index.classifier import FAR, NEAR, SHIPPED_CLASSIFIER, ClassifierError, QuestionClassifier
from index.legs import FLOOR, ClassifierLeg
from index.search import Index
from index.source import load_source
from index.static_table import StaticTable

LARGEST = 6_000_000
"""Bytes of the folder: it comes on top of the encoder, and every start reads it."""


@pytest.fixture(scope="module")
def shipped(table: StaticTable) -> QuestionClassifier:
    return QuestionClassifier.load(SHIPPED_CLASSIFIER, table)


@pytest.fixture(scope="module")
def plan_index() -> Index:
    return open_index()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED_CLASSIFIER, tmp_path / "classifier"))


def test_it_is_of_this_plan_and_this_encoder(shipped: QuestionClassifier) -> None:
    source = load_source()
    rows = {str(chunk.reference) for chunk in source.chunks if len(chunk.reference.numbers) > 2}
    assert shipped.source == source.sha256
    assert rows <= set(shipped.references), "an action or an output has no questions"
    assert sum(path.stat().st_size for path in SHIPPED_CLASSIFIER.iterdir()) < LARGEST


def test_chances_are_probabilities(shipped: QuestionClassifier) -> None:
    chances = shipped.chances("Who keeps the list of past trainees?")
    assert chances is not None
    assert np.exp(chances.items).sum() == pytest.approx(1, abs=1e-4)
    assert chances.unanswered < 0
    assert chances.far < 0
    assert shipped.chances("") is None
    assert shipped.chances("🜨🜨🜨") is None or True in np.isfinite(shipped.chances("🜨🜨🜨").items)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("question", "reference"),
    [
        ("members that are behind with their dues: who talks to them?", "8.3.1(1)"),
        ("欠着会费不交的国家，有人去谈吗", "8.3.1(1)"),
        ("one database for everything that the companies measure", "4.3.2"),
    ],
)
def test_it_knows_what_people_call_things(shipped: QuestionClassifier, question: str, reference: str) -> None:
    chances = shipped.chances(question)
    assert chances is not None
    best = [shipped.references[i] for i in np.argsort(-chances.items)[:3]]
    assert Reference.parse(reference).action in {Reference.parse(name).action for name in best}


def test_it_tells_what_no_item_answers(shipped: QuestionClassifier) -> None:
    asked, other = shipped.chances("what is planned for young scientists?"), shipped.chances("how do I bake bread?")
    assert asked is not None
    assert other is not None
    assert other.unanswered > asked.unanswered
    assert other.far > np.log(0.5)


def test_a_heading_is_as_likely_as_what_stands_under_it_on_average(
    shipped: QuestionClassifier, plan_index: Index
) -> None:
    leg = ClassifierLeg(shipped, plan_index.chunks)
    chances = shipped.chances("standards for the environment of the deep sea")
    scores = dict(zip((str(chunk.reference) for chunk in plan_index.chunks), leg.scores(chances), strict=True))
    assert chances is not None
    under = [chance for name, chance in zip(shipped.references, chances.items, strict=True) if name.startswith("3.5.")]
    assert scores["3.5"] == pytest.approx(max(np.log(np.exp(under).mean()), FLOOR), abs=1e-3)
    assert min(scores.values()) >= FLOOR
    assert not leg.scores(None).any()


def test_damaged_files_are_refused_and_say_what_to_do(copy: Path, table: StaticTable) -> None:
    weights = copy / "model.safetensors"
    whole = weights.read_bytes()
    for content in (b"", b"\x00" * 40, whole[: len(whole) // 2]):
        weights.write_bytes(content)
        with pytest.raises(ClassifierError) as caught:
            QuestionClassifier.load(copy, table)
        assert "index.training classifier" in caught.value.help
    weights.unlink()
    with pytest.raises(ClassifierError, match="no classifier"):
        QuestionClassifier.load(copy, table)


@pytest.mark.parametrize(
    ("key", "value"), [("encoder", "0" * 64), ("classes", ["1.1.1", NEAR, FAR]), ("classes", []), ("classes", 7)]
)
def test_settings_that_do_not_fit_are_refused(copy: Path, table: StaticTable, key: str, value: object) -> None:
    settings = copy / "classifier.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), key: value}), encoding="utf-8")
    with pytest.raises(ClassifierError):
        QuestionClassifier.load(copy, table)


def test_search_goes_on_without_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(index.build, "SHIPPED_CLASSIFIER", tmp_path)
    opened = open_index()
    assert any("without the classifier" in notice for notice in opened.notices)
    assert opened.search("deep-sea science", "en")[0].legs["classifier"] == 0
    assert opened.signals("deep-sea science", "en").unanswered == 0


def test_its_part_of_a_score_is_shown(plan_index: Index) -> None:
    best = plan_index.explain("欠着会费不交的国家，有人去谈吗", "zh")[0]
    assert best.passage.legs["classifier"] > 0
    assert FLOOR <= best.raw["classifier"] <= 0
