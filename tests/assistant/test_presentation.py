"""Answers as a page shows them: every source in its row, and nothing of a question or document that runs."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from assistant.answer import Answer, Citation, Notice
from assistant.assistant import Assistant
from assistant.lexicon import FOLDER
from assistant.phrasing import languages
from assistant.presentation.answer_page import AnswerPage, question_html
from assistant.presentation.markdown import to_html
from assistant.presentation.places import pieces, places_of
from assistant.presentation.plan_table import PlanTable, spreadsheet_safe
from assistant.presentation.wording import window_languages

ATTACKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "[x](javascript:alert(1))",
    "![x](http://evil.example/x.png)", "<http://evil.example>", "http://evil.example", "<!-- --><b onclick=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "</div></section><iframe src=//evil.example>", "[a]: http://evil.example\n\n[a]",
    "`<img src=x>`", "    <script>alert(1)</script>", "| a |\n|---|\n| <script>alert(1)</script> |", "\n\n<script>alert(1)</script>\n\n",
]  # fmt: skip
QUESTIONS = [
    "哪个机关协调行动3.2.3？", "Which organ coordinates action 3.2.3?", "Tell me about 9.3.1", "Tell me about 3.2.3", "9.3.1有哪些机关？",
    "What does 3.2 say?", "Which outputs does the Secretariat lead?", "What does paragraph 5 say?", "action 3.6.1", "hello",
    "List all outputs of direction 8", "4.3说什么？", "When was the document written?",
]  # fmt: skip


class Tags(HTMLParser):
    """Every tag and attribute of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.found if "id" in attrs]

    def targets(self) -> list[str]:
        return [attrs["href"] or "" for _, attrs in self.found if "href" in attrs]


@pytest.fixture(scope="session")
def page_of(assistant: Assistant) -> Callable[[Answer], str]:
    pages = {language: AnswerPage(assistant.sources, language) for language in languages()}
    return lambda answer: pages[answer.language].html(answer, "7")


def assert_harmless(html: str) -> None:
    tags = Tags(html)
    assert tags.open == []
    for tag, attributes in tags.found:
        assert tag not in ("script", "img", "iframe", "svg", "object", "link", "style", "form", "input")
        assert not [name for name in attributes if name.startswith("on")]
        assert attributes.get("href", "#").startswith("#")  # type: ignore[union-attr]
        assert "src" not in attributes
    # The page's Markdown reader would begin anew after a line break.
    assert "\n" not in html
    assert "\r" not in html


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_mark_leads_to_its_source_and_back(
    ask: Callable[..., Answer], page_of: Callable[[Answer], str], question: str
) -> None:
    answer = ask(question)
    html = page_of(answer)
    assert_harmless(html)
    tags = Tags(html)
    ids = tags.ids()
    assert len(set(ids)) == len(ids)
    assert {target.removeprefix("#") for target in tags.targets()} == set(ids)
    assert {f"source-7-{citation.mark}" for citation in answer.citations} <= set(ids)


@pytest.mark.parametrize("question", QUESTIONS)
def test_cited_words_are_marked_in_their_row(
    ask: Callable[..., Answer], assistant: Assistant, page_of: Callable[[Answer], str], question: str
) -> None:
    answer = ask(question)
    html = page_of(answer)
    marked = [re.sub(r"<[^>]+>", "", words) for words in re.findall(r"<mark[^>]*>(.*?)</mark>", html)]
    for place in places_of(answer.citations, assistant.sources.lines):
        assert place.words or place.columns
        for column, ranges in place.words.items():
            for start, end in ranges:
                assert any(place.cells[column][start:end][:20] in Tags(words).words for words in marked)


def test_a_row_is_shown_once_with_all_its_marks(assistant: Assistant, ask: Callable[..., Answer]) -> None:
    answer = ask("Tell me about 9.3.1")
    places = places_of(answer.citations, assistant.sources.lines)
    keys = [(place.annex, place.lines) for place in places]
    assert len(set(keys)) == len(keys) < len(answer.citations)
    assert sorted(one.mark for place in places for one in place.citations) == [one.mark for one in answer.citations]


