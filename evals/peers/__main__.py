"""`python -m evals.peers`: this assistant beside what a user would otherwise pick, on the same questions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from rich.console import Console

from corpus.errors import PlanAssistantError
from evals.peers.side_by_side import PEERS, installed, print_standings, side_by_side
from evals.selecting import Filters, select
from evals.yardstick import Yardstick


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs all peers that are installed, and returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.peers", description=__doc__)
    parser.add_argument("--file", action="append", metavar="SET", help="sets of cases (lookup, complex and topic)")
    options = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 200)
    try:
        yardstick = Yardstick.load()
        sets = select(Filters(files=tuple(options.file or ("lookup", "complex", "topic"))), yardstick)
        cases = [case for one in sets for case in one.cases]
        print_standings(console, *side_by_side(cases, yardstick, installed(PEERS, console.print)))
    except PlanAssistantError as error:
        print(f"{error}\n{error.help}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
