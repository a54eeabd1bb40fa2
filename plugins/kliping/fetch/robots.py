"""robots.txt as RFC 9309 says, read by Protego."""

from __future__ import annotations

import codecs
import hashlib
import re
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from protego import Protego

from kliping.drafts import write_whole
from kliping.errors import Blocked, Failed, LinkError, Skipped

ROBOTS_AGENT = "Kliping"
MAX_ROBOTS_BYTES = 500 * 1024
"""Of a longer file the rest is not read (RFC 9309, 2.5)."""
MAX_CRAWL_DELAY = 30.0
"""Seconds; a longer Crawl-delay is cut to this, with a note: no outlet's day fits into an hour at such a pace."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What one host's robots.txt says to us. ``refusal`` is set where nothing may be fetched at all."""

    rules: Protego | None = None
    refusal: LinkError | None = None
    delay: float = 0.0
    """Seconds between two requests: what the file asks for, up to ``MAX_CRAWL_DELAY``."""
    asked: float = 0.0
    """What it asks for, however long."""

    def check(self, url: str) -> None:
        """Raise ``Skipped("robots")`` where the file forbids ``url``, ``Failed`` where it could not be read."""
        if self.refusal is not None:
            raise type(self.refusal)(self.refusal.reason, self.refusal.detail)
        if self.rules is not None and not self.rules.can_fetch(url, ROBOTS_AGENT):
            raise Skipped("robots", "robots.txt forbids this address")


_OUR_NAME = re.compile(rf"(?im)^([ \t]*user[ _-]?agent[ \t]*:)[^\n\r#]*\b{ROBOTS_AGENT}\b[^\n\r#]*")
"""A line that names us, with whatever else: ``Kliping/1.0 (+https://...)`` is ``Kliping`` (RFC 9309, 2.2.1)."""
_TAG = re.compile(r"<[^>]*>")
_LINE_TAG = re.compile(r"(?i)</?(?:br|p|pre|div|span|code)\b[^<>\r\n]*>")
"""What a visual editor leaves between the lines."""
_ODD_RULE = re.compile(
    r"(?im)^[ \t]*(?:[-*•]\s*)?(user[ _-]?agent|(?:dis)?allow|crawl[ _-]?delay)[ \t]*[:=\uff1a][ \t]*"
    r"(?:[\"'“]([^\"'“”\r\n]*)[\"'”][ \t]*$)?"
)
"""A rule whose value may be in quotation marks, whose colon a Chinese one or "=", whose hyphen an underscore."""
_RULE_WITHIN = re.compile(r"(?i)[ \t]+(?=(?:user[ _-]?agent|(?:dis)?allow|crawl-delay|sitemap)[ \t]*[:=])")
"""Where a rule begins in the line of another."""
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
"""Characters that editors and joined files leave at the start of a line: the line would not be read."""
_NO_PATH = re.compile(
    r"(?im)^([ \t]*(?:dis)?allow[ \t]*:[ \t]*)(?:https?://[^/\s#]*/(?=[^\s#])|(?!https?:)(?=[^\s/*$#]))"
)
"""A rule that gives a whole address, or a path without its first slash: what it means is clear, so it is obeyed."""
_SEVERAL_PATHS = re.compile(r"(?im)^([ \t]*(?:dis)?allow[ \t]*:)[ \t]*(/[^\s#]*(?:[ \t,]+[/*][^\s#]*)+)")
_SEVERAL_NAMES = re.compile(
    r"(?im)^([ \t]*user[ -]?agent[ \t]*:)(?:[^\r\n#,]*,)*[ \t]*\*[ \t]*(?:,[^\r\n#]*)?(?=$|[\r#])"
)
"""A rule with several values in its line: each was meant, so each is obeyed."""
ALLOW_ALL = Robots()
ROBOTS_KEPT_SECONDS = 86_400.0
"""Seconds for which a file that was read may be used again (RFC 9309, 2.4)."""


