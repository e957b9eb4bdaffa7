"""The model card: what the model is, what it was made of and on whose terms, how, and how well it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from index.training.export import folder_size

#: Fields of the recipe that the card prints as they are.
_SHOWN = ("dimension", "steps", "seed", "batch", "temperature", "rate", "word_share", "word_batch")

_HEAD = """\
---
language: [zh, en, fr, es, ru, ar]
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [static-embedding, multilingual, retrieval]
---

# The plan assistant's sentence encoder

A table of {pieces:,} vectors of {dimension} dimensions for the six official languages of the United Nations, with its
tokeniser: {megabytes:.1f} MB in all. A text's vector is the mean of its pieces' vectors, of length 1. The first half
and the first quarter of the dimensions work on their own (Matryoshka). It was made so that this project answers
offline: questions in six languages are to find Chinese paragraphs of the International Seabed Authority's plans.

```python
from index.encoder import load_encoder                     # numpy and tokenizers only
load_encoder(None).encode(["深海采矿"], kind="query")        # float32, (1, {dimension})

from sentence_transformers import SentenceTransformer      # 6.2 or later: the same vectors
SentenceTransformer("index/encoder").encode(["深海采矿"])
```

The weights are int8 with one scale a row, in model2vec's layout (`embeddings`, `weights`), which sentence-transformers
multiplies on loading. There is one copy of them.
"""

_RESULTS = """
## Results

Recall at 1 / at 5. XQuAD: 1,190 questions in each language against 240 paragraphs. CMRC: CMRC2018 dev, 3,219 Chinese
questions against 848 paragraphs. SDG: 423 goals, targets and indicators against their Chinese versions. Scores of
several methods are standardised over the documents and added; BM25 counts pairs of neighbouring Chinese characters and
is added only where question and document share a script. Word MaxSim is `index/maxsim.py`. `results.json` has all
digits. One seed: differences under .02 are noise. The weights of MaxSim were chosen on XQuAD and SDG themselves, and so
was the recipe among a few; the scores are optimistic by as much.

{table}
"""

_RECIPE = """
## Recipe

1. **Texts.** {pairs:,} pairs. Pairs with a side in a foreign script are left out, and so is every pair of which a side
   equals a text of a benchmark, or, outside dictionaries, contains one or is contained in one (letters and digits
   alone, compatibility form, 16 characters of Chinese or 32 others): {removed} pairs. Training stops when one is left.
2. **Tokeniser.** One unigram vocabulary: Chinese words of dictionaries re-estimated by hard EM on the texts, with their
   characters; the frequent words of the five other languages whole, and parts of words for the rest. Texts are NFKD,
   lower case, without accents and tatweel.
3. **Training**, {steps:,} steps, seed {seed}. A piece's vector is a row of its own plus the mean of rows of its hashed
   character n-grams, folded into one row at the end. InfoNCE both ways with in-batch negatives ({batch} pairs a step,
   half as many where passages are read; temperature {temperature}) at the whole, half and quarter dimension; groups of
   one source and language pair are drawn by the root of their size, Chinese ones twice. Sentences are also paired with
   passages that hold their translation{openings}.
   {word_share:.0%} of the steps contrast word MaxSim scores in place of cosines ({word_batch} pairs). Adam, rate {rate}
   with warm-up and cosine, reads and writes only the rows that a batch touches.
