"""The shape of the repository: stages, walls, names, and vocabulary that fits in every language."""

from __future__ import annotations

import fnmatch
import json
import socket
import string
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from assistant.lexicon import FOLDER, read_vocabulary

STAGES = {"corpus", "index", "assistant", "evals"}
ALLOWED = STAGES | {
    "app.py", "tests", "README.md", "CHANGELOG.md", "LICENSE", "Makefile", "pyproject.toml", "constraints.txt", ".ci", ".gitignore",
}  # fmt: skip
UNSAYING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "misc",
    "common",
    "stuff",
    "base",
    "core",
    "lib",
    "tools_utils",
}
HEAVY = {
    "torch",
    "transformers",
    "gradio",
    "chromadb",
    "langchain",
    "langchain_core",
    "langchain_chroma",
    "sentence_transformers",
}


def ignored(repository: Path) -> list[str]:
    lines = (repository / ".gitignore").read_text(encoding="utf-8").splitlines()
    return [line.strip().rstrip("/") for line in lines if line.strip() and not line.startswith("#")]


def sources(repository: Path) -> list[Path]:
    patterns = ignored(repository)
    skipped = [repository / pattern for pattern in patterns if "/" in pattern]
    return [
        path
        for path in repository.rglob("*")
        if path.is_file()
        and not any(
            fnmatch.fnmatch(part, pattern)
            for part in path.relative_to(repository).parts
            for pattern in [".git", *patterns]
        )
        and not any(folder in path.parents for folder in skipped)
    ]


def test_the_top_level_is_the_flow_and_nothing_else(repository: Path) -> None:
    patterns = [".git", *ignored(repository)]
    found = {path.name for path in repository.iterdir() if not any(fnmatch.fnmatch(path.name, one) for one in patterns)}

    assert found - ALLOWED == set()
    assert found >= STAGES | {"tests", "pyproject.toml", "Makefile"}


def test_imports_run_from_left_to_right_and_libraries_stay_behind_their_walls(repository: Path) -> None:
    pytest.importorskip("importlinter")
    command = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())",
    ]
    finished = subprocess.run(
        [*command, "--no-cache", "--no-logo"], capture_output=True, text=True, cwd=repository, check=False
    )

    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_no_file_is_named_after_nothing(repository: Path) -> None:
    assert [str(path) for path in sources(repository) if path.stem.lower() in UNSAYING] == []


