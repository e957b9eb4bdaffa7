"""The recipe of the encoder, on data small enough to read: above all, that no benchmark's text is trained on."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the `train` extra is not installed")
pytest.importorskip("safetensors", reason="the `train` extra is not installed")

from index.static_table import StaticTable  # noqa: E402
from index.training import export, fitting, overlap, preparing, regulations, stages, teacher  # noqa: E402
from index.training.__main__ import parse  # noqa: E402
from index.training.batches import Sampler, questions_of  # noqa: E402
from index.training.benchmarks import all_texts, load_benchmarks, search_tasks  # noqa: E402
from index.training.evaluation import lexical_terms, recall  # noqa: E402
from index.training.losses import _Best, sentence_loss, word_loss  # noqa: E402
from index.training.pairs import Group, Pair, in_script, readable  # noqa: E402
from index.training.pieces import number_texts, read_pieces, write_pieces  # noqa: E402
from index.training.pooling import pooled  # noqa: E402
from index.training.recipe import Recipe, Vocabulary  # noqa: E402
from index.training.run import train  # noqa: E402
from index.training.table import Features, Rows, Table, ngrams_of  # noqa: E402
from index.training.tokeniser import build_tokenizer  # noqa: E402

QUESTION = "哪一个机构负责在国际海底区域内组织和控制各项活动？"
PARAGRAPH = "国际海底管理局是负责组织和控制区域内活动的机构，其总部设在牙买加金斯敦，于一九九四年成立。"
ENGLISH = "The International Seabed Authority organizes and controls activities in the Area."
GOAL = "Conserve and sustainably use the oceans, seas and marine resources"

CLEAN = [
    Pair("words", "en", "zh", "seabed", "海底", "dict"),
    Pair("words", "en", "zh", "organ", "机构", "dict"),
    Pair("talk", "en", "zh", "Where do you come from?", "你从哪里来？", "sent"),
]
LEAKING = {
    "a question word for word": Pair("leak", "en", "zh", "Which organ?", QUESTION, "sent"),
    "a question in other punctuation and width": Pair("leak", "en", "zh", "Which organ?", f"{QUESTION[:-1]}?!", "sent"),
    "a passage around a whole question": Pair("leak", "zh", "zh", "机构？", f"有人问：{QUESTION}没有人答。", "qa"),
    "a clause of a paragraph": Pair("leak", "en", "zh", "Its seat.", PARAGRAPH[3:25], "sent"),
    "a goal in capitals": Pair("leak", "en", "fr", GOAL.upper(), "Conserver les océans", "sent"),
    "a goal as a dictionary's entry": Pair("leak", "en", "zh", GOAL, "海洋", "dict"),
    "the English of a paragraph in a longer text": Pair(
        "leak", "en", "fr", f"We read: {ENGLISH}", "Nous lisons", "sent"
    ),
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with three clean pairs, each kind of leak, and one item in every benchmark."""
    folder = tmp_path / "data"
    (folder / "encoder").mkdir(parents=True)
    (folder / "isa-regulations").mkdir()
    with gzip.open(folder / "encoder/pairs.jsonl.gz", "wt", encoding="utf-8") as file:
        for pair in [*CLEAN, *LEAKING.values()]:
            file.write(json.dumps(pair, ensure_ascii=False) + "\n")
    asked = {"q": [[QUESTION, 0]], "p": [PARAGRAPH]}
    english = {"q": [["Which organ organizes activities in the Area?", 0]], "p": [ENGLISH]}
    content = {
        "xquad": {"zh": asked, "en": english, "es": english, "ru": english, "ar": english},
        "cmrc": asked,
        "sdg": {language: [GOAL] for language in ("zh", "en", "fr", "es", "ru", "ar")},
        "tatoeba": {"zh": [["See you later.", "回头见。"]]},
    }
    with gzip.open(folder / "encoder/eval.json.gz", "wt", encoding="utf-8") as file:
        json.dump(content, file)
    return folder


