"""Every peer and this assistant on the same questions in one run: shares by kind, speed, and who won where."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from assistant.assistant import Assistant
from evals.case import Case
from evals.peers import langchain_quickstart, others, rows, txtai_hybrid
from evals.peers.editions import Edition, edition
from evals.peers.peer import Peer
from evals.peers.reader import can_be_asked, holds_the_answer
from evals.run import judge_with
from evals.statistics import Proportion, percentile
from evals.yardstick import Yardstick

PEERS: tuple[Peer, ...] = (*rows.PEERS, *langchain_quickstart.PEERS, *others.PEERS, *txtai_hybrid.PEERS)
OURS = "this assistant"


@dataclass(slots=True)
class Standing:
    """How one system did."""

    name: str
    versions: str
    right: dict[str, bool] = field(default_factory=dict)
    """Case name -> whether it was right."""
    ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """What it raised instead of answering: a fault, and not a measure of how well it answers."""


def side_by_side(
    cases: Iterable[Case], yardstick: Yardstick, peers: Sequence[Peer]
) -> tuple[list[Case], list[Standing]]:
    """The questions that could be put to all, and how each system did; this assistant first, and strictly."""
    asked = [case for case in cases if can_be_asked(case)]
    languages = sorted({case.language for case in asked})
    editions: dict[str, Edition] = {language: edition(yardstick, language) for language in languages}
    return asked, [_ours(asked, yardstick), *(_theirs(peer, asked, editions) for peer in peers)]


def _ours(cases: Sequence[Case], yardstick: Yardstick) -> Standing:
    assistant, standing = Assistant(), Standing(OURS, "exact facts, status and citations; no reader helps")
    for case in cases:
        start = time.perf_counter()
        result = judge_with(lambda case: assistant.ask(case.question), "peers", case, yardstick)
        standing.ms.append((time.perf_counter() - start) * 1000)
        standing.right[case.name] = result.passed
        standing.errors += [result.error] if result.error else []
    return standing


def _theirs(peer: Peer, cases: Sequence[Case], editions: dict[str, Edition]) -> Standing:
    standing = Standing(peer.name, peer.versions)
    searches = {language: peer.build(one) for language, one in editions.items()}
    for case in cases:
        start = time.perf_counter()
        passages = searches[case.language](case.question)
        standing.ms.append((time.perf_counter() - start) * 1000)
        standing.right[case.name] = holds_the_answer(case, passages, editions[case.language])
    return standing


def print_standings(console: Console, cases: Sequence[Case], standings: Sequence[Standing]) -> None:
    """A column for each system, a row for each kind; then what peers got right and this assistant did not."""
    table = Table("kind", "n", *(standing.name for standing in standings), title="Right answers", title_justify="left")
    for kind in sorted({case.kind for case in cases}):
        _add_row(table, kind, [case for case in cases if case.kind == kind], standings)
    table.add_section()
    for language in sorted({case.language for case in cases}):
        _add_row(table, f"all, {language}", [case for case in cases if case.language == language], standings)
    table.add_row("ms, median", "", *(f"{percentile(standing.ms, 0.5):.2f}" for standing in standings))
    console.print(table)
    for standing in standings:
        console.print(f"{standing.name}: {standing.versions}", highlight=False)
        if standing.errors:
            console.print(f"[red]{len(standing.errors)} questions raised an error[/red], such as {standing.errors[0]}")
    for name, questions in peers_wins(cases, standings):
        console.print(f"{name} held the answer where this assistant failed: {len(questions)}", highlight=False)
        for question in questions[:5]:
            console.print(f"    {question}", highlight=False, markup=False)


def _add_row(table: Table, label: str, cases: Sequence[Case], standings: Sequence[Standing]) -> None:
    shares = (Proportion(sum(one.right[case.name] for case in cases), len(cases)) for one in standings)
    table.add_row(label, str(len(cases)), *map(_shown, shares))


def _shown(share: Proportion) -> str:
    low, high = share.interval
    return f"{share.share:.1%} [dim]{100 * low:.0f}–{100 * high:.0f}[/dim]"


def peers_wins(cases: Sequence[Case], standings: Sequence[Standing]) -> Iterator[tuple[str, list[str]]]:
    """Each peer with the questions that it could answer and this assistant could not."""
    ours, *theirs = standings
    for standing in theirs:
        won = [case.question for case in cases if standing.right[case.name] and not ours.right[case.name]]
        if won:
            yield standing.name, won


def installed(peers: Sequence[Peer], say: Callable[[str], None]) -> tuple[Peer, ...]:
    """The peers that can run here; says which cannot."""
    for peer in peers:
        if not peer.is_installed:
            say(f"Left out: {peer.name} ({peer.versions})")
    return tuple(peer for peer in peers if peer.is_installed)
