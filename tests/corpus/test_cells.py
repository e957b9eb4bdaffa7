"""Item letters, time frames and cells of organs, taken alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import LayoutError
from corpus.library import load_manifest
from corpus.parsers.source import Source
from corpus.parsers.two_annexes.cells import read_organs, read_time_frame, split_label
from corpus.plan import TimeKind
from corpus.readers.plain_text import Line

LINE = Line(7, "")
NAMES = {
    "大会": "assembly",
    "理事会": "council",
    "法律和技术委员会": "legal_and_technical_commission",
    "财务委员会": "finance_committee",
    "秘书处": "secretariat",
}
SOURCE = Source("hlap-2019-2023", "zh", (), load_manifest().edition().layout, NAMES, range(2019, 2024))


@given(
    names=st.lists(st.sampled_from(sorted(NAMES)), unique=True, min_size=1),
    separators=st.lists(st.sampled_from(["、", "和", "、 ", " 和"]), min_size=5, max_size=5),
    breaks=st.sets(st.integers(0, 40)),
)
def test_any_cell_of_organs_is_read_whatever_its_line_breaks(
    names: list[str], separators: list[str], breaks: set[int]
) -> None:
    cell = names[0] + "".join(f"{between}{name}" for between, name in zip(separators, names[1:], strict=False))
    broken = "".join(f" {character}" if place in breaks else character for place, character in enumerate(cell))
    assert read_organs(SOURCE, LINE, broken) == tuple(NAMES[name] for name in names)


@given(st.text(alphabet="大会理事法律和技术委员财务秘书处、 ", max_size=30))
def test_any_other_cell_is_refused(cell: str) -> None:
    try:
        found = read_organs(SOURCE, LINE, cell)
    except LayoutError:
        return
    assert len(set(found)) == len(found)


def test_a_blank_cell_names_nobody() -> None:
    assert read_organs(SOURCE, LINE, "  ") == ()


@pytest.mark.parametrize(
    ("cell", "kind", "year"),
    [
        ("持续", TimeKind.ONGOING, None),
        ("每年", TimeKind.ANNUAL, None),
        ("每 两年", TimeKind.BIENNIAL, None),
        ("2021", TimeKind.YEAR, 2021),
        ("", TimeKind.UNSTATED, None),
    ],
)
def test_time_frames(cell: str, kind: TimeKind, year: int | None) -> None:
    found = read_time_frame(SOURCE, LINE, cell)
    assert (found.kind, found.year) == (kind, year)
    assert found.key == (str(year) if year else None if kind is TimeKind.UNSTATED else kind.value)


@pytest.mark.parametrize("cell", ["2018", "2024", "20191", "二〇一九", "２０１９", "2019年", "秘书处", "按需"])
def test_no_time_frame_is_guessed(cell: str) -> None:
    with pytest.raises(LayoutError, match="line 7: no time frame of this plan"):
        read_time_frame(SOURCE, LINE, cell)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(一)报告", ("(一)", 1, "报告")),
        ("(二) 报告", ("(二)", 2, "报告")),
        ("（c）报告", ("（c）", 3, "报告")),
        ("(十一) 报告", ("(十一)", 11, "报告")),
        ("报告(一)", (None, 0, "报告(一)")),
        ("(五年期)审查", (None, 0, "(五年期)审查")),
        ("(一", (None, 0, "(一")),
    ],
)
def test_item_letters(text: str, found: tuple[str | None, int, str]) -> None:
    assert split_label(SOURCE.layout, text) == found
