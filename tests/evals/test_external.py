from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from evals.__main__ import main
from evals.errors import ExternalDataError, SelectionError
from evals.external import folder
from evals.external.abstaining import abstain
from evals.external.searching import WHOLE, search
from index.encoder import ShippedEncoder, load_encoder

# Not XQuAD: a few sentences of our own in its form, so that nothing is vendored.
_TEXTS = {
    "zh": ["面包师在黎明前烤面包。", "灯塔看守人每晚点灯。", "园丁在春天种郁金香。"],
    "en": [
        "The baker bakes bread before dawn.",
        "The lighthouse keeper lights the lamp every night.",
        "The gardener plants tulips in spring.",
    ],
}
_ASKED = {
    "zh": [["谁在黎明前烤面包？", 0], ["谁每晚点灯？", 1]],
    "en": [["Who bakes bread before dawn?", 0], ["Who lights the lamp every night?", 1]],
}


def content() -> dict[str, object]:
    parts = {language: {"p": _TEXTS[language], "q": _ASKED[language]} for language in ("zh", "en")}
    xquad = {language: parts.get(language, parts["en"]) for language in ("zh", "en", "es", "ru", "ar")}
    return {"xquad": xquad, "cmrc": parts["zh"]}


def written(root: Path, what: object) -> Path:
    (root / "encoder").mkdir(parents=True)
    with gzip.open(root / "encoder" / "eval.json.gz", "wt", encoding="utf-8") as file:
        json.dump(what, file)
    return root


@pytest.fixture(scope="module")
def encoder() -> ShippedEncoder:
    loaded = load_encoder(None)
    assert isinstance(loaded, ShippedEncoder)
    return loaded


def test_questions_are_asked_of_their_own_language_and_of_the_plans() -> None:
    names = [task.name for task in folder.tasks(content(), (), 0, 0)]
    assert names[:4] == ["xquad zh-zh", "xquad zh-en", "xquad en-en", "xquad en-zh"]
    assert "xquad ar-zh" in names
    assert [task.name for task in folder.tasks(content(), ("ru",), 0, 0)] == ["xquad ru-ru", "xquad ru-zh"]
    with pytest.raises(SelectionError, match="XQuAD has no fr"):
        list(folder.tasks(content(), ("fr",), 0, 0))


def test_a_sample_is_of_the_same_questions_in_all_languages() -> None:
    first = {task.name: task.gold for task in folder.tasks(content(), (), 1, seed=5)}
    assert len(set(first.values())) == 1
    assert first == {task.name: task.gold for task in folder.tasks(content(), (), 1, seed=5)}


def test_each_leg_finds_what_stands_there_and_words_are_silent_across_scripts(encoder: ShippedEncoder) -> None:
    ways = {}
    for task in folder.tasks(content(), ("zh", "en"), 0, 0):
        for line in search(task, encoder):
            assert line.among_five == line.questions == 2
            ways.setdefault(task.name, {})[line.way] = line.first
    assert ways["xquad zh-zh"]["words"] == ways["xquad zh-zh"][WHOLE] == 2
    assert ways["xquad en-en"][WHOLE] == 2
    assert "words" not in ways["xquad en-zh"]


def test_refusals_are_counted_and_answers_are_kept(assistant: Assistant) -> None:
    questions = ("Who bakes bread before dawn?", "Which organ coordinates action 3.2.3?")
    refused = abstain(folder.Foreign("ours", "en", questions), assistant.ask)
    assert refused.refusals.hits == 1
    assert [one.question for one in refused.asserted] == [questions[1]]
    assert refused.asserted[0].route == "lookup"


def test_without_the_folder_the_command_says_so_and_is_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["external", "--data", str(tmp_path / "nowhere")]) == 0
    assert "Skipped: there is no encoder/eval.json.gz" in capsys.readouterr().out.replace("\n", " ")


@pytest.mark.parametrize(
    "what",
    [
        {},
        [],
        {**content(), "cmrc": {"p": [], "q": []}},
        {**content(), "cmrc": {"p": ["one"], "q": [["Who?", 1]]}},
        {**content(), "cmrc": {"p": ["one"], "q": ["Who?"]}},
    ],
)
def test_a_folder_that_is_not_what_it_should_be_is_an_error_with_help(tmp_path: Path, what: object) -> None:
    with pytest.raises(ExternalDataError, match=r"eval\.json\.gz") as raised:
        folder.read(written(tmp_path, what))
    assert "encoder" in raised.value.help


def test_a_file_that_is_not_compressed_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, {})
    (tmp_path / "encoder" / "eval.json.gz").write_text("{}")
    with pytest.raises(ExternalDataError):
        folder.read(tmp_path)


def test_the_command_prints_both_tables_and_keeps_the_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, saved = written(tmp_path / "data", content()), tmp_path / "external.json"
    assert main(["external", "--data", str(data), "--language", "en", "--save", str(saved)]) == 0
    shown = capsys.readouterr().out
    assert "en-zh" in shown
    assert "asked as they are" in shown
    kept = json.loads(saved.read_text())
    assert {line["task"] for line in kept["recalled"]} == {"xquad en-en", "xquad en-zh"}
    assert [line["language"] for line in kept["refused"]] == ["en"]
