"""The command line: `python -m assistant ask "…"`; for people, as JSON, or line by line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator

from corpus.errors import PlanAssistantError

_EPILOG = """settings (environment variables):
  PLAN_DOCUMENT           document to answer from, a folder of corpus/documents (hlap-2019-2023)
  PLAN_CORPUS             another folder of documents
  PLAN_DEFAULT_LANGUAGE   language of a question that shows none, such as "3.2.3" (en)
  PLAN_INDEX_DIR          where the search index is kept (index/built)
  PLAN_ENCODER            a sentence-transformers folder or hub name instead of the shipped encoder
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 2
    try:
        return int(options.run(options))
    except PlanAssistantError as error:
        print(f"error: {error}\n{error.help}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Exact, cited answers about the plan, from its own words.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="{ask,explain}")
    ask = commands.add_parser("ask", help="answer one question, or one a line from standard input")
    ask.add_argument("question", nargs="?", help="the question; not with --jsonl")
    ask.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    ask.add_argument(
        "--jsonl", action="store_true", help="read {id, question, context} a line, print one answer a line"
    )
    ask.add_argument("--context", action="append", default=[], metavar="QUESTION",
                     help="an earlier question of the conversation; oldest first, may be repeated")  # fmt: skip
    ask.set_defaults(run=_ask)
    explain = commands.add_parser("explain", help="show how a question is read, without answering it")
    explain.add_argument("question")
    explain.add_argument("--context", action="append", default=[], metavar="QUESTION", help="an earlier question")
    explain.set_defaults(run=_explain)
    return parser


def _ask(options: argparse.Namespace) -> int:
    from assistant.assistant import Assistant
    from assistant.rendering import for_terminal

    if options.jsonl == (options.question is not None):
        print("error: give a question, or --jsonl and lines on standard input", file=sys.stderr)
        return 2
    assistant = Assistant()
    if options.jsonl:
        lines = (raw.decode("utf-8", "surrogateescape") for raw in sys.stdin.buffer)
        return _answer_lines(lines, assistant)
    answer = assistant.ask(options.question, context=options.context)
    _write(answer.model_dump_json() if options.json else for_terminal(answer))
    return 0


def _answer_lines(lines: Iterable[str], assistant) -> int:  # type: ignore[no-untyped-def]
    """One answer or error a line, in order; 1 when any line was in error."""
    failed = False
    for result in _results(lines, assistant):
        failed = failed or ("error" in result[:300] and '"error":' in result)
        _write(result)
    return int(failed)


def _results(lines: Iterable[str], assistant) -> Iterator[str]:  # type: ignore[no-untyped-def]
    for line in lines:
        if line.strip():
            yield _result(line, assistant)


def _result(line: str, assistant) -> str:  # type: ignore[no-untyped-def]
    identifier = None
    try:
        entry = json.loads(line)
        if isinstance(entry, dict):
            identifier = entry.get("id") if isinstance(entry.get("id"), str | int) else None
        question, context = _checked(entry)
        answer = assistant.ask(question, id=identifier, context=context)
    except (ValueError, RecursionError, PlanAssistantError) as error:
        return json.dumps({"id": identifier, "error": str(error)[:300]}, ensure_ascii=True)
    return str(answer.model_dump_json())


def _checked(entry: object) -> tuple[str, list[str]]:
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise ValueError('a line must be {"question": "…"}, with "id" and "context" if wanted')
    context = entry.get("context") or []
    if not isinstance(context, list) or not all(isinstance(text, str) for text in context):
        raise ValueError("context must be a list of earlier questions")
    return entry["question"], context


def _explain(options: argparse.Namespace) -> int:
    from assistant.assistant import Assistant

    for line in Assistant().explain(options.question, options.context):
        _write(line)
    return 0


def _write(text: str) -> None:
    """Print as UTF-8 whatever the terminal's locale says; characters that are no text are escaped."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
