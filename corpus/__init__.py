"""The first stage: a source document -> a plan of typed records, each value with the lines it was read from.

Names are loaded when they are first used, so that importing this package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.asked import load_asked_as as load_asked_as
    from corpus.chunks import Chunk as Chunk
    from corpus.chunks import chunks_of as chunks_of
    from corpus.defects import Defect as Defect
    from corpus.defects import defects_of as defects_of
    from corpus.defects import load_defects as load_defects
    from corpus.differences import Difference as Difference
    from corpus.differences import difference_of as difference_of
    from corpus.differences import load_remarks as load_remarks
    from corpus.library import load_manifest as load_manifest
    from corpus.library import load_organs as load_organs
    from corpus.library import load_plan as load_plan
    from corpus.library import source_lines as source_lines
    from corpus.manifest import Manifest as Manifest
    from corpus.manifest import Organ as Organ
    from corpus.plan import Plan as Plan
    from corpus.references import Reference as Reference

_HOMES = {
    "Chunk": "chunks",
    "Defect": "defects",
    "Difference": "differences",
    "Manifest": "manifest",
    "Organ": "manifest",
    "Plan": "plan",
    "Reference": "references",
    "chunks_of": "chunks",
    "defects_of": "defects",
    "difference_of": "differences",
    "load_asked_as": "asked",
    "load_defects": "defects",
    "load_manifest": "library",
    "load_organs": "library",
    "load_plan": "library",
    "load_remarks": "differences",
    "source_lines": "library",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