class TestOverlap:
    @pytest.mark.parametrize("name", LEAKING)
    def test_a_leak_is_taken_out(self, data: Path, name: str) -> None:
        known = overlap.Benchmarks(all_texts(load_benchmarks(data)))
        report = overlap.OverlapReport()
        assert list(overlap.without_overlap([LEAKING[name]], known, report)) == []
        assert sum(report.equal.values()) + sum(report.contained.values()) == 1

    def test_ordinary_pairs_stay(self, data: Path) -> None:
        known = overlap.Benchmarks(all_texts(load_benchmarks(data)))
        assert list(overlap.without_overlap(CLEAN, known, overlap.OverlapReport())) == CLEAN

    def test_window_hashes_are_equal_only_where_the_windows_are(self) -> None:
        text = "abcdefghijklmnopqrstuvwxyz"
        hashes = overlap.window_hashes(text)
        assert len(hashes) == len(text) - overlap.WINDOW + 1
        assert hashes[3] == overlap.window_hashes(text[3 : 3 + overlap.WINDOW])[0]
        assert len(set(hashes.tolist())) == len(hashes)
        assert len(overlap.window_hashes("short")) == 0

    def test_what_is_prepared_has_no_leak(self, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(teacher, "write_teacher", lambda texts, folder: None)
        recipe = Recipe(vocabulary=Vocabulary(chinese_words=50, other_pieces=40, rarest_word=1, rare_character=1))
        prepared = preparing.prepare(data, tmp_path / "work", recipe)
        assert prepared.pairs == CLEAN
        assert sum(sum(sources.values()) for sources in prepared.removed.values()) == len(LEAKING)

    def test_training_stops_when_a_leak_is_left(self, data: Path) -> None:
        with pytest.raises(preparing.OverlapError):
            preparing.prove_disjoint([*CLEAN, LEAKING["a clause of a paragraph"]], data)


class TestPairs:
    @pytest.mark.parametrize(
        ("text", "language", "fits"),
        [
            ("海底 ABC海底", "zh", True),
            ("ခွေး", "en", False),
            ("2019", "ru", True),
            ("Совет", "ru", True),
            ("Совет", "en", False),
        ],
    )
    def test_a_text_is_in_the_script_of_its_language(self, text: str, language: str, fits: bool) -> None:
        assert in_script(text, language) == fits

    def test_a_mislabelled_pair_is_left_out(self) -> None:
        assert list(readable([*CLEAN, Pair("talk", "en", "es", "ခွေး", "gwei:", "sent")])) == CLEAN


class TestRegulations:
    EN = (
        "Title\n\nRegulation 1. Terms\n\n1. The Area is the seabed.\n\n2. It means: (a) nodules on the floor; "
        "(b) sulphides at vents.\n\nRegulation 2. Reports The contractor reports.\n\nAnnex I. Form"
    )
    ZH = (
        "题目\n\n第1条用语\n\n1.“区域”是指海床和洋底。\n\n2. 是指：(a) 洋底上的多金属结核；(b) 热液口的硫化物。"
        "\n\n第2条报告承包者应提交报告。\n\n附件一格式"
    )

    def test_units_are_numbered(self) -> None:
        units = regulations.read_units(self.EN, "en")
        assert list(units) == ["1", "1.1", "1.2", "2"]
        assert units["1.1"] == "The Area is the seabed."
        assert regulations.read_units(self.ZH, "zh")["2"] == "报告承包者应提交报告。"

    def test_units_and_their_letters_are_aligned(self) -> None:
        aligned = regulations.align(regulations.read_units(self.EN, "en"), regulations.read_units(self.ZH, "zh"))
        assert ("The Area is the seabed.", "“区域”是指海床和洋底。") in aligned
        assert ("nodules on the floor;", "洋底上的多金属结核；") in aligned

    def test_letters_must_follow_each_other(self) -> None:
        assert regulations.lettered("x: (a) one; (b) two") == ["x:", "one;", "two"]
        assert regulations.lettered("no letters here") == []


class TestTokeniser:
    def test_scripts_are_kept_apart_and_words_found(self) -> None:
        pairs = [
            *CLEAN,
            *(Pair("talk", "en", "zh", f"the seabed organ {i}", f"海底机构{i}", "sent") for i in range(30)),
        ]
        sizes = Vocabulary(chinese_words=50, other_pieces=40, rarest_word=2, rare_character=1)
        tokenizer = build_tokenizer(pairs, sizes)
        assert tokenizer.encode("The SEABED海底机构").tokens == ["the", "seabed", "海底", "机构"]
        assert [tokenizer.id_to_token(i) for i in (0, 1)] == ["[PAD]", "[UNK]"]

    def test_ngrams_are_shared_by_spelling(self) -> None:
        assert set(ngrams_of("seabed")) & set(ngrams_of("seabeds"))
        assert ngrams_of("海底") == ["海", "底"]
        assert ngrams_of("海管局") == ["海", "管", "局", "海管", "管局"]


class TestGradients:
    def test_pooling_has_the_gradient_of_torch(self) -> None:
        generator = torch.Generator().manual_seed(0)
        members, lengths = np.array([0, 3, 3, 8, 1, 2, 0]), np.array([3, 1, 3])
        rows = torch.randn(9, 6, generator=generator, requires_grad=True)
        weights = torch.randn(3, 6, generator=generator)
        (pooled(rows, members, lengths, mean=True) * weights).sum().backward()
        ours, rows.grad = rows.grad, None
        theirs = torch.nn.functional.embedding_bag(
            torch.from_numpy(members), rows, torch.tensor([0, 3, 4]), mode="mean"
        )
        (theirs * weights).sum().backward()
        assert torch.allclose(ours, rows.grad, atol=1e-6)

    def test_best_cosines_have_the_gradient_of_the_whole_matrix(self) -> None:
        generator = torch.Generator().manual_seed(0)
        words = torch.randn(7, 5, generator=generator, requires_grad=True)
        documents = torch.randn(12, 5, generator=generator, requires_grad=True)
        weights = torch.randn(7, 4, generator=generator)
        (_Best.apply(words, documents, 3) * weights).sum().backward()
        ours, words.grad, documents.grad = (words.grad, documents.grad), None, None
        ((words @ documents.T).view(7, 4, 3).amax(2) * weights).sum().backward()
        assert torch.allclose(ours[0], words.grad, atol=1e-5)
        assert torch.allclose(ours[1], documents.grad, atol=1e-5)

    def test_losses_fall_when_the_right_pairs_agree(self) -> None:
        units = torch.eye(4)
        right, wrong = torch.cat([units, units]), torch.cat([units, units.roll(1, 0)])
        counts = np.ones(8, np.int64)
        assert sentence_loss(right, 0.05) < sentence_loss(wrong, 0.05)
        assert word_loss(right, counts, 0.05, 2.0) < word_loss(wrong, counts, 0.05, 2.0)

    def test_only_touched_rows_move(self) -> None:
        features = Features.of(["[PAD]", "[UNK]", "ab", "xy"], 50)
        table = Table(features, 4, 50, 8, torch.Generator().manual_seed(0))
        before = table.folded(0).copy()
        vectors, places = table.use(np.array([2, 2]), 0.1, 1)
        assert vectors.shape == (1, 8)
        assert places.tolist() == [0, 0]
        vectors.sum().backward()
        table.move(0.1, 1)
        moved = np.abs(table.folded(0) - before).max(axis=1) > 0
        assert moved[2]
        assert not moved[3]

    def test_rows_end_where_adam_over_all_of_them_ends(self) -> None:
        start = torch.randn(3, 4, generator=torch.Generator().manual_seed(0))
        rows, whole = Rows(start.clone()), start.clone().requires_grad_()
        adam = torch.optim.Adam([whole], lr=0.1, betas=(0.9, 0.99))
        touched = [[0, 1], [0], [0], [0, 2], [1, 0], [0], [0], [0, 1, 2]]
        for step, index in enumerate(touched, start=1):
            taken = rows.take(torch.tensor(index), 0.1, step)
            (taken**2).sum().backward()
            rows.move(taken.grad, 0.1, step)
            adam.zero_grad(set_to_none=False)
            (whole[index] ** 2).sum().backward()
            adam.step()
        assert torch.allclose(rows.values, whole, atol=0.04)


def test_batches_have_distinct_texts_and_openings_of_questions(tmp_path: Path) -> None:
    pairs = [Pair("ntrex", "en", "zh", f"is it number {i}?", f"第{i}号吗？", "sent") for i in range(80)]
    pairs.append(Pair("ntrex", "en", "zh", "is it number 3?", "又是三号吗？", "sent"))
    sizes = Vocabulary(chinese_words=50, other_pieces=40, rarest_word=2, rare_character=1)
    tokenizer = build_tokenizer([*pairs, *CLEAN], sizes)
    texts, groups = number_texts(pairs)
    write_pieces(tokenizer, texts, tmp_path)
    pieces = read_pieces(tmp_path)
    assert list(groups) == [Group("ntrex", "en", "zh", "sent")]
    sampler = Sampler(groups, pieces, Recipe(openings=1.0), questions_of(texts, groups, pieces))
    random = np.random.default_rng(0)
    kinds: Counter[str] = Counter()
    for _ in range(20):
        batch = sampler.draw(random, 64)
        kinds[batch.kind] += 1
        assert batch.lengths.sum() == len(batch.pieces) == len(batch.opens)
        assert len(batch.texts) == len(set(batch.texts.tolist()))
    assert set(kinds) == {"sent", "passage"}


def test_a_stage_is_built_once_and_never_half(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("x")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        stages.stage(tmp_path, "part", "1", fail)
    assert not (tmp_path / "part-1").exists()
    built = stages.stage(tmp_path, "part", "1", lambda folder: None)
    assert stages.stage(tmp_path, "part", "1", fail) == built
    assert stages.seconds_of(built) >= 0


def test_a_model_is_written_within_half_a_step_of_the_table(tmp_path: Path) -> None:
    tokenizer = build_tokenizer(CLEAN * 3, Vocabulary(chinese_words=50, other_pieces=40, rare_character=1))
    rows = np.random.default_rng(0).normal(size=(tokenizer.get_vocab_size(), 16)).astype(np.float32)
    export.write_model(tokenizer, rows, tmp_path)
    table = StaticTable.load(tmp_path)
    (word,) = table.words("海底")
    vectors, norms = table.word_vectors([word.pieces])
    step = np.abs(rows[word.pieces[0]]).max() / 127
    assert np.abs(vectors[0] * norms[0] - rows[word.pieces[0]]).max() <= step / 2 + 1e-6


def test_a_run_that_was_cut_short_ends_like_an_unbroken_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [Pair("tatoeba", "en", "zh", f"sea {i} area {i * i}", f"海洋{i}区域{i * i}", "sent") for i in range(80)]
    tokenizer = build_tokenizer(pairs, Vocabulary(chinese_words=50, other_pieces=60, rarest_word=2, rare_character=1))
    texts, groups = number_texts(pairs)
    write_pieces(tokenizer, texts, tmp_path)
    recipe = Recipe(dimension=8, ngram_rows=50, steps=6, batch=32, word_batch=16, word_share=0.5)
    sampler = Sampler(groups, read_pieces(tmp_path), recipe, {})
    vocabulary = sorted(tokenizer.get_vocab(), key=tokenizer.get_vocab().__getitem__)
    untaught = fitting.Teacher(np.full(len(texts), -1), np.zeros((1, 8), np.float32))
    unbroken = fitting.Fitting(recipe, vocabulary, sampler, untaught, tmp_path).run()

    monkeypatch.setattr(fitting, "_SAVE_EVERY", 2)
    cut = fitting.Fitting(recipe, vocabulary, sampler, untaught, tmp_path)
    whole_step = cut._step
    monkeypatch.setattr(cut, "_step", lambda step: whole_step(step) if step < 6 else {}[step])
    with pytest.raises(KeyError):
        cut.run()
    continued = fitting.Fitting(recipe, vocabulary, sampler, untaught, tmp_path).run()
    assert continued == pytest.approx(unbroken, abs=1e-6)


def test_the_whole_recipe_on_a_tiny_data_set(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("bm25s", reason="the `train` extra is not installed")
    words = [("sea", "海洋"), ("organ", "机构"), ("report", "报告"), ("mining", "采矿"), ("area", "区域")]
    pairs = [
        Pair("tatoeba", "en", "zh", f"{a} {b} {c}", f"{x}{y}{z}", "sent")
        for a, x in words for b, y in words for c, z in words
    ]  # fmt: skip
    with gzip.open(data / "encoder/pairs.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs)

    def teach(texts: list[str], folder: Path) -> None:
        ordered = sorted(set(texts))
        vectors = np.random.default_rng(0).normal(size=(len(ordered), 32)).astype(np.float16)
        np.save(folder / teacher.VECTORS_FILE, vectors)
        (folder / teacher.TEXTS_FILE).write_text(json.dumps(ordered))

    monkeypatch.setattr(teacher, "write_teacher", teach)
    sizes = Vocabulary(chinese_words=50, other_pieces=60, rarest_word=2, rare_character=1)
    recipe = Recipe(dimension=16, ngram_rows=200, steps=60, batch=64, word_batch=16, word_share=0.5, vocabulary=sizes)
    table = train(data, tmp_path / "work", tmp_path / "out", recipe, threads=1)
    assert "**this encoder**, dense" in table
    assert "CC BY 2.0 FR" in (tmp_path / "out/README.md").read_text("utf-8")
    encoder = StaticTable.load(tmp_path / "out")
    sea, same, other = encoder.encode(["sea sea area", "海洋海洋区域", "报告机构采矿"])
    assert sea @ same > sea @ other
    again = train(data, tmp_path / "work", tmp_path / "again", recipe, threads=1)
    assert again == table


def test_tasks_and_measures(data: Path) -> None:
    tasks = {task.name: task for task in search_tasks(load_benchmarks(data))}
    assert tasks["xquad zh-zh"].same_script
    assert not tasks["xquad en-zh"].same_script
    found = recall(np.array([[1.0, 2, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1]], np.float32), [0, 0])
    assert (found.at_1, found.at_5) == (0.0, 1.0)
    assert lexical_terms("国际海底 Area 2019") == ["国际", "际海", "海底", "area", "2019"]


def test_without_a_command_it_trains() -> None:
    options = parse(["--data", "d", "--work", "w", "--out", "o"])
    assert (options.command, options.seed) == ("train", 1)
