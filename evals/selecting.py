"""Which cases to run: sets by default, and filters from the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from evals.case import CASES, Case, CaseSet, case_files, load_sets
from evals.errors import SelectionError
from evals.judging import Judged, Thresholds
from evals.yardstick import Yardstick


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; an empty field asks for everything."""

    files: tuple[str, ...] = ()
    """Sets or files by name, or paths; only these reach a set that is run when asked."""
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Names with * and ?."""
    generated: bool = False
    """Whether the generated sets are run, too."""

    @property
    def narrow(self) -> bool:
        """Whether cases are left out that a complete run has."""
        return not self.generated or bool(self.files or self.kinds or self.languages or self.tags or self.names)

    def keeps(self, case: Case) -> bool:
        """Whether a case passes the filters on cases."""
        return (
            (not self.kinds or case.kind in self.kinds)
            and (not self.languages or case.language in self.languages)
            and (not self.tags or any(fnmatchcase(tag, wanted) for tag in case.tags for wanted in self.tags))
            and (not self.names or any(fnmatchcase(case.name, wanted) for wanted in self.names))
        )


def select(filters: Filters, yardstick: Yardstick, folder: Path = CASES) -> tuple[CaseSet, ...]:
    """The sets that the filters leave.

    Raises:
        SelectionError: none is left, or a file does not exist.
        CaseError: a file that is read holds something else than cases.
    """
    paths = _named(filters.files, folder) if filters.files else _default(filters.generated, folder)
    sets = load_sets(paths, yardstick.plan, yardstick.organ_keys)
    left = [one.model_copy(update={"cases": tuple(filter(filters.keeps, one.cases))}) for one in sets]
    kept = tuple(one for one in left if one.cases)
    if not kept:
        raise SelectionError("no case is left by these filters")
    return kept


def _default(generated: bool, folder: Path) -> tuple[Path, ...]:
    thresholds = Thresholds.read()
    return tuple(
        path
        for path in case_files(folder)
        if thresholds.judged(set_of(path)) is not Judged.ASKED and (generated or path.parent == folder)
    )


def _named(names: Sequence[str], folder: Path) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(path for name in names for path in _matching(name, folder)))


def _matching(name: str, folder: Path) -> Iterable[Path]:
    if found := [path for path in case_files(folder) if name in (set_of(path), path.name, path.stem)]:
        return found
    if (path := Path(name)).is_file():
        return [path]
    known = ", ".join(sorted({set_of(path) for path in case_files(folder)}))
    raise SelectionError(f"there is no set and no file {name!r}; there are: {known}")


def set_of(path: Path) -> str:
    """Name of the set that a file belongs to: its name up to the first full stop."""
    return path.name.partition(".")[0]
