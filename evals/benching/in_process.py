"""Latency by kind of question and throughput, in one process that is already warm."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from assistant.assistant import Assistant
from evals.benching.floors import DictionaryFloor, FullTextPeer, row_texts
from evals.benching.measurement import Measurement, Spread, timed
from evals.case import Case
from evals.yardstick import Yardstick

_WARM_UP = 2
"""Questions of each kind and language that are asked before anything is measured."""
_LOOKUP_MS, _LOOKUP_P99_MS = 1.0, 5.0
_TOPIC_MS, _TOPIC_P99_MS = 10.0, 30.0
_THREADS = (1, 8, 32)


def latencies(cases: Sequence[Case], yardstick: Yardstick, seed: int) -> Iterator[Measurement]:
    """Milliseconds to an answer, by kind; look-ups beside a dictionary, topics beside full-text search.

    Every question is asked once, and for the first time: what is kept from earlier ones must not flatter the numbers.
    """
    assistant = Assistant()
    dictionary, full_text = DictionaryFloor(yardstick.plan), FullTextPeer(row_texts(yardstick.plan))
    warm_up, asked = _parted(cases, seed)
    for case in warm_up:  # lazy imports, the index, tables that are made once
        assistant.ask(case.question, context=case.context)
    for kind, some in sorted(asked.items()):
        is_topic = kind in ("topic", "abstain", "out_of_scope")
        floor = full_text if is_topic else dictionary
        yield Measurement(
            name=f"in process: {kind}",
            unit="ms",
            measured=_spread(some, assistant.ask),
            floor_name="SQLite FTS5 by row" if is_topic else "dictionary by number",
            floor=_spread(some, floor.ask),
            target=_TOPIC_MS if is_topic else _LOOKUP_MS,
            target_p99=_TOPIC_P99_MS if is_topic else _LOOKUP_P99_MS,
        )


def _parted(cases: Sequence[Case], seed: int) -> tuple[list[Case], dict[str, list[str]]]:
    """Some cases of each kind and language to warm up with, and the other questions by kind."""
    shuffled = random.Random(seed).sample(cases, len(cases))
    seen: Counter[tuple[str, str]] = Counter()
    warm_up, asked = [], defaultdict[str, list[str]](list)
    for case in shuffled:
        seen[case.kind, case.language] += 1
        if seen[case.kind, case.language] <= _WARM_UP:
            warm_up.append(case)
        else:
            asked[case.kind].append(case.question)
    return warm_up, asked


def _spread(questions: Sequence[str], ask: Callable[[str], object]) -> Spread:
    return Spread.of(timed(partial(ask, question)) for question in questions)


def throughput(cases: Sequence[Case], yardstick: Yardstick, seconds: float, seed: int) -> Iterator[Measurement]:
    """Questions a second of a mixed list, by threads that ask without pause."""
    assistant, full_text = Assistant(), FullTextPeer(row_texts(yardstick.plan))
    mixed = random.Random(seed).sample(cases, min(400, len(cases)))
    for case in mixed:
        assistant.ask(case.question, context=case.context)
    floor = _per_second(mixed, lambda case: full_text.ask(case.question), 1, seconds)
    for threads in _THREADS:
        rate = _per_second(mixed, lambda case: assistant.ask(case.question, context=case.context), threads, seconds)
        yield Measurement(
            name=f"throughput, {threads} at once",
            unit="questions/s",
            measured=Spread.of([rate]),
            floor_name="SQLite FTS5 by row, one at a time",
            floor=Spread.of([floor]),
            more_is_better=True,
        )


def _per_second(cases: Sequence[Case], ask: Callable[[Case], object], threads: int, seconds: float) -> float:
    end = time.perf_counter() + seconds

    def work(offset: int) -> int:
        done = 0
        while time.perf_counter() < end:
            ask(cases[(offset * 37 + done) % len(cases)])
            done += 1
        return done

    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        total = sum(pool.map(work, range(threads)))
    return total / (time.perf_counter() - start)
