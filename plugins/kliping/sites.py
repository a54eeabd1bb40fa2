"""Which part of a host is a site of its own, by the public suffix list that ``tldextract`` brings; never the network.

``www.contoh.co.id`` belongs to the site ``contoh.co.id``, for anybody may register a name below ``co.id``.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract


@cache
def _load_suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # reading the list takes a while, and few commands need it

    return TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=4_096)
def find_site(host: str) -> str:
    """Return the site that a host belongs to; the host itself where it is an IP address or a suffix.

    Each customer of a company that hosts sites (``blogspot.com``) has a site of its own. A last label that is not in
    the list (``.test``, ``.internal``) is the suffix: the list's own rule for such names.
    """
    found = _load_suffixes()(host, include_psl_private_domains=True)
    if found.suffix or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


@lru_cache(maxsize=4_096)
def is_public_suffix(host: str) -> bool:
    """Return whether anybody may register a name below ``host``, as below ``co.id``.

    Only registries' suffixes count: those of hosting companies change often, and an article's identity must not.
    """
    found = _load_suffixes()(host)
    return bool(found.suffix) and not found.domain