def test_same_words_in_two_columns_are_marked_in_the_cited_one(assistant: Assistant) -> None:
    row = assistant.sources.plan.rows[0]
    line = "1.1.1\t行动\t秘书处报告\t2020\t大会\t秘书处\t秘书处"
    lines = [*assistant.sources.lines, line]
    at = (len(lines), len(lines))
    citation = citation_of(at, "秘书处", field="coordinating")
    (place,) = places_of([citation], lines)
    assert (set(place.words), place.columns, row.is_output) == ({6}, set(), True)


def test_a_blank_cell_is_shown_as_blank(assistant: Assistant) -> None:
    line = "1.1.1\t行动\t报告\t2020\t大会\t\t"
    lines = [*assistant.sources.lines, line]
    (place,) = places_of([citation_of((len(lines), len(lines)), line, field="coordinating")], lines)
    assert place.columns == {6}
    assert not place.is_whole


def test_foreign_rows_carry_a_labelled_rendering(ask: Callable[..., Answer], page_of: Callable[[Answer], str]) -> None:
    english, chinese = page_of(ask(QUESTIONS[1])), page_of(ask(QUESTIONS[0]))
    assert "Unofficial translation" in english
    assert "Review the implementation of the environmental management plan" in english
    assert "秘书处" in english
    assert 'class="rendered"' not in chinese


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_an_answer_runs(attack: str, page_of: Callable[[Answer], str]) -> None:
    answer = Answer(
        question=attack, language="en", status="answered", route="lookup", text=f"{attack} [1]",
        citations=(citation_of((21, 21), attack, translation=attack, ref=attack),),
        notices=(Notice(code="source_defect", text=attack),), suggestions=(attack,),
    )  # fmt: skip
    assert_harmless(page_of(answer))
    assert_harmless(question_html(attack))
    assert attack.strip("\n ") in Tags(question_html(attack.replace("\n", " "))).words or "\n" in attack


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_knows_no_html_links_or_images(attack: str) -> None:
    assert_harmless(to_html(attack, (), "1"))


def test_markdown_keeps_lists_emphasis_and_tables() -> None:
    html = to_html("**a** [1][9]\n\n- b [1]\n- c\n\n| d |\n|---|\n| e |", (1,), "x")
    tags = [tag for tag, _ in Tags(html).found]
    assert {"strong", "ul", "li", "table", "td"} <= set(tags)
    assert html.count('id="said-x-1"') == 1
    assert html.count('href="#source-x-1"') == 2
    assert "[9]" in html
    assert "source-x-9" not in html


def test_pieces_put_together_are_the_text() -> None:
    cut = pieces("abcdefgh", [(1, 3), (2, 5), (7, 8)])
    assert cut == [("a", False), ("bc", True), ("de", True), ("fg", False), ("h", True)]
    assert pieces("", []) == []


def test_window_texts_have_the_same_keys_in_every_language() -> None:
    keys = {}
    for language in window_languages():
        data = tomllib.loads((FOLDER / f"{language}.window.toml").read_text(encoding="utf-8"))
        keys[language] = {(table, name) for table, texts in data.items() for name in texts}
    assert len({frozenset(found) for found in keys.values()}) == 1
    assert set(keys) == set(languages())


@pytest.mark.parametrize("language", window_languages())
def test_table_holds_every_row(assistant: Assistant, language: str) -> None:
    table = PlanTable(assistant.sources, language)
    read = list(csv.reader(io.StringIO(table.csv().decode("utf-8-sig"))))
    assert tuple(read[0]) == table.headings
    assert read[1:] == [[spreadsheet_safe(cell) for cell in row] for row in table.rows]
    assert len(read) == len(assistant.sources.plan.rows) + 1
    assert re.fullmatch(r"[a-z0-9.-]+\.csv", table.file_name)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert spreadsheet_safe(f"{start}1") == f"'{start}1"
    assert spreadsheet_safe(f"1{start}") == f"1{start}"


def citation_of(
    lines: tuple[int, int], quote: str, *, field: str = "paragraph", translation: str | None = None, ref: str = "1.1.1"
) -> Citation:
    annex = None if field == "paragraph" else "II"
    return Citation(
        mark=1, document="d", ref=ref, annex=annex, field=field, lines=lines, quote=quote, translation=translation
    )
