"""Where a request may go: http and https, public addresses, checked when the name is resolved and pinned then.

The check is on the address that the socket connects to, so a name that resolves to a private address the second time
is refused the second time. A source's own ``connect`` address is the one exception, for that source's hosts.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from kliping.canonical import is_on_host
from kliping.errors import Blocked, Failed, Retryable
from kliping.model import Source

Address = tuple[int, str, int]
"""Address family, numeric address, port."""
Resolver = Callable[[str, int], list[Address]]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_REMEMBER = 300.0  # seconds that a resolved name is pinned


def resolve_by_system(host: str, port: int) -> list[Address]:
    """Return the addresses that the system's resolver gives. Raises ``socket.gaierror``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((int(family), str(address[0]), port) for family, _, _, _, address in found))


def is_public_address(address: str) -> bool:
    """Return whether the numeric ``address`` belongs to the public internet.

    Not public: private, loopback, link-local (cloud metadata lives there), multicast, reserved and unspecified ranges,
    and IPv6 forms that carry such an IPv4 address (mapped, 6to4, Teredo, NAT64).
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public_address(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class Guard:
    """Decides for one source which address a host name means, and refuses what a stranger's link may not reach."""

    def __init__(self, source: Source, resolver: Resolver = resolve_by_system) -> None:
        self._hosts = source.hosts
        self._connect: tuple[str, int] | None = None
        if source.connect:
            host, _, port = source.connect.rpartition(":")
            if not host or not port.isdigit():
                raise ValueError(f"{source.id}: connect must be host:port, not {source.connect!r}")
            self._connect = (host.strip("[]"), int(port))
        self._resolver = resolver
        self._pinned: dict[tuple[str, int], tuple[float, list[Address]]] = {}
        self._lock = threading.Lock()

    def check(self, url: str) -> None:
        """Raise ``Blocked`` for an address that may not be visited by its scheme, ``Failed`` for one without a host."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise Failed("bad_address", f"{url!r} is no address") from None
        if parts.scheme.lower() not in ("http", "https"):
            raise Blocked(
                "forbidden_address", f"{parts.scheme or 'a relative'}: address; only http and https are fetched"
            )
        if not host:
            raise Failed("bad_address", f"{url!r} has no host")

    def addresses(self, host: str, port: int) -> list[Address]:
        """Return where to connect for ``host``, checked. Raises ``Blocked``, ``Failed`` or ``Retryable``."""
        if self._connect is not None and is_on_host(host.lower().rstrip("."), self._hosts):
            return self._resolve_host(*self._connect)
        with self._lock:
            since, found = self._pinned.get((host, port), (0.0, []))
        if not found or time.monotonic() - since > _REMEMBER:
            found = self._resolve_host(host, port)
            for _, address, _ in found:
                if not is_public_address(address):
                    raise Blocked(
                        "forbidden_address", f"{host} is {address}, which is no address of the public internet"
                    )
            with self._lock:
                self._pinned[host, port] = (time.monotonic(), found)
        return found

    def forget_addresses(self, host: str, port: int) -> None:
        """Forget the addresses of ``host``, as none of them answered; the next connection resolves it again."""
        with self._lock:
            self._pinned.pop((host, port), None)

    def _resolve_host(self, host: str, port: int) -> list[Address]:
        """Return the addresses of a host. Raises ``Failed`` or, where another try may help, ``Retryable``."""
        try:
            found = self._resolver(host, port)
        except socket.gaierror as error:
            detail = f"{host}: {error.strerror or error}"
            if error.errno == socket.EAI_AGAIN:
                raise Retryable("dns", detail) from None
            raise Failed("dns", detail) from None
        except (UnicodeError, ValueError) as error:  # a label too long, an empty label
            raise Failed("dns", f"{host!r} is not a host name: {error}") from None
        if not found:
            raise Failed("dns", f"{host} has no address")
        return found
