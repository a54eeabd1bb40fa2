"""An Airflow plugin: Airflow's pages show the time of Jakarta unless a person has chosen another zone.

Airflow takes the browser's zone and has no setting for it; it keeps a choice under ``timezone`` in the browser's
storage. So its page says the zone to a browser that holds none yet.
"""

from __future__ import annotations

from typing import Any

from airflow.plugins_manager import AirflowPlugin

DEFAULT_SCRIPT = (
    b"<script>localStorage.getItem('timezone') ?? localStorage.setItem('timezone', '\"Asia/Jakarta\"')</script>"
)
PAGE_MARK = b"<title>Airflow</title>"


class JakartaPages:
    """ASGI middleware that puts the script into Airflow's one page, and passes on all else as it is."""

    def __init__(self, app: Any) -> None:  # noqa: ANN401  # an ASGI application
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ANN401
        """Answer a request as the application does."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        held: dict[str, Any] = {}

        async def send_on(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                held.update(message)
                return
            if held and message["type"] == "http.response.body":
                start = dict(held)
                held.clear()
                if not message.get("more_body"):
                    start, message = _add_script(start, message)
                await send(start)
            await send(message)

        await self.app(scope, receive, send_on)


def _is_page(start: dict[str, Any]) -> bool:
    headers = dict(start["headers"])
    return headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers


def _add_script(start: dict[str, Any], body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a page's two messages with the script in it; others as they are."""
    content = body.get("body", b"")
    if PAGE_MARK not in content:
        return start, body
    content = content.replace(PAGE_MARK, PAGE_MARK + DEFAULT_SCRIPT, 1)
    headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    headers.append((b"content-length", str(len(content)).encode()))
    return start | {"headers": headers}, body | {"body": content}


class ZonePlugin(AirflowPlugin):
    """What Airflow finds in this file."""

    name = "kliping_zone"
    fastapi_root_middlewares = [{"middleware": JakartaPages, "name": "Asia/Jakarta"}]  # noqa: RUF012  # Airflow's form
