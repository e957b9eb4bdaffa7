"""The shipped reader: its files, and what it knows of questions that a bag of words does not."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

import index.build
from assistant.scope import judge
from index.build import open_index
from index.classifier import FAR, NEAR
from index.reader import GRAPH_FILE, SHIPPED_READER, SPELLING_FILE, WEIGHTS_FILE, QuestionReader, ReaderError
from index.source import load_source
from index.static_table import StaticTable

LARGEST = 26_000_000
"""Bytes of the folder: with the encoder and the classifier it stays below 60 million."""


@pytest.fixture(scope="module")
def shipped(table: StaticTable) -> QuestionReader:
    return QuestionReader.load(SHIPPED_READER, table)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED_READER, tmp_path / "reader"))


def test_it_is_of_this_plan_and_this_encoder(shipped: QuestionReader) -> None:
    source = load_source()
    rows = {str(chunk.reference) for chunk in source.chunks if len(chunk.reference.numbers) > 2}
    assert shipped.source == source.sha256
    assert rows <= set(shipped.references), "an action or an output has no questions"
    assert sum(path.stat().st_size for path in SHIPPED_READER.iterdir()) < LARGEST


def test_its_files_say_nothing_of_the_machine_that_made_them() -> None:
    graph = (SHIPPED_READER / GRAPH_FILE).read_bytes()
    assert len(graph) < 400_000
    assert not [mark for mark in (b".py", b"site-packages", b"/home", b"/root") if mark in graph]


def test_chances_are_probabilities(shipped: QuestionReader) -> None:
    chances = shipped.chances("Who keeps the list of past trainees?")
    assert chances is not None
    assert np.exp(chances.items).sum() == pytest.approx(1, abs=1e-4)
    assert chances.unanswered < 0
    assert chances.far < 0
    assert shipped.chances("") is None


@pytest.mark.parametrize(
    ("answered", "unanswered"),
    [
        ("Will there be a report on national legislation?", "What does the report on national legislation conclude?"),
        ("图书馆的服务会改进吗", "图书馆周末几点关门"),
    ],
)
def test_it_reads_what_is_asked_of_a_subject(shipped: QuestionReader, answered: str, unanswered: str) -> None:
    yes, no = shipped.chances(answered), shipped.chances(unanswered)
    assert yes is not None
    assert no is not None
    assert yes.unanswered < np.log(0.5) < no.unanswered


def test_a_question_of_any_length_is_read(shipped: QuestionReader) -> None:
    chances = shipped.chances("maritime safety " * 500)
    assert chances is not None
    assert np.isfinite(chances.items).all()


@pytest.mark.parametrize("name", [GRAPH_FILE, WEIGHTS_FILE, SPELLING_FILE])
def test_damaged_files_are_refused_and_say_what_to_do(copy: Path, table: StaticTable, name: str) -> None:
    whole = (copy / name).read_bytes()
    for content in (b"", b"\x00" * 40, whole[: len(whole) // 2]):
        (copy / name).write_bytes(content)
        with pytest.raises(ReaderError) as caught:
            QuestionReader.load(copy, table)
        assert "index.training reader" in caught.value.help
    (copy / name).unlink()
    with pytest.raises(ReaderError, match="no reader"):
        QuestionReader.load(copy, table)


def test_without_onnxruntime_it_says_so(monkeypatch: pytest.MonkeyPatch, table: StaticTable) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ReaderError, match="onnxruntime is not installed"):
        QuestionReader.load(SHIPPED_READER, table)


@pytest.mark.parametrize(
    ("key", "value"), [("encoder", "0" * 64), ("classes", ["1.1.1", NEAR, FAR]), ("classes", []), ("classes", 7)]
)
def test_settings_that_do_not_fit_are_refused(copy: Path, table: StaticTable, key: str, value: object) -> None:
    settings = copy / "reader.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), key: value}), encoding="utf-8")
    with pytest.raises(ReaderError):
        QuestionReader.load(copy, table)


def test_the_decision_goes_on_without_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(index.build, "SHIPPED_READER", tmp_path)
    opened = open_index()
    assert opened.second_opinion("deep-sea science") is None
    assert "without the reader" in caplog.text
    assert judge("women in deep-sea science", "en", opened) == "answered"


def test_it_is_opened_by_the_first_question_that_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    load = QuestionReader.load
    monkeypatch.setattr(QuestionReader, "load", lambda folder, table: (opened.append(folder), load(folder, table))[1])
    plan_index = open_index()
    plan_index.search("women in deep-sea science", "en")
    assert opened == []
    assert plan_index.second_opinion("women in deep-sea science") is not None
    plan_index.second_opinion("training of women")
    assert opened == [SHIPPED_READER]
