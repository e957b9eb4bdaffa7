"""A run on the terminal: rates by kind and language with their intervals, and every failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.case import Case
from evals.judging import Judgement, Rate, wrong_facts
from evals.record import Result, RunRecord
from evals.scorers import answered_facts, expected_facts
from evals.scoring import listed
from evals.statistics import Proportion, bootstrap, percentile

_DEFECTS = ("roles_apart", "order", "language", "marks", "verbatim", "anchored", "cites", "notices")


def print_run(console: Console, run: RunRecord, judgement: Judgement, *, failures: int) -> None:
    """The tables, then at most so many failures of each set."""
    console.print(by_kind_and_language(run))
    if judgement.rates:
        console.print(rates(judgement.rates))
    print_failures(console, run.results, failures)
    console.print(summary(run, judgement))


def by_kind_and_language(run: RunRecord) -> Table:
    """Cases that passed, by set and kind, a column for each language."""
    languages = sorted({result.case.language for result in run.results})
    table = Table("set", "kind", title="Cases passed, with 95 % intervals", title_justify="left")
    for column in (*languages, "ms"):
        table.add_column(column, no_wrap=True)
    for set_name, kind in sorted({(r.set, r.case.kind) for r in run.results}):
        some = [r for r in run.results if (r.set, r.case.kind) == (set_name, kind)]
        cells = [passed_cell([r for r in some if r.case.language == language]) for language in languages]
        table.add_row(set_name, kind, *cells, f"{median_ms(some):.2f}")
    everything = [passed_cell([r for r in run.results if r.case.language == language]) for language in languages]
    table.add_section()
    table.add_row("all", "", *everything, f"{median_ms(run.results):.2f}")
    return table


def passed_cell(results: Sequence[Result]) -> str:
    """ "97/100 97 % [91–99]"."""
    if not results:
        return ""
    share = Proportion(sum(result.passed for result in results), len(results))
    low, high = share.interval
    return f"{share.hits}/{share.of} {share.share:.1%} [dim]{100 * low:.0f}–{100 * high:.0f}[/dim]"


def median_ms(results: Iterable[Result]) -> float:
    """Median time inside the assistant, in milliseconds."""
    return percentile([result.answer.elapsed_ms for result in results if result.answer], 0.5)


def rates(measured: Sequence[Rate]) -> Table:
    """The rates of sets in which single cases may fail."""
    table = Table("rate", "language", "measured", "95 %", "must be", title="Rates", title_justify="left")
    for rate in measured:
        interval = "{:.0%}–{:.0%}".format(*rate.of.interval) if rate.of else ""
        bound = "≤" if rate.name == "over_refusal" else "≥"
        wanted = f"{bound} {rate.threshold:.0%}" if rate.threshold else "reported"
        style = "" if rate.is_reached else "red"
        table.add_row(rate.name, rate.language, f"{rate.measured:.1%}", interval, wanted, style=style)
    return table


def print_failures(console: Console, results: Iterable[Result], most: int) -> None:
    """Each failure with its question, what was expected and what came."""
    shown: dict[str, int] = {}
    for result in results:
        if result.passed:
            continue
        shown[result.set] = shown.get(result.set, 0) + 1
        if shown[result.set] <= most:
            console.print(failure(result), markup=False, highlight=False, soft_wrap=True)
    for set_name, count in shown.items():
        if count > most:
            console.print(f"… and {count - most} more failures in {set_name} (--failures shows more)")


def failure(result: Result) -> str:
    """One failure in a few lines."""
    case = result.case
    before = "".join(f"\n   after     {question}" for question in case.context)
    lines = [f"✗ {case.name} ({', '.join(case.tags)}){before}\n   question  {case.question}"]
    lines += [f"   {score.scorer:9} {score.reason}" for score in result.failures]
    if result.answer and result.failures:
        lines.append(f"   expected  {expectation(case)}")
        lines.append(f"   got       {got(result)}")
    return "\n".join(lines)


def expectation(case: Case) -> str:
    """What a case expects, on one line."""
    facts = {key: listed(sorted(values)) for key, values in expected_facts(case).items() if values}
    parts = [" or ".join(case.expect.statuses), *(f"{key} {value}" for key, value in facts.items())]
    return "; ".join(parts + [f"first three: {listed(case.expect.top)}"] * bool(case.expect.top))


def got(result: Result) -> str:
    """What the answer says, on one line."""
    if result.answer is None:
        return result.error or "no answer"
    facts = {key: listed(sorted(values)) for key, values in answered_facts(result.answer).items() if values}
    if "refs" in facts:  # in the answer's own order: of a search that is the ranking
        facts["refs"] = listed(result.answer.facts.refs)
    parts = [f"{result.answer.status}, {result.answer.route}", *(f"{key} {value}" for key, value in facts.items())]
    return "; ".join(parts)


def summary(run: RunRecord, judgement: Judgement) -> str:
    """The numbers that matter most, and the verdict."""
    worth = _by_group(run.results, lambda result: result.outcome.worth)
    values = [value for group in worth.values() for value in group]
    low, high = bootstrap(worth, run.seed)
    mean = sum(values) / (len(values) or 1)
    verdict = "[green]good[/green]" if judgement.is_good else "[red]not good[/red]"
    raised = [result.error for result in run.results if result.error]
    errors = (
        f"[red]{len(raised)} questions raised an error[/red], such as {escape(raised[0] or '')}\n" if raised else ""
    )
    owed = f"; {len(judgement.owed)} cases had to pass and failed" if judgement.owed else ""
    missed = [f"{rate.name} {rate.language}" for rate in judgement.rates if not rate.is_reached]
    return (
        f"{len(run.results)} cases in {run.seconds:.1f} s at {escape(run.commit)}, index {run.index or 'not opened'}.\n"
        f"Truthfulness {mean:+.3f} ({low:+.3f} to {high:+.3f}, by groups of one meaning); "
        f"answers with a wrong fact: {len(wrong_facts(run.results))}.\n"
        f"{measures(run.results)}\n{errors}"
        f"Verdict: {verdict}{owed}{'; missed: ' + ', '.join(missed) if missed else ''}"
    )


def measures(results: Sequence[Result]) -> str:
    """Defects of form over all answers, and what the citations are worth."""
    defects = {name: sum(bool((s := r.score(name)) and s.failed) for r in results) for name in _DEFECTS}
    shown = [f"{name.replace('_', ' ')} {count}" for name, count in defects.items()]
    for name in ("supported", "relevant"):
        values = [s.value for r in results if (s := r.score(name)) and s.value is not None]
        low = sum(value < 1 for value in values)
        shown.append(f"{name} {sum(values) / (len(values) or 1):.1%} ({low} below 100 %)")
    return f"Failed: {', '.join(shown[: len(_DEFECTS)])}. Citations: {', '.join(shown[len(_DEFECTS) :])}."


def _by_group(results: Iterable[Result], value: Callable[[Result], float]) -> dict[str, list[float]]:
    groups: dict[str, list[float]] = {}
    for result in results:
        groups.setdefault(result.case.group, []).append(value(result))
    return groups
