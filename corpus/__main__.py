"""The command line of the corpus: `python -m corpus check`, `show REF`, `defects [REF]`."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.asked import load_asked_as
from corpus.defects import defects_of, load_defects
from corpus.differences import load_remarks
from corpus.errors import CorpusError, PlanAssistantError
from corpus.library import DEFAULT_DOCUMENT, load_manifest, load_organs, load_plan
from corpus.listing import defect_lines, find, item_lines, totals_lines
from corpus.references import Reference


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, or 1 when a document cannot be read or has no such item."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal without Chinese shows the characters' codes instead of failing.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        for line in options.lines(options):
            print(line)
    except PlanAssistantError as error:
        print(f"{type(error).__name__}: {error}\n{error.help}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader, `head` for one, has seen enough; what is still buffered must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _check(options: argparse.Namespace) -> Iterator[str]:
    manifest = load_manifest(options.document, options.root)
    for edition in manifest.editions:
        plan = load_plan(options.document, options.root, edition.language)
        yield f"{manifest.id}, {edition.language}: {manifest.titles.get(edition.language, '')} ({manifest.status})"
        yield from (f"  {line}" for line in totals_lines(manifest.totals))
        yield f"  counted in the source, every one; {sum(1 for _ in plan.spans())} quotes stand in {edition.file}"
    remarks = load_remarks(options.document, options.root)
    asked_as = load_asked_as(options.document, root=options.root)
    phrases = sum(len(some) for languages in asked_as.values() for some in languages.values())
    yield f"  {len(load_defects(options.document, options.root))} known defects of the source, all found in its lines"
    yield f"  {len(remarks)} remarks on differences between the annexes"
    yield f"  {phrases} phrases by which people ask, for {len(asked_as)} items"


def _show(options: argparse.Namespace) -> Iterator[str]:
    reference = Reference.parse(" ".join(options.reference))
    plan = load_plan(options.document, options.root)
    item = find(plan, reference)
    if item is None:
        raise CorpusError(f"{plan.document} has no {reference}", help="`python -m corpus show 3` lists what there is.")
    organs = {
        organ.key: f"{organ.names[plan.language].name} ({organ.key})"
        for organ in load_organs(options.document, options.root)
    }
    yield from item_lines(item, organs)
    if found := defects_of(reference, options.document, options.root):
        yield "known defects"
        yield from (f"  {line}" for line in defect_lines(found, options.language))


def _defects(options: argparse.Namespace) -> Iterator[str]:
    if options.reference:
        reference = Reference.parse(" ".join(options.reference))
        found = defects_of(reference, options.document, options.root)
    else:
        found = load_defects(options.document, options.root)
    yield from defect_lines(found, options.language)
    yield f"{len(found)} defects"


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--document", default=DEFAULT_DOCUMENT, help="folder of the document (default: %(default)s)")
    shared.add_argument("--root", type=Path, help="folder of the documents (default: PLAN_CORPUS, or the shipped one)")
    shared.add_argument("--language", default="en", help="language of remarks (default: %(default)s)")
    parser = argparse.ArgumentParser(prog="python -m corpus", description="The plan as it is read from its source.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", parents=[shared], help="read the document and reconcile every total")
    check.set_defaults(lines=_check)
    show = commands.add_parser("show", parents=[shared], help="print an item with its lines and quotes")
    show.add_argument("reference", nargs="+", metavar="REF", help='"3", "3.2", "3.2.3", "3.2.3(1)" or "para 3"')
    show.set_defaults(lines=_show)
    defects = commands.add_parser("defects", parents=[shared], help="list what the source itself gets wrong")
    defects.add_argument("reference", nargs="*", metavar="REF", help="only of this item and what stands under it")
    defects.set_defaults(lines=_defects)
    return parser


if __name__ == "__main__":
    sys.exit(main())
