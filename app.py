"""The window: settings -> Assistant -> gradio; no logic of its own.

python app.py [--host HOST] [--port PORT]
"""

from __future__ import annotations

import argparse
import itertools
import logging
import os
import socket
import sys
import threading
from pathlib import Path
from typing import Any

# Read when gradio is imported: nothing may be sent anywhere, and nothing be kept of what visitors ask.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from assistant import presentation
from assistant.assistant import Assistant
from assistant.normalise import LONGEST_QUESTION
from assistant.presentation.asked import LARGEST_BODY, UnreadableQuestion, read_asked, read_body
from assistant.presentation.guard import Guard
from assistant.presentation.plan_table import PlanTable
from assistant.presentation.reception import Failure, Reception
from assistant.presentation.wording import examples, page_texts, window_languages
from assistant.settings import Settings
from corpus.errors import PlanAssistantError

_FOLDER = Path(presentation.__file__).parent
_MOST_AT_ONCE = 40
"""Questions answered at the same time: as many as there are threads, so that none waits behind one that opens the index."""
_LONGEST_QUEUE = 400
_FONTS = ["system-ui", "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]

Shown = tuple[dict[str, Any] | None, tuple[str, ...], str]
"""What an event gives back: the turn to show, the questions so far, and an empty question box."""

_i18n = gr.I18n(**{language: page_texts(language) for language in window_languages()})


def build_window(reception: Reception) -> gr.Blocks:
    """The page: a conversation, and the whole table."""
    with gr.Blocks(
        title="High-level action plan 2019–2023 · 高级别行动计划", analytics_enabled=False, fill_height=True
    ) as window:
        with gr.Column(elem_id="masthead"):
            gr.Markdown(_i18n("title"), elem_id="title")
            gr.Markdown(_i18n("lead"))
        with gr.Tabs():
            with gr.Tab(_i18n("chat")):
                _conversation(reception)
            with gr.Tab(_i18n("table")) as tab:
                _whole_table(reception, tab)
        gr.Markdown(_i18n("footer"), elem_id="colophon")
        _data_endpoint(reception)
    return window.queue(max_size=_LONGEST_QUEUE, default_concurrency_limit=_MOST_AT_ONCE)


def _conversation(reception: Reception) -> None:
    chat = gr.Chatbot(
        elem_id="conversation", show_label=False, layout="panel", buttons=[], autoscroll=False,
        height="calc(100vh - 320px)", min_height=380, sanitize_html=True, latex_delimiters=[], placeholder=_i18n("empty"),
        examples=[{"text": question} for language in window_languages() for question in examples(language)],
    )  # fmt: skip
    with gr.Row():
        box = gr.Textbox(placeholder=_i18n("placeholder"), show_label=False, max_length=LONGEST_QUESTION,
                         submit_btn=_i18n("ask"), autofocus=True, elem_id="question", scale=1)  # fmt: skip
    turn, earlier, numbers = gr.JSON(visible=False), gr.State(()), itertools.count(1)

    def answer(question: str, asked_before: tuple[str, ...]) -> Shown:
        if wait := reception.has_to_wait(question, asked_before):
            gr.Info(wait, duration=8)
        shown = reception.turn(question, asked_before, str(next(numbers)))
        return shown.model_dump() if shown else None, reception.remember(asked_before, question), ""

    def chosen(question: gr.SelectData, asked_before: tuple[str, ...]) -> Shown:
        value = question.value
        return answer(value["text"] if isinstance(value, dict) else value, asked_before)

    hidden: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    append = {"fn": None, "inputs": [turn, chat], "outputs": [chat], "js": _file("append_turn.js"), **hidden}
    box.submit(answer, [box, earlier], [turn, earlier, box], **hidden).success(**append)
    chat.option_select(chosen, [earlier], [turn, earlier, box], **hidden).success(**append)
    chat.example_select(chosen, [earlier], [turn, earlier, box], **hidden).success(**append)
    chat.clear(lambda: (), None, [earlier], **hidden)


def _whole_table(reception: Reception, tab: gr.Tab) -> None:
    gr.Markdown(_i18n("table_note"))
    table = gr.Dataframe(
        interactive=False, show_search="filter", wrap=True, max_height=620, elem_id="plan-table",
        column_widths=["8%", "25%", "26%", "8%", "9%", "9%", "10%", "5%"],
    )  # fmt: skip
    below = gr.Markdown()

    def filled(request: gr.Request) -> tuple[gr.Dataframe, str]:
        language = _page_language(request)
        plan = PlanTable(reception.assistant.sources, language)
        link = f"[{page_texts(language)['download']}](plan.{language}.csv)"
        return gr.Dataframe(value=plan.rows, headers=list(plan.headings)), f"{plan.note} {link}"

    tab.select(filled, None, [table, below], api_visibility="private")


def _page_language(request: gr.Request) -> str:
    """The first language of the browser that the window speaks."""
    wanted = request.headers.get("accept-language", "")
    codes = [part.strip()[:2].lower() for part in wanted.split(",")]
    return next((code for code in codes if code in window_languages()), "en")


def _data_endpoint(reception: Reception) -> None:
    def ask(question: str, context: list[str] | None = None) -> dict[str, Any]:
        """Answer a question about the plan: text, facts, citations. `context` holds the earlier questions, oldest first."""
        try:
            return reception.answer(read_asked(question, context)).model_dump(mode="json")
        except UnreadableQuestion as error:
            return Failure(error=f"{error}. {error.help}").model_dump()

    gr.api(ask, api_name="ask")


def build_app(assistant: Assistant) -> Guard:
    """The whole server: the page, the JSON route, the table as a file, and a sign of life."""
    reception = Reception(assistant)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @server.get("/healthz")
    def healthz() -> dict[str, bool]:
        return {"ok": True}

    @server.post("/api/ask")
    async def ask(request: Request) -> Response:
        try:
            asked = read_body(await request.body())
        except UnreadableQuestion as error:
            return _json(Failure(error=f"{error}. {error.help}"), 422)
        answer = await run_in_threadpool(reception.answer, asked)
        return _json(answer, 500 if isinstance(answer, Failure) else 200)

    @server.get("/plan.{language}.csv")
    def table(language: str) -> Response:
        if language not in window_languages():
            return _json(Failure(error=f"language is one of {', '.join(window_languages())}"), 404)
        plan = PlanTable(assistant.sources, language)
        name = {"content-disposition": f'attachment; filename="{plan.file_name}"'}
        return Response(plan.csv(), media_type="text/csv; charset=utf-8", headers=name)

    gr.mount_gradio_app(
        server, build_window(reception), path="/", i18n=_i18n, ssr_mode=False, allowed_paths=[], max_file_size="1b",
        show_error=False, enable_monitoring=False, run_history=False, footer_links=["settings"],
        theme=gr.themes.Default(primary_hue="blue", font=_FONTS, font_mono=["ui-monospace", "monospace"]),
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        css=_file("window.css"), js=_file("open_page.js"),
    )  # fmt: skip
    return Guard(server, LARGEST_BODY)


def _json(record: Any, status: int) -> Response:
    return Response(record.model_dump_json(), status, media_type="application/json")


def _file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


class _Server(uvicorn.Server):
    """Says when it is ready, and warms what is heavy only then."""

    assistant: Assistant

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        host, port = (sockets or self.servers[0].sockets)[0].getsockname()[:2]
        print(f"Ready: http://{f'[{host}]' if ':' in host else host}:{port}  (Ctrl-C ends it)", flush=True)
        threading.Thread(target=_warm, args=(self.assistant,), daemon=True).start()


def _warm(assistant: Assistant) -> None:
    try:
        assistant.finder.find("women in deep-sea science", "en")
        assistant.finder.index.second_opinion("women in deep-sea science")  # asked for one question in five
    except PlanAssistantError as error:
        logging.getLogger(__name__).warning("Questions by topic cannot be answered: %s. %s", error, error.help)


def main(arguments: list[str] | None = None) -> int:
    """Run the window until it is interrupted; returns the exit status."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        print(f"error: PLAN_{str(first['loc'][0]).upper()}: {first['msg']}", file=sys.stderr)
        return 1
    parser = argparse.ArgumentParser(prog="python app.py", description="The plan assistant in a browser.")
    parser.add_argument("--host", default=settings.host, help="address to listen on (PLAN_HOST, %(default)s)")
    parser.add_argument(
        "--port", type=int, default=settings.port, help="port, 0 for any free one (PLAN_PORT, %(default)s)"
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        listening = _listen(options.host, options.port)
        assistant = Assistant(settings)
    except (OSError, OverflowError) as error:
        print(f"error: cannot listen on {options.host}:{options.port}: {error}\nChoose another one with --port or the "
              "environment variable PLAN_PORT (--host, PLAN_HOST for the address).", file=sys.stderr)  # fmt: skip
        return 1
    except PlanAssistantError as error:
        print(f"error: {error}\n{error.help}", file=sys.stderr)
        return 1
    config = uvicorn.Config(
        build_app(assistant), log_level="warning", access_log=False, timeout_graceful_shutdown=1, server_header=False
    )
    server = _Server(config)
    server.assistant = assistant
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        print()
    return 0


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket: taken before anything slow, so that a busy port is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=512)


if __name__ == "__main__":
    sys.exit(main())
