"""A run as one page that needs no network: tables, plots, what changed, and every failure with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from evals import plots
from evals.bench import number, spread, target
from evals.benching.measurement import Bench
from evals.compare import LOSSES, Change, ChangeKind
from evals.judging import Judgement, wrong_facts
from evals.record import Result, RunRecord
from evals.statistics import Proportion, percentile
from evals.tables import expectation, got, measures

_STYLE = """
:root{color-scheme:light dark;--line:#8884;--good:#2a7d4f;--bad:#b3402e}
body{font:15px/1.5 system-ui,sans-serif;max-width:68rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}td,th{border-bottom:1px solid var(--line);padding:.25rem .7rem;text-align:start}
td.n{text-align:end;font-variant-numeric:tabular-nums}
svg text{font:12px system-ui,sans-serif;fill:currentColor}svg .bar{fill:var(--good)}svg .rest{fill:var(--line)}
svg line{stroke:currentColor;stroke-width:1.5}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0;padding:.4rem .8rem}
summary{cursor:pointer}pre{white-space:pre-wrap;background:#8881;padding:.6rem;border-radius:6px}
.bad{color:var(--bad)}.good{color:var(--good)}dt{font-weight:600;margin-top:.5rem}dd{margin-inline-start:1rem}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(run: RunRecord, judgement: Judgement, changes: Sequence[Change], bench: Bench | None = None) -> str:
    """The page. Everything that comes from a question, an answer or the source is escaped."""
    body = "".join(
        (
            _head(run, judgement),
            _by_kind(run),
            _rates(judgement),
            _latency(run.results),
            _changes(changes),
            _bench(bench) if bench else "",
            _failures(run.results),
        )
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Evals at {escape(run.commit)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>\n'
    )


def _head(run: RunRecord, judgement: Judgement) -> str:
    verdict = '<b class="good">good</b>' if judgement.is_good else '<b class="bad">not good</b>'
    made_of = [
        ("commit", run.commit),
        ("started", run.started),
        ("document", f"{run.document}, {run.document_sha256[:16]}…"),
    ]
    made_of += [("index", run.index or "not opened"), ("seed", str(run.seed)), *run.versions.items()]
    passed = sum(result.passed for result in run.results)
    return (
        f"<h1>Evals</h1><p>{passed} of {len(run.results)} cases passed in {run.seconds:.1f} s; "
        f"{len(wrong_facts(run.results))} answers hold a wrong fact; {len(judgement.owed)} cases had to pass and failed. "
        f"Verdict: {verdict}.</p><p>{escape(measures(run.results))}</p>"
        f"<details><summary>Made of</summary>{_table((), made_of)}</details>"
    )


def _by_kind(run: RunRecord) -> str:
    languages = sorted({result.case.language for result in run.results})
    rows, bars = [], []
    for set_name, kind in sorted({(r.set, r.case.kind) for r in run.results}):
        some = [r for r in run.results if (r.set, r.case.kind) == (set_name, kind)]
        cells = [_share([r for r in some if r.case.language == language]) for language in languages]
        rows.append((set_name, kind, *cells))
        bars.append((f"{set_name}: {kind}", _proportion(some)))
    return f"<h2>By kind and language</h2>{_table(('set', 'kind', *languages), rows)}{plots.shares(bars)}"


def _proportion(results: Sequence[Result]) -> Proportion:
    return Proportion(sum(result.passed for result in results), len(results))


def _share(results: Sequence[Result]) -> str:
    if not results:
        return ""
    share = _proportion(results)
    low, high = share.interval
    return f"{share.hits}/{share.of} {share.share:.1%} ({100 * low:.0f}–{100 * high:.0f})"


def _rates(judgement: Judgement) -> str:
    if not judgement.rates:
        return ""
    rows = [
        (
            rate.name,
            rate.language,
            f"{rate.measured:.1%}",
            f"{rate.threshold:.0%}" if rate.threshold else "reported",
            "yes" if rate.is_reached else "NO",
        )
        for rate in judgement.rates
    ]
    return f"<h2>Rates</h2>{_table(('rate', 'language', 'measured', 'threshold', 'reached'), rows)}"


def _latency(results: Iterable[Result]) -> str:
    by_kind: dict[str, list[float]] = {}
    for result in results:
        if result.answer:
            by_kind.setdefault(result.case.kind, []).append(result.answer.elapsed_ms)
    rows = [(kind, [percentile(ms, share) for share in (0.5, 0.95, 0.99)]) for kind, ms in sorted(by_kind.items())]
    return f"<h2>Time inside the assistant</h2>{plots.quantiles(rows)}"


def _changes(changes: Sequence[Change]) -> str:
    rows = [(kind.value, sum(change.kind is kind for change in changes)) for kind in ChangeKind]
    losses = "".join(f"<li>{escape(change.name)}</li>" for change in changes if change.kind in LOSSES)
    shown = f"<ul class='bad'>{losses}</ul>" if losses else ""
    return f"<h2>Against the accepted baseline</h2>{_table(('change', 'cases'), rows)}{shown}"


def _bench(bench: Bench) -> str:
    rows = [
        (
            line.name,
            line.unit,
            *spread(line.measured),
            target(line),
            line.floor_name,
            number(line.floor.p50),
            f"{line.ratio:.1f}×",
        )
        for line in bench.measurements
    ]
    titles = ("what", "unit", "p50", "p95", "p99", "target", "floor", "p50", "ratio")
    return f"<h2>Speed and memory</h2><p>{bench.cores} cores, load {bench.load}.</p>{_table(titles, rows)}"


def _failures(results: Iterable[Result]) -> str:
    shown = "".join(_failure(result) for result in results if not result.passed)
    return f"<h2>Failures</h2>{shown or '<p>None.</p>'}"


def _failure(result: Result) -> str:
    case = result.case
    reasons = "".join(f"<li><b>{escape(score.scorer)}</b>: {escape(score.reason)}</li>" for score in result.failures)
    before = "".join(f"<li>{escape(question)}</li>" for question in case.context)
    parts = [("Expected", escape(expectation(case))), ("Got", escape(got(result))), ("Why", f"<ul>{reasons}</ul>")]
    if before:
        parts.insert(0, ("After", f"<ol>{before}</ol>"))
    if result.answer:
        parts += [("Answer", f"<pre>{escape(result.answer.text)}</pre>"), ("Sources", _sources(result))]
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in parts)
    name = f"<small>{escape(case.name)}</small>"
    return f'<details><summary dir="auto">{escape(case.question)} {name}</summary><dl>{listed}</dl></details>'


def _sources(result: Result) -> str:
    citations = result.answer.citations if result.answer else ()
    rows = [(f"[{c.mark}]", c.ref, c.field, f"l. {c.lines[0]}–{c.lines[1]}", c.quote) for c in citations]
    return _table(("mark", "item", "field", "lines", "words of the source"), rows) if rows else "none"


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    kind = ' class="n"' if isinstance(value, int | float) else ""
    return f"<td{kind}>{escape(str(value))}</td>"
