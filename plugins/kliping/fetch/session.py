"""Fetch one outlet's pages: guarded, paced, retried, within limits; every failure has a class.

Reasons of the link errors that ``Session.get`` raises:

==================  =========  =====================================================================
robots              Skipped    robots.txt forbids the address
robots_unreachable  Failed     robots.txt answered 5xx or not at all: nothing may be fetched
forbidden_address   Blocked    our guard: not http(s), or no public address, here or in a redirect
blocked             Blocked    401, 403, 451, a bot challenge, a login page instead of the article
bad_address         Failed     no address at all
dns connect tls     Failed     the host could not be reached
timeout             Failed     silence, or an exchange longer than ``page_deadline``
reset truncated     Failed     the connection broke, the body ended early
bad_response        Failed     the answer is not HTTP
redirect_loop       Failed     the same address twice in a chain of redirects, and no new cookie between
too_many_redirects  Failed     more than five
too_large           Failed     more than ``max_page_bytes``, compressed or not
wrong_type          Failed     a PDF, an image, a video under a page's address
encoding            Failed     a body that is not in the encoding that it claims
host_down           Failed     the circuit breaker gave the host up for this session
paused              Failed     the host asked (Retry-After) for a pause too long to wait for
empty               Failed     an answer without a body
http_304            Failed     "not modified", to a request that named no version
http_NNN            Failed     any other status that is no success
==================  =========  =====================================================================
"""

from __future__ import annotations

import contextlib
import http.client
import random
import re
import threading
import time
from collections.abc import Mapping
from typing import Self
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests import exceptions as rx

from kliping.clock import Clock, read_clock
from kliping.errors import Blocked, Failed, LinkError, Retryable
from kliping.fetch import body as bodies
from kliping.fetch import robots
from kliping.fetch.answer import Answer, classify_error, read_answer, read_retry_after
from kliping.fetch.connection import GuardedAdapter, GuardedSession, keep_deadline
from kliping.fetch.guard import Guard, Resolver, resolve_by_system
from kliping.fetch.host import HostState
from kliping.fetch.pace import Pace, open_shared_pace
from kliping.fetch.redirect import RedirectChain, find_refresh_target
from kliping.fetch.reserved import find_reserved_rights
from kliping.mediatypes import parse_media_type
from kliping.model import Page, PostAddress, Source
from kliping.posting import read_posted
from kliping.settings import Settings

MAX_ATTEMPTS = 3
TOLD_CRAWL_DELAY = 5.0
"""Seconds between requests; a Crawl-delay that is longer is noted."""
LONGEST_WAIT = 60.0
"""Seconds; a longer Retry-After is not waited for within a run."""
_DOWN = frozenset({"connect", "dns", "timeout", "tls", "reset", "http_502", "http_503", "http_504"})
_LOGIN = re.compile(r"(?i)/(?:log-?in|sign-?in|masuk|sso|passport|account/login|auth)(?:[/.?]|$)")


