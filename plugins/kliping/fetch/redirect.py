"""Where answers redirect to, by Location, Refresh header or meta refresh; and when a chain of them is a loop."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Hashable
from html import unescape
from urllib.parse import urljoin

from kliping.errors import Failed

MAX_REDIRECTS = 5
LONGEST_REFRESH = 10.0
"""Seconds; a page that is shown for longer before it redirects is a page."""
SIGNPOST_TEXT = 400
"""Characters of text up to which a page with a meta refresh only redirects; articles have such tags for browsers
without scripts."""
_HEAD = 20_000
_META = re.compile(rb"(?is)<meta\b[^>]{0,2000}?http-equiv\s*=\s*[\"']?\s*refresh\b[^>]{0,2000}>")
_CONTENT = re.compile(r"(?is)\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
_REFRESH = re.compile(r"(?is)\s*([\d.]*)\s*(?:[;,]|\s)\s*(?:url\s*=\s*)?(?:\"([^\"]+)|'([^']+)|(\S.*))")
_UNSEEN = re.compile(rb"(?is)<(script|style|noscript|title|template)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>")


class RedirectChain:
    """The addresses of one page's redirects. ``cookies`` tells which ones the session has now: an address that comes
    again with a new cookie is no loop, for it is how sites ask for cookies.
    """

    def __init__(self, url: str, cookies: Callable[[], Hashable]) -> None:
        self.first = self._url = url
        self.length = 0
        self._cookies = cookies
        self._begun_with = cookies()
        self._seen = {(url, self._begun_with)}

    @property
    def given_cookies(self) -> bool:
        """Return whether an answer of the chain set a cookie."""
        return self._cookies() != self._begun_with

    def follow(self, location: str) -> str:
        """Return the address that ``location`` leads to. Raises ``Failed`` for a loop and for too long a chain."""
        with contextlib.suppress(UnicodeError):
            location = location.encode("latin-1").decode("utf-8")  # http.client reads headers as Latin-1
        try:
            target = urljoin(self._url, location.strip()).partition("#")[0]
        except ValueError:
            raise Failed("bad_address", f"a redirect to {location!r}") from None
        state = (target, self._cookies())
        if state in self._seen:
            raise Failed("redirect_loop", f"{target} again after {self.length + 1} redirects")
        self.length += 1
        if self.length > MAX_REDIRECTS:
            raise Failed("too_many_redirects", f"more than {MAX_REDIRECTS}, the last to {target}")
        self._seen.add(state)
        self._url = target
        return target


def find_refresh_target(url: str, header: str | None, body: bytes) -> str | None:
    """Return the address that a Refresh header, or a page with nothing but a meta refresh, leads to; else None."""
    found = _REFRESH.match(header or _find_meta_refresh(body))
    if found is None:
        return None
    delay, *targets = found.groups()
    target = next(filter(None, targets), "").strip()
    try:
        if float(delay or 0) > LONGEST_REFRESH or not target or urljoin(url, target).partition("#")[0] == url:
            return None
    except ValueError:
        return None
    if not _says_little(body):
        return None
    return target


def _find_meta_refresh(body: bytes) -> str:
    """Return what a page's meta refresh says; empty where there is none."""
    if (found := _META.search(body, 0, _HEAD)) and (content := _CONTENT.search(found[0].decode("utf-8", "replace"))):
        return unescape(next(filter(None, content.groups()), ""))
    return ""


def _says_little(body: bytes) -> bool:
    return len(body) < 10 * _HEAD and len(b" ".join(_UNSEEN.sub(b" ", body).split())) <= SIGNPOST_TEXT
