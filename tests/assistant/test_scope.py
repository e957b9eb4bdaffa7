"""The decision whether the plan answers a question by topic: its evidence, its fallbacks, and plain cases of it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import get_args

import numpy as np
import pytest

from assistant import scope
from assistant.clues import MOST, clue_names, counted, phrases_in
from assistant.finder import Finder
from assistant.logistic import best_threshold, logistic, rates
from assistant.scope import DOUBT, Evidence, Numbers, Weighing, evidence, judge, names_of, opinion_of, read_numbers
from corpus.references import Reference
from index.classifier import Chances
from index.signals import NOTHING_FOUND


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder("hlap-2019-2023")


def test_lists_have_the_same_names_in_every_language() -> None:
    found = [tuple(phrases_in("?", language) or ()) for language in ("en", "zh")]
    assert found[0] == found[1] == clue_names()


def test_phrases_are_whole_words_and_only_so_many_count() -> None:
    found = phrases_in("Which salary, which wages, how many dollars?", "en")
    assert found is not None
    assert counted(found)["money"] == MOST
    assert not any((phrases_in("a banner, a banking oilskin", "en") or {}).values())
    assert (phrases_in("用Python写个程序", "zh") or {})["code"]
    assert phrases_in("IPSAS怎么用起来", "zh") == phrases_in("怎么用起来", "zh")
    assert phrases_in("¿cuánto?", "es") is None


def test_numbers_weigh_just_what_can_be_measured() -> None:
    numbers = read_numbers()
    for which in get_args(Evidence):
        for weighing in (numbers.answered[which], numbers.near[which]):
            assert tuple(weighing.weights) == names_of(which)
            assert bool(weighing.vector) == (which in ("all", "signals"))
    assert evidence(has_clues=True, has_encoder=False) == "words"
    assert evidence(has_clues=False, has_encoder=False) == "least"


def test_a_second_opinion_is_weighed_where_there_is_an_encoder() -> None:
    numbers = read_numbers()
    assert set(numbers.second) == {"all", "signals"}
    for which, weighing in numbers.second.items():
        assert tuple(weighing.weights) == names_of(which, second=True)
        assert weighing.weights["read_unanswered"] < 0


@pytest.mark.parametrize(("first", "is_asked"), [(DOUBT[0], False), (0.5, True), (DOUBT[1], False)])
def test_the_reader_is_asked_in_doubt_alone(monkeypatch: pytest.MonkeyPatch, first: float, is_asked: bool) -> None:
    weighing = Weighing(bias=first, weights={})
    opposed = Weighing(bias=-first, weights={"read_unanswered": 0.0})
    numbers = Numbers(
        measured_by="known",
        answered={"all": weighing},
        near={"all": Weighing(bias=1.0, weights={})},
        read_by="reader",
        second={"all": opposed},
    )
    asked: list[str] = []
    monkeypatch.setattr(scope, "read_numbers", lambda: numbers)
    monkeypatch.setattr(scope, "read", lambda question, *_: asked.append(question) or {"read_unanswered": -1.0})
    encoder = SimpleNamespace(encode=lambda texts, kind: np.zeros((1, 4)))
    some = replace(NOTHING_FOUND, tokens=3)
    index = SimpleNamespace(
        signals=lambda *_: some, encoder=encoder, measured_by="known", reader=SimpleNamespace(fingerprint="reader")
    )
    verdict = judge("a question", "en", index)  # type: ignore[arg-type]
    assert bool(asked) is is_asked
    assert (verdict == "answered") is ((first > 0) is not is_asked)
    index.reader = SimpleNamespace(fingerprint="another")
    asked.clear()
    judge("a question", "en", index)  # type: ignore[arg-type]
    assert asked == []


def test_what_the_reader_says_becomes_features() -> None:
    items = np.log(np.array([0.7, 0.2, 0.1], dtype=np.float32))
    chances = Chances(items=items, unanswered=-20.0, far=-0.5)
    said = opinion_of(chances, ("3.2.1(2)", "3.2.1", "9.1.1"), Reference.parse("3.2.1"))
    assert said == pytest.approx(
        {"read_unanswered": -9.0, "read_far": -0.5, "read_chance": np.log(0.7), "read_agrees": 1.0}
    )
    assert opinion_of(chances, ("9.1.1", "3.2.1", "2.1.1"), Reference.parse("3.2.1"))["read_agrees"] == 0.0


def test_the_numbers_were_fitted_with_the_reader_that_ships(finder: Finder) -> None:
    assert finder.index.reader is not None
    assert read_numbers().read_by == finder.index.reader.fingerprint, "run `python -m assistant.scope_fitting`"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who are the independent experts that reviewed the environmental plans?", "en"),
        ("Which consultant carried out the periodic review under article 154?", "en"),
        ("环境数据综合讲习班的会议费和食宿谁出？", "zh"),
    ],
)
def test_what_is_asked_of_a_subject_decides(finder: Finder, question: str, language: str) -> None:
    assert finder.find(question, language).verdict == "not_stated"


def test_another_encoder_is_not_weighed_by_numbers_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(scope, "evidence", lambda **known: asked.append(str(known["has_encoder"])) or "words")
    other = SimpleNamespace(fingerprint="another", encode=lambda texts, kind: np.full((1, 4), np.nan))
    some = replace(NOTHING_FOUND, tokens=3, words_known=1.0, words_first=1.0)
    for encoder in (other, None):
        index = SimpleNamespace(signals=lambda *_: some, encoder=encoder, measured_by="another+none")
        assert judge("regional environmental plans", "en", index) in get_args(scope.Verdict)  # type: ignore[arg-type]
    assert asked == ["False", "False"]


def test_nothing_but_words_of_questions_is_out_of_scope() -> None:
    index = SimpleNamespace(signals=lambda *_: NOTHING_FOUND, encoder=None, measured_by="")
    assert judge("what is it", "en", index) == "out_of_scope"  # type: ignore[arg-type]


def test_the_numbers_were_fitted_with_what_searches(finder: Finder) -> None:
    assert read_numbers().measured_by == finder.index.measured_by, "run `python -m assistant.scope_fitting`"


@pytest.mark.parametrize(
    ("question", "language", "answered"),
    [
        ("regional environmental management plans", "en", True),
        ("more women in deep-sea research", "en", True),
        ("女性参与深海研究", "zh", True),
        ("长期资金从哪里来", "zh", True),
        ("What is the salary of the Secretary-General in dollars?", "en", False),
        ("recipe for apple pie", "en", False),
        ("秘书长的工资是多少美元", "zh", False),
        ("明天会下雨吗", "zh", False),
    ],
)
def test_plain_cases(finder: Finder, question: str, language: str, answered: bool) -> None:
    assert (finder.find(question, language).verdict == "answered") is answered


def test_the_far_is_told_from_the_near(finder: Finder) -> None:
    assert finder.find("recipe for apple pie", "en").verdict == "out_of_scope"
    assert finder.find("秘书长的工资是多少美元", "zh").verdict == "not_stated"


def test_an_action_and_its_next_best_item_stand_together(finder: Finder) -> None:
    first, second = finder.find("evaluate the training programmes of contractors", "en").references[:2]
    assert first.action == second.action


def test_a_weighing_takes_its_threshold_off() -> None:
    weighing = Weighing(bias=1.0, weights={"dense": 2.0}, vector=(1.0, -1.0), threshold=0.5)
    assert weighing.score({"dense": 0.5, "other": 9.0}, (0.25, 0.5)) == pytest.approx(1.25)


def test_fitting_finds_what_divides_and_rates_it() -> None:
    values = np.linspace(-2, 2, 80)
    answers = values > 0.1
    matrix = np.column_stack([np.ones(80), values])
    scores = matrix @ logistic(matrix, answers, np.array([1e-6, 0.1]))
    found = rates(scores - best_threshold(scores, answers), answers)
    assert found.f1 > 0.95
    assert rates(np.ones(80), answers).recall == 0.0
