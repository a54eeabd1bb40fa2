"""What a server's answer, or its failure to answer, means: a body, a redirect, or a link error with a class."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import re
import ssl
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import requests
import urllib3
from requests import exceptions as rx

from kliping.errors import Blocked, Failed, LinkError, Retryable
from kliping.fetch import body as bodies
from kliping.fetch.connection import DeadlinePassed
from kliping.mediatypes import parse_media_type

SUCCESS = frozenset({200, 203})
"""Statuses that bring a page; 203 is one that a proxy on the way has changed."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_END = 2_000
"""Bytes at the end of a document in which its end tag and the comments after it stand."""
_DOCUMENT_END = re.compile(rb"(?is)</(?:html|rss|feed|rdf:rdf|urlset|sitemapindex)\s*>(?:\s|\0|<!--.*?-->)*$")
"""What says that a document is whole, although its server announced more: a length that it counted wrongly."""
_CHALLENGE = re.compile(
    rb"(?i)_cf_chl_opt|/cdn-cgi/challenge-platform/h/[bg]/orchestrate|<title>\s*(?:just a moment|attention required! \|"
    rb" cloudflare|ddos-guard|please wait\.\.\. \| cloudflare)|_incapsula_resource|geo\.captcha-delivery\.com"
    rb"|sgcaptcha|/_sec/cp_challenge|perfdrive\.com|px-captcha|bot verification</title>"
)


@dataclass(slots=True)
class Answer:
    """Status, headers and decoded body; ``location`` of a redirect."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    location: str | None = None

    def header(self, name: str) -> str | None:
        """Return the first value of a header, by its lower-case name."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def read_answer(response: requests.Response, limit: int, *, cut: bool) -> Answer:
    """Return the whole answer. Raises the link error that its status, type or body decides."""
    status = response.status_code
    headers = tuple((str(k), str(v)) for k, v in response.raw.headers.items())
    location = response.headers.get("Location")
    if status not in SUCCESS:
        _drain_body(response)
    if status in _REDIRECTS and location:
        return Answer(status, headers, b"", location)
    if status == 304:
        return Answer(status, headers, b"")
    if status not in SUCCESS:
        raise _make_refusal(response)
    bodies.check_media_type(response.headers.get("Content-Type"))
    body = _read_body(response, limit, cut=cut)
    if not cut and len(body) < 60_000 and _CHALLENGE.search(body, 0, 20_000):  # such pages are small
        raise Blocked("blocked", "a bot challenge instead of the page")
    if not cut and not body.strip(b" \t\r\n\0"):
        raise Retryable("empty", f"HTTP {status} without a body")
    return Answer(status, headers, body)


def _read_body(response: requests.Response, limit: int, *, cut: bool) -> bytes:
    """Return the decoded body, of at most ``limit`` bytes; with ``cut`` a longer one is cut. Raises link errors."""
    length = response.headers.get("Content-Length", "")
    if not cut and length.isdecimal() and int(length) > limit:
        raise Failed("too_large", f"{int(length):,} bytes; the limit is {limit:,}")
    taken = 0
    broken: LinkError | None = None

    def chunks(size: int) -> bytes:
        nonlocal taken, broken
        if cut and taken >= limit:
            return b""
        try:
            data: bytes = response.raw.read(size, decode_content=False)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            broken = classify_error(error)
            if broken.reason != "truncated":
                raise broken from error
            return b""
        taken += len(data)
        return data

    allowed = limit
    if cut:
        allowed = 2 * limit
    kind = parse_media_type(response.headers.get("Content-Type"))
    body = bodies.read_body(chunks, response.headers.get("Content-Encoding", ""), allowed, kind=kind)
    if broken is not None and not _DOCUMENT_END.search(body[-LONGEST_END:]):
        raise broken
    return body


def _drain_body(response: requests.Response) -> None:
    """Read a small body that is not needed, so that the connection can be used again."""
    length = response.headers.get("Content-Length", "")
    if response.status_code == 304 or (length.isdigit() and int(length) <= bodies.BODY_CHUNK_BYTES):
        with contextlib.suppress(urllib3.exceptions.HTTPError, OSError):
            while response.raw.read(bodies.BODY_CHUNK_BYTES, decode_content=False):
                pass


def _make_refusal(response: requests.Response) -> LinkError:
    """Return the link error for an answer that is no success."""
    status = response.status_code
    detail = f"HTTP {status} {response.reason or ''}".strip()
    if status in (401, 403, 429, 503) and "challenge" in response.headers.get("cf-mitigated", ""):
        return Blocked("blocked", f"{detail}: a bot challenge")
    if status in (401, 403, 451):
        return Blocked("blocked", detail)
    if status in (408, 425, 429) or status >= 500:
        return Retryable(f"http_{status}", detail, read_retry_after(response))
    return Failed(f"http_{status}", detail)


def read_retry_after(response: requests.Response) -> float | None:
    """Return the seconds that a Retry-After header asks for, as a number or as a date."""
    value = response.headers.get("Retry-After", "").strip()
    if not value or response.status_code not in (429, 503):
        return None
    if value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())
    except (ValueError, OverflowError):
        return None


def _list_causes(error: BaseException) -> list[BaseException]:
    """Return the error and what caused it, down to a link error where there is one."""
    chain: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in chain:
        chain.append(found)
        if isinstance(found, LinkError):
            break
        found = _find_cause(found)
    return chain


def _find_cause(error: BaseException) -> BaseException | None:
    """Return the cause of an error, wherever its library keeps it."""
    reason = getattr(error, "reason", None)  # urllib3's MaxRetryError
    if isinstance(reason, BaseException):
        return reason
    inner = next((arg for arg in error.args if isinstance(arg, BaseException)), None)
    return error.__cause__ or inner or error.__context__


def classify_error(error: BaseException) -> LinkError:
    """Return the link error for a transport error, by what caused it."""
    chain = _list_causes(error)
    if isinstance(chain[-1], LinkError):
        return chain[-1]

    def any_of(*kinds: type[BaseException]) -> bool:
        return any(isinstance(link, kinds) for link in chain)

    detail = str(chain[-1]) or type(chain[-1]).__name__
    if any_of(DeadlinePassed):
        return Failed("timeout", "the exchange took longer than KLIPING_PAGE_DEADLINE")
    if any_of(ssl.SSLError, rx.SSLError, urllib3.exceptions.SSLError):
        return Failed("tls", detail)
    if any_of(urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError, ConnectionRefusedError):
        if any_of(TimeoutError):
            return Retryable("timeout", detail)
        return Retryable("connect", detail)
    if any_of(TimeoutError, urllib3.exceptions.TimeoutError, rx.Timeout):
        return Retryable("timeout", "silence for longer than KLIPING_TIMEOUT")
    if any_of(urllib3.exceptions.IncompleteRead, http.client.IncompleteRead):
        return Retryable("truncated", detail)
    if any_of(ConnectionError, http.client.RemoteDisconnected):
        return Retryable("reset", detail)
    return Retryable("bad_response", detail)
