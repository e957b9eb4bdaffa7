"""What stands before every route: no large bodies, no files in or out, and headers that keep a page to its own server."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_CLOSED = (
    *("upload", "file", "proxy", "stream", "component_server", "custom_component"),
    *("deep_link", "process_recording", "runs", "run-history", "monitoring", "vibe", "undo-vibe"),
)
"""How the paths begin, with or without /gradio_api before them, that give or take files or edit the window: nobody needs them."""

_MOST_DISCARDED = 16 * 1024 * 1024

# 'unsafe-eval' and 'unsafe-inline' are what the page's own scripts need; everything must still come from this server.
_POLICY = "; ".join((
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' data: blob:",
    "form-action 'self'",
    "base-uri 'self'",
    "frame-ancestors 'self'",
    "object-src 'none'",
))  # fmt: skip
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class Guard:
    """Wraps an ASGI application.

    Args:
        app: what answers the requests that pass.
        largest_body: bytes of a request that are let through.
    """

    def __init__(self, app: App, largest_body: int) -> None:
        self._app = app
        self._largest = largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif _is_closed(scope["path"]):
            await refuse(send, 403, "This server neither takes nor gives files.")
        else:
            await self._with_limit(scope, receive, send)

    async def _with_limit(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await self._body(scope, receive)
        if body is None:
            await refuse(send, 413, f"A request may have {self._largest} bytes at most.")
            return
        pending = [body]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self._app(scope, replay, _with_headers(send))

    async def _body(self, scope: Scope, receive: Receive) -> Message | None:
        """The whole body as one message, or None when it is too large."""
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return await receive()
        read, length = b"", 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return message
            length += len(message.get("body", b""))
            # What is too large is thrown away as it comes, up to a bound: a sender that is cut off sees no reason.
            read = read + message.get("body", b"") if length <= self._largest else b""
            if length > _MOST_DISCARDED:
                return None
            if not message.get("more_body"):
                return {"type": "http.request", "body": read, "more_body": False} if length <= self._largest else None


def _is_closed(path: str) -> bool:
    area, _, rest = path.lower().lstrip("/").partition("/")
    return (rest if area == "gradio_api" else area).startswith(_CLOSED)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
        await send(message)

    return sending


async def refuse(send: Send, status: int, reason: str) -> None:
    """Answer with an error and nothing else."""
    body = json.dumps({"error": reason}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        *_HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
