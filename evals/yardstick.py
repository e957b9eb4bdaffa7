"""What answers are held against besides a case: the source's lines, the plan's organs and its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus import load_manifest, load_organs, load_plan, source_lines
from corpus.library import DEFAULT_DOCUMENT
from corpus.manifest import Manifest, Organ
from corpus.plan import Plan


@dataclass(frozen=True)
class Yardstick:
    """One document as scorers see it; it shares nothing with an assistant but the files of the corpus."""

    manifest: Manifest
    plan: Plan
    lines: tuple[str, ...]
    organs: tuple[Organ, ...]

    @classmethod
    def load(cls, document: str = DEFAULT_DOCUMENT, root: Path | None = None) -> Yardstick:
        """Reads the document. Raises CorpusError when it does not load."""
        return cls(
            manifest=load_manifest(document, root),
            plan=load_plan(document, root),
            lines=source_lines(document, root),
            organs=load_organs(document, root),
        )

    @property
    def organ_keys(self) -> tuple[str, ...]:
        """Keys of the document's organs, in the order of answers."""
        return tuple(organ.key for organ in self.organs)

    @cached_property
    def organ_names(self) -> Mapping[str, Mapping[str, str]]:
        """Language -> organ key -> the name that answers print."""
        languages = {language for organ in self.organs for language in organ.names}
        return {
            language: {organ.key: organ.names[language].name for organ in self.organs if language in organ.names}
            for language in sorted(languages)
        }

    @cached_property
    def printed_times(self) -> Mapping[str, frozenset[str]]:
        """Time-frame key -> the ways in which the source prints it, without spaces."""
        printed: dict[str, set[str]] = {}
        for row in self.plan.rows:
            frame = row.time_frame.value
            if frame.key:
                printed.setdefault(frame.key, set()).add("".join(frame.printed.split()))
        return {key: frozenset(forms) for key, forms in printed.items()}
