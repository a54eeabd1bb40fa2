"""Pages to archive."""

from __future__ import annotations

import datetime as dt

from kliping.model import Page

DAY = dt.date(2024, 11, 26)
AT = dt.datetime(2024, 11, 26, 3, 15, 0, 123456, tzinfo=dt.UTC)
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("ETag", '"abc"'))


def page(path="satu", body=b"<p>Isi berita.</p>", **fields):
    url = f"https://www.contoh.example/{path}"
    said = {"canonical_url": f"https://contoh.example/{path}", "headers": HEADERS, "status": 200, "fetched_at": AT}
    said |= {"final_url": url, "request_headers": (("User-Agent", "Kliping"),)}
    return Page(url=url, body=body, **(said | fields))
