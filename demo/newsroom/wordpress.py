"""WordPress's REST interface to the posts of an outlet, in the shapes of the real one.

https://developer.wordpress.org/rest-api/reference/posts/
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from demo.newsroom.edition import JAKARTA, Headline
from demo.newsroom.outlets import Outlet
from demo.newsroom.page import Answer, escape
from demo.newsroom.story import Story

POSTS_PATH = "/wp-json/wp/v2/posts"
MOST_POSTS = 100
MOST_DAYS = 31
ListDay = Callable[[dt.date], Sequence[Headline]]
Print = Callable[[Headline], Story]


def name_interface(outlet: Outlet) -> tuple[str, str]:
    """Return the header with which every page of a WordPress site names its interface."""
    return ("Link", f'<{outlet.home}wp-json/>; rel="https://api.w.org/"')


def refuse_posts() -> Answer:
    """Return what a site answers whose interface is for its own staff."""
    return _make_error(401, "rest_not_logged_in", "Anda tidak sedang masuk log.")


def answer_posts(outlet: Outlet, query: Mapping[str, str], list_day: ListDay, print_story: Print) -> Answer:
    """Return a page of posts between ``after`` and ``before``, both left out and by the site's own clock."""
    if not {"after", "before"} <= query.keys():
        return _make_error(400, "rest_missing_callback_param", "Parameter tidak lengkap: after, before")
    zone = ZoneInfo(outlet.timezone)
    after, before = (dt.datetime.fromisoformat(query[name]).replace(tzinfo=zone) for name in ("after", "before"))
    size, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
    if not 1 <= size <= MOST_POSTS:
        return _make_error(400, "rest_invalid_param", "Parameter tidak valid: per_page")
    first = after.astimezone(JAKARTA).date()
    days = min((before.astimezone(JAKARTA).date() - first).days + 1, MOST_DAYS)
    found = [
        head
        for at in range(days)
        for head in list_day(first + dt.timedelta(days=at))
        if after < head.published_at < before
    ]
    found.sort(key=lambda head: head.published_at, reverse=query.get("order") != "asc")
    pages = -(-len(found) // size)
    if page > max(pages, 1):
        return _make_error(400, "rest_post_invalid_page_number", "Nomor laman melebihi jumlah laman yang ada.")
    kept = {name for name in query.get("_fields", "").split(",") if name}
    posts = [_make_post(outlet, print_story(head), zone) for head in found[(page - 1) * size : page * size]]
    if kept:
        posts = [{name: value for name, value in post.items() if name in kept} for post in posts]
    headers = [("X-WP-Total", str(len(found))), ("X-WP-TotalPages", str(pages)), name_interface(outlet)]
    if page < pages:
        further = urlencode({**query, "page": page + 1})
        headers.append(("Link", f'<{outlet.home[:-1]}{POSTS_PATH}?{further}>; rel="next"'))
    return _answer_json(200, posts, tuple(headers))


def _make_post(outlet: Outlet, story: Story, zone: ZoneInfo) -> dict[str, object]:
    head = story.head
    changed = story.modified_at or head.published_at
    number = (head.ref.day.toordinal() - 730_000) * 1_000 + head.ref.n
    body = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in story.paragraphs)
    return {
        "id": number,
        "date": _write_time(head.published_at, zone),
        "date_gmt": _write_time(head.published_at, dt.UTC),
        "guid": {"rendered": f"{outlet.home}?p={number}"},
        "modified": _write_time(changed, zone),
        "modified_gmt": _write_time(changed, dt.UTC),
        "slug": head.slug,
        "status": "publish",
        "type": "post",
        "link": outlet.url(head),
        "title": {"rendered": escape(outlet.title(head), quote=False)},
        "content": {"rendered": body, "protected": False},
        "excerpt": {"rendered": f"<p>{escape(story.teaser, quote=False)}</p>", "protected": False},
        "format": "standard",
    }


def _write_time(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """Write a time as WordPress does: by one clock, without saying which."""
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M:%S}"


def _make_error(status: int, code: str, message: str) -> Answer:
    return _answer_json(status, {"code": code, "message": message, "data": {"status": status}}, ())


def _answer_json(status: int, data: object, headers: tuple[tuple[str, str], ...]) -> Answer:
    return Answer(status, [json.dumps(data).encode()], "application/json; charset=UTF-8", headers)
