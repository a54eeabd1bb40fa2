"""The WebSub hub that a feed names, in the forms in which feeds do."""

from __future__ import annotations

import datetime as dt

import pytest
from kliping.discover.hubs import find_hub
from kliping.model import Page

AT = "https://kabar.test/feed/"
HUB = "https://hub.test/pub"


def make_page(body: str, *headers: tuple[str, str]) -> Page:
    moment = dt.datetime(2024, 11, 26, tzinfo=dt.UTC)
    return Page(url=AT, final_url=AT, status=200, headers=headers, body=body.encode(), fetched_at=moment)


@pytest.mark.parametrize(
    "body",
    [
        f'<rss><channel><atom:link rel="hub" href="{HUB}"/><item/></channel></rss>',
        f"<feed><link href='{HUB}' rel='hub' /><link rel='self' href='{AT}'/></feed>",
        f'<rss><channel><atom10:link xmlns:atom10="x" rel="hub" href="{HUB}"/></channel></rss>',
        f'{{"version": "https://jsonfeed.org/version/1.1", "hubs": [{{"type": "WebSub", "url": "{HUB}"}}]}}',
    ],
)
def test_a_hub_is_found(body: str) -> None:
    assert find_hub(make_page(body)) == HUB


def test_a_hub_is_found_in_the_header() -> None:
    links = f'<{AT}>; rel="self", <{HUB}>; rel="hub"'
    assert find_hub(make_page("<rss/>", ("Link", links))) == HUB


@pytest.mark.parametrize(
    "body",
    ["<rss/>", "", f'<link rel="self" href="{HUB}">', '<link rel="github" href="https://x.test/">', '<link rel="hub">'],
)
def test_a_feed_without_a_hub_has_none(body: str) -> None:
    assert find_hub(make_page(body)) == ""
