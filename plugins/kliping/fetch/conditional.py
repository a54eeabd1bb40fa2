"""Ask again only for what has changed: the validators of feeds and sitemaps, kept from one visit to the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kliping.drafts import write_whole
from kliping.model import Page


class _Get(Protocol):
    def __call__(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Page: ...


class ConditionalGet:
    """A ``get`` that sends the validators of the last visit, for ``discover``; pages unchanged since have status 304.

    Call ``save`` when what the pages led to is safe (loaded), not before: a run that dies in between must see the
    pages again.
    """

    def __init__(self, get: _Get, path: Path) -> None:
        self._get = get
        self._path = path
        try:
            self._known: dict[str, list[str | None]] = dict(json.loads(path.read_text("utf-8")))
        except (FileNotFoundError, ValueError):  # the first visit, or an unreadable file: ask for everything
            self._known = {}

    @property
    def get(self) -> Callable[[str], Page]:
        """Return what ``discover`` gets its pages with."""
        return self._get_if_changed

    def _get_if_changed(self, url: str) -> Page:
        etag, modified = self._known.get(url, (None, None))
        page = self._get(url, etag=etag, last_modified=modified)
        if page.status != 304:
            self._known[url] = [page.header("etag"), page.header("last-modified")]
        return page

    def save(self) -> None:
        """Remember this visit's validators."""
        write_whole(self._path, json.dumps(self._known))
