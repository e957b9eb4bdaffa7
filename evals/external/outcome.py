"""What other people's questions gave: a record that can be kept, and two tables."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track
from rich.table import Table

from corpus.provenance import Record
from evals.external import folder
from evals.external.abstaining import Ask, Refused, abstain
from evals.external.searching import LEGS, Recalled, search
from evals.record import commit, versions
from evals.statistics import Proportion
from index.encoder import ShippedEncoder

T = TypeVar("T")
_CAUTION = (
    "The weights of maxsim were chosen on XQuAD, among other sets: its numbers are a little too good. Nothing was trained "
    "on XQuAD or CMRC2018."
)


class External(Record):
    """One run over other people's questions."""

    commit: str
    started: str
    seed: int
    encoder: str
    """Fingerprint of the encoder that was measured."""
    versions: dict[str, str]
    recalled: tuple[Recalled, ...]
    refused: tuple[Refused, ...]


def measure(
    data: Path, encoder: ShippedEncoder, ask: Ask, *, languages: Sequence[str], sample: int, refusals: int, seed: int
) -> External:
    """Runs both parts.

    Args:
        data: the folder.
        encoder: whose legs search.
        ask: the assistant.
        languages: of the questions; all when empty.
        sample: questions of each search task, 0 for all.
        refusals: questions of each collection that the assistant is asked, 0 for all.
        seed: of both samples.

    Raises:
        ExternalDataError: the folder's file is not what it should be.
        SelectionError: there is nothing in one of the languages.
    """
    content, started = folder.read(data), datetime.now(UTC).isoformat(timespec="seconds")
    tasks = list(folder.tasks(content, languages, sample, seed))
    foreign = list(folder.foreign(content, languages, refusals, seed))
    return External(
        commit=commit(),
        started=started,
        seed=seed,
        encoder=encoder.fingerprint,
        versions=versions(),
        recalled=tuple(line for task in _tracked(tasks, "Searching") for line in search(task, encoder)),
        refused=tuple(abstain(one, ask) for one in _tracked(foreign, "Asking")),
    )


def _tracked(some: Sequence[T], label: str) -> Iterable[T]:
    return track(some, label, console=Console(stderr=True), transient=True)


def print_external(console: Console, run: External, shown: int) -> None:
    """The tables, and some of the questions that should not have been answered."""
    console.print(_recall_table(run.recalled))
    console.print(_CAUTION, highlight=False, soft_wrap=True)
    if run.refused:
        console.print(_refusal_table(run.refused))
    for one in run.refused:
        for asserted in random.Random(run.seed).sample(one.asserted, min(shown, len(one.asserted))):
            found = ", ".join(asserted.refs[:3]) or "no item"
            console.print(
                f"✗ {one.language} {asserted.question}  → {asserted.route}: {found}", markup=False, soft_wrap=True
            )


def _recall_table(lines: Sequence[Recalled]) -> Table:
    title = "The right paragraph, by languages of question and paragraphs: recall at 1 / at 5, with 95 % intervals"
    table = Table(title=title, title_justify="left")
    for way in ("XQuAD", "n", *LEGS):
        table.add_column(way, no_wrap=True)
    by_task: dict[str, dict[str, Recalled]] = {}
    for line in lines:
        by_task.setdefault(line.task, {})[line.way] = line
    for task, ways in by_task.items():
        one = next(iter(ways.values()))
        table.add_row(
            task.removeprefix("xquad "),
            f"{one.questions} in {one.paragraphs}",
            *(_recall_cell(ways.get(way)) for way in LEGS),
        )
    return table


def _recall_cell(line: Recalled | None) -> str:
    return f"{_percent(line.at_1)} / {_percent(line.at_5)}" if line else "–"


def _refusal_table(lines: Sequence[Refused]) -> Table:
    title = "Questions about other documents, asked as they are"
    table = Table("collection", "language", "n", "refused", "nothing asserted", "statuses", title=title)
    table.title_justify = "left"
    for line in lines:
        statuses = ", ".join(f"{status} {count}" for status, count in line.statuses.items())
        shares = (_percent(line.refusals), _percent(line.harmless))
        table.add_row(line.collection, line.language, str(line.refusals.of), *shares, statuses)
    return table


def _percent(share: Proportion) -> str:
    """ "93.3 % 91–95"."""
    low, high = share.interval
    return f"{100 * share.share:.1f} [dim]{100 * low:.0f}–{100 * high:.0f}[/dim]"
