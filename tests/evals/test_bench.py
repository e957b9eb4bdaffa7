from __future__ import annotations

import pytest

from evals.benching.floors import DictionaryFloor, FullTextPeer, row_texts
from evals.benching.larger import larger
from evals.benching.measurement import Measurement, Spread
from evals.benching.processes import spent
from evals.errors import EvalError
from evals.yardstick import Yardstick


def test_the_dictionary_finds_what_it_is_the_floor_of(yardstick: Yardstick) -> None:
    floor = DictionaryFloor(yardstick.plan)
    assert len(floor.ask("Which organ coordinates action 3.2.3?")) == 3
    assert len(floor.ask("3.2.3(1)")) == 1
    assert floor.ask("no number") == ()


@pytest.mark.parametrize("question", ["women in deep-sea research", "妇女在深海研究中的作用"])
def test_full_text_search_is_a_fair_peer_in_both_languages(yardstick: Yardstick, question: str) -> None:
    assert FullTextPeer(row_texts(yardstick.plan)).ask(question)[0] == "6.3.3"


def test_full_text_search_survives_its_own_operators(yardstick: Yardstick) -> None:
    peer = FullTextPeer(row_texts(yardstick.plan))
    assert peer.ask('NEAR( "AND" OR NOT * ;--') is not None
    assert peer.ask("?!") == []


@pytest.mark.parametrize("factor", [1, 3])
def test_a_larger_plan_has_that_many_rows_all_with_numbers_of_their_own(yardstick: Yardstick, factor: int) -> None:
    plan = larger(yardstick.plan, factor)
    assert len({row.reference for row in plan.rows}) == factor * len(yardstick.plan.rows)


def test_a_ratio_above_one_is_always_worse_than_the_floor() -> None:
    slow, fast = Spread.of([10.0]), Spread.of([2.0])
    time = Measurement(name="", unit="ms", measured=slow, floor_name="", floor=fast, target=12.0, target_p99=8.0)
    rate = Measurement(name="", unit="/s", measured=fast, floor_name="", floor=slow, target=5.0, more_is_better=True)
    assert (time.ratio, rate.ratio) == (5.0, 5.0)
    assert (time.is_met, rate.is_met) == (False, False)


def test_memory_is_that_of_the_process_and_not_of_this_one() -> None:
    import sys

    assert spent([sys.executable, "-S", "-c", "pass"]).mb < 40
    with pytest.raises(EvalError, match="ended with 3"):
        spent([sys.executable, "-c", "raise SystemExit(3)"])
