"""The benchmarks as a table: how this model stands beside the ones it was chosen from."""

from __future__ import annotations

from collections.abc import Sequence

from index.training.evaluation import ALL, BM25, DENSE, DENSE_WORDS, Score

COLUMNS = (
    "xquad zh-zh", "xquad en-zh", "xquad es-zh", "xquad ru-zh", "xquad ar-zh", "xquad en-en",
    "cmrc zh-zh", "sdg en-zh", "sdg fr-zh", "sdg es-zh", "sdg ru-zh", "sdg ar-zh",
)  # fmt: skip

_NONE = "–"

#: What the recipe was chosen against: measured once on the same tasks, before it. A row is a system.
REFERENCE = {
    "all-MiniLM-L6-v2 as it is (91 MB)": {
        "xquad zh-zh": ".141/.284", "xquad en-zh": ".139/.317", "xquad es-zh": ".069/.144", "xquad ru-zh": ".027/.065",
        "xquad ar-zh": ".009/.039", "cmrc zh-zh": ".131/.274", "sdg en-zh": ".090/.229", "sdg ru-zh": ".026/.092",
    },
    "plain StaticEmbedding, the library's trainer, 240k pairs (18 MB)": {
        "xquad zh-zh": ".689/.889", "xquad en-zh": ".321/.542", "xquad es-zh": ".178/.375", "xquad ru-zh": ".128/.288",
        "xquad ar-zh": ".114/.275", "cmrc zh-zh": ".732/.872", "sdg en-zh": ".697/.879", "sdg ru-zh": ".265/.447",
    },
}  # fmt: skip

_ROWS = (
    ("BM25, character pairs", BM25),
    ("**this encoder**, dense", DENSE),
    ("**this encoder**, dense + word MaxSim", DENSE_WORDS),
    ("**this encoder**, dense + word MaxSim + BM25", ALL),
)


def markdown(scores: Sequence[Score]) -> str:
    """Returns the table of recall at 1 / at 5 by task, in Markdown."""
    lines = [f"| system | {' | '.join(COLUMNS)} |", "| --- |" + " --- |" * len(COLUMNS)]
    lines += [_line(name, cells) for name, cells in REFERENCE.items()]
    for name, method in _ROWS:
        cells = {score.task: _cell(score) for score in scores if score.method == method}
        lines.append(_line(name, cells))
    return "\n".join(lines)


def _line(name: str, cells: dict[str, str]) -> str:
    return f"| {name} | {' | '.join(cells.get(column, _NONE) for column in COLUMNS)} |"


def _cell(score: Score) -> str:
    return f"{_share(score.recall.at_1)}/{_share(score.recall.at_5)}"


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")
