from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from evals.case import Case, case_files, load_sets
from evals.errors import GenerationError
from evals.generating.freezing import FEWEST_CASES, Manifest, freeze, generate
from evals.generating.perturbations import digits, typos
from evals.generating.truths import Condition, Time
from evals.generating.wording import FEWEST, TEMPLATES, Templates, all_templates
from evals.yardstick import Yardstick


@pytest.fixture(scope="module")
def generated(yardstick: Yardstick) -> dict[str, list[Case]]:
    return generate(yardstick, all_templates())


def test_the_frozen_files_are_what_the_manifest_says() -> None:
    Manifest.read().check()


def test_the_frozen_files_were_made_from_these_templates_and_records(yardstick: Yardstick, tmp_path: Path) -> None:
    assert freeze(yardstick, sorted(TEMPLATES.glob("*.toml")), tmp_path, Manifest.read().seed) == Manifest.read()


def test_there_are_enough_and_they_are_valid_cases(yardstick: Yardstick) -> None:
    paths = [path for path in case_files() if path.parent.name == "generated"]
    sets = load_sets(paths, yardstick.plan, yardstick.organ_keys)
    assert sum(len(one.cases) for one in sets) >= FEWEST_CASES


def test_every_field_of_every_row_is_asked_in_every_language(
    generated: dict[str, list[Case]], yardstick: Yardstick
) -> None:
    for cases in generated.values():
        groups = {case.group for case in cases}
        for row in yardstick.plan.rows:
            key = str(row.reference).replace("(", ".").replace(")", "")
            for family in ("responsible", "associated", "coordinating", "when", "involved", "everything"):
                assert f"generated.{family}.{key}" in groups


def test_one_meaning_has_one_expectation_in_all_languages(generated: dict[str, list[Case]]) -> None:
    first, *others = ({case.group: case.expect for case in cases} for cases in generated.values())
    for other in others:
        assert other == first


def test_another_seed_gives_other_questions_and_the_same_seed_the_same(yardstick: Yardstick) -> None:
    english = [templates for templates in all_templates() if templates.language == "en"]
    assert generate(yardstick, english, 1) == generate(yardstick, english, 1)
    assert generate(yardstick, english, 1) != generate(yardstick, english, 2)


def test_no_frame_is_left_unfilled(generated: dict[str, list[Case]]) -> None:
    odd = [case.question for cases in generated.values() for case in cases if re.search(r"[{}]|  |None", case.question)]
    assert not odd


def test_frames_that_are_too_few_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "en.toml"
    text = (TEMPLATES / "en.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('"When is {ref} due?",', '"{ref}: when?",').replace('"{ref}: when?",', "", 1), "utf-8")
    assert len(Templates.read(path).questions["when"]) >= FEWEST
    path.write_text(re.sub(r"when = \[.*?\n\]", 'when = ["When is {ref} due?"]', text, count=1, flags=re.S), "utf-8")
    with pytest.raises(GenerationError, match="when has 1 different frames"):
        Templates.read(path)


@pytest.mark.parametrize(
    ("time", "years"),
    [
        (Time("in", 2021), {2021}),
        (Time("by", 2021), {2019, 2020, 2021}),
        (Time("before", 2021), {2019, 2020}),
        (Time("after", 2021), {2022, 2023}),
        (Time("from", 2021), {2021, 2022, 2023}),
        (Time("between", 2020, 2022), {2020, 2021, 2022}),
        (Time("ongoing"), set()),
    ],
)
def test_times_hold_for_these_years_only(yardstick: Yardstick, time: Time, years: set[int]) -> None:
    held = [row.time_frame.value for row in yardstick.plan.rows if time.holds(row)]
    assert {frame.year for frame in held if frame.year} == years
    assert bool(years) is all(frame.year for frame in held)


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        (Condition("output", "secretariat", "responsible"), 94),
        (Condition("row", "legal_and_technical_commission", "coordinating"), 15),
        (Condition("output", time=Time("ongoing")), 52),
        (Condition("row", time=Time("in", 2020)), 38),
        (Condition("action", scope="3"), 17),
        (Condition("output", scope="9"), 20),
        (Condition("action", scope="1.1"), 2),
    ],
)
def test_truths_agree_with_the_totals_that_the_manifest_promises(
    yardstick: Yardstick, condition: Condition, count: int
) -> None:
    assert len(condition.refs(yardstick.plan)) == count


def test_digits_of_other_scripts() -> None:
    assert digits("Who leads 3.2.3(1)?", "fullwidth") == "Who leads ３．２．３（１）?"
    assert digits("Who leads 3.2.3?", "arabic_indic") == "Who leads ٣.٢.٣?"
    assert digits("行动3.2.3由谁负责？", "chinese") == "行动三点二点三由谁负责？"
    assert digits("谁？", "fullwidth") is None


@pytest.mark.parametrize("number", [1, 2])
def test_typing_errors_change_so_many_words_and_no_number(number: int) -> None:
    rng, question = random.Random(1), "Which organ coordinates action 3.2.3?"
    english = next(templates for templates in all_templates() if templates.language == "en")
    for _ in range(50):
        wrong = typos(question, number, english, rng)
        assert wrong is not None
        assert sum(one != two for one, two in zip(wrong.split(), question.split(), strict=True)) == number
        assert "3.2.3" in wrong


def test_what_has_too_few_words_is_not_mistyped() -> None:
    rng = random.Random(1)
    english, chinese = all_templates()
    assert typos("3.2.3?", 1, english, rng) is None
    assert typos("秘书处牵头什么？", 2, chinese, rng) is None
    assert typos("秘书处牵头什么？", 1, chinese, rng) != "秘书处牵头什么？"
