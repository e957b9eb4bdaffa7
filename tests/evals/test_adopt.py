from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answer import Answer
from evals.adopt import drafts, line_of
from evals.case import read_case
from evals.errors import CaseError, EvalError


def test_a_wrong_answer_becomes_a_draft_that_a_person_must_finish(coordinates: Answer) -> None:
    (draft,) = drafts([line_of(coordinates, ["Tell me about 3.2."], "the Council does")])
    record = json.loads(draft)
    assert record["context"] == ["Tell me about 3.2."]
    assert record["expect"]["facts"]["organs"] == ["secretariat"]
    assert record["comment"] == "the Council does"
    with pytest.raises(CaseError):
        read_case(draft, Path("draft.jsonl"), 1)


def test_finished_it_is_a_case(coordinates: Answer) -> None:
    (draft,) = drafts([coordinates.model_dump_json()])
    case = read_case(json.dumps({**json.loads(draft), "kind": "item"}), Path("draft.jsonl"), 1)
    assert case.question == coordinates.question
    assert [str(ref) for ref in case.expect.cites] == ["3.2.3(1)", "3.2.3(2)", "3.2.3(3)"]


def test_blank_lines_are_skipped_and_a_bare_question_will_do() -> None:
    assert len(list(drafts(["", '{"question": "Who?"}', "  "]))) == 1


@pytest.mark.parametrize("line", ["{", "[]", '{"answer": {}}', '{"question": 3}'])
def test_what_cannot_be_read_is_named_by_its_line(line: str) -> None:
    with pytest.raises(EvalError, match="line 2"):
        list(drafts(["", line]))
