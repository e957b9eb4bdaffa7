"""What a delegate does with the window, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Visit

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

ASKED = [
    ("zh-CN", "哪个机关协调行动3.2.3？", "秘书处", "附件二", "第193行"),
    ("en-GB", "Which organ coordinates action 3.2.3?", "Secretariat", "Annex II", "line 193"),
]
ATTACKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "[x](javascript:alert(1)) 3.2.3",
    "![x](http://evil.example/x.png) 3.2.3", "<iframe src=//evil.example></iframe>", "\n\n<b onmouseover=alert(1)>3.2.3</b>",
    "&lt;img src=x onerror=alert(1)&gt;", "<style>@import 'http://evil.example/x.css'</style>", "$$\\href{javascript:alert(1)}{x}$$",
    "```html\n<script>alert(1)</script>\n```", "<a href=javascript:alert(1)>Who leads 3.2.3?</a>", "action <img src=http://evil.example/9.9.9>",
]  # fmt: skip


@pytest.mark.parametrize(("language", "question", "organ", "annex", "line"), ASKED)
def test_the_answer_stands_beside_its_source(
    visit: Callable[..., Visit], language: str, question: str, organ: str, annex: str, line: str
) -> None:
    visitor = visit(language)
    visitor.shoot(f"{language}-start")
    answer = visitor.ask(question)
    visitor.shoot(f"{language}-answer")
    expect(answer.locator(".said")).to_contain_text(organ)
    rows = answer.locator(".source .printed")
    expect(rows).to_have_count(3)
    expect(answer.locator(".source caption")).to_have_text(annex)
    expect(rows.first.locator(".line")).to_have_text(line)
    for row in rows.all():
        expect(row.locator("td.cited mark")).to_have_text("秘书处")
        expect(row.locator("td")).to_have_count(8)
    said, source = answer.locator(".said").bounding_box(), answer.locator(".sources").bounding_box()
    assert said["x"] + said["width"] <= source["x"]


@pytest.mark.parametrize(("language", "question"), [one[:2] for one in ASKED])
def test_a_mark_leads_to_its_source_and_back(visit: Callable[..., Visit], language: str, question: str) -> None:
    visitor = visit(language)
    visitor.ask("1.1.1")
    answer = visitor.ask(question)
    mark = answer.locator(".said a.cite").nth(1)
    mark.click()
    target = visitor.page.locator(":target")
    expect(target).to_have_text("[2]")
    expect(target).to_be_in_viewport()
    expect(answer.locator(".sources :target")).to_have_count(1)
    visitor.shoot(f"{language}-source")
    target.click()
    expect(answer.locator(".said :target")).to_have_text("[2]")


@pytest.mark.parametrize(
    ("language", "question", "follow_up", "expected"),
    [("zh-CN", ASKED[0][1], "完成时间呢？", "2023"), ("en-GB", ASKED[1][1], "And when is it due?", "2023")],
)
def test_suggestions_and_follow_ups(
    visit: Callable[..., Visit], language: str, question: str, follow_up: str, expected: str
) -> None:
    visitor = visit(language)
    visitor.ask(question)
    suggestion = visitor.page.locator("#conversation .option").first
    text = suggestion.inner_text()
    visitor.answer_after(suggestion.click)
    expect(visitor.page.get_by_test_id("user").last).to_have_text(text)
    visitor.ask(question)
    answer = visitor.ask(follow_up)
    expect(answer).to_contain_text(expected)
    expect(answer).to_contain_text("3.2.3")
    visitor.shoot(f"{language}-follow-up")


def test_a_new_conversation_knows_nothing_of_the_old_one(visit: Callable[..., Visit]) -> None:
    visitor = visit("en-GB")
    visitor.ask(ASKED[1][1])
    visitor.page.get_by_role("button", name="clear").click()
    expect(visitor.page.get_by_test_id("bot")).to_have_count(0)
    visitor.page.wait_for_timeout(500)
    answer = visitor.ask("And when is it due?")
    expect(answer.locator(".source")).to_have_count(0)


def test_two_visitors_have_two_conversations(visit: Callable[..., Visit]) -> None:
    one, other = visit("en-GB"), visit("en-GB")
    one.ask("Tell me about 3.2.3")
    other.ask("Tell me about 9.1.1")
    expect(one.ask("Who is responsible?")).to_contain_text("3.2.3")
    expect(other.ask("Who is responsible?")).to_contain_text("9.1.1")


@pytest.mark.parametrize("question", [ASKED[0][1], ASKED[1][1]])
def test_an_example_is_asked_by_a_click(visit: Callable[..., Visit], question: str) -> None:
    visitor = visit("zh-CN")
    answer = visitor.answer_after(visitor.page.get_by_text(question, exact=True).click)
    expect(answer.locator(".source .printed")).to_have_count(3)


def test_by_topic_in_both_languages(visit: Callable[..., Visit]) -> None:
    visitor = visit("en-GB")
    for question, route in (
        ("有没有关于女性参与深海科学的内容？", "检索所得"),
        ("Is there anything on women in deep-sea science?", "Found by search"),
    ):
        answer = visitor.ask(question)
        expect(answer.locator(".route")).to_have_text(route)
        expect(answer).to_contain_text("6.3.3")
    visitor.shoot("topic")


def test_an_answer_follows_the_question_and_the_page_the_browser(visit: Callable[..., Visit]) -> None:
    visitor = visit("zh-CN")
    expect(visitor.page.get_by_role("tab").first).to_have_text("问答")
    expect(visitor.ask(ASKED[1][1]).locator(".labels")).to_have_text("Looked up in the plan")


@pytest.mark.parametrize("question", ATTACKS)
def test_a_question_is_shown_as_text_and_runs_nothing(visit: Callable[..., Visit], question: str) -> None:
    visitor = visit("en-GB")
    answer = visitor.ask(question)
    shown = visitor.page.get_by_test_id("user").last
    expect(shown).to_contain_text(" ".join(question.split()).split("`")[0][:20])
    visitor.page.wait_for_timeout(300)
    for part in (answer, shown):
        assert (
            part.locator("script, img, iframe, svg, style, [onload], [onerror], [onclick], [onmouseover]").count() == 0
        )
        hrefs = part.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        assert all(href.startswith("#") for href in hrefs)


def test_messages_are_named_by_what_they_say(visit: Callable[..., Visit]) -> None:
    visitor = visit("en-GB")
    answer = visitor.ask(ASKED[1][1])
    visitor.page.wait_for_timeout(200)
    assert "<" not in (answer.get_attribute("aria-label") or "")


@pytest.mark.parametrize(("language", "heading"), [("zh-CN", "协调机关"), ("en-GB", "Coordinating")])
def test_the_whole_table(visit: Callable[..., Visit], language: str, heading: str) -> None:
    visitor = visit(language)
    visitor.page.get_by_role("tab").nth(1).click()
    table = visitor.page.locator("#plan-table")
    expect(table.get_by_text(heading).first).to_be_visible()
    expect(table.get_by_text("1.1.1", exact=True).first).to_be_visible()
    visitor.shoot(f"{language}-table")
    with visitor.page.expect_download() as download:
        visitor.page.locator("a[href$='.csv']").click()
    assert download.value.suggested_filename == f"high-level-action-plan-2019-2023.{language[:2]}.csv"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone(visit: Callable[..., Visit], scheme: str) -> None:
    visitor = visit("en-GB", width=400, height=820, color_scheme=scheme)
    answer = visitor.ask(ASKED[1][1])
    expect(answer.locator(".said strong").first).to_have_text("Secretariat")
    visitor.shoot(f"telephone-{scheme}")
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
