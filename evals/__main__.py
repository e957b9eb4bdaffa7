"""`python -m evals`: is it still right?

python -m evals run --kind count --language zh
python -m evals list
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from corpus.errors import PlanAssistantError
from evals.baseline import Baseline
from evals.case import case_files, load_sets, schema
from evals.compare import compare, print_changes
from evals.judging import Thresholds, judge
from evals.record import RunRecord
from evals.run import run
from evals.selecting import Filters, select
from evals.tables import print_run
from evals.yardstick import Yardstick


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit status: 0, 1 for a verdict that is not good, 2 for an error."""
    options = _parser().parse_args(arguments)
    console = Console()
    try:
        status: int = options.command(options, console)
    except PlanAssistantError as error:
        print(f"{error}\n{error.help}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Known answers: run, compare, report.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    asked = commands.add_parser("run", help="ask the questions and print what failed")
    _add_filters(asked)
    asked.add_argument("--failures", type=int, default=20, metavar="N", help="failures shown of each set (20)")
    asked.add_argument("--save", type=Path, metavar="FILE", help="write the run record")
    asked.set_defaults(command=_run)
    _add_compare(commands.add_parser("compare", help="what changed, case by case; status 1 when anything was lost"))
    _add_accept(commands.add_parser("accept", help="make a run the baseline that later ones are compared with"))
    commands.add_parser("list", help="the sets, kinds, languages and tags that there are").set_defaults(command=_list)
    commands.add_parser("schema", help="the JSON schema of a case").set_defaults(command=_schema)
    return parser


def _add_filters(parser: argparse.ArgumentParser) -> None:
    for name, help in (
        ("file", "a set (lookup), a file of cases, or a path"),
        ("kind", "only this kind of question"),
        ("language", "only this language, two letters"),
        ("tag", "only this tag; * and ? allowed"),
        ("name", "only cases of this name; * and ? allowed"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=name.upper(), help=f"{help}; repeatable")
    parser.add_argument("--all", action="store_true", help="the generated sets, too")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (1)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the statistics (0)")
    parser.add_argument("--suggestions", action="store_true", help="also ask what answers suggest asking")


def _add_compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", nargs="?", type=Path, metavar="RUN", help="a saved run; without it, one is made now")
    parser.add_argument("--against", type=Path, metavar="RUN", help="another saved run instead of the baseline")
    parser.add_argument("--show", type=int, default=10, metavar="N", help="changes shown of each kind but losses (10)")
    _add_filters(parser)
    parser.set_defaults(command=_compare)


def _add_accept(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", nargs="?", type=Path, metavar="RUN", help="a saved run; without it, one is made now")
    parser.add_argument("--losses", action="store_true", help="accept even what was lost")
    _add_filters(parser)
    parser.set_defaults(command=_accept)


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(
        files=tuple(options.file),
        kinds=tuple(options.kind),
        languages=tuple(options.language),
        tags=tuple(options.tag),
        names=tuple(options.name),
        generated=options.all,
    )


def _made(options: argparse.Namespace) -> RunRecord:
    sets = select(_filters(options), Yardstick.load())
    return run(sets, jobs=options.jobs, seed=options.seed, check_suggestions=options.suggestions)


def _run(options: argparse.Namespace, console: Console) -> int:
    record = _made(options)
    judgement = judge(record.results, Thresholds.read(), Baseline.read())
    print_run(console, record, judgement, failures=options.failures)
    if options.save:
        record.save(options.save)
    return 0 if judgement.is_good else 1


def _compare(options: argparse.Namespace, console: Console) -> int:
    record = RunRecord.read(options.record) if options.record else _made(options)
    earlier = RunRecord.read(options.against) if options.against else None
    asked = {result.case.name for result in record.results}
    before = Baseline.of(earlier) if earlier else Baseline.read()
    # Filters leave cases out on purpose: they are not gone.
    before = before if options.record or not _filters(options).narrow else before.only(asked)
    changes = compare(record, before, earlier)
    print_changes(console, changes, options.show)
    return 1 if any(change.is_loss for change in changes) else 0


def _accept(options: argparse.Namespace, console: Console) -> int:
    record = RunRecord.read(options.record) if options.record else _made(options)
    before = Baseline.read()
    losses = [change for change in compare(record, before) if change.is_loss]
    if losses and not options.losses:
        print_changes(console, losses, 0)
        console.print("Nothing was accepted: accept the losses with --losses, or mend them.")
        return 1
    known = {case.name for one in select(Filters(generated=True), Yardstick.load()) for case in one.cases}
    after = before.with_run(record).only(known)
    after.save()
    console.print(f"Accepted: {len(record.results)} cases of this run, {len(after.cases)} in the baseline.")
    return 0


def _list(_options: argparse.Namespace, console: Console) -> int:
    yardstick, thresholds = Yardstick.load(), Thresholds.read()
    table = Table("set", "file", "cases", "judged", "kinds", "tags")
    for one in load_sets(case_files(), yardstick.plan, yardstick.organ_keys):
        kinds = ", ".join(sorted({case.kind for case in one.cases}))
        tags = ", ".join(sorted({tag for case in one.cases for tag in case.tags}))
        table.add_row(one.name, one.file, str(len(one.cases)), thresholds.judged(one.name).value, kinds, tags)
    console.print(table)
    return 0


def _schema(_options: argparse.Namespace, console: Console) -> int:
    console.print_json(json.dumps(schema()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