class RobotsCache:
    """The robots.txt files that were read in the last day, for all sessions of this machine.

    Only answers are kept, an empty one for "there is no file"; that a host could not be asked is not remembered.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, host: str) -> Robots | None:
        """Return the kept rules of ``host`` (scheme, name and port); None where it has to be asked."""
        path = self._find_file(host)
        try:
            age = time.time() - path.stat().st_mtime
            if not 0 <= age < ROBOTS_KEPT_SECONDS:
                return None
            return parse_robots(path.read_bytes())
        except FileNotFoundError:
            return None

    def put(self, host: str, body: bytes) -> None:
        """Keep what ``host`` says now."""
        write_whole(self._find_file(host), body[:MAX_ROBOTS_BYTES])

    def _find_file(self, host: str) -> Path:
        return self._folder / f"{hashlib.sha256(host.encode()).hexdigest()[:24]}.txt"


def parse_robots(body: bytes) -> Robots:
    """Return the rules of a robots.txt; lines that cannot be read are passed over."""
    if len(body) >= MAX_ROBOTS_BYTES:
        body = body[:MAX_ROBOTS_BYTES].rpartition(b"\n")[0]  # a rule cut in half would say something else
    text = "\n".join(_split_line(line) for line in _INVISIBLE.sub("", _decode_file(body)).splitlines())
    text = _ODD_RULE.sub(_write_plainly, text)
    text = _SEVERAL_PATHS.sub(_write_paths, _NO_PATH.sub(r"\1/", text))
    text = _SEVERAL_NAMES.sub(r"\1 *", text)
    rules = Protego.parse(_OUR_NAME.sub(rf"\1{ROBOTS_AGENT}", text))
    delay = rules.crawl_delay(ROBOTS_AGENT) or 0.0
    if rate := rules.request_rate(ROBOTS_AGENT):
        delay = max(delay, rate.seconds / max(1, rate.requests))
    return Robots(rules, delay=min(delay, MAX_CRAWL_DELAY), asked=delay)


def _split_line(line: str) -> str:
    """Return a line with each of its rules on a line of its own, without comment and without semicolons at the end."""
    rules = _RULE_WITHIN.sub("\n", line.partition("#")[0])
    return re.sub(r"(?m)[ \t;]+$", "", rules)


def _write_paths(rule: re.Match[str]) -> str:
    return "\n".join(f"{rule[1]} {path.strip(',')}" for path in rule[2].split())


def _write_plainly(rule: re.Match[str]) -> str:
    return f"{rule[1].replace('_', '-')}: {rule[2] or ''}"


def _decode_file(body: bytes) -> str:
    """Decode the file, whatever wrote it: UTF-16, with NULs, or with a page of HTML around the rules."""
    encoding = "utf-8-sig"
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif body[1:64:2].count(0) > 16:
        encoding = "utf-16-le"
    text = body.decode(encoding, "replace").replace("\0", "")
    if "\n" not in text.strip():
        text = text.replace("\\n", "\n")  # a template wrote the file in one line
    if text.lstrip().startswith("<"):
        text = unescape(_TAG.sub("\n", text))
    return _LINE_TAG.sub("\n", text)


def judge_missing_robots(link_error: LinkError, status: int | None) -> Robots:
    """Return the rules of a host without a file: 204 and 4xx allow all (2.3.1.3), 5xx and silence forbid it (2.3.1.4).

    429 asks us to stay away; it does not say that there is no file.
    """
    if status is None:  # the host itself does not answer: that says more than that its robots.txt could not be read
        kind = Blocked if isinstance(link_error, Blocked) else Failed
        return Robots(refusal=kind(link_error.reason, f"robots.txt: {link_error.detail}"))
    if status == 204 or (400 <= status < 500 and status != 429):
        return ALLOW_ALL
    return Robots(refusal=Failed("robots_unreachable", f"robots.txt answers HTTP {status}, so nothing may be fetched"))
