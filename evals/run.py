"""Cases -> run record: every question asked of one assistant per process, every answer scored."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.answer import Answer
from assistant.assistant import Assistant
from corpus.errors import PlanAssistantError
from evals import grounding, scorers
from evals.case import Case, CaseSet
from evals.record import Result, RunRecord, commit, versions
from evals.scoring import Score, decide, failed, not_scored
from evals.truth import outcome
from evals.yardstick import Yardstick

SCORERS: tuple[scorers.Scorer, ...] = (
    scorers.status,
    scorers.route,
    scorers.facts,
    scorers.refs_f1,
    scorers.roles_apart,
    scorers.order,
    scorers.topic_rank,
    scorers.notices,
    scorers.language,
    grounding.marks,
    grounding.verbatim,
    grounding.anchored,
    grounding.cites,
    grounding.supported,
    grounding.relevant,
)
Ask = Callable[[Case], Answer]
Job = tuple[str, Case]
"""A case with the name of its set."""
_CHUNK = 16
"""Cases handed to a process at a time."""


def run(sets: Iterable[CaseSet], *, jobs: int = 1, seed: int = 0, check_suggestions: bool = False) -> RunRecord:
    """Run cases and score them.

    Args:
        sets: the cases.
        jobs: processes; each loads an assistant of its own.
        seed: kept in the record, for the statistics made from it.
        check_suggestions: also ask what each answer suggests, and look whether it is answered.
    """
    work = [(one.name, case) for one in sets for case in one.cases]
    started, clock = datetime.now(UTC), time.perf_counter()
    judge = _judge_fully if check_suggestions else _judge
    pairs = list(_with_progress(_judged(judge, work, jobs), len(work)))
    manifest = _yardstick().manifest
    return RunRecord(
        commit=commit(),
        started=started.isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - clock, 2),
        seed=seed,
        document=manifest.id,
        document_sha256=manifest.edition().sha256,
        index=next((name for _, name in reversed(pairs) if name), None),
        versions=versions(),
        results=tuple(result for result, _ in pairs),
    )


def judge_with(ask: Ask, set_name: str, case: Case, yardstick: Yardstick) -> Result:
    """One case asked in any way, and scored. What the assistant raises is a result, not an end."""
    answer, error = None, None
    try:
        answer = ask(case)
    except PlanAssistantError as raised:
        error = f"{type(raised).__name__}: {raised}"
    except Exception as raised:  # a fault of ours in one question must not hide the other thousand
        error = f"{type(raised).__name__}: {raised}"
    scores = _scores(case, answer, yardstick) if answer else (failed("answers", error or "no answer"),)
    return Result(set=set_name, case=case, answer=answer, error=error, scores=scores, outcome=outcome(case, answer))


def _scores(case: Case, answer: Answer, yardstick: Yardstick) -> tuple[Score, ...]:
    return tuple(scorer(case, answer, yardstick) for scorer in SCORERS)


def _judged(
    judge: Callable[[Job], tuple[Result, str | None]], work: Sequence[Job], jobs: int
) -> Iterator[tuple[Result, str | None]]:
    if jobs <= 1:
        yield from map(judge, work)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(judge, work, chunksize=_CHUNK)


@cache
def _assistant() -> Assistant:
    return Assistant()


@cache
def _yardstick() -> Yardstick:
    return Yardstick.load()


def _judge(job: Job) -> tuple[Result, str | None]:
    set_name, case = job
    assistant = _assistant()

    def ask(case: Case) -> Answer:
        return assistant.ask(case.question, id=case.name, context=case.context)

    result = judge_with(ask, set_name, case, _yardstick())
    return result, assistant.finder.index.name if assistant.finder.is_ready() else None


def _judge_fully(job: Job) -> tuple[Result, str | None]:
    result, index = _judge(job)
    return result.model_copy(update={"scores": (*result.scores, _suggestions(result))}), index


def _suggestions(result: Result) -> Score:
    """What the answer suggests asking next is answered when it is asked next."""
    if result.answer is None or not result.answer.suggestions:
        return not_scored("suggestions", "suggests nothing")
    context = (*result.case.context, result.case.question)
    asked = {text: _assistant().ask(text, context=context).status for text in result.answer.suggestions}
    unanswered = [f"{text!r} is {status}" for text, status in asked.items() if status not in ("answered", "not_stated")]
    share = 1 - len(unanswered) / len(asked)
    return decide("suggestions", not unanswered, "; ".join(unanswered), share)


def _with_progress(results: Iterator[tuple[Result, str | None]], total: int) -> Iterator[tuple[Result, str | None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("Asking", total=total)
        wrong = 0
        for result, index in results:
            wrong += not result.passed
            progress.update(task, advance=1, description=f"Asking ({wrong} failed)")
            yield result, index
