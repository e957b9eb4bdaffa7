"""One size of document, measured in a process of its own: `python -m evals.benching.grown records|search FACTOR MB`.

A process of its own can be given a bound on its memory, and its peak is its own. Prints a JSON object.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from corpus.plan import Role
from evals.benching.floors import FullTextPeer
from evals.benching.larger import larger, larger_chunks, larger_index
from evals.benching.measurement import timed
from evals.benching.processes import memory_mb
from evals.case import Case
from evals.selecting import Filters, select
from evals.yardstick import Yardstick
from index.encoder import ShippedEncoder, load_encoder
from index.records import Records
from index.selection import OrganTerm, Selection, TimeTerm, Unit
from index.source import load_source

OUT_OF_MEMORY = 3
"""Exit status of a process that was not given enough."""
_QUESTIONS = 20
_LONGEST_SECONDS = 8.0
"""Of one measurement: at sizes where a call takes a second, twenty of them would say no more than eight."""


def main(arguments: Sequence[str]) -> int:
    """Measures one size; the exit status tells when the memory did not suffice."""
    part, factor, most_mb = arguments[0], int(arguments[1]), int(arguments[2])
    _bound(most_mb)
    try:
        print(json.dumps({**PARTS[part](factor), "mb": memory_mb("self", "VmHWM")}))
    except (MemoryError, SystemError):  # the interpreter does not always find the memory for the right error
        return OUT_OF_MEMORY
    return 0


def _bound(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows: there, only the time is bounded
        return
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


def _records(factor: int) -> dict[str, object]:
    yardstick = Yardstick.load()
    start = time.perf_counter()
    records = Records(larger(yardstick.plan, factor))
    actions = records.plan.actions
    records.rows_of(actions[0].reference)
    opened = (time.perf_counter() - start) * 1000
    # Each selection once: those that were asked before are remembered.
    lists = [partial(records.select, selection) for selection in _selections(yardstick.organ_keys)]
    step = max(1, len(actions) // _QUESTIONS)
    items = [partial(records.rows_of, action.reference) for action in actions[::step]]
    times = {"combined list": _times(lists), "rows of an action": _times(items)}
    return {"items": len(records.plan.rows), "opened": opened, "ms": times}


def _selections(organs: Sequence[str]) -> Iterator[Selection]:
    years = ((2019, 2021), (2020, 2022), (2021, 2023))
    for organ, role, (first, last) in itertools.islice(itertools.product(organs, Role, years), _QUESTIONS):
        terms = (OrganTerm(organs=(organ,), roles=(role,)), TimeTerm(first=first, last=last))
        yield Selection(unit=Unit.OUTPUT, clauses=terms)


def _search(factor: int) -> dict[str, object]:
    encoder, chunks = load_encoder(None), load_source().chunks
    assert isinstance(encoder, ShippedEncoder)
    start = time.perf_counter()
    index = larger_index(chunks, factor, encoder)
    opened = (time.perf_counter() - start) * 1000
    questions = [(case.question, case.language) for case in _topics()]
    index.search(*questions.pop())
    times = {"search": _times([partial(index.search, *question) for question in questions])}
    return {"items": len(index.chunks), "opened": opened, "ms": times}


def _full_text(factor: int) -> dict[str, object]:
    chunks = load_source().chunks
    texts = [
        (str(chunk.reference), " ".join([chunk.text, *itertools.chain(*chunk.asked_as.values())]))
        for chunk in larger_chunks(chunks, factor)
    ]
    start = time.perf_counter()
    peer = FullTextPeer(texts)
    opened = (time.perf_counter() - start) * 1000
    times = {"search": _times([partial(peer.ask, case.question) for case in _topics()])}
    return {"items": len(texts), "opened": opened, "ms": times}


def _topics() -> list[Case]:
    sets = select(Filters(files=("topic",)), Yardstick.load())
    cases = [case for one in sets for case in one.cases]
    return cases[:: max(1, len(cases) // _QUESTIONS)]


def _times(calls: Sequence[Callable[[], object]]) -> list[float]:
    found: list[float] = []
    for call in calls:
        found.append(timed(call))
        if sum(found) > 1000 * _LONGEST_SECONDS:
            break
    return found


PARTS: dict[str, Callable[[int], dict[str, object]]] = {
    "records": _records,
    "search": _search,
    "full_text": _full_text,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
