"""The identity of an article's address, and whether an address is an article's at all.

The canonical URL is an identity, not an address to fetch: two addresses of one article must give the same one, two
articles never. What is folded is therefore only what cannot tell two articles of one outlet apart:

- ``http`` and ``https`` (identity: ``https``; an explicit port keeps its scheme, for the two never share one);
- ``www.``, ``m.``, ``amp.`` and their like before a name: the same path on such a twin is the same article or nothing;
- AMP markers in path and query, and the addresses of AMP caches;
- parameters that track, share, or choose a presentation (``utm_*``, ``ref``, ``single=1``, ``page=2``, ``page=all``);
- fragments, user names, session ids, default ports, trailing and doubled slashes, letter case of host and escapes.

Unknown parameters stay, sorted by name: an old system may name its articles by them (``?id=123``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from kliping import pagers
from kliping.sites import is_public_suffix

if TYPE_CHECKING:
    from kliping.model import Source

_TRACKING = re.compile(
    r"""(?ix) ^(?:
        utm_?\w* | (?:ga|at|ns|mc|fb|pk|mtm|matomo|hsa|vero|oly|wt|itm|int|jx|_jx|xtor|amp)_\w+ |
        \w*cl(?:ick)?id | jxconn | jxrecoid | [gw]braid | igsh(?:id)? | _ga | _gl | _hsenc | _hsmi |
        hsctatracking | mkt_tok | guc\w+ | ref | ref_?(?:src|url|by|id) | referr?er | referral | rel |
        related | navigate | source | src | medium | campaign | from | via | tag_?from | mtype | cmpid? |
        campaign_?id | s_cid | icid | ito | xtor | xtref | spm | spref | trk | soc_(?:src|trk) | shared? |
        sharer | share_\w+ | sharetype | smid | social | wa | feature | frm | cmp | zanpid | tracking\w* |
        __twitter_impression | __tn__ | __cft__\S* | usqp | _openstat | lgn_method | houseads | phpsessid |
        jsessionid | aspsessionid\w* | sessionid | replytocom | nocache | cachebust\w*
    )$"""
)
_PRESENTATION = re.compile(r"(?i)^(?:amp|noamp|nonamp|isamp|print|printable|mobile|desktop|is_?mobile|view_?as)$")
_VALUES = {  # parameters that only choose a presentation with these values
    "output": ("amp", "rss"),
    "outputtype": ("amp",),
    "type": ("amp",),
    "view": ("amp", "mobile", "desktop", "print"),
    "mode": ("amp", "mobile", "print"),
    "m": ("0", "1"),  # Blogger's mobile page
}
_TWIN = re.compile(r"^(?:www\d?|m|mobile|wap|amp|touch)\.(?=[^.]+\.[^.])")
_AMP_CACHE = re.compile(r"^https?://[^/]+\.cdn\.ampproject\.org/(?:[a-z]/)?(s/)?(.+)$", re.IGNORECASE)
_AMP_VIEWER = re.compile(r"^https?://(?:www\.)?google\.[a-z.]+/amp/(s/)?(.+)$", re.IGNORECASE)
_SESSION = re.compile(r"(?i);(?:jsessionid|phpsessid|sid)=[^/;]*")
_UNSAFE = re.compile(r"[\x00-\x20\x7f]+")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_FILES = re.compile(
    r"(?i)\.(?:jpe?g|png|gif|webp|svg|ico|avif|mp4|m3u8|mp3|webm|pdf|docx?|xlsx?|pptx?|zip|rar|apk|css|js|json|xml|rss|atom|txt)$"
)
# Outlets whose AMP or paged addresses differ from the article's by more than a marker. Facts about addresses: host of
# the outlet, pattern over host + path, replacement.
_REWRITES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("kompas.com", re.compile(r"^amp\.kompas\.com/([a-z]+)/(read/.+)$"), r"\1.kompas.com/\2"),
    ("okezone.com", re.compile(r"^([a-z.]*okezone\.com)/amp/(\d{4}/.+)$"), r"\1/read/\2"),
    ("republika.co.id", re.compile(r"^(.*republika\.co\.id/.+?)-part\d+$"), r"\1"),
    ("sindonews.com", re.compile(r"^(.*sindonews\.com/(?:newsread|read)/.+-\d{9,10})/\d{1,3}$"), r"\1"),
    ("sindonews.com", re.compile(r"^(.*sindonews\.com)/newsreadamp/(.+)$"), r"\1/newsread/\2"),
)


@lru_cache(maxsize=4_096)
def canonicalise_url(url: str, base: str | None = None) -> str:
    """Return the canonical URL of ``url`` (resolved against ``base``): the identity of its article.

    A ``urn:`` is returned as it is; anything else that is no web address (``mailto:``, ``javascript:``, a malformed
    one, a relative one without ``base``) gives ``""``. Never raises; applying it twice changes nothing.
    """
    if _UNSAFE.search(url):
        url = _UNSAFE.sub("", url.strip())
    if url.startswith("urn:"):
        return url
    try:
        if base:
            url = urljoin(base, url)
        return _canonicalise_http(url)
    except ValueError:  # urlsplit and idna on malformed addresses
        return ""


def _canonicalise_http(url: str) -> str:
    for wrapped in (_AMP_CACHE, _AMP_VIEWER):
        if match := wrapped.match(url):
            return _canonicalise_http(("https://" if match[1] else "http://") + match[2])
    parts = urlsplit(url)
    host = parse_host(url)
    if parts.scheme not in ("http", "https") or not host:
        return ""
    scheme, port = parts.scheme, parts.port
    if port is None or port == (443 if scheme == "https" else 80):
        scheme, authority = "https", ""
    else:
        authority = f":{port}"
    path = _normalise_path(parts.path)
    for suffix, pattern, replacement in _REWRITES:
        if host.endswith(suffix) and (match := pattern.match(host + path)):
            host, _, path = match.expand(replacement).partition("/")
            path = "/" + path
    path = _strip_markers(path)
    host = strip_twin_labels(host)
    if ":" in host:
        host = f"[{host}]"
    canonical = f"{scheme}://{host}{authority}{path}"
    if query := _normalise_query(parts.query, bare=path in ("/", "/index.php")):
        canonical += f"?{query}"
    return canonical


def strip_twin_labels(host: str) -> str:
    """Return the host without the labels of a twin site (``www.``, ``m.``, ``amp.``)."""
    while match := _TWIN.match(host):
        rest = host[match.end() :]
        if is_public_suffix(rest) or rest.replace(".", "").isdigit():
            break
        host = rest
    return host


def _normalise_path(path: str) -> str:
    """Return the path in one form: escapes (RFC 3986, 6.2.2), no dot segments, no doubled or trailing slashes."""
    path = _ESCAPE.sub(_unescape_character, _SESSION.sub("", path))
    segments: list[str] = []
    for segment in quote(path, safe="/:@!$&'()*+,;=-._~%").split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", "."):
            segments.append(segment)
    return "/" + "/".join(segments)


def _unescape_character(escape: re.Match[str]) -> str:
    """Return an unreserved character for its escape, another escape in upper case, a lone per cent sign escaped."""
    if not escape[1]:
        return "%25"
    letter = chr(int(escape[1], 16))
    if letter.isascii() and (letter.isalnum() or letter in "-._~"):
        return letter
    return escape[0].upper()


def _strip_markers(path: str) -> str:
    """Return the path without AMP markers and the number of a page (``/page/2``, ``/halaman-2``)."""
    segments = path[1:].split("/")
    while len(segments) > 1:
        last = segments[-1].lower()
        if segments[0].lower() == "amp":
            del segments[0]
        elif last in ("amp", "amp.html"):
            del segments[-1]
        elif len(segments) > 2 and pagers.PAGE_WORD.match(segments[-2]) and pagers.PAGE_VALUE.match(last):
            del segments[-2:]
        elif len(segments) > 2 and pagers.PAGE_SEGMENT.match(last):
            del segments[-1]
        else:
            break
    segments[-1] = re.sub(r"(?i)(?<=.)(?:\.amp)+(\.html)?$", r"\1", segments[-1])
    return "/" + "/".join(segments)


def _normalise_query(query: str, *, bare: bool) -> str:
    """Return the parameters that may name an article, sorted.

    ``bare``: the path names nothing, so even a page number may.
    """
    kept = []
    for name, value in parse_qsl(query, keep_blank_values=True, errors="surrogateescape"):
        name = name.removeprefix("amp;")  # noqa: PLW2901  # an address that was escaped as HTML twice
        key = name.lower()
        if (
            _TRACKING.match(key)
            or _PRESENTATION.match(key)
            or pagers.WHOLE_FLAG.match(key)
            or value.lower() in _VALUES.get(key, ())
        ):
            continue
        if not bare and pagers.PAGE_PARAMETER.match(key) and pagers.PAGE_VALUE.match(value):
            continue
        kept.append((name, value))
    return urlencode(sorted(kept, key=lambda pair: pair[0]), errors="surrogateescape")


def parse_host(url: str) -> str:
    """Return the host of ``url``: lower case, IDNA-encoded, without a trailing dot; ``""`` where there is none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode("ascii").lower()
        return host
    except ValueError:
        return ""


def is_on_host(host: str, names: tuple[str, ...]) -> bool:
    """Return whether ``host`` is one of ``names`` or a subdomain of one."""
    return any(host == name or host.endswith("." + name) for name in names)


def add_query(url: str, query: Mapping[str, str]) -> str:
    """Return the address with these query parameters, whatever it says of them; as it is where there are none."""
    if not query:
        return url
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True)) | dict(query)
    return urlunsplit(parts._replace(query=urlencode(asked)))


def is_article_url(source: Source, url: str) -> bool:
    """Return whether ``url`` is an article of ``source``: by host, path and the outlet's pattern, if it has one."""
    parts = url.split("#", 1)[0]
    host = parse_host(parts)
    if not host or (source.hosts and not is_on_host(host, source.hosts)):
        return False
    split = urlsplit(parts)
    if split.scheme not in ("http", "https") or (split.path in ("", "/") and not split.query):
        return False
    if source.article:
        return _compile_pattern(source.article).search(parts) is not None
    return not _FILES.search(split.path)


@lru_cache(maxsize=1_024)
def _compile_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
