from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.case import CASES, case_files, load_sets, read_case, schema
from evals.errors import CaseError
from evals.yardstick import Yardstick

GOOD: dict[str, Any] = {
    "name": "one",
    "group": "one",
    "language": "en",
    "kind": "item",
    "question": "Who leads 3.2.3(1)?",
    "expect": {"status": "answered", "facts": {"refs": ["3.2.3(1)"], "organs": ["council"]}},
}


def write(folder: Path, *records: dict[str, Any], name: str = "some.en.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def with_expectation(**expect: Any) -> dict[str, Any]:
    return {**GOOD, "expect": {"status": "answered", **expect}}


def test_every_file_in_the_repository_is_valid(yardstick: Yardstick) -> None:
    sets = load_sets(case_files(), yardstick.plan, yardstick.organ_keys)
    assert sum(len(one.cases) for one in sets) > 4000
    assert {one.name for one in sets} >= {"lookup", "complex", "conversation", "topic", "abstain", "generated"}


def test_only_the_facts_that_a_case_names_are_asserted(tmp_path: Path) -> None:
    case = read_case(json.dumps(GOOD), tmp_path, 1)
    assert case.expect.facts.asserted == ("refs", "organs")


def test_a_name_is_used_once_over_all_files(tmp_path: Path, yardstick: Yardstick) -> None:
    paths = [write(tmp_path, GOOD), write(tmp_path, GOOD, name="other.en.jsonl")]
    with pytest.raises(CaseError, match=r"other.en.jsonl, line 1: 'one' is the name of a case in some.en.jsonl"):
        load_sets(paths, yardstick.plan, yardstick.organ_keys)


@pytest.mark.parametrize(
    "record",
    [
        {**GOOD, "comment": "unknown key"},
        {**GOOD, "kind": "riddle"},
        {**GOOD, "language": "de"},
        {**GOOD, "name": "Not A Name"},
        {key: value for key, value in GOOD.items() if key != "expect"},
        with_expectation(status="perhaps"),
        with_expectation(facts={"reference": ["3.2.3"]}),
        with_expectation(facts={"refs": ["3.2.3.1"]}),
        with_expectation(facts={"roles": {"owner": ["council"]}}),
    ],
)
def test_what_is_no_case_is_refused(tmp_path: Path, yardstick: Yardstick, record: dict[str, Any]) -> None:
    with pytest.raises(CaseError):
        load_sets([write(tmp_path, record)], yardstick.plan, yardstick.organ_keys)


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ({"facts": {"refs": ["3.6.1"]}}, "the plan has no 3.6.1"),
        ({"cites": ["3.2.3(9)"]}, r"the plan has no 3.2.3\(9\)"),
        ({"facts": {"organs": ["enterprise"]}}, "no organ 'enterprise'"),
        ({"facts": {"roles": {"coordinating": ["enterprise"]}}}, "no organ 'enterprise'"),
        ({"facts": {"time_frames": ["2024"]}}, "no time frame '2024'"),
        ({"facts": {"counts": [{"of": "apples", "value": 3}]}}, "nothing is counted as 'apples'"),
        ({"top": ["3.2.3"]}, "a question by topic, and no other, has `top`"),
    ],
)
def test_an_expectation_that_no_answer_can_meet_is_refused(
    tmp_path: Path, yardstick: Yardstick, expect: dict[str, Any], message: str
) -> None:
    with pytest.raises(CaseError, match=message):
        load_sets([write(tmp_path, with_expectation(**expect))], yardstick.plan, yardstick.organ_keys)


def test_the_schema_knows_every_key_of_the_hand_written_cases() -> None:
    known = schema()["properties"]
    for path in CASES.glob("*.jsonl"):
        assert set(json.loads(path.read_text(encoding="utf-8").partition("\n")[0])) <= set(known)
