"""`python -m index`: build the index, or show what a search finds and why.

python -m index build --force
python -m index show "who trains young scientists?" --top 3 --explain
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Iterator, Sequence

from corpus.errors import PlanAssistantError
from index.build import open_index
from index.maxsim import WordMatch
from index.search import Explanation, Index, Passage
from index.settings import IndexSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit status: 0, or 1 for an error that was shown."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that knows no Chinese gets escapes, not a traceback
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        for line in options.run(options):
            print(line, flush=True)
    except PlanAssistantError as error:
        print(f"{error}\n{error.help}", file=sys.stderr)
        return 1
    except OSError as error:
        return _unwritten(error)
    return 0


def _unwritten(error: OSError) -> int:
    """Ends in peace where nobody reads on, as behind `| head`, and says so where the output cannot be written."""
    # What is still buffered would raise once more at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0
    print(f"The output cannot be written: {error.strerror}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description="Search the plan, and keep its index.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="build the index, unless there is a good one")
    build.add_argument("--force", action="store_true", help="build it even if there is a good one")
    build.set_defaults(run=_build)
    show = commands.add_parser("show", help="show the passages that a question finds")
    show.add_argument("question", type=_question, help="in any of the six languages")
    show.add_argument("--top", type=_positive, default=5, metavar="N", help="number of passages (5)")
    show.add_argument("--language", metavar="LL", help="language of the question, two letters")
    show.add_argument("--explain", action="store_true", help="show what each leg found, and the signals")
    show.set_defaults(run=_show)
    return parser


def _question(text: str) -> str:
    # Where the locale knows no UTF-8, the bytes of other letters arrive in disguise.
    return os.fsencode(text).decode("utf-8", "replace")


def _positive(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 1000")
    return int(text)


def _build(options: argparse.Namespace) -> Iterator[str]:
    start = time.perf_counter()
    settings = IndexSettings.from_environment()
    index = _open(settings, force=options.force)
    seconds = time.perf_counter() - start
    yield f"{index.name or 'no build'}: {len(index.chunks)} items, ready after {seconds:.1f} s, in {settings.folder}"


def _show(options: argparse.Namespace) -> Iterator[str]:
    index = _open(IndexSettings.from_environment())
    found = index.explain(options.question, options.language, options.top)
    if not found:
        yield "Nothing found: the question holds no word to search for."
    for number, explanation in enumerate(found, 1):
        yield from _shown(number, explanation.passage)
        if options.explain:
            yield from _reasons(explanation)
    if options.explain:
        signals = index.signals(options.question, options.language).as_dict()
        yield "signals  " + "  ".join(f"{name} {value:.3g}" for name, value in signals.items())


def _open(settings: IndexSettings, *, force: bool = False) -> Index:
    index = open_index(settings, force=force)
    for notice in index.notices:
        print(notice, file=sys.stderr)
    return index


def _shown(number: int, passage: Passage) -> Iterator[str]:
    legs = "  ".join(f"{name} {part:+.2f}" for name, part in passage.legs.items())
    yield f"{number}. {passage.reference}  score {passage.score:.2f}  ({legs})"
    yield from (f"   {line}" for line in passage.chunk.text.splitlines())
    if passage.folded:
        yield f"   also: {', '.join(map(str, passage.folded))}"


def _reasons(explanation: Explanation) -> Iterator[str]:
    yield "   raw      " + "  ".join(f"{name} {score:.3f}" for name, score in explanation.raw.items())
    if explanation.tokens:
        yield f"   tokens   {' '.join(explanation.tokens)}"
    yield "   words    " + "  ".join(map(_pair, explanation.matches))


def _pair(match: WordMatch) -> str:
    return f"{match.query_word}~{match.document_word} {match.cosine:.2f}*{match.weight:.2f}"


if __name__ == "__main__":
    sys.exit(main())
