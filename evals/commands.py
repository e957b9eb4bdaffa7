"""What each command does, given its options; `evals.__main__` says which options there are."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace

from rich.console import Console
from rich.table import Table

from assistant.answer import Answer
from assistant.assistant import Assistant
from evals import adopt as adopting
from evals import report as reporting
from evals.baseline import Baseline
from evals.bench import PARTS, bench, print_bench
from evals.benching.measurement import Bench
from evals.case import Case, case_files, load_sets, schema
from evals.compare import compare, print_changes
from evals.errors import EvalError
from evals.external import outcome
from evals.external.folder import is_there
from evals.generating.freezing import GENERATED, SEED, Manifest, freeze
from evals.generating.wording import TEMPLATES
from evals.judging import Thresholds, judge
from evals.record import RunRecord
from evals.robustness import shaking, verdicts
from evals.robustness.perturbations import PERTURBATIONS
from evals.robustness.tables import print_verdict, record_of
from evals.run import run
from evals.selecting import Filters, select
from evals.tables import print_run
from evals.yardstick import Yardstick
from index.encoder import ShippedEncoder, load_encoder
from index.training.benchmarks import BENCHMARK_FILE


def run_cases(options: argparse.Namespace, console: Console) -> int:
    """Asks the questions and prints what failed."""
    record = _made(options)
    judgement = judge(record.results, Thresholds.read(), Baseline.read())
    print_run(console, record, judgement, failures=options.failures)
    if options.save:
        record.save(options.save)
    return 0 if judgement.is_good else 1


def compare_runs(options: argparse.Namespace, console: Console) -> int:
    """Prints what changed against the baseline, or against another run."""
    record = _record(options)
    earlier = RunRecord.read(options.against) if options.against else None
    before = Baseline.of(earlier) if earlier else Baseline.read()
    if not options.record and _filters(options).narrow:
        # What the filters left out is not gone.
        before = before.only(result.case.name for result in record.results)
    changes = compare(record, before, earlier)
    print_changes(console, changes, options.show)
    return 1 if any(change.is_loss for change in changes) else 0


def accept(options: argparse.Namespace, console: Console) -> int:
    """Makes a run the baseline, unless something was lost."""
    record, before = _record(options), Baseline.read()
    losses = [change for change in compare(record, before) if change.is_loss]
    if losses and not options.losses:
        print_changes(console, losses, 0)
        console.print("Nothing was accepted: mend these, or accept them with --losses.")
        return 1
    known = {case.name for one in select(Filters(generated=True), Yardstick.load()) for case in one.cases}
    after = before.with_run(record).only(known)
    after.save()
    console.print(f"Accepted: {len(record.results)} cases of this run, {len(after.cases)} in the baseline.")
    return 0


def report(options: argparse.Namespace, console: Console) -> int:
    """Writes the page."""
    record, baseline = _record(options), Baseline.read()
    judgement = judge(record.results, Thresholds.read(), baseline)
    measured = None
    if options.bench:
        try:
            measured = Bench.model_validate_json(options.bench.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise EvalError(f"{options.bench.name} is no saved bench: {error}") from error
    page = reporting.page(record, judgement, compare(record, baseline), measured)
    options.save.write_text(page, encoding="utf-8")
    console.print(f"{options.save}: {len(record.results)} cases, {len(page) // 1024} KB", highlight=False)
    return 0


def measure(options: argparse.Namespace, console: Console) -> int:
    """Prints the table of ratios."""
    if unknown := [part for part in options.part if part not in PARTS]:
        raise EvalError(f"nothing to measure is called {', '.join(unknown)}", help=f"Name any of: {', '.join(PARTS)}.")
    measured = bench(tuple(options.part) or PARTS, rounds=options.rounds, seed=options.seed)
    print_bench(console, measured)
    if options.save:
        options.save.write_text(measured.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return 0


def measure_external(options: argparse.Namespace, console: Console) -> int:
    """Prints what other people's questions give; without their folder, says so and is content."""
    if not is_there(options.data):
        console.print(
            f"Skipped: there is no {BENCHMARK_FILE} in {options.data}; `--help` says what it is.", style="yellow"
        )
        return 0
    encoder = load_encoder(None)
    assert isinstance(encoder, ShippedEncoder)
    measured = outcome.measure(
        options.data,
        encoder,
        Assistant().ask,
        languages=options.language,
        sample=options.sample,
        refusals=options.refusals,
        seed=options.seed,
    )
    outcome.print_external(console, measured, options.failures)
    if options.save:
        options.save.write_text(measured.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return 0


def shake(options: argparse.Namespace, console: Console) -> int:
    """Asks the same questions in other writing, and prints what that costs."""
    filters = _filters(options)
    if not filters.files and not filters.generated:
        filters = replace(filters, files=("lookup", "complex"))
    cases = [case for one in select(filters, Yardstick.load()) for case in one.cases]
    groups, assistant = shaking.grouped(cases, options.sample, options.seed), Assistant()

    def ask(case: Case) -> Answer:
        return assistant.ask(case.question, context=case.context)

    clean = list(shaking.ask_all(groups, ask))
    pairs = list(shaking.shake(groups, clean, options.perturbation or list(PERTURBATIONS), ask, options.seed))
    verdict = verdicts.judge(clean, pairs, Thresholds.read().robustness, options.seed)
    print_verdict(console, verdict, pairs, options.failures)
    if options.save:
        options.save.write_text(record_of(verdict, options.seed).model_dump_json(indent=2) + "\n", encoding="utf-8")
    return 0 if verdict.is_good else 1


def generate(options: argparse.Namespace, console: Console) -> int:
    """Freezes the generated questions, or looks whether they are as frozen."""
    folder = options.to or GENERATED
    if options.check:
        frozen = Manifest.read(folder)
        frozen.check(folder)
    else:
        seed = SEED if options.seed is None else options.seed
        frozen = freeze(Yardstick.load(), sorted(TEMPLATES.glob("*.toml")), folder, seed)
    for name, count in frozen.cases.items():
        console.print(f"{name}: {count} questions, sha256 {frozen.files[name][:16]}…", highlight=False)
    return 0


def adopt(options: argparse.Namespace, _console: Console) -> int:
    """Prints a draft case for each wrong answer."""
    lines = options.file.read_text(encoding="utf-8").splitlines() if options.file else sys.stdin
    for draft in adopting.drafts(lines):
        print(draft)
    return 0


def list_sets(_options: argparse.Namespace, console: Console) -> int:
    """Prints what there is."""
    yardstick, thresholds = Yardstick.load(), Thresholds.read()
    table = Table("set", "file", "cases", "judged", "kinds", "tags")
    for one in load_sets(case_files(), yardstick.plan, yardstick.organ_keys):
        kinds = ", ".join(sorted({case.kind for case in one.cases}))
        tags = ", ".join(sorted({tag for case in one.cases for tag in case.tags}))
        table.add_row(one.name, one.file, str(len(one.cases)), thresholds.judged(one.name).value, kinds, tags)
    console.print(table)
    return 0


def print_schema(_options: argparse.Namespace, console: Console) -> int:
    """Prints the JSON schema of a case."""
    console.print_json(json.dumps(schema()))
    return 0


def _record(options: argparse.Namespace) -> RunRecord:
    return RunRecord.read(options.record) if options.record else _made(options)


def _made(options: argparse.Namespace) -> RunRecord:
    sets = select(_filters(options), Yardstick.load())
    return run(sets, jobs=options.jobs, seed=options.seed, check_suggestions=options.suggestions)


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(
        files=tuple(options.file),
        kinds=tuple(options.kind),
        languages=tuple(options.language),
        tags=tuple(options.tag),
        names=tuple(options.name),
        generated=options.all,
    )
