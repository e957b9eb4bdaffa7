"""All stages in order, from the data folder to a measured model with its card."""

from __future__ import annotations

import dataclasses
import logging
import platform
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch

from index.static_table import StaticTable
from index.training import (
    batches,
    benchmarks,
    card,
    evaluation,
    export,
    fitting,
    losses,
    memory,
    pieces,
    pooling,
    report,
    table,
    teacher,
)
from index.training.preparing import Prepared, prepare
from index.training.recipe import Recipe
from index.training.stages import digest_of, replace_folder, seconds_of, stage

logger = logging.getLogger(__name__)

_TABLE = "table.npy"
RESULTS_FILE = "results.json"
#: Code that shapes the trained table: a change of it trains again.
_SHAPING = (batches, fitting, losses, pooling, table)


def train(data: Path, work: Path, out: Path, recipe: Recipe, threads: int) -> str:
    """Runs or reuses every stage, puts the model into `out`, and returns the benchmarks' table."""
    memory.keep_freed_memory()
    torch.set_num_threads(threads)
    work.mkdir(parents=True, exist_ok=True)
    prepared = prepare(data, work, recipe)
    key = digest_of(prepared.key, repr(recipe), *(Path(module.__file__ or "") for module in _SHAPING))
    folder = stage(work, "table", key, lambda part: _fit(prepared, recipe, part))
    model = work / "model"
    shutil.rmtree(model, ignore_errors=True)
    export.write_model(prepared.tokenizer, np.load(folder / _TABLE), model)
    about = _about(recipe, prepared, threads)
    about["seconds"]["table"] = seconds_of(folder)
    scores = _measure(data, model, model / RESULTS_FILE, about)
    (model / "README.md").write_text(card.model_card(about, report.markdown(scores), model), encoding="utf-8")
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(out.name + ".new")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(model, beside)
    replace_folder(beside, out)
    return report.markdown(scores)


def measure(data: Path, model: Path, results: Path) -> str:
    """Measures a model folder, writes the scores, and returns the benchmarks' table."""
    return report.markdown(_measure(data, model, results, {"model": model.name}))


def _fit(prepared: Prepared, recipe: Recipe, folder: Path) -> None:
    texts, groups = pieces.number_texts(prepared.pairs)
    pieces_by_number = {number: piece for piece, number in prepared.tokenizer.get_vocab().items()}
    vocabulary = [pieces_by_number[number] for number in range(len(pieces_by_number))]
    cut = pieces.read_pieces(prepared.pieces_folder)
    sampler = batches.Sampler(groups, cut, recipe, batches.questions_of(texts, groups, cut))
    fitted = fitting.Fitting(recipe, vocabulary, sampler, _teacher(prepared, recipe, texts), folder).run()
    np.save(folder / _TABLE, fitted)


def _teacher(prepared: Prepared, recipe: Recipe, texts: list[str]) -> fitting.Teacher:
    read, vectors = teacher.read_teacher(prepared.teacher_folder, recipe.dimension)
    number = {text: i for i, text in enumerate(texts)}
    rows = np.full(len(texts), -1, dtype=np.int64)
    rows[[number[text] for text in read]] = np.arange(len(read))
    return fitting.Teacher(rows, vectors)


def _measure(data: Path, model: Path, results: Path, about: dict[str, Any]) -> list[evaluation.Score]:
    tasks = benchmarks.search_tasks(benchmarks.load_benchmarks(data))
    encoder = StaticTable.load(model)
    scores = evaluation.evaluate(encoder, tasks)
    evaluation.write_results(scores, about | {"fingerprint": encoder.fingerprint}, results)
    return scores


def _about(recipe: Recipe, prepared: Prepared, threads: int) -> dict[str, Any]:
    return {
        "recipe": dataclasses.asdict(recipe),
        "seconds": dict(prepared.seconds),
        "pairs": len(prepared.pairs),
        "pairs_by_source": dict(Counter(pair.source for pair in prepared.pairs).most_common()),
        "pieces": prepared.tokenizer.get_vocab_size(),
        "removed_for_overlap": prepared.removed,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "threads": threads,
    }
