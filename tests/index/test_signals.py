from __future__ import annotations

import pytest

from index.build import open_index
from index.search import Index
from index.settings import IndexSettings
from tests.index.conftest import FakeEncoder, tiny_source


@pytest.fixture
def opened(fake_encoder: FakeEncoder, no_chroma: None, settings: IndexSettings) -> Index:
    return open_index(settings, source=tiny_source())


def test_a_question_in_the_plans_words_is_covered(opened: Index) -> None:
    signals = opened.signals("推动深海科学研究")
    assert signals.dense == pytest.approx(1.0, abs=1e-5)
    assert signals.words_first == 1.0
    assert signals.words > 0.5
    assert signals.margin > 0
    assert signals.agreement == 2  # there is no third leg without a table of words


def test_unknown_words_show(opened: Index) -> None:
    known, unknown = opened.signals("科学研究"), opened.signals("天气预报")
    assert unknown.words == unknown.words_first == unknown.words_known == 0.0
    assert known.words_known > unknown.words_known
    assert known.dense > unknown.dense


def test_shares_stay_between_0_and_1(opened: Index) -> None:
    for question in ("科学", "award prize", "审议2020年预算", "x" * 5000, "البحث العلمي", "глубоководные"):
        signals = opened.signals(question)
        for share in (signals.words_first, signals.words_known, signals.coverage, signals.met, signals.missed):
            assert 0.0 <= share <= 1.0 + 1e-6
        assert signals.margin >= 0
        assert signals.dense_margin >= 0


def test_the_features_have_a_fixed_order(opened: Index) -> None:
    assert list(opened.signals("科学").as_dict())[:3] == ["score", "margin", "dense"]
    assert all(isinstance(value, float) for value in opened.signals("").as_dict().values())
