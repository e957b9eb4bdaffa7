"""The classifier's card: what it is, what it learned from, how, and how well it does on questions it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.training.classifying import OTHERS, ClassifierRecipe
from index.training.questions import OwnQuestion, languages_of

_CARD = """\
# The plan assistant's classifier of questions

Which item of the International Seabed Authority's High-level action plan 2019-2023 a question is about, and whether it
is about any. The vectors of a question's pieces are summed, brought to length 1, and multiplied by a vector for each
of {classes} classes: the items, and two for questions that the plan does not answer (`near`, about the Authority's
world; `far`, about anything else). {pieces:,} pieces have rows of their own in place of the encoder's. Pieces and pairs
of neighbours, hashed, add to the two classes without an answer directly.
`index/classifier.py` reads it with numpy alone, in a tenth of a millisecond a question.

It only ranks items and helps to decide whether to answer: no word of an answer comes from it.

## What it learned from

{questions:,} questions, written for this project item by item from the item's meaning, in other words than the plan's,
and the items' own words with their "also asked as" phrases. They stand in `index/training/questions/`, are never
searched or quoted, and none of them is an evaluation question: a test compares them, and those that were nearly one
(nine letters of ten) were taken out.

| language | answered | near | far |
| --- | --- | --- | --- |
{counts}

## How well it does

Cross-validation, {folds} folds by question, the classifier alone, without the other legs of the search. The
questions left out are by the writers of those it learned from, many of them made hard on purpose, in pairs of which
only one is answered.

| language | right item first | right item among three | refusing what is not answered: precision | recall |
| --- | --- | --- | --- | --- |
{results}

{plan}
## Recipe

{recipe}. Adam on cross-entropy; an item that fits as well counts {others} of the one that fits best.

```
make classifier
```

It fits this classifier, and then, with what each question got from the folds that it was left out of, the decision to
answer. Minutes on two cores; another number of threads changes the last digits.

## Limits

* A bag of words: it knows no order beyond two neighbours, and no negation.
* It knows the items of one document. Where the document or the encoder is another one, search goes on without it.
* Chinese and English questions taught it; the other languages profit only as far as the encoder puts their words near.
* The texts and the weights are the project's own and under the MIT licence; for the encoder see its card.
"""


#: What the whole search was last measured to do on this plan; written by hand, from what the evals print.
PLAN_RESULTS = Path(__file__).parent / "plan_results.md"


def classifier_card(
    questions: Sequence[OwnQuestion],
    classes: int,
    pieces: int,
    recipe: ClassifierRecipe,
    folds: int,
    results: Mapping[str, Sequence[float]],
) -> str:
    """Returns the card in Markdown; `results` holds, by language, the four shares of the table."""
    return _CARD.format(
        classes=classes,
        pieces=pieces,
        questions=len(questions),
        counts=count_rows(questions),
        folds=folds,
        results=result_rows(results),
        plan=PLAN_RESULTS.read_text(encoding="utf-8") if PLAN_RESULTS.is_file() else "",
        recipe=recipe_lines(recipe),
        others=OTHERS,
    )


def recipe_lines(recipe: Any) -> str:
    """Returns the numbers of a recipe, a dataclass, as one line."""
    return ", ".join(f"{name} {value}" for name, value in asdict(recipe).items())


def result_rows(results: Mapping[str, Sequence[float]]) -> str:
    """Returns the rows of a table of shares, by language."""
    return "\n".join(f"| {name} | {' | '.join(f'{share:.3f}' for share in row)} |" for name, row in results.items())


def count_rows(questions: Sequence[OwnQuestion]) -> str:
    """Returns the rows of a table of how many questions there are of each kind, by language."""
    found = Counter((question.language, question.kind or "answered") for question in questions)
    return "\n".join(
        f"| {language} | {found[language, 'answered']:,} | {found[language, 'near']:,} | {found[language, 'far']:,} |"
        for language in languages_of(questions)
    )
