"""Saved pages of real outlets, served again as one outlet more: ``replay.test``.

A folder holds ``gold.jsonl`` (one object a line with ``file``, ``url`` and, where known, ``title`` and
``published_at``) and the gzipped pages that it names. Nothing of them is kept here.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from demo.newsroom.edition import JAKARTA, make_slug
from demo.newsroom.page import Answer

HOST = "replay.test"
PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Saved:
    """One saved page: where it came from, and where it is served."""

    path: str
    file: Path
    original: str
    title: str
    published_at: dt.datetime | None


class Replay:
    """The pages of ``folder``. Raises ValueError where it holds no gold.jsonl, or one that cannot be read."""

    def __init__(self, folder: Path) -> None:
        self.pages = tuple(_read_folder(folder))
        self._by_path = {saved.path: saved for saved in self.pages}

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        """Return the page, the list or the feed at ``path``."""
        if saved := self._by_path.get(path):
            return Answer(parts=[gzip.decompress(saved.file.read_bytes())], media_type="text/html")
        page = int(query.get("page", "1")) if query.get("page", "1").isdigit() else 1
        if path == "/indeks":
            return _render_list(f"Indeks {query.get('date', '')}", self._list_day(query.get("date", "")), page)
        if path in ("/", "/semua"):
            return _render_list("Semua halaman", self.pages, page)
        if path == "/rss":
            return Answer(parts=[_render_feed(self.pages)], media_type="application/rss+xml; charset=utf-8")
        if path == "/robots.txt":
            return Answer(parts=[b"User-agent: *\nDisallow:\n"], media_type="text/plain")
        return Answer(404, [b"<!DOCTYPE html><title>404</title><h1>Halaman tidak ditemukan</h1>"])

    def _list_day(self, day: str) -> Sequence[Saved]:
        return [
            saved for saved in self.pages
            if saved.published_at and str(saved.published_at.astimezone(JAKARTA).date()) == day
        ]  # fmt: skip


def _read_folder(folder: Path) -> list[Saved]:
    try:
        lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ValueError(f"{folder} cannot be replayed: {error.strerror}: {error.filename}") from error
    found = []
    for n, line in enumerate(lines):
        try:
            row = json.loads(line)
            published = dt.datetime.fromisoformat(row["published_at"]) if row.get("published_at") else None
            file, original = folder / row["file"], row["url"]
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{folder / 'gold.jsonl'}:{n + 1}: {error!r}") from error
        day = published.astimezone(JAKARTA).date() if published else "tanpa-tanggal"
        path = f"/a/{n}/{day}/{make_slug(urlsplit(original).path) or 'halaman'}"
        found.append(Saved(path, file, original, row.get("title") or original, published))
    return sorted(found, key=lambda saved: saved.published_at.timestamp() if saved.published_at else 0.0, reverse=True)


def _render_list(heading: str, pages: Sequence[Saved], page: int) -> Answer:
    items = "".join(
        f'<li><a class="media__link" href="http://{HOST}{saved.path}">{escape(saved.title)}</a> '
        f"<small>{saved.published_at or ''} · {escape(urlsplit(saved.original).netloc)}</small></li>"
        for saved in pages[(page - 1) * PER_PAGE : page * PER_PAGE]
    )
    html = (
        f'<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8"><title>{escape(heading)}</title></head><body>'
        f'<h1>{escape(heading)}</h1><ul class="list-content">{items}</ul></body></html>'
    )
    return Answer(parts=[html.encode()])


def _render_feed(pages: Sequence[Saved]) -> bytes:
    items = "".join(
        f"<item><title>{escape(saved.title)}</title><link>http://{HOST}{saved.path}</link>"
        + (f"<pubDate>{saved.published_at:%a, %d %b %Y %H:%M:%S %z}</pubDate>" if saved.published_at else "")
        + "</item>"
        for saved in pages
    )
    top = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Replay</title>'
    return f"{top}{items}</channel></rss>".encode()
