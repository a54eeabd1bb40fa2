"""Pages of WARC files that somebody else wrote (Common Crawl's CC-NEWS, browsertrix), by warcio."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kliping.archive.record import ArchiveError
from kliping.model import Page

_PAGES = ("text/html", "application/xhtml+xml")


Refused = Callable[[str, str], None]
"""Hears the place of what cannot be read, and why."""


def foreign(path: Path, *, max_bytes: int = 20_000_000, refused: Refused | None = None) -> Iterator[Page]:
    """The HTML pages of ``path``, bodies decoded; answers that are no success or too large are passed over.

    Raises ``ArchiveError`` for a file that is no WARC, or stops being one; what came before it has been given, and
    where there was any, ``refused`` is told instead.
    """
    given = 0
    from warcio.archiveiterator import ArchiveIterator  # rarely needed, and slow to import
    from warcio.exceptions import ArchiveLoadFailed

    with path.open("rb") as stream:
        try:
            for found in ArchiveIterator(stream):
                if page := _page(found, max_bytes):
                    yield page
                    given += 1
        except (ArchiveLoadFailed, ValueError, LookupError, TypeError, AttributeError, EOFError, zlib.error) as error:
            if refused is not None and given:
                refused(str(path), f"a damaged WARC file, read up to page {given} ({error})")
                return
            raise ArchiveError(f"{path}: is no WARC file, or a damaged one ({error})") from None


def _page(found: Any, max_bytes: int) -> Page | None:  # noqa: ANN401  # warcio states no types
    if found.rec_type == "response" and found.http_headers is not None:
        headers = tuple((str(k), str(v)) for k, v in found.http_headers.headers)
        status = int(found.http_headers.get_statuscode() or 0)
        kind = str(found.http_headers.get_header("Content-Type", ""))
    elif found.rec_type == "resource":
        headers, status, kind = (), 200, str(found.rec_headers.get_header("Content-Type", ""))
    else:
        return None
    kind = kind.partition(";")[0].strip().lower()
    if status != 200 or kind not in _PAGES:
        return None
    body = found.content_stream().read(max_bytes + 1)
    if len(body) > max_bytes:
        return None
    url = str(found.rec_headers.get_header("WARC-Target-URI")).strip("<>")
    stamp = dt.datetime.fromisoformat(str(found.rec_headers.get_header("WARC-Date")))
    return Page(url, url, status, headers, body, stamp.astimezone(dt.UTC), media_type=kind)
