"""`python -m evals`: is it still right?

python -m evals run --kind count --language zh
python -m evals compare
python -m evals report --save report.html
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from corpus.errors import PlanAssistantError
from evals import commands
from evals.bench import PARTS
from evals.robustness.perturbations import PERTURBATIONS

_PIPE_WIDTH = 140


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit status: 0, 1 for a verdict that is not good, 2 for an error."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace, Console], int] = options.command
    try:
        # A pipe has no width; what is read there is not cut to eighty columns.
        return command(options, Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH))
    except PlanAssistantError as error:
        print(f"{error}\n{error.help}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Known answers: run, compare, report.")
    parser_of = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, add, help in (
        ("run", _run, "ask the questions and print what failed; status 1 when that is not good"),
        ("compare", _compare, "what changed, case by case; status 1 when anything was lost"),
        ("accept", _accept, "make a run the baseline that later ones are compared with"),
        ("report", _report, "one page with tables, plots and every failure; needs no network"),
        ("bench", _bench, "speed and memory beside floors measured in the same run"),
        (
            "external",
            _external,
            "questions that nobody here wrote: search in other texts, and refusing to answer from ours",
        ),
        (
            "robustness",
            _robustness,
            "the same questions mistyped, shouted, politely; in two languages; status 1 below thresholds",
        ),
        ("generate", _generate, "make the generated questions from the records, and freeze them"),
        ("adopt", _adopt, "turn wrong answers (JSON lines) into draft cases"),
        ("list", _list, "the sets, kinds, languages and tags that there are"),
        ("schema", _schema, "the JSON schema of a case"),
    ):
        add(parser_of.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}."))
    return parser


def _run(parser: argparse.ArgumentParser) -> None:
    _add_filters(parser)
    parser.add_argument("--failures", type=int, default=20, metavar="N", help="failures shown of each set (20)")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the run record")
    parser.set_defaults(command=commands.run_cases)


def _compare(parser: argparse.ArgumentParser) -> None:
    _add_record(parser)
    parser.add_argument("--against", type=Path, metavar="RUN", help="another saved run instead of the baseline")
    parser.add_argument("--show", type=int, default=10, metavar="N", help="changes shown of each kind but losses (10)")
    parser.set_defaults(command=commands.compare_runs)


def _accept(parser: argparse.ArgumentParser) -> None:
    _add_record(parser)
    parser.add_argument("--losses", action="store_true", help="accept even what was lost")
    parser.set_defaults(command=commands.accept)


def _report(parser: argparse.ArgumentParser) -> None:
    _add_record(parser)
    parser.add_argument("--bench", type=Path, metavar="FILE", help="a saved bench, to be shown, too")
    parser.add_argument("--save", type=Path, default=Path("report.html"), metavar="FILE", help="(report.html)")
    parser.set_defaults(command=commands.report)


def _bench(parser: argparse.ArgumentParser) -> None:
    parts = ", ".join(PARTS)
    parser.add_argument("part", nargs="*", metavar="PART", help=f"only these of: {parts}")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="more are steadier, and longer (5)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the choice of questions (0)")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the measurements as JSON")
    parser.set_defaults(command=commands.measure)


_EXTERNAL = """The folder holds encoder/eval.json.gz, a JSON object:
"xquad", by language (zh, en, es, ru, ar), and "cmrc", each with "p", the paragraphs, and "q", pairs of a question and
the number of its paragraph, from 0. XQuAD and CMRC2018 are CC BY-SA 4.0 and are not part of this project."""


def _external(parser: argparse.ArgumentParser) -> None:
    parser.epilog = _EXTERNAL
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with encoder/eval.json.gz")
    parser.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="LANGUAGE",
        help="only questions in this language; repeatable",
    )
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="questions of each search (all)")
    parser.add_argument("--refusals", type=int, default=300, metavar="N", help="questions of each set put to it (300)")
    parser.add_argument("--failures", type=int, default=3, metavar="N", help="answers shown that should be none (3)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the samples (0)")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the numbers as JSON")
    parser.set_defaults(command=commands.measure_external)


def _robustness(parser: argparse.ArgumentParser) -> None:
    _add_choice(parser)
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="groups of one meaning, 0 for all (0)")
    parser.add_argument(
        "--perturbation", action="append", default=[], choices=list(PERTURBATIONS), help="only this one; repeatable"
    )
    parser.add_argument("--failures", type=int, default=3, metavar="N", help="losses shown of each perturbation (3)")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the numbers as JSON")
    parser.set_defaults(command=commands.shake)


def _generate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, metavar="N", help="of the choice of questions and phrasings")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="another folder: a fresh sample for `run --file`")
    parser.add_argument("--check", action="store_true", help="write nothing: only look whether the files are as frozen")
    parser.set_defaults(command=commands.generate)


def _adopt(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="JSON lines; standard input without it")
    parser.set_defaults(command=commands.adopt)


def _list(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.list_sets)


def _schema(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=commands.print_schema)


def _add_record(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", nargs="?", type=Path, metavar="RUN", help="a saved run; without it, one is made now")
    _add_filters(parser)


def _add_filters(parser: argparse.ArgumentParser) -> None:
    _add_choice(parser)
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (1)")
    parser.add_argument("--suggestions", action="store_true", help="also ask what answers suggest asking")


def _add_choice(parser: argparse.ArgumentParser) -> None:
    for name, help in (
        ("file", "a set (lookup), a file of cases, or a path"),
        ("kind", "only this kind of question"),
        ("language", "only this language, two letters"),
        ("tag", "only this tag; * and ? allowed"),
        ("name", "only cases of this name; * and ? allowed"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=name.upper(), help=f"{help}; repeatable")
    parser.add_argument("--all", action="store_true", help="the generated sets, too")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of samples and statistics (0)")


if __name__ == "__main__":
    sys.exit(main())
