"""Copies of documents that a test may damage: each with its own folder, and a manifest that names the damaged file."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.library import load_plan
from corpus.plan import Plan

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
INVENTED = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The real document."""
    return load_plan("hlap-2019-2023", DOCUMENTS)


@pytest.fixture(scope="session")
def lakes() -> Plan:
    """The invented document: the same layout and traps, other words, other places."""
    return load_plan("lakes-2030-2032", INVENTED)


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[..., Path]:
    """Copies a document and edits its source; returns the root of the copy."""

    def copy(document: str, edit: Callable[[str], str | bytes] = str, *, trust: bool = True) -> Path:
        source = DOCUMENTS if (DOCUMENTS / document).is_dir() else INVENTED
        shutil.copytree(source / document, tmp_path / document)
        path = tmp_path / document / "zh" / "source.txt"
        edited = edit(path.read_text(encoding="utf-8"))
        path.write_bytes(edited if isinstance(edited, bytes) else edited.encode())
        if trust:
            manifest = tmp_path / document / "manifest.toml"
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            text = re.sub(r'sha256 = "\w+"', f'sha256 = "{digest}"', manifest.read_text(encoding="utf-8"))
            manifest.write_text(text, encoding="utf-8")
        return tmp_path

    return copy
