"""From an empty process to an answer: wall time and memory of the command line, and of building the index."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from evals.benching.floors import FullTextPeer, row_texts
from evals.benching.measurement import Measurement, Spread, timed
from evals.errors import EvalError
from evals.record import ROOT
from evals.yardstick import Yardstick

_QUESTIONS = {
    "look-up": ("Which organ coordinates action 3.2.3?", 700.0, 100.0),
    "topic": ("Is there anything on women in deep-sea science?", 1500.0, 250.0),
    "topic, in doubt": (
        "What objections did scientists raise to the standardized approach for regional environmental management plans?",
        1500.0,
        250.0,
    ),
}
"""By name: the question, and the targets in ms and MB. In doubt is what the reader is asked about, too."""
_LIBRARY_CODE = "import sys; from assistant.assistant import Assistant; print(Assistant().ask(sys.argv[1]).text)"


# A process starts with the high-water mark of the one that forked it, so a small one must do that: this one.
_LAUNCHER = """
import os, sys, time
start = time.perf_counter()
null = os.open(os.devnull, os.O_WRONLY)
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
_, status, usage = os.wait4(pid, 0)
print((time.perf_counter() - start) * 1000, usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took."""

    ms: float
    mb: float


def cold(rounds: int) -> Iterator[Measurement]:
    """The command line from an empty process, beside an interpreter that does nothing."""
    bare = [spent([sys.executable, "-c", "pass"]) for _ in range(rounds)]
    how, arguments = _way_in()
    for name, (question, most_ms, most_mb) in _QUESTIONS.items():
        runs = [spent([sys.executable, *arguments, question]) for _ in range(rounds)]
        for unit, target in (("ms", most_ms), ("mb", most_mb)):
            yield Measurement(
                name=f"{how}, cold: {name}",
                unit=unit.replace("mb", "MB"),
                measured=Spread.of(getattr(run, unit) for run in runs),
                floor_name="python -c pass",
                floor=Spread.of(getattr(run, unit) for run in bare),
                target=target,
            )


def build(yardstick: Yardstick, rounds: int) -> Iterator[Measurement]:
    """Building the index from the document in an empty process, beside filling SQLite FTS5 with the rows."""
    runs = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(spent([sys.executable, "-m", "index", "build", "--force"], {"PLAN_INDEX_DIR": folder}))
    texts = row_texts(yardstick.plan)
    yield Measurement(
        name="index build, with starting python",
        unit="ms",
        measured=Spread.of(run.ms for run in runs),
        floor_name="filling SQLite FTS5 with the rows",
        floor=Spread.of(timed(lambda: FullTextPeer(texts)) for _ in range(5)),
        target=15000.0,
    )
    yield Measurement(
        name="index build",
        unit="MB",
        measured=Spread.of(run.mb for run in runs),
        floor_name="python -c pass",
        floor=Spread.of([spent([sys.executable, "-c", "pass"]).mb]),
    )


def _way_in() -> tuple[str, Sequence[str]]:
    if find_spec("assistant.__main__"):
        return "command line", ("-m", "assistant", "ask")
    return "one question in python", ("-c", _LIBRARY_CODE)


def spent(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Spent:
    """Runs a process to its end. Raises EvalError when it fails."""
    variables = {**os.environ, **(environment or {})}
    # Started in the repository, so that `-m` finds its packages whether they are installed or not.
    launched = [sys.executable, "-S", "-c", _LAUNCHER, *command]
    done = subprocess.run(launched, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EvalError(f"{' '.join(command[1:4])} ended with {done.returncode}: {done.stderr[-300:]}")
    ms, memory = map(float, done.stdout.split())
    # Linux counts in kilobytes, macOS in bytes.
    return Spent(ms, memory / (1024 if sys.platform != "darwin" else 1024 * 1024))


def memory_mb(process: int | str, field: str) -> float:
    """Memory of a process, as Linux calls it: VmRSS what it has now, VmHWM the most it had; 0 where nothing tells."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    found = re.search(rf"{field}:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0
