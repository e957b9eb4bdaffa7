"""Everything an answer may rest on: one document's records, lines, known defects and renderings."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from assistant.lexicon import read_vocabulary, stem
from corpus import load_defects, load_manifest, load_organs, load_plan, source_lines
from corpus.ambiguities import Ambiguity, load_ambiguities
from corpus.defects import Defect
from corpus.differences import Difference, Remark, difference_of, load_remarks
from corpus.manifest import Manifest, Organ
from corpus.plan import Action
from corpus.references import Reference
from corpus.renderings import load_renderings
from index.records import Records


class Sources:
    """One document, loaded once.

    Args:
        document: name of its folder.
        root: folder of the documents, or None for the default one.

    Raises:
        CorpusError: the document does not load, parse or reconcile.
    """

    def __init__(self, document: str, root: Path | None = None) -> None:
        self.document = document
        self._root = root
        self.manifest: Manifest = load_manifest(document, root)
        self.organs: tuple[Organ, ...] = load_organs(document, root)
        self.plan = load_plan(document, root)
        self.records = Records(self.plan)
        self.lines = source_lines(document, root)
        self._rendered: dict[str, dict[tuple[str, str], str]] = {}

    @cached_property
    def organ_order(self) -> tuple[str, ...]:
        """Organ keys in the order in which answers list them."""
        return tuple(organ.key for organ in self.organs)

    @cached_property
    def defects(self) -> tuple[Defect, ...]:
        """The ledger of what the source gets wrong."""
        return load_defects(self.document, self._root)

    @cached_property
    def differences(self) -> dict[Reference, Difference]:
        """How the two wordings of each action differ."""
        return {action.reference: difference_of(action) for action in self.plan.actions}

    @cached_property
    def remarks(self) -> dict[Reference, Remark]:
        """What this project says of differences in sense, scope or term."""
        return {ref: remark for remark in load_remarks(self.document, self._root) for ref in remark.refs}

    @cached_property
    def ambiguities(self) -> dict[str, Ambiguity]:
        """Names that stand for several things here."""
        return load_ambiguities(self.document, self._root)

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Words that are spelt right although no phrase has them: those of the plan's renderings, by their stem."""
        texts = (text for language in ("en",) for text in load_renderings(language, self.document, self._root).values())
        return frozenset(stem(word) for text in texts for word in text.lower().split() if word.isalpha())

    @cached_property
    def printed_outsiders(self) -> dict[str, tuple[str, ...]]:
        """How the source prints actors that its organ columns do not name, by their key."""
        words = read_vocabulary(f"{self.plan.language}.words.toml")["outsider"]
        return {key: tuple(phrases) for key, phrases in words.items()}

    def rendering(self, ref: str, field: str, language: str) -> str | None:
        """An unofficial rendering in a language, or None. An action's Annex II falls back on Annex I when they agree."""
        found = self._renderings(language)
        if (ref, field) in found:
            return found[ref, field]
        fallback = {"annex_ii": "annex_i", "title_annex_ii": "title"}.get(field)
        return found.get((ref, fallback)) if fallback else None

    def _renderings(self, language: str) -> dict[tuple[str, str], str]:
        if language not in self._rendered:
            self._rendered[language] = load_renderings(language, self.document, self._root)
        return self._rendered[language]

    def organ_phrases(self) -> dict[str, tuple[str, ...]]:
        """Every name and alias of each organ, in all languages."""
        return {
            organ.key: tuple(phrase for name in organ.names.values() for phrase in (name.name, *name.aliases))
            for organ in self.organs
        }

    def actions_under(self, references: tuple[Reference, ...]) -> tuple[Action, ...]:
        """The actions under some items, all of them when none is named."""
        actions = self.plan.actions
        if not references:
            return actions
        return tuple(
            action
            for action in actions
            if any(ref.contains(action.reference) or ref == action.reference for ref in references)
        )
