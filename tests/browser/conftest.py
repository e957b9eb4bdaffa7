"""A real Chromium in front of the running window; every page is watched for what it must not do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from running_window import RunningWindow, running_window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Locator, Page, Request

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system installed it; nothing is downloaded. Ended with its module: its event loop would disturb others."""
    try:
        from playwright.sync_api import sync_playwright

        missing = None if CHROMIUM else "no Chromium is installed: `make browser` installs one"
    except ImportError:
        missing = "playwright is not installed"
    if missing and os.environ.get("PLAN_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{missing}, and PLAN_REQUIRE_BROWSER=1 asks for it")
    if missing:
        pytest.skip(missing)
    with sync_playwright() as playwright:
        # Without a sandbox: the tests may run as root, and open nothing but our own page.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def window(browser: object) -> Iterator[RunningWindow]:
    with running_window() as running:
        yield running


@dataclass
class Visit:
    """One visitor's page and what happened on it."""

    page: Page
    origin: str
    shots: Path
    elsewhere: list[str] = field(default_factory=list)
    """Requests to another origin."""
    complaints: list[str] = field(default_factory=list)
    """Errors of the console, of scripts, of replies; dialogs."""

    def ask(self, question: str) -> Locator:
        """Type a question; the answer to it."""
        box = self.page.get_by_test_id("textbox").first
        box.fill(question)
        return self.answer_after(lambda: box.press("Enter"))

    def answer_after(self, act: Callable[[], object]) -> Locator:
        """Do something that asks; the answer to it."""
        answers = self.page.get_by_test_id("bot")
        before = answers.count()
        act()
        answers.nth(before).wait_for(timeout=40_000)
        return answers.nth(before)

    def shoot(self, name: str) -> None:
        """Save a picture of the page."""
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=self.shots / f"{name}.png")


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: to look at them, `pytest --basetemp=screenshots tests/browser`."""
    return tmp_path_factory.mktemp("shots")


@pytest.fixture
def visit(browser: Browser, window: RunningWindow, shots: Path) -> Iterator[Callable[..., Visit]]:
    """Opens the page in a language and size; afterwards nothing may have gone wrong on it."""
    visits = []

    def opened(language: str, width: int = 1280, height: int = 900, **more: object) -> Visit:
        context = browser.new_context(locale=language, viewport={"width": width, "height": height}, **more)
        one = Visit(context.new_page(), window.url, shots)
        visits.append(one)
        watch(one)
        one.page.goto(window.url)
        one.page.get_by_test_id("textbox").first.wait_for(timeout=30_000)
        return one

    yield opened
    for one in visits:
        one.page.context.close()
        assert one.elsewhere == []
        assert one.complaints == []


def watch(visit: Visit) -> None:
    """Note every request elsewhere, error, failed reply and dialog."""
    home = urlsplit(visit.origin).netloc

    def request(request: Request) -> None:
        if request.url.startswith(("http", "ws")) and urlsplit(request.url).netloc != home:
            visit.elsewhere.append(request.url)

    def dialog(dialog: Dialog) -> None:
        visit.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page = visit.page
    page.on("request", request)
    page.on("dialog", dialog)
    page.on("console", lambda message: visit.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on(
        "response",
        lambda reply: visit.complaints.append(f"{reply.status} {reply.url}") if reply.status >= 400 else None,
    )
