"""The stages before training, each cached: clean pairs, tokeniser, pieces, teacher vectors."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tokenizers import Tokenizer

from index.static_table import TOKENIZER_FILE
from index.training import benchmarks, overlap, pairs, pieces, regulations, teacher, tokeniser
from index.training.pairs import Pair
from index.training.recipe import Recipe
from index.training.stages import digest_of, seconds_of, stage

logger = logging.getLogger(__name__)

_PAIRS = "pairs.jsonl"
_REPORT = "overlap.json"


class OverlapError(Exception):
    """A benchmark's text is among the texts that would be trained on."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that training reads."""

    pairs: list[Pair]
    tokenizer: Tokenizer
    pieces_folder: Path
    teacher_folder: Path
    key: str
    """Digest of all of it."""
    removed: dict[str, dict[str, int]]
    """Pairs taken out because they overlap a benchmark, by reason and source."""
    seconds: dict[str, float]
    """How long each stage took when it was built."""


def prepare(data: Path, work: Path, recipe: Recipe) -> Prepared:
    """Runs or reuses the stages. Raises OverlapError when a leak is left, FileNotFoundError without data."""
    text_folder = stage(work, "texts", _data_key(data), lambda folder: _write_texts(data, folder))
    clean = pairs.load_pairs(text_folder / _PAIRS)
    prove_disjoint(clean, data)
    key = digest_of(text_folder / _PAIRS, Path(tokeniser.__file__), recipe.vocabulary)
    tokenizer_folder = stage(work, "tokeniser", key, lambda folder: _write_tokenizer(clean, recipe, folder))
    tokenizer: Tokenizer = Tokenizer.from_file(str(tokenizer_folder / TOKENIZER_FILE))
    texts, _ = pieces.number_texts(clean)
    key = digest_of(key, Path(pieces.__file__))
    pieces_folder = stage(work, "pieces", key, lambda folder: pieces.write_pieces(tokenizer, texts, folder))
    asked = teacher.english_texts(clean, recipe.teacher_sentences, recipe.teacher_entries, recipe.seed)
    teacher_key = digest_of(asked)
    teacher_folder = stage(work, "teacher", teacher_key, lambda folder: teacher.write_teacher(asked, folder))
    removed = json.loads((text_folder / _REPORT).read_text("utf-8"))
    folders = (text_folder, tokenizer_folder, pieces_folder, teacher_folder)
    seconds = {folder.name.partition("-")[0]: seconds_of(folder) for folder in folders}
    return Prepared(clean, tokenizer, pieces_folder, teacher_folder, digest_of(key, teacher_key), removed, seconds)


def prove_disjoint(clean: list[Pair], data: Path) -> None:
    """Checks once more that no text about to be trained on overlaps a benchmark; raises OverlapError naming one."""
    known = overlap.Benchmarks(benchmarks.all_texts(benchmarks.load_benchmarks(data)))
    report = overlap.OverlapReport()
    left = sum(1 for _ in overlap.without_overlap(clean, known, report))
    if left != len(clean):
        raise OverlapError(f"{len(clean) - left} training pairs overlap a benchmark: {report}")
    logger.info("none of %d pairs overlaps a benchmark", left)


def _data_key(data: Path) -> str:
    files = [data / pairs.PAIRS_FILE, data / benchmarks.BENCHMARK_FILE]
    files += sorted((data / regulations.FOLDER).glob("*-??.txt"))
    return digest_of(*files, *(Path(module.__file__ or "") for module in (pairs, overlap, regulations)))


def _write_texts(data: Path, folder: Path) -> None:
    known = overlap.Benchmarks(benchmarks.all_texts(benchmarks.load_benchmarks(data)))
    report = overlap.OverlapReport()
    everything = pairs.readable(chain(pairs.read_pairs(data), regulations.regulation_pairs(data)))
    pairs.write_pairs(overlap.without_overlap(everything, known, report), folder / _PAIRS)
    removed = {"equal": dict(report.equal), "contained": dict(report.contained)}
    (folder / _REPORT).write_text(json.dumps(removed, indent=2) + "\n", encoding="utf-8")


def _write_tokenizer(clean: list[Pair], recipe: Recipe, folder: Path) -> None:
    tokeniser.build_tokenizer(clean, recipe.vocabulary).save(str(folder / TOKENIZER_FILE), pretty=False)
