"""Lines, cells and joined texts; files of one JSON object a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import DataFileError, LayoutError
from corpus.provenance import Record
from corpus.readers import plain_text
from corpus.readers.json_lines import read_records
from corpus.readers.plain_text import join_cut, read_lines, without_spaces


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    lines = read_lines("\n一\t 二 \t\r\n\n三\u2028四".encode())
    assert [(line.number, line.text) for line in lines] == [(1, ""), (2, "一\t 二 \t"), (3, ""), (4, "三\u2028四")]
    assert lines[1].cells == ("一", "二", "")
    assert lines[0].is_blank


def test_a_byte_order_mark_is_no_text() -> None:
    assert read_lines("\ufeff一".encode())[0].text == "一"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"ok\n\xff\xfe", "line 2: the file is not UTF-8"),
        (b"%PDF-1.7\n\x00\x01\x02", "line 2: the line holds control characters"),
        (b"x" * (plain_text.MAX_LINE_CHARACTERS + 1), "line 1: the line has more than"),
        (b"\n" * (plain_text.MAX_BYTES + 1), "bytes"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(LayoutError, match=message):
        read_lines(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_lines_or_a_layout_error(data: bytes) -> None:
    try:
        lines = read_lines(data)
    except LayoutError:
        return
    assert "\n".join(line.text for line in lines) == data.decode("utf-8-sig").replace("\r\n", "\n")


def test_cut_texts_are_joined_without_a_space_in_chinese_and_with_one_in_english() -> None:
    assert join_cut(["海洋法公约第十", "一部分"]) == "海洋法公约第十一部分"
    assert join_cut(["在", "2030 年"]) == "在2030 年"
    assert join_cut(["of the", "Authority"]) == "of the Authority"
    assert join_cut([]) == ""
    assert without_spaces("法律和 技术委\u3000员会\n") == "法律和技术委员会"


class Pair(Record):
    name: str
    number: int


def test_records_are_read_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"name": "甲", "number": 1}\n\n{"name": "乙", "number": 2}\n', encoding="utf-8")
    assert [(line, pair.name) for line, pair in read_records(path, Pair)] == [(1, "甲"), (3, "乙")]
    assert list(read_records(tmp_path / "none.jsonl", Pair)) == []


@pytest.mark.parametrize("line", ["{", '{"name": "x"}', '{"name": "x", "number": 1, "more": 2}', "[]"])
def test_a_malformed_record_names_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(f'{{"name": "x", "number": 1}}\n{line}\n', encoding="utf-8")
    with pytest.raises(DataFileError, match="line 2") as caught:
        list(read_records(path, Pair))
    assert caught.value.line == 2
    path.write_bytes(b"\xff")
    with pytest.raises(DataFileError, match="UTF-8"):
        list(read_records(path, Pair))
