"""All generated questions as files, and the manifest that keeps their hashes."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from corpus.provenance import Record
from evals.case import CASES, Case
from evals.errors import GenerationError
from evals.generating.meanings import Meaning, meanings_of
from evals.generating.perturbations import digits, typos
from evals.generating.wording import Templates, Writer
from evals.yardstick import Yardstick

GENERATED = CASES / "generated"
SEED = 2019
MANIFEST = "manifest.json"
TYPOS = 250
"""Questions of each language that are asked again with one typing error, and as many with two."""
DIGITS = 120
"""Questions of each language that are asked again in each other form of digits."""
FEWEST_CASES = 3000


class Manifest(Record):
    """What the generated files were made from, and what they must still be."""

    seed: int
    document: str
    document_sha256: str
    templates: dict[str, str]
    """Template file -> SHA-256."""
    files: dict[str, str]
    """Case file -> SHA-256."""
    cases: dict[str, int]
    """Case file -> how many."""

    @classmethod
    def read(cls, folder: Path = GENERATED) -> Manifest:
        """The manifest of the frozen questions. Raises GenerationError when there is none."""
        try:
            return cls.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValidationError) as error:
            raise GenerationError(f"{MANIFEST} of the generated cases cannot be read: {error}") from error

    def check(self, folder: Path = GENERATED) -> None:
        """Raises GenerationError when a frozen file is not what it was."""
        for name, digest in self.files.items():
            if not (folder / name).is_file() or _digest((folder / name).read_bytes()) != digest:
                raise GenerationError(f"{name} is not the file that was frozen")


def generate(yardstick: Yardstick, templates: Sequence[Templates], seed: int = SEED) -> dict[str, list[Case]]:
    """All questions, by the name of the file that they belong in."""
    meanings = meanings_of(yardstick.plan, random.Random(seed))
    return {f"generated.{one.language}.jsonl": list(_cases(meanings, one, seed)) for one in templates}


def _cases(meanings: Sequence[Meaning], templates: Templates, seed: int) -> Iterator[Case]:
    writer, rng = Writer(templates, seed), random.Random(f"{seed} perturbed {templates.language}")
    plain = [_case(meaning, writer.question(meaning), templates.language) for meaning in meanings]
    yield from plain
    for number in range(1, 3):
        for case in rng.sample(plain, TYPOS):
            yield from _perturbed(case, typos(case.question, number, templates, rng), f"typo.{number}")
    for form in templates.perturbations.digits:
        able = [case for case in plain if digits(case.question, form)]
        for case in rng.sample(able, DIGITS):
            yield from _perturbed(case, digits(case.question, form), f"digits.{form.replace('_', '-')}")


def _case(meaning: Meaning, question: str, language: str) -> Case:
    group = f"generated.{_slug(meaning.family)}.{_slug(meaning.key)}"
    record = {
        "name": f"{group}.{language}",
        "group": group,
        "language": language,
        "kind": meaning.kind,
        "tags": [f"family:{meaning.family}", *meaning.tags],
        "question": question,
        "expect": meaning.expect,
    }
    # Through JSON, as the files are read: tuples and enums are then what they will be.
    return Case.model_validate_json(json.dumps(record))


def _slug(key: str) -> str:
    return key.replace("(", ".").replace(")", "").replace("_", "-").replace(" ", "-").lower()


def _perturbed(case: Case, question: str | None, tag: str) -> Iterator[Case]:
    if question and question != case.question:
        changed = {"name": f"{case.name}.{tag}", "question": question, "tags": (*case.tags, tag.replace(".", ":"))}
        yield case.model_copy(update=changed)


def freeze(yardstick: Yardstick, paths: Sequence[Path], folder: Path = GENERATED, seed: int = SEED) -> Manifest:
    """Writes all questions and their manifest.

    Args:
        yardstick: the document.
        paths: the template files.
        folder: where the files go; what was generated there before is replaced.
        seed: the same seed gives the same files.

    Raises:
        GenerationError: a template file is malformed, or there are fewer questions than there should be.
    """
    sets = generate(yardstick, [Templates.read(path) for path in paths], seed)
    if (total := sum(map(len, sets.values()))) < FEWEST_CASES:
        raise GenerationError(f"only {total} questions were generated, not {FEWEST_CASES}")
    texts = {name: "".join(map(_line, cases)) for name, cases in sets.items()}
    manifest = Manifest(
        seed=seed,
        document=yardstick.manifest.id,
        document_sha256=yardstick.manifest.edition().sha256,
        templates={path.name: _digest(path.read_bytes()) for path in paths},
        files={name: _digest(text.encode()) for name, text in texts.items()},
        cases={name: len(cases) for name, cases in sets.items()},
    )
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return manifest


def _line(case: Case) -> str:
    # What a case does not assert is left out, and so stays not asserted when it is read again.
    record = case.model_dump(mode="json", exclude_unset=True, exclude={"expect": {"facts"}})
    record["expect"]["facts"] = case.expect.facts.model_dump(mode="json", exclude_unset=True)
    return json.dumps(record, ensure_ascii=False) + "\n"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
