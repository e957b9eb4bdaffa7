"""What was asked, as a closed union of typed queries: one frozen model for each kind of question."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from corpus.plan import Role
from corpus.provenance import Record
from corpus.references import Reference
from index.selection import Clause, Selection, Unit

DocumentFacet = Literal[
    "title",
    "session",
    "date",
    "agenda",
    "author",
    "status",
    "symbol",
    "period",
    "size",
    "purpose",
    "language",
    "annex_i",
    "annex_ii",
]
Matter = Literal["progress", "person", "money", "place", "manner", "definition"]
GroupBy = Literal["organ", "role", "time", "direction", "action"]


class ItemQuery(Record):
    """About single items: who, when, what they say, or everything."""

    kind: Literal["item"] = "item"
    references: tuple[Reference, ...] = Field(min_length=1)
    roles: tuple[Role, ...] = ()
    """Roles that were asked for."""
    time: bool = False
    text: bool = False
    source: bool = False
    """Whether the source's own lines are asked for."""
    missing: tuple[str, ...] = ()
    """Numbers named beside them that do not exist."""

    @property
    def everything(self) -> bool:
        """Whether no field was named."""
        return not (self.roles or self.time or self.text or self.source)


class ListQuery(Record):
    """Which rows, outputs, actions … meet some conditions."""

    kind: Literal["list"] = "list"
    selection: Selection
    roles: tuple[Role, ...] = ()
    """Roles that were asked for in addition to the list."""
    time: bool = False


class CountQuery(Record):
    """How many meet some conditions; without conditions, how many there are."""

    kind: Literal["count"] = "count"
    selection: Selection
    share: bool = False


class GroupQuery(Record):
    """Counts by organ, role, time frame or direction; the most, the fewest, a comparison."""

    kind: Literal["group"] = "group"
    selection: Selection
    by: GroupBy
    among: tuple[str, ...] = ()
    """Keys of the groups that are compared; empty for all."""
    role: Role | None = None
    """For groups of organs: the role that counts; None for any."""
    extreme: Literal["most", "fewest"] | None = None


class PairsQuery(Record):
    """Which organs share rows."""

    kind: Literal["pairs"] = "pairs"
    selection: Selection
    extreme: Literal["most", "fewest"] | None = None


class StructureQuery(Record):
    """What stands under an item, or which items of a unit there are."""

    kind: Literal["structure"] = "structure"
    parents: tuple[Reference, ...] = ()
    unit: Unit | None = None
    """None: what stands directly under the parent."""


class ParentQuery(Record):
    """Under which direction or sub-direction an item stands."""

    kind: Literal["parent"] = "parent"
    reference: Reference
    unit: Unit


class ParagraphQuery(Record):
    """About numbered paragraphs of the note."""

    kind: Literal["paragraph"] = "paragraph"
    references: tuple[Reference, ...] = Field(min_length=1)
    premise: Literal["confirmed", "corrected"] | None = None
    """For a leading question: whether what it asserts is what the paragraph says."""


class DocumentQuery(Record):
    """About the document itself."""

    kind: Literal["document"] = "document"
    facets: tuple[DocumentFacet, ...] = Field(min_length=1)
    claim: str | None = None
    """What a leading question asserts: a number, `draft` or `adopted`."""


class PremiseQuery(Record):
    """Something is asserted of an item: is it so?"""

    kind: Literal["premise"] = "premise"
    references: tuple[Reference, ...] = Field(min_length=1)
    claims: tuple[Clause, ...] = Field(min_length=1)
    """All of them are asserted of every row of the items."""
    outsider: str | None = None
    """Key of an actor outside the organ columns that was named as the organ."""
    why: bool = False
    """Whether a reason is asked for; the plan gives none."""


class CountPremiseQuery(Record):
    """A number is asserted of a set."""

    kind: Literal["count_premise"] = "count_premise"
    selection: Selection
    asserted: int


class DifferenceQuery(Record):
    """How the two annexes word actions differently."""

    kind: Literal["difference"] = "difference"
    references: tuple[Reference, ...] = ()
    """Actions, sub-directions or directions; empty for the whole plan."""
    sense_only: bool = False
    title: bool = False
    """Whether the titles of directions are meant."""
    count: bool = False


class DefectQuery(Record):
    """What the source itself gets wrong."""

    kind: Literal["defect"] = "defect"
    references: tuple[Reference, ...] = ()


class ProgressQuery(Record):
    """Whether something was done, who in person does it, what it costs: the plan does not say that."""

    kind: Literal["progress"] = "progress"
    about: Matter = "progress"
    references: tuple[Reference, ...] = ()


class OutsiderQuery(Record):
    """What an actor that is no organ of the table is responsible for."""

    kind: Literal["outsider"] = "outsider"
    outsider: str
    text: str
    mentioned: bool = False
    """Whether only the items that mention it are asked for, not what it has to do."""


class TopicQuery(Record):
    """A question by topic, in the asker's own words."""

    kind: Literal["topic"] = "topic"
    text: str
    """The question as it goes to the search."""
    content: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    time: bool = False
    clauses: tuple[Clause, ...] = ()
    """Conditions that the items found must meet."""


class MetaQuery(Record):
    """A greeting, thanks, good-bye, or "what can I ask?"."""

    kind: Literal["meta"] = "meta"
    topic: Literal["greeting", "thanks", "bye", "help"]


class ClarifyQuery(Record):
    """The question can be read in several ways, or lacks its subject."""

    kind: Literal["clarify"] = "clarify"
    reason: str
    """A key of the phrases: `commission`, `committee`, `nothing_in_focus`, `empty`, `too_long` …"""
    options: tuple[str, ...] = ()
    """Complete questions that can be chosen."""
    organs: tuple[str, ...] = ()
    """The organs between which to choose, when that is the choice."""


class NotFoundQuery(Record):
    """An item is named that the plan does not have."""

    kind: Literal["not_found"] = "not_found"
    asked: tuple[str, ...] = Field(min_length=1)
    """The numbers as written."""
    nearest: tuple[Reference, ...] = ()


Query = Annotated[
    ItemQuery
    | ListQuery
    | CountQuery
    | GroupQuery
    | PairsQuery
    | StructureQuery
    | ParentQuery
    | ParagraphQuery
    | DocumentQuery
    | PremiseQuery
    | CountPremiseQuery
    | DifferenceQuery
    | DefectQuery
    | ProgressQuery
    | OutsiderQuery
    | TopicQuery
    | MetaQuery
    | ClarifyQuery
    | NotFoundQuery,
    Field(discriminator="kind"),
]
