"""The address of a site, as a person gives it, and where it is visited."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from kliping.canonical import parse_host, strip_twin_labels
from kliping.errors import InputError
from kliping.model import Source

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """``given`` is what was typed, ``root`` the site's home page, ``page`` an article's address or empty."""

    given: str
    root: str
    host: str
    page: str = ""
    connect: str = ""

    def make_source(self) -> Source:
        """Return an outlet of which nothing but the host is known, for a session and for the walks of its routes."""
        delay = 0.0 if self.connect else 1.0
        return Source(self.host, self.host, hosts=(self.host,), connect=self.connect, delay=delay)


def read_site_address(given: str, connect: str = "") -> SiteAddress:
    """Read an address such as ``kabarmuara.id`` or ``https://kabarmuara.id/read/1``.

    Without a scheme it is https, or http where ``connect`` (``host:port``) stands in for the host. An address of this
    machine, such as ``http://127.0.0.1:8080/``, is visited there. Raises ``InputError`` for what is no address.
    """
    text = given.strip()
    if "://" not in text:
        text = f"{'http' if connect else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise InputError(f"{given!r} is not an address; write it like https://kabarmuara.id") from None
    host = parse_host(text)
    if host == "localhost":
        host = "127.0.0.1"
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise InputError(f"{given!r} is not an address of a site; write it like https://kabarmuara.id")
    if connect and not re.fullmatch(r"[A-Za-z0-9.:\[\]-]+:\d+", connect):
        raise InputError(f"--connect {connect!r} is not host:port, such as 127.0.0.1:8080")
    authority = f"{host}:{port}" if port else host
    if not connect and _is_loopback(host):
        connect = authority if port else f"{host}:80"
    page = ""
    if parts.path.strip("/") or parts.query:
        page = f"{parts.scheme}://{authority}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    return SiteAddress(given, f"{parts.scheme}://{authority}/", strip_twin_labels(host), page, connect)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