4. **Teacher.** Cosine to all-MiniLM-L6-v2 (PCA to the table's dimension) for {sentences:,} English sentences and
   {entries:,} English glosses, on both sides of the pair.
5. **Export.** int8 with a scale a row.

```
python -m index.training --data DIR --work DIR --out index/encoder
python -m index.training evaluate --data DIR --model index/encoder --results results.json
```

`--data` is a folder with `encoder/pairs.jsonl.gz` (a JSON array a line: source, two languages, two texts, kind),
`encoder/eval.json.gz` (the benchmarks) and `isa-regulations/*.txt`. The data is not part of this repository.
{times}
Python {python}, torch {torch}, threads: {threads}.
"""

_DATA = """
## Data, licences and attributions

The pairs that it was trained on, by source:

| source | pairs used | terms |
| --- | --- | --- |
{sources}

English vectors for the teacher's loss come from sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0).

The benchmarks, never trained on: XQuAD (CC BY-SA 4.0), CMRC2018 dev (CC BY-SA 4.0), the goals, targets and indicators
of the 2030 Agenda in six languages (compilation MIT), and Tatoeba test pairs from LASER (CC BY 2.0 FR), which are only
kept out of the training.

The code that made this model is the project's own and under the MIT licence. The weights are what that code derived
from the data above, whose authors are hereby named. Several of the terms are share-alike; whether a table of averages
is adapted material under them is not settled, so keep this list with the weights wherever they go.
"""

_LIMITS = """
## Limits

* A bag of words: it knows no order and no negation. A high score says that the words are related, not that the document
  answers the question.
* Names that no dictionary of the data has are not matched across scripts.
* Chinese and English are served best, then French and Spanish; Russian and Arabic have the least data.
* Chinese is simplified; traditional characters are known only where the dictionaries have them.
* The Authority's exploration regulations are in the training data (Chinese, English, French, Spanish, Russian, not
  Arabic); its plans are not.
* Long texts are averages: search them in windows of two sentences.
"""

#: Terms of each source, by its name in the pairs.
SOURCES = {
    "cedict": ("CC-CEDICT", "CC BY-SA 4.0"),
    "wiktionary": ("Wiktionary, through open-dsl-dict", "CC BY-SA 3.0 and GFDL"),
    "omw": (
        "Open Multilingual Wordnet",
        "each wordnet's own: COW (Chinese), WOLF (French, CeCILL-C), AWN (Arabic, CC BY-SA 3.0) and others",
    ),
    "cldr": ("Unicode CLDR", "Unicode License v3"),
    "tico19": ("TICO-19", "CC0"),
    "ntrex": ("NTREX-128", "CC BY-SA 4.0"),
    "tatoeba": ("Tatoeba", "CC BY 2.0 FR"),
    "bible": ("Bible texts", "public domain"),
    "drcd": ("DRCD dev and test", "CC BY-SA 3.0"),
    "cmrc_trial": ("CMRC2018 trial", "CC BY-SA 4.0"),
    "isa-regulations": (
        "the International Seabed Authority's regulations on exploration for nodules (2013), sulphides (2010) and "
        "cobalt-rich crusts (2012), from the Deep Seabed Mining Law Corpus (dacheah)",
        "official documents of the Authority, attributed to it; compilation CC BY 4.0",
    ),
}


def model_card(about: dict[str, Any], table: str, folder: Path) -> str:
    """Returns the card in Markdown, of what the run says about itself and of the benchmarks' table."""
    recipe = about["recipe"]
    values = {
        "pieces": about["pieces"],
        "megabytes": folder_size(folder) / 1e6,
        "table": table,
        "pairs": about["pairs"],
        "removed": sum(sum(sources.values()) for sources in about["removed_for_overlap"].values()),
        "openings": _openings(recipe["openings"]),
        "sentences": recipe["teacher_sentences"],
        "entries": recipe["teacher_entries"],
        "times": _times(about["seconds"]),
        "sources": "\n".join(_source(name, count) for name, count in about["pairs_by_source"].items()),
        **{name: recipe[name] for name in _SHOWN},
        **{name: about[name] for name in ("python", "torch", "threads")},
    }
    return "".join(part.format(**values) for part in (_HEAD, _RESULTS, _RECIPE, _DATA, _LIMITS))


def _openings(share: float) -> str:
    if not share:
        return ""
    return (
        f";\n   {share:.0%} of the batches of sentences and passages begin the asking side with the first words of some "
        "question,\n   so that interrogatives come to weigh little"
    )


def _source(name: str, count: int) -> str:
    title, terms = SOURCES[name]
    return f"| {title} | {count:,} | {terms} |"


def _times(seconds: dict[str, float]) -> str:
    stages = ", ".join(f"{name} {value / 60:.1f}" for name, value in seconds.items())
    return (
        f"Minutes by stage, by the clock, as the machine's other work left them: {stages};\n"
        f"{sum(seconds.values()) / 60:.1f} in all, and about one more for the benchmarks."
    )