class Session:
    """Visits one source, from up to ``source.concurrency`` threads at once. Cookies stay within it.

    ``pace`` defaults to the one that all runs share: of this machine, or of all that share a database. robots.txt is
    asked for once a day, however many sessions there are. ``clock`` gives the time that pages are fetched at.
    """

    def __init__(
        self,
        source: Source,
        *,
        settings: Settings,
        pace: Pace | None = None,
        resolver: Resolver = resolve_by_system,
        clock: Clock = read_clock,
    ) -> None:
        self._source = source
        self._settings = settings
        self._clock = clock
        self._pace = pace or open_shared_pace(settings)
        self._kept_robots = robots.RobotsCache(settings.data_path / "pace" / "robots")
        self._guard = Guard(source, resolver)
        self._hosts: dict[str, HostState] = {}
        self._lock = threading.Lock()
        self._delay = source.delay
        if settings.delay is not None:
            self._delay = settings.delay
        self._http = GuardedSession()
        self._http.trust_env = False  # no proxy takes the choice of address from the guard, no .netrc sends passwords
        self._http.headers = requests.structures.CaseInsensitiveDict(
            {
                "User-Agent": settings.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Encoding": bodies.ACCEPT_ENCODING,
                "Accept-Language": "id,en;q=0.5",
                "Connection": "keep-alive",
            }
        )
        adapter = GuardedAdapter(self._guard, source.concurrency + 1)  # the routes are read beside
        self._http.mount("http://", adapter)
        self._http.mount("https://", adapter)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a person should know of the hosts: a robots.txt whose pace is too slow to finish a day."""
        with self._lock:
            hosts = list(self._hosts.values())
        return tuple(
            f"robots.txt of {host.host} asks for {host.robots.asked:,.0f} s between requests; "
            f"{host.robots.delay:.0f} s are kept"
            for host in hosts
            if host.robots and host.robots.asked > max(TOLD_CRAWL_DELAY, self._delay)
        )

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Page:
        """Return the page at ``url``, after redirects, its body decoded; status 304 with an empty body where unchanged.

        A ``PostAddress`` is asked by POST; where it redirects to is asked as browsers do, without what was sent.
        Raises a child of ``LinkError``; the module's table lists the reasons.
        """
        conditions = {}
        if etag:
            conditions["If-None-Match"] = etag
        if last_modified:
            conditions["If-Modified-Since"] = last_modified
        address, _, fragment = url.partition("#")
        form = fragment if isinstance(url, PostAddress) else None
        final, answer = self._try_repeatedly(address, conditions, form)
        kind = parse_media_type(next((v for k, v in answer.headers if k.lower() == "content-type"), None))
        return Page(
            url=url,
            final_url=final,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched_at=self._clock(),
            media_type=kind or "text/html",
            request_headers=(*((k, str(v)) for k, v in self._http.headers.items()), *conditions.items()),
            reserved=find_reserved_rights(answer.headers, answer.body),
        )

    def _try_repeatedly(self, url: str, conditions: Mapping[str, str], form: str | None) -> tuple[str, Answer]:
        """Ask for a page, and again where it may recover, after waits that grow."""
        attempt = 1
        while True:
            try:
                return self._follow_redirects(url, conditions, form)
            except Retryable as link_error:
                wait = max(self._choose_wait(attempt), link_error.after or 0.0)
                if attempt >= MAX_ATTEMPTS or wait > LONGEST_WAIT:
                    raise
                time.sleep(wait)  # what another attempt may repair needs time and nothing else
                attempt += 1

    def _choose_wait(self, attempt: int) -> float:
        """Return the seconds before the next attempt, give or take half: at a timeout of 20 s 0.5, then 1."""
        jitter = random.uniform(0.5, 1.5)  # noqa: S311  # no secret
        return float(self._settings.timeout / 40 * 2 ** (attempt - 1) * jitter)

    def _follow_redirects(self, url: str, conditions: Mapping[str, str], form: str | None) -> tuple[str, Answer]:
        """Return the address that answered in the end, and its answer; every address on the way is checked."""
        chain = RedirectChain(url, self._list_cookies)
        while True:
            self._guard.check(url)
            host = self._find_host(url)
            if urlsplit(url).path != "/robots.txt":  # RFC 9309, 2.2.2: itself it is always allowed
                self._find_robots(host, url).check(url)
            answer = self._exchange_once(host, url, conditions, self._settings.max_page_bytes, form=form)
            location = answer.location or find_refresh_target(url, answer.header("refresh"), answer.body)
            if location is None:
                if chain.length and _LOGIN.search(urlsplit(url).path) and not _LOGIN.search(urlsplit(chain.first).path):
                    raise Blocked("blocked", f"a login page ({url}) instead of the page")
                return url, answer
            url, form = chain.follow(location), None

    def _list_cookies(self) -> frozenset[tuple[str, str, str, str | None]]:
        return frozenset((cookie.domain, cookie.path, cookie.name, cookie.value) for cookie in self._http.cookies)

    def _find_host(self, url: str) -> HostState:
        parts = urlsplit(url)
        name = f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"
        with self._lock:
            if name not in self._hosts:
                self._hosts[name] = HostState(name, self._settings.timeout)
            return self._hosts[name]

    def _find_robots(self, host: HostState, url: str) -> robots.Robots:
        with host.robots_lock:
            if host.robots is None or (host.robots.refusal and time.monotonic() > host.robots_again):
                host.robots = self._kept_robots.get(self._robots_name(host)) or self._read_robots(host, url)
                host.robots_again = time.monotonic() + 3 * self._settings.timeout
        return host.robots

    def _robots_name(self, host: HostState) -> str:
        return f"{host.name} {self._source.connect}".strip()

    def _read_robots(self, host: HostState, url: str) -> robots.Robots:
        """Fetch and read robots.txt, with more attempts than a page gets, for without it the whole host is lost."""
        url = urljoin(url, "/robots.txt")
        patience = self._settings.timeout
        for pause in (self._choose_wait(1), self._choose_wait(2), patience / 4, patience, None):
            try:
                body = self._fetch_robots(url)
                self._kept_robots.put(self._robots_name(host), body)
                return robots.parse_robots(body)
            except Retryable as link_error:
                if pause is None:
                    return robots.judge_missing_robots(link_error, _http_status(link_error))
                time.sleep(min(LONGEST_WAIT, max(pause, link_error.after or 0.0)))  # as in _try_repeatedly
            except LinkError as link_error:
                # a wrong type: something is served there, but no rules
                unread = link_error.reason in ("wrong_type", "encoding")
                said = robots.ALLOW_ALL if unread else robots.judge_missing_robots(link_error, _http_status(link_error))
                if said is robots.ALLOW_ALL:
                    self._kept_robots.put(self._robots_name(host), b"")
                return said
        raise AssertionError("the last attempt returns")

    def _fetch_robots(self, url: str) -> bytes:
        """Return a host's robots.txt. RFC 9309: after more than five redirects, also to other hosts, there is none."""
        chain = RedirectChain(url, self._list_cookies)
        while True:
            self._guard.check(url)
            answer = self._exchange_once(self._find_host(url), url, {}, robots.MAX_ROBOTS_BYTES, cut=True)
            if answer.location is None:
                return answer.body
            try:
                url = chain.follow(answer.location)
            except Failed as link_error:
                if chain.given_cookies:  # a wall that does not let us through, not the lack of a file
                    raise Failed(
                        "robots_unreachable", f"robots.txt is behind a cookie wall: {link_error.detail}"
                    ) from link_error
                return b""

    def _exchange_once(
        self,
        host: HostState,
        url: str,
        conditions: Mapping[str, str],
        limit: int,
        *,
        cut: bool = False,
        form: str | None = None,
    ) -> Answer:
        """Send one request in its turn and read the answer. ``cut``: a longer body is cut at ``limit``, not refused."""
        host.wait_for_admission()
        delay = host.find_delay(self._delay)
        try:
            with contextlib.ExitStack() as stack:
                with self._pace.turn(host.host, delay) as turn:
                    stack.enter_context(keep_deadline(self._settings.page_deadline, self._settings.timeout))
                    response = stack.enter_context(self._send_request(url, conditions, form))
                    if after := read_retry_after(response):
                        turn.hold(after)
                answer = read_answer(response, limit, cut=cut)
            if answer.status == 304 and not conditions:
                raise Retryable("http_304", "not modified, says the server, but no version was asked about")
        except LinkError as link_error:
            if link_error.reason in ("http_429", "http_503"):
                host.slow_down(delay)
            if link_error.reason in _DOWN:
                host.note_failure()
            raise
        host.note_answer()
        return answer

    def _send_request(self, url: str, conditions: Mapping[str, str], form: str | None) -> requests.Response:
        """Send a request, by POST where there is a form, and return the answer, whose body is still to be read."""
        method, sent = "GET", {**self._http.headers, **conditions}
        body: bytes | None = None
        if form is not None:
            text, media_type = read_posted(form)
            method, body, sent = "POST", text.encode(), sent | {"Content-Type": media_type}
        try:
            # not Session.prepare_request, which merges what we do not use for a quarter of a millisecond
            request = requests.PreparedRequest()
            request.prepare(method, url, headers=sent, cookies=self._http.cookies, data=body)
            return self._http.send(request, stream=True, allow_redirects=False, timeout=self._settings.timeout)
        except (rx.InvalidURL, rx.MissingSchema, rx.InvalidSchema, UnicodeError) as error:
            raise Failed("bad_address", f"{url!r}: {error}") from None
        except (rx.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            raise classify_error(error) from error


def _http_status(link_error: LinkError) -> int | None:
    """Return the HTTP status that a link error speaks of; ``blocked`` stands for 401, 403 and 451."""
    if link_error.reason == "blocked":
        return 403
    kind, _, number = link_error.reason.partition("_")
    if kind != "http" or not number.isdigit():
        return None
    return int(number)
