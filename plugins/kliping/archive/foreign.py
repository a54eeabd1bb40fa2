"""Pages of WARC files that somebody else wrote (Common Crawl's CC-NEWS, browsertrix), by warcio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from kliping.archive.record import ArchiveError
from kliping.model import Page

_PAGES = ("text/html", "application/xhtml+xml")


def foreign(path: Path, *, max_bytes: int = 20_000_000) -> Iterator[Page]:
    """The HTML pages of ``path``, bodies decoded; answers that are no success or too large are passed over.

    Raises ``ArchiveError`` for a file that is no WARC.
    """
    with path.open("rb") as stream:
        try:
            for found in ArchiveIterator(stream):
                if found.rec_type == "response" and found.http_headers is not None:
                    headers = tuple((str(k), str(v)) for k, v in found.http_headers.headers)
                    status = int(found.http_headers.get_statuscode() or 0)
                    kind = str(found.http_headers.get_header("Content-Type", ""))
                elif found.rec_type == "resource":
                    headers, status, kind = (), 200, str(found.rec_headers.get_header("Content-Type", ""))
                else:
                    continue
                kind = kind.partition(";")[0].strip().lower()
                if status != 200 or kind not in _PAGES:
                    continue
                body = found.content_stream().read(max_bytes + 1)
                if len(body) > max_bytes:
                    continue
                url = str(found.rec_headers.get_header("WARC-Target-URI"))
                stamp = dt.datetime.fromisoformat(str(found.rec_headers.get_header("WARC-Date")))
                yield Page(url, url, status, headers, body, stamp.astimezone(dt.UTC), media_type=kind)
        except ArchiveLoadFailed as error:
            raise ArchiveError(f"{path}: is no WARC file ({error})") from None
