"""Question kinds, one module each: how a kind is recognised in a reading, and how it is answered from the records.

The order of `RECOGNISERS` is the order in which kinds are tried: what is named exactly comes before what is described.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.desk import Desk
from assistant.evidence import Draft
from assistant.kinds import (
    counting,
    difference,
    document,
    grouping,
    item,
    listing,
    meta,
    outside,
    paragraph,
    premise,
    structure,
    topic,
)
from assistant.question import Query
from assistant.reading import Reading
from index.records import Records

Recogniser = Callable[[Reading, Records], Query | None]

RECOGNISERS: tuple[Recogniser, ...] = (
    meta.recognise,
    difference.recognise,
    outside.recognise,
    paragraph.recognise,
    grouping.recognise,
    premise.recognise_count,
    premise.recognise,
    counting.recognise,
    document.recognise,
    structure.recognise_place,
    structure.recognise,
    listing.recognise_within_item,
    item.recognise,
    listing.recognise,
)


def answer(query: Query, desk: Desk) -> Draft:  # noqa: C901 - one case a kind, on purpose in one place
    """Draft the answer to a query; every kind has exactly one way."""
    match query.kind:
        case "item":
            return item.answer(query, desk)
        case "list":
            return listing.answer(query, desk)
        case "count":
            return counting.answer(query, desk)
        case "group":
            return grouping.answer(query, desk)
        case "pairs":
            return grouping.answer_pairs(query, desk)
        case "structure":
            return structure.answer(query, desk)
        case "parent":
            return structure.answer_parent(query, desk)
        case "paragraph":
            return paragraph.answer(query, desk)
        case "document":
            return document.answer(query, desk)
        case "premise":
            return premise.answer(query, desk)
        case "count_premise":
            return premise.answer_count(query, desk)
        case "difference":
            return difference.answer(query, desk)
        case "defect":
            return difference.answer_defects(query, desk)
        case "progress":
            return outside.answer(query, desk)
        case "outsider":
            return outside.answer_outsider(query, desk)
        case "topic":
            return topic.answer(query, desk)
        case "meta":
            return meta.answer(query, desk)
        case "clarify":
            return meta.answer_clarify(query, desk)
        case "not_found":
            return meta.answer_not_found(query, desk)
