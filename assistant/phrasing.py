"""The sentences of answers in one language: templates of the vocabulary, filled with values of the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from assistant.errors import VocabularyError
from assistant.lexicon import FOLDER, read_vocabulary
from corpus.manifest import Organ
from corpus.plan import Role, TimeFrame
from corpus.references import Level, Reference
from index.selection import (
    ALL_ROLES,
    AnyOf,
    BlankTerm,
    Clause,
    OnlyInTerm,
    OrganTerm,
    OutputTerm,
    ScopeTerm,
    SeveralTerm,
    TimeTerm,
    Unit,
)

_LEVEL_KEYS = {
    Level.DIRECTION: "direction",
    Level.SUBDIRECTION: "subdirection",
    Level.ACTION: "action",
    Level.OUTPUT: "output",
    Level.PARAGRAPH: "paragraph",
    Level.ANNEX: "annex",
}


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Languages in which answers can be worded."""
    return tuple(sorted(path.name.split(".")[0] for path in FOLDER.glob("*.phrases.toml")))


class Phrasing:
    """Words an answer in one language.

    Args:
        language: one of `languages()`.
        organs: the document's organs, for their printed names.
    """

    def __init__(self, language: str, organs: Iterable[Organ]) -> None:
        self.language = language
        self._templates: Mapping[str, Mapping[str, str]] = read_vocabulary(f"{language}.phrases.toml")
        self._organs = {organ.key: organ.names[language] for organ in organs}
        self.names = {name.name: key for key, name in self._organs.items()}
        """Printed name -> key, for the check that a text names no organ it has no evidence for."""

    def say(self, key: str, **slots: object) -> str:
        """Fill one template; `key` is "table.name".

        Raises:
            VocabularyError: there is no such template, or it has a slot that is not filled.
        """
        table, _, name = key.partition(".")
        try:
            return self._templates[table][name].format_map(slots)
        except (KeyError, IndexError) as error:
            raise VocabularyError(f"{self.language}.phrases.toml: {key} lacks {error}") from error

    def organ(self, key: str) -> str:
        """An organ's printed name."""
        return self._organs[key].name

    def organs(self, keys: Iterable[str], *, bold: bool = True, article: bool = False) -> str:
        """Several organs as one phrase: "the **Council** and the **Secretariat**"."""
        return self.joined(self._organ(key, bold, article) for key in keys)

    def _organ(self, key: str, bold: bool, article: bool) -> str:
        entry = self._organs[key]
        name = f"**{entry.name}**" if bold else entry.name
        full = entry.article or entry.name
        return full.replace(entry.name, name) if article else name

    def joined(self, parts: Iterable[str]) -> str:
        """A, B and C."""
        items = list(parts)
        if len(items) < 2:
            return "".join(items)
        return self.say("form.comma").join(items[:-1]) + self.say("form.and") + items[-1]

    def listed(self, parts: Iterable[str]) -> str:
        """A, B, C."""
        return self.say("form.comma").join(parts)

    def ref(self, reference: Reference, *, bold: bool = True) -> str:
        """An item with the word for its level: "action **3.2.3**"."""
        if reference.level is Level.PARAGRAPH:
            return self.say("ref.paragraph", ref=reference.numbers[0])
        name = f"**{reference}**" if bold else str(reference)
        return self.say(f"ref.{_LEVEL_KEYS[reference.level]}", ref=name)

    def quote(self, text: str) -> str:
        """Words of the source or of its rendering, marked as such."""
        return self.say("form.quote", text=text)

    def unit(self, unit: Unit, count: int) -> str:
        """The word for a unit, in the number that the count asks for."""
        return self.say(f"unit_{'one' if count == 1 else 'many'}.{unit.value}")

    def time(self, frame: TimeFrame) -> str:
        """A time frame as words."""
        return self.time_key(frame.key)

    def time_key(self, key: str | None) -> str:
        """The words for a time frame's key: "2021", "ongoing" …; None is a blank cell."""
        if key is None:
            return self.say("time.unstated")
        return self.say("time.year", year=key) if key.isdigit() else self.say(f"time.{key}")

    def role(self, role: Role) -> str:
        """The short word for a role."""
        return self.say(f"role.{role.value}")

    def conditions(self, clauses: Iterable[Clause]) -> str:
        """The conditions of a list, as labels: "coordinating: Council; due by the end of 2020"."""
        parts = [self._clause(clause) for clause in clauses]
        return f"*{self.say('form.semicolon').join(parts)}*" if parts else ""

    def _clause(self, clause: Clause) -> str:
        match clause:
            case AnyOf():
                return self.say("condition.or").join(self._clause(term) for term in clause.terms)
            case OrganTerm():
                return self._organ_clause(clause)
            case OnlyInTerm():
                return self.say("condition.only_in", role=self.role(clause.role), organs=self.organ(clause.organ))
            case TimeTerm():
                said = self._time_clause(clause)
                return self.say("condition.time_not", time=said) if clause.negated else said
            case ScopeTerm():
                refs = self.listed(self.ref(ref, bold=False) for ref in clause.references)
                return self.say("condition.scope_not" if clause.negated else "condition.scope", refs=refs)
            case BlankTerm():
                name = self.say("time.name") if clause.field == "time_frame" else self.say(f"role_name.{clause.field}")
                return self.say("condition.filled" if clause.negated else "condition.blank", field=name)
            case SeveralTerm():
                return self.say("condition.several", role=self.say(f"role_name.{clause.role}"), least=clause.least)
            case OutputTerm():
                return self.say("condition.output_not" if clause.negated else "condition.output")

    def _organ_clause(self, term: OrganTerm) -> str:
        names = [self.organ(key) for key in term.organs]
        joined = self.joined(names) if term.every else self.say("condition.or").join(names)
        if term.every:
            joined = self.say("condition.both", organs=joined)
        any_role = set(term.roles) == set(ALL_ROLES)
        key = "condition.organ" + ("_any" if any_role else "") + ("_only" if term.only else "")
        key += "_not" if term.negated and not term.only else ""
        role = self.say("condition.roles_or").join(map(self.role, term.roles))
        return self.say(key, role=role, organs=joined)

    def _time_clause(self, term: TimeTerm) -> str:
        parts = []
        if term.years:
            parts.append(self.say("condition.years", years=self.joined(map(str, term.years))))
        elif term.first is not None and term.first == term.last:
            parts.append(self.say("condition.year", first=term.first))
        elif term.first is not None and term.last is not None:
            parts.append(self.say("condition.between", first=term.first, last=term.last))
        elif term.last is not None:
            parts.append(self.say("condition.by", last=term.last))
        elif term.first is not None:
            parts.append(self.say("condition.since", first=term.first))
        kinds = [
            self.say("condition.kind_year") if kind == "year" else self.time_key(kind.value) for kind in term.kinds
        ]
        return self.say("condition.or").join(parts + kinds)
