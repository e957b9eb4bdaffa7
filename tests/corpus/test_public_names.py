"""What the package offers, and that it costs nothing to import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import corpus

ROOT = Path(__file__).parents[2]


def test_every_public_name_is_there() -> None:
    assert {"load_plan", "load_manifest", "load_defects", "load_asked_as", "source_lines", "chunks_of"} <= set(
        corpus.__all__
    )
    assert all(getattr(corpus, name) for name in corpus.__all__)
    assert set(corpus.__all__) <= set(dir(corpus))


def test_another_name_is_none_of_its_names() -> None:
    with pytest.raises(AttributeError, match="no attribute 'load_everything'"):
        corpus.load_everything  # noqa: B018


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import corpus", ["pydantic", "tomllib", "corpus.plan"]),
        ("import corpus; corpus.load_plan()", ["torch", "gradio", "chromadb", "langchain", "numpy", "corpus.chunks"]),
    ],
)
def test_only_what_is_used_is_loaded(statement: str, absent: list[str]) -> None:
    code = f"import sys; {statement}; print([name for name in {absent} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
