"""Nobody passes without being admitted, whatever the address; nobody acts by a form that the desk has not shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from fastapi import Request
from fastapi.routing import APIRoute
from kliping.settings import Settings
from kliping.web import Visitor, make_desk
from kliping.web.access_control import HEADERS
from starlette.responses import Response

from tests.web.conftest import TOKEN, Served, serve_desk


def list_routes() -> list[tuple[str, str]]:
    app = make_desk(OnlyLooking())
    return [
        (method, route.path.replace("{outlet:path}", "gema").replace("{day}", "2024-11-26"))
        for route in app.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods)
    ]


class OnlyLooking:
    """Admits everybody, to look."""

    async def admit(self, request: Request) -> Visitor | Response:
        return Visitor("tamu", may_act=False, session="tamu")


@pytest.mark.parametrize(("method", "path"), [*list_routes(), ("GET", "/nothing"), ("POST", "/"), ("PUT", "/desk.css")])
@pytest.mark.parametrize("token", ["", "?token=", "?token=falsch"])
def test_no_route_answers_a_stranger(desk: Served, method: str, path: str, token: str) -> None:
    answer = requests.request(method, desk.address + path + token, cookies={"meja": token}, timeout=60)
    assert answer.status_code == 401
    assert "kliping desk" in answer.text
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_the_routes_are_those_of_the_pages() -> None:
    found = {path for _, path in list_routes()}
    assert {"/", "/outlet/gema", "/day/2024-11-26", "/calendar", "/quarantine", "/quarantine/decide"} <= found
    assert len(found) >= 18


def test_the_token_goes_into_a_cookie_and_out_of_the_address(desk: Served) -> None:
    with requests.Session() as session:
        first = session.get(f"{desk.address}/outlet/gema?day=2024-11-26&token={TOKEN}", timeout=60)
        assert first.status_code == 200
        assert first.url == f"{desk.address}/outlet/gema?day=2024-11-26"
        (cookie,) = session.cookies
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert "Strict" in first.history[0].headers["Set-Cookie"].title()


def test_every_answer_has_the_headers(desk: Served) -> None:
    for path in ("/", "/nothing", "/day/x", "/outlet/nobody", "/quarantine"):
        given = desk.get(path).headers
        assert {name: given.get(name) for name in HEADERS} == dict(HEADERS), path
    assert "max-age" in desk.get("/desk.css").headers["Cache-Control"]


@pytest.fixture(scope="module")
def guests(a_day: Settings) -> Iterator[Served]:
    with serve_desk(a_day, gate=OnlyLooking()) as served:
        yield served


def test_who_may_only_look_is_shown_no_form_and_cannot_act(guests: Served) -> None:
    page = guests.get("/outlet/gema").text
    assert "may look, not act" in page
    assert 'method="post"' not in page
    for method, path in list_routes():
        if method == "POST":
            answer = guests.post(path, {"why": "x", "signed": "x"})
            assert (path, answer.status_code) == (path, 403)


@pytest.mark.parametrize(
    ("headers", "signed", "status"),
    [
        ({}, None, 403),
        ({}, "0" * 64, 403),
        ({"Sec-Fetch-Site": "cross-site"}, "right", 403),
        ({"Sec-Fetch-Site": "same-site"}, "right", 403),
        ({"Sec-Fetch-Site": "same-origin"}, "right", 400),  # it is admitted, and lacks a reason
    ],
)
def test_a_form_that_the_desk_has_not_shown_does_nothing(
    desk: Served, headers: dict[str, str], signed: str | None, status: int
) -> None:
    page = desk.get("/outlet/gema").text
    right = page.partition('name="signed" value="')[2].partition('"')[0]
    assert len(right) == 64
    fields = {"day": "2024-11-26"}
    if signed:
        fields["signed"] = right if signed == "right" else signed
    answer = desk.post("/outlet/gema/dismiss", fields, headers=headers)
    assert answer.status_code == status, answer.text


def test_a_form_that_is_too_large_is_refused(desk: Served) -> None:
    assert desk.post("/quarantine/decide", {"why": "x" * 1_100_000}).status_code == 413
