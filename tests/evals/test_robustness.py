from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from evals.__main__ import main
from evals.case import Case
from evals.errors import GenerationError, SelectionError
from evals.judging import RobustnessThresholds, Thresholds
from evals.robustness.perturbations import PERTURBATIONS, Writer, perturb
from evals.robustness.shaking import FACTS, Pair, ask_all, grouped, shake
from evals.robustness.verdicts import judge
from evals.selecting import Filters, select
from evals.yardstick import Yardstick

Ask = Callable[[Case], Answer]


@pytest.fixture(scope="module")
def ask(assistant: Assistant) -> Ask:
    return lambda case: assistant.ask(case.question, context=case.context)


@pytest.fixture(scope="module")
def cases(yardstick: Yardstick) -> list[Case]:
    return [case for one in select(Filters(files=("lookup",)), yardstick) for case in one.cases]


@pytest.fixture
def wanted() -> RobustnessThresholds:
    return RobustnessThresholds(identical=1.0, identical_right=1.0, worst=1.0, worst_perturbed=0.0, drop={})


def perturbed(name: str, question: str, language: str) -> str | None:
    return perturb(name, question, Writer.of(language), random.Random(0))


@pytest.mark.parametrize(
    ("name", "language", "question", "expected"),
    [
        ("upper", "en", "Who leads 3.2.3(1)?", "WHO LEADS 3.2.3(1)?"),
        ("lower", "en", "What does the LTC do?", "what does the ltc do?"),
        ("lower", "zh", "谁负责？", None),
        ("spaces", "en", "Who leads 3.2.3?", "Who  leads  3.2.3?"),
        ("spaces", "zh", "行动3.2.3由谁协调？", "行动  3.2.3  由谁协调？"),
        ("fullwidth", "en", "Is 3.2.3 due?", "Ｉｓ　３.２.３　ｄｕｅ？".replace(".", "．")),
        ("arabic_indic", "en", "3.2.3?", "٣.٢.٣?"),
        ("arabic_indic", "en", "Who?", None),
        ("chinese_numerals", "zh", "3.2.13由谁协调？", "三点二点十三由谁协调？"),
        ("chinese_numerals", "zh", "2021年到期的产出", None),
        ("chinese_numerals", "en", "Who leads 3.2.3?", None),
        ("unpunctuated", "en", "So, who leads 3.2.3(1)?", "So who leads 3.2.3(1)"),
        ("unpunctuated", "zh", "除方向1以外，大会负责什么？", "除方向1以外 大会负责什么"),
        ("typo_2", "en", "Who led it?", None),
    ],
)
def test_only_the_writing_changes(name: str, language: str, question: str, expected: str | None) -> None:
    assert perturbed(name, question, language) == expected


@pytest.mark.parametrize(
    ("language", "question"), [("en", "Which organ coordinates 3.2.3"), ("zh", "3.2.3由哪个机关协调")]
)
def test_politeness_leaves_the_question_whole_and_apart_from_it(language: str, question: str) -> None:
    before, after = (perturbed(name, question, language) or "" for name in ("polite_before", "polite_after"))
    assert before.lower().endswith(question.lower())
    assert after.startswith(question)
    assert after[len(question)] in ".。"


def test_a_language_without_manners_is_refused() -> None:
    with pytest.raises(GenerationError, match=r"manners\.toml has no section fr"):
        Writer.of("fr")


def test_every_perturbation_has_a_threshold_and_the_other_way_round() -> None:
    assert set(Thresholds.read().robustness.drop) == set(PERTURBATIONS)


def test_the_same_seed_asks_the_same_and_a_sample_changes_no_perturbation(cases: list[Case], ask: Ask) -> None:
    some, fewer = grouped(cases, 4, seed=3), grouped(cases, 2, seed=3)
    assert some == grouped(cases, 4, seed=3) != grouped(cases, 4, seed=4)
    assert all(len(group) > 1 for group in some.values())
    everything = {**some, **fewer}
    clean = list(ask_all(everything, ask))
    names = ["typo_1", "polite_before"]
    asked = {(p.clean.case, p.perturbed.perturbation): p.perturbed.question for p in shake(some, clean, names, ask, 3)}
    again = {(p.clean.case, p.perturbed.perturbation): p.perturbed.question for p in shake(fewer, clean, names, ask, 3)}
    assert all(asked.get(key, question) == question for key, question in again.items())


def test_no_group_left_is_an_error(make_case: Callable[..., Case]) -> None:
    with pytest.raises(SelectionError, match="no group"):
        grouped([make_case()], 0, 0)


def test_a_perturbation_that_costs_answers_is_caught_and_named(
    cases: list[Case], ask: Ask, wanted: RobustnessThresholds
) -> None:
    groups = grouped(cases, 5, seed=0)

    def deaf(case: Case) -> Answer:
        # An assistant that understands nothing when it is shouted at.
        return ask(case.model_copy(update={"question": "?"}) if case.question.isupper() else case)

    clean = list(ask_all(groups, deaf))
    pairs = list(shake(groups, clean, ["upper", "spaces"], deaf, 0))
    verdict = judge(clean, pairs, wanted, 0)
    by_name = {drop.perturbation: drop for drop in verdict.drops if drop.language == "en"}
    assert by_name["upper"].drop == 1.0
    assert not by_name["upper"].is_enough
    assert by_name["spaces"].is_enough
    assert not verdict.is_good


def test_languages_that_disagree_are_caught_even_when_no_case_asserts_it(
    cases: list[Case], ask: Ask, wanted: RobustnessThresholds
) -> None:
    groups = grouped(cases, 5, seed=0)
    clean = list(ask_all(groups, ask))
    assert judge(clean, [], wanted, 0).is_good
    swapped = [
        trial.model_copy(update={"facts": {"organs": "assembly"}}) if trial.language == "zh" else trial
        for trial in clean
    ]
    shares = {share.name: share for share in judge(swapped, [], wanted, 0).shares}
    assert shares["same facts in all languages"].hits == 0
    assert shares["worst of all phrasings right"].hits == 5


def test_the_worst_phrasing_decides(cases: list[Case], ask: Ask, wanted: RobustnessThresholds) -> None:
    groups = grouped(cases, 3, seed=0)
    clean = list(ask_all(groups, ask))
    lost = clean[0].model_copy(update={"outcome": "refused", "perturbation": "upper"})
    shares = {share.name: share for share in judge(clean, [Pair(clean[0], lost)], wanted, 0).shares}
    assert shares["worst of all phrasings right"].hits == 3
    assert shares["worst of all, perturbed ones too"].failing == (clean[0].group,)


def test_facts_are_those_of_an_answer() -> None:
    from assistant.answer import Facts

    assert set(FACTS) <= set(Facts.model_fields)


def test_the_command_prints_tables_and_judges(capsys: pytest.CaptureFixture[str], tmp_path: object) -> None:
    arguments = ["robustness", "--file", "lookup", "--kind", "item", "--sample", "3", "--perturbation", "upper"]
    assert main([*arguments, "--seed", "1"]) in (0, 1)
    shown = capsys.readouterr().out
    assert "upper" in shown
    assert "Verdict: " in shown
