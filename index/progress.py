"""A progress bar for what takes more than a second; silent for what does not, and where no person is looking."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

#: A bar that is gone before it can be read is only a flicker.
PATIENCE_SECONDS = 1.0


class SlowProgress:
    """A context manager that counts steps, and shows them on a terminal's stderr once its patience is over."""

    def __init__(self, what: str, steps: int) -> None:
        """Takes what is being done, and how many steps there will be."""
        self._what, self._steps, self._done = what, steps, 0
        self._shown: tuple[Progress, TaskID] | None = None
        self._start = 0.0

    def __enter__(self) -> Self:
        self._start = time.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._shown[0].stop()

    def advance(self, steps: int = 1) -> None:
        """Counts steps that are done."""
        self._done += steps
        if self._shown is None and self._is_due():
            self._shown = self._show()
        if self._shown is not None:
            progress, task = self._shown
            progress.update(task, completed=self._done)

    def _is_due(self) -> bool:
        return sys.stderr.isatty() and time.monotonic() - self._start > PATIENCE_SECONDS

    def _show(self) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import Progress

        progress = Progress(console=Console(stderr=True), transient=True)
        progress.start()
        return progress, progress.add_task(self._what, total=self._steps)
