"""Command line of the recipes: trains the encoder, or measures one; fits the classifier and the reader of questions.

python -m index.training --data DIR --work DIR --out index/encoder
python -m index.training evaluate --data DIR --model index/encoder --results results.json
python -m index.training classifier --out index/classifier
python -m index.training reader --out index/reader
"""

from __future__ import annotations

import argparse
import dataclasses
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.logging import RichHandler

from index.classifier import ClassifierError
from index.static_table import EncoderError
from index.training.recipe import Recipe

_COMMANDS = ("train", "evaluate", "classifier", "reader")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Reads the command line; without a command it trains."""
    recipe = Recipe()
    parser = argparse.ArgumentParser(prog="python -m index.training", description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="run every stage and write the model (what happens without a command)")
    train.add_argument("--data", type=Path, required=True, help="folder with encoder/ and isa-regulations/")
    train.add_argument("--work", type=Path, required=True, help="folder for cached stages; outside the repository")
    train.add_argument("--out", type=Path, required=True, help="folder to put the model into; an old one is replaced")
    train.add_argument("--seed", type=int, default=recipe.seed, help="of every random choice (default %(default)s)")
    train.add_argument("--steps", type=int, default=recipe.steps, help="training steps (default %(default)s)")
    train.add_argument(
        "--threads",
        type=int,
        default=os.cpu_count(),
        help="processor threads (default %(default)s; one is fastest beside other work)",
    )
    measure = commands.add_parser("evaluate", help="measure a model folder on the search benchmarks")
    measure.add_argument("--data", type=Path, required=True, help="folder with encoder/eval.json.gz")
    measure.add_argument("--model", type=Path, default=Path("index/encoder"), help="model folder (default %(default)s)")
    measure.add_argument("--results", type=Path, required=True, help="JSON file to write the scores to")
    classifier = commands.add_parser("classifier", help="fit the classifier on the project's own questions")
    classifier.add_argument("--out", type=Path, required=True, help="folder to put it into; an old one is replaced")
    classifier.add_argument("--seed", type=int, default=1, help="of every random choice (default %(default)s)")
    classifier.add_argument("--folds", type=int, default=5, help="of the cross-validation; 0 leaves it out (default 5)")
    classifier.add_argument("--left-out", type=Path, metavar="FILE", help="keep what each question got, .npz")
    classifier.add_argument("--threads", type=int, default=2, help="processor threads (default %(default)s)")
    reader = commands.add_parser("reader", help="fit the reader on the project's own questions")
    reader.add_argument("--out", type=Path, required=True, help="folder to put it into; an old one is replaced")
    reader.add_argument("--seed", type=int, default=1, help="of every random choice (default %(default)s)")
    reader.add_argument(
        "--held-back",
        type=float,
        default=0.2,
        metavar="SHARE",
        help="of the questions, for a first fit that is measured; 0 leaves it out (default %(default)s)",
    )
    reader.add_argument("--left-out", type=Path, metavar="FILE", help="keep what the questions held back got, .npz")
    reader.add_argument("--threads", type=int, default=2, help="processor threads (default %(default)s)")
    given = list(arguments)
    if given and given[0] not in (*_COMMANDS, "-h", "--help"):
        given.insert(0, "train")
    return parser.parse_args(given or ["--help"])


def main(arguments: Sequence[str]) -> int:
    """Runs the command; returns the process's exit status."""
    options = parse(arguments)
    console = Console()
    logging.basicConfig(
        level=logging.INFO, format="%(message)s", handlers=[RichHandler(console=console, show_path=False)]
    )
    try:
        if options.command == "evaluate":
            from index.training.run import measure

            console.print(measure(options.data, options.model, options.results), soft_wrap=True)
        elif options.command == "classifier":
            from index.training.classifier_run import train_classifier
            from index.training.classifying import ClassifierRecipe

            fit = ClassifierRecipe(seed=options.seed)
            card = train_classifier(options.out, fit, options.folds, options.threads, options.left_out)
            console.print(card, soft_wrap=True, markup=False)
        elif options.command == "reader":
            from index.training.reader_run import train_reader
            from index.training.reading import ReaderRecipe

            reading = ReaderRecipe(seed=options.seed)
            card = train_reader(
                options.out, reading, options.threads, held_back=options.held_back, left_out=options.left_out
            )
            console.print(card, soft_wrap=True, markup=False)
        else:
            from index.training.run import train

            recipe = dataclasses.replace(Recipe(), seed=options.seed, steps=options.steps)
            console.print(train(options.data, options.work, options.out, recipe, options.threads), soft_wrap=True)
    except (EncoderError, ClassifierError, FileNotFoundError) as error:
        console.print(f"[red]{error}[/red]\n{getattr(error, 'help', 'Check the folders that the command names.')}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
