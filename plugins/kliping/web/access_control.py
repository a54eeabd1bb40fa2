"""Who may come in: every request passes here before any route, and a form must have come from a page of ours."""

from __future__ import annotations

import getpass
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl, urlencode

from fastapi import HTTPException, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_FORM_BYTES = 1_000_000
TOKEN_PARAMETER = "token"  # noqa: S105  # its name, not the token
FEED_SUFFIX = ".atom"
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Of every answer. Nothing is loaded from elsewhere, nothing inline runs, no other site may frame it."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. ``session`` is what forms are signed for; it never leaves the server.

    ``feed_token`` stands in the addresses of feeds that this visitor is shown; empty where feeds need none.
    """

    name: str
    may_act: bool
    session: str
    feed_token: str = ""


class AccessControl(Protocol):
    """Decides who a request is from."""

    async def admit(self, request: Request) -> Visitor | Response:
        """Return the visitor, or the answer that sends somebody away."""
        ...


@dataclass(frozen=True, slots=True)
class TokenAccess:
    """Admits whoever has the token: once in the address, from then on in a cookie. For one person's own machine.

    A feed reader keeps no cookie: a feed is sent to whoever has the token in its address, who may not act. The token
    of feeds (``feed_token``) lasts longer than the server and admits to nothing else.
    """

    token: str
    cookie: str
    feed_token: str = ""

    async def admit(self, request: Request) -> Visitor | Response:
        if hmac.compare_digest(request.cookies.get(self.cookie, "").encode(), self.token.encode()):
            return Visitor(getpass.getuser(), may_act=True, session=self.token, feed_token=self.feed_token)
        given = request.query_params.get(TOKEN_PARAMETER, "")
        if request.url.path.endswith(FEED_SUFFIX) and self._admits_to_feeds(given):
            return Visitor(getpass.getuser(), may_act=False, session=self.token)
        if hmac.compare_digest(given.encode(), self.token.encode()):
            rest = [(key, value) for key, value in request.query_params.multi_items() if key != TOKEN_PARAMETER]
            answer = RedirectResponse(request.url.path + (f"?{urlencode(rest)}" if rest else ""), 303)
            answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
            return answer
        return PlainTextResponse(
            "Open the address that `kliping desk` printed: it ends in ?token=... and lets you in.\n", 401
        )

    def _admits_to_feeds(self, given: str) -> bool:
        known = [token for token in (self.token, self.feed_token) if token]
        return any(hmac.compare_digest(given.encode(), token.encode()) for token in known)


class GuardedApp:
    """Wraps the whole application: no route, known or not, answers a request that access control does not admit."""

    def __init__(self, app: ASGIApp, access: AccessControl) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no other protocol is spoken here

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                extra = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
                message["headers"] = [*message["headers"], *(pair for pair in extra if pair[0] not in given)]
            await send(message)

        admitted = await self._access.admit(Request(scope, receive))
        if isinstance(admitted, Response):
            await admitted(scope, receive, send_guarded)
            return
        scope.setdefault("state", {})["visitor"] = admitted
        await self._app(scope, receive, send_guarded)


def get_visitor(request: Request) -> Visitor:
    """Return the authenticated visitor."""
    visitor: Visitor = request.state.visitor
    return visitor


def sign_form(secret: bytes, visitor: Visitor) -> str:
    """Return the token that a form of this visitor must bring back."""
    return hmac.new(secret, visitor.session.encode(), hashlib.sha256).hexdigest()


async def read_form(request: Request) -> list[tuple[str, str]]:
    """Return the fields of a form that this visitor was shown and may send. Raises ``HTTPException`` for any other."""
    visitor = get_visitor(request)
    if not visitor.may_act:
        raise HTTPException(403, "You may look, not act: acting needs the right to edit the DAG.")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "The form came from another site.")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_FORM_BYTES:
            raise HTTPException(413, "The form is too large.")
    fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    signed = sign_form(request.app.state.desk.secret, visitor)
    if not hmac.compare_digest(dict(fields).get("signed", "").encode(), signed.encode()):
        raise HTTPException(
            403, "The form is not one that this desk has shown you. Go back, reload, and send it again."
        )
    return [(name, value) for name, value in fields if name != "signed"]
