"""ETag and Last-Modified of a site's lists, and the 304 for who has what has not changed since."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from email.utils import format_datetime, parsedate_to_datetime

from tests.generated_sites.sites import Answer, GeneratedSite

VALIDATORS = (("ETag", "Last-Modified"), ("ETag",), ("Last-Modified",))
"""What a site sends with its lists, in turn by its number."""


def add_validators(site: GeneratedSite, answer: Answer) -> Answer:
    """Return a list with the validators that this site sends; its last change is its newest article's."""
    sent = []
    for name in VALIDATORS[site.number % len(VALIDATORS)]:
        if name == "ETag":
            sent.append((name, f'W/"{hashlib.sha256(answer.body).hexdigest()[:16]}"'))
        elif site.posts:
            changed = site.posts[0].published_at.astimezone(dt.UTC)
            sent.append((name, format_datetime(changed, usegmt=True)))
    return answer._replace(headers=(*answer.headers, *sent))


def answer_condition(answer: Answer, asked: Mapping[str, str]) -> Answer:
    """Return 304 without a body where the request names what the answer still is; an ETag is asked about first."""
    stated = dict(answer.headers)
    if tag := asked.get("If-None-Match"):
        fresh = stated.get("ETag") in [one.strip() for one in tag.split(",")]
    elif since := asked.get("If-Modified-Since"):
        changed = stated.get("Last-Modified")
        fresh = changed is not None and parsedate_to_datetime(changed) <= parsedate_to_datetime(since)
    else:
        fresh = False
    if not fresh:
        return answer
    return Answer(304, b"", answer.media, answer.headers)