def test_no_module_is_longer_than_can_be_read_at_once(repository: Path) -> None:
    modules = [
        path for path in sources(repository) if path.suffix == ".py" and path.relative_to(repository).parts[0] in STAGES
    ]
    long = {str(path.relative_to(repository)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}

    assert {name: lines for name, lines in long.items() if lines > 500} == {}


def test_nothing_names_a_place_on_the_machine_it_was_written_on(repository: Path) -> None:
    texts = [
        path
        for path in sources(repository)
        if path.suffix in (".py", ".toml", ".md", ".jsonl", ".json", "") and path.stat().st_size < 10**6
    ]
    here = Path(__file__)
    homes = ("/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/")

    assert [
        str(path)
        for path in texts
        if path != here and any(home in path.read_text(encoding="utf-8", errors="replace") for home in homes)
    ] == []


# --- vocabulary


def keys(table: dict[str, object], prefix: str = "") -> set[str]:
    found = set()
    for name, value in table.items():
        found |= keys(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}"}
    return found


def slots(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def languages(kind: str) -> list[str]:
    return sorted(path.name.split(".")[0] for path in FOLDER.glob(f"*.{kind}.toml"))


@pytest.mark.parametrize("kind", ["words", "phrases"])
def test_every_language_has_the_same_keys(kind: str) -> None:
    tables = {language: keys(dict(read_vocabulary(f"{language}.{kind}.toml"))) for language in languages(kind)}
    every = set().union(*tables.values())

    assert len(tables) >= 2
    assert {language: sorted(every - found) for language, found in tables.items() if every - found} == {}


def test_every_template_has_the_same_slots_in_every_language() -> None:
    tables = {language: read_vocabulary(f"{language}.phrases.toml") for language in languages("phrases")}
    english = tables["en"]
    different = {}
    for language, table in tables.items():
        for group, entries in table.items():
            for name, template in entries.items():
                if slots(template) != slots(english.get(group, {}).get(name, "")):
                    different[f"{language}: {group}.{name}"] = slots(template)

    assert different == {}


def test_a_template_has_named_slots_only() -> None:
    for language in languages("phrases"):
        for entries in read_vocabulary(f"{language}.phrases.toml").values():
            for template in entries.values():
                assert all(name.isidentifier() for name in slots(template)), template


def test_every_word_list_is_normal_and_without_repetition() -> None:
    from assistant.normalise import normalise

    for language in languages("words"):
        for concept, phrases in _lists(dict(read_vocabulary(f"{language}.words.toml"))):
            assert len(phrases) == len(set(phrases)), f"{language} {concept}"
            assert [phrase for phrase in phrases if normalise(phrase) != phrase.strip()] == [], f"{language} {concept}"


def _lists(table: dict[str, object], prefix: str = ""):  # type: ignore[no-untyped-def]
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _lists(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def test_every_template_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.parent.rglob("*.py"))
    built = {"role", "role_name", "role_one", "role_many", "time", "unit_one", "unit_many", "ref", "outsider",
    "document", "condition", "group",
             "clarify", "meta", "premise", "item", "suggest", "progress"}  # fmt: skip
    unused = [
        f"{group}.{name}"
        for group, entries in read_vocabulary("en.phrases.toml").items()
        for name in entries
        if f"{group}.{name}" not in code and group not in built
    ]

    assert unused == []


# --- what a look-up costs


def loaded_by(repository: Path, questions: list[str]) -> set[str]:
    code = f"""
import json, sys
from assistant.__main__ import main
for question in {questions!r}:
    assert main(["ask", "--json", question]) == 0
print("\\n" + json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""
    finished = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=repository, check=True, encoding="utf-8"
    )
    return set(json.loads(finished.stdout.strip().splitlines()[-1]))


def test_a_look_up_loads_no_heavy_library(repository: Path) -> None:
    questions = [
        "Who coordinates 3.2.3?",
        "秘书处负责哪些产出？",
        "Who leads 9.9.9?",
        "How many outputs are due by 2020?",
        "Hello",
        "",
    ]

    assert loaded_by(repository, questions) & HEAVY == set()


def test_starting_the_command_line_loads_no_assistant(repository: Path) -> None:
    code = "import sys, assistant.__main__; print('pydantic' in sys.modules, 'assistant.assistant' in sys.modules)"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=repository, check=True)

    assert finished.stdout.split() == ["False", "False"]


def test_every_import_of_a_package_is_declared(repository: Path) -> None:
    import ast

    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *(one for group in project["optional-dependencies"].values() for one in group),
    ]
    names = {requirement.split(">")[0].split("[")[0].strip().replace("-", "_") for requirement in declared}
    names |= {
        "opencc",
        "markdown_it",
        "pydantic_core",
        "safetensors",
    }  # another name than its package, or a part of one that is declared
    imported: dict[str, str] = {}
    for path in sources(repository):
        if path.suffix == ".py" and path.relative_to(repository).parts[0] in STAGES | {"app.py"}:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                modules = [one.name for one in node.names] if isinstance(node, ast.Import) else []
                modules += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
                imported |= {module.partition(".")[0]: str(path.relative_to(repository)) for module in modules}
    foreign = {
        name: path
        for name, path in imported.items()
        if name not in sys.stdlib_module_names | STAGES | names | {"app", "__future__"}
    }

    assert foreign == {}


# --- the tests themselves


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_tests_reach_no_other_machine(host: str) -> None:
    with pytest.raises(AssertionError, match=r"connection|look-up"):
        socket.create_connection((host, 9), timeout=1)


def test_tests_may_reach_this_machine() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname(), timeout=5) as client:
            assert client.getpeername() == server.getsockname()
