from __future__ import annotations

from collections.abc import Callable

import pytest

from evals.case import Case
from evals.errors import PeerError
from evals.peers import rows
from evals.peers.editions import Edition, edition
from evals.peers.peer import library
from evals.peers.reader import can_be_asked, holds_the_answer
from evals.peers.side_by_side import OURS, Standing, peers_wins, side_by_side
from evals.yardstick import Yardstick

MakeCase = Callable[..., Case]


@pytest.fixture(scope="module", params=["zh", "en"])
def one(request: pytest.FixtureRequest, yardstick: Yardstick) -> Edition:
    return edition(yardstick, request.param)


def test_an_edition_has_a_line_for_every_item_and_the_line_holds_the_item(one: Edition, yardstick: Yardstick) -> None:
    assert {str(row.reference) for row in yardstick.plan.rows} <= set(one.lines)
    for ref, line in one.lines.items():
        assert all("".join(needle.split()) in "".join(line.split()) for needle in one.needles[ref]), ref


def test_the_reader_needs_every_row_and_every_cell(make_case: MakeCase, one: Edition) -> None:
    case = make_case(facts={"refs": ["3.2.3(1)", "3.2.3(2)"]})
    first, second = one.lines["3.2.3(1)"], one.lines["3.2.3(2)"]
    assert holds_the_answer(case, [second, first], one)
    assert not holds_the_answer(case, [first], one)
    assert not holds_the_answer(case, [first, second.rpartition("\t")[0]], one)


def test_the_reader_is_content_with_any_accepted_topic_or_an_output_of_it(make_case: MakeCase, one: Edition) -> None:
    case = make_case(kind="topic", top=["3.2.3", "6.3.3"])
    assert holds_the_answer(case, [one.lines["3.2.3(2)"]], one)
    assert holds_the_answer(case, ["before " + one.lines["6.3.3"] + " after"], one)
    assert not holds_the_answer(case, [one.lines["6.4.1"]], one)
    assert not holds_the_answer(case, [], one)


@pytest.mark.parametrize(
    ("expect", "asked"),
    [
        ({"facts": {"refs": ["3.2.3(1)"]}}, True),
        ({"cites": ["para 3"]}, True),
        ({"facts": {"refs": []}}, False),
        ({"status": "not_found", "facts": {"refs": ["3.2.3(1)"]}}, False),
    ],
)
def test_only_questions_with_an_answer_in_the_text_are_put_to_peers(
    make_case: MakeCase, expect: dict[str, object], asked: bool
) -> None:
    assert can_be_asked(make_case(**expect)) is asked


@pytest.mark.parametrize("peer", rows.PEERS, ids=lambda peer: peer.name)
def test_peers_that_need_nothing_find_a_row_by_its_words(one: Edition, peer: rows.Peer) -> None:
    question = one.needles["6.3.3"][0]
    assert one.lines["6.3.3"] in peer.build(one)(question)


def test_all_stand_on_the_same_questions(make_case: MakeCase, yardstick: Yardstick) -> None:
    case = make_case(facts={"refs": ["3.2.3(1)", "3.2.3(2)", "3.2.3(3)"], "organs": ["secretariat"]})
    asked, standings = side_by_side([case], yardstick, rows.PEERS)
    assert asked == [case]
    assert [standing.name for standing in standings] == [OURS, *(peer.name for peer in rows.PEERS)]
    assert standings[0].right == {"a-case": True}


def test_what_peers_win_is_told(make_case: MakeCase) -> None:
    case = make_case("Who?")
    ours, theirs = Standing(OURS, "", {"a-case": False}), Standing("peer", "", {"a-case": True})
    assert list(peers_wins([case], [ours, theirs])) == [("peer", ["Who?"])]


def test_a_missing_library_is_an_error_with_help() -> None:
    with pytest.raises(PeerError, match="is not installed") as raised:
        library("no_such_library_at_all")
    assert "requirements" in raised.value.help
