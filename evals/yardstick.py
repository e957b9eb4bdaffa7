"""What answers are held against besides a case: the source's lines, the plan's organs and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus import load_manifest, load_organs, load_plan, source_lines
from corpus.library import DEFAULT_DOCUMENT
from corpus.manifest import Manifest, Organ
from corpus.plan import Plan
from corpus.provenance import Span
from corpus.references import Reference


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

    @cached_property
    def places(self) -> Mapping[tuple[str, str | None], frozenset[tuple[int, int]]]:
        """(reference, annex) -> the first and last lines between which the source prints something of that item."""
        found: dict[tuple[str, str | None], set[tuple[int, int]]] = {}
        for reference, annex, spans in self._spans():
            found.setdefault((str(reference), annex), set()).update((s.first_line, s.last_line) for s in spans)
        return {key: frozenset(lines) for key, lines in found.items()}

    def _spans(self) -> Iterator[tuple[Reference, str | None, tuple[Span, ...]]]:
        yield from ((paragraph.reference, None, paragraph.text.spans) for paragraph in self.plan.paragraphs)
        yield from ((sub.reference, "I", sub.title.spans) for sub in self.plan.subdirections)
        yield from ((row.reference, "II", (row.span,)) for row in self.plan.rows)
        for direction in self.plan.directions:
            yield direction.reference, "I", direction.title.spans
            yield direction.reference, "II", direction.title_annex_ii.spans
        for action in self.plan.actions:
            yield action.reference, "I", action.annex_i.spans
            yield action.reference, "II", action.annex_ii.spans
