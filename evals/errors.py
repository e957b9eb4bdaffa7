"""What can go wrong between a case and a verdict. A case that fails is never one of these: it is a result.

PlanAssistantError
└── EvalError
    ├── CaseError             a line of a case file is no case, names one twice, or expects what the records do not have
    ├── SelectionError        the filters leave no case, or name a set that does not exist
    ├── RunRecordError        a run record or the baseline cannot be read
    ├── GenerationError       a template file or a frozen set is not what it should be
    ├── ExternalDataError     a folder of other people's questions is there, and is not what it should be
    ├── BudgetError           a measurement took more time or memory than it may
    ├── WindowError           the window does not start, or does not answer as a browser would need it
    └── PeerError             a peer's library is not installed
"""

from __future__ import annotations

from pathlib import Path

from corpus.errors import PlanAssistantError


class EvalError(PlanAssistantError):
    """The assistant could not be judged."""

    help = "`python -m evals --help` lists the commands."


class CaseError(EvalError):
    """A case file does not say what a case says.

    Attributes:
        path: the file.
        line: 1-based line, or None when the whole file is meant.
    """

    help = "`python -m evals schema` prints what a case may hold; evals/CONVENTIONS.md says what its facts are."

    def __init__(self, message: str, *, path: Path, line: int | None = None) -> None:
        super().__init__(f"{path.name}{f', line {line}' if line is not None else ''}: {message}")
        self.path = path
        self.line = line


class SelectionError(EvalError):
    """No case is left to run."""

    help = "`python -m evals list` shows the sets, kinds, languages and tags that there are."


class RunRecordError(EvalError):
    """A file that should hold a run, or the accepted baseline, does not."""

    help = "Make one with `python -m evals run --save FILE`, or accept one with `python -m evals accept FILE`."


class GenerationError(EvalError):
    """Questions could not be generated, or the frozen ones are not those of the manifest."""

    help = (
        "Compare evals/templates/<language>.toml with en.toml; `python -m evals generate` freezes the questions anew."
    )


class ExternalDataError(EvalError):
    """A folder with other people's questions cannot be read."""

    help = "It must be the file that the encoder was measured with: see the data section of index/encoder/README.md."


class BudgetError(EvalError):
    """A measurement was given up."""

    help = "Give it more: the budget stands in evals/benching/growth.py."


class WindowError(EvalError):
    """The window cannot be measured."""

    help = "Run `python app.py` and ask it a question: what it prints says why."


class PeerError(EvalError):
    """A peer cannot be run."""

    help = "Peers have requirements of their own: see evals/peers/README.md for the one command that installs them."
