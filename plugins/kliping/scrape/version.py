"""Which rules made an article: a digest of everything here that decides, and of clean's."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kliping import clean


def _version() -> str:
    digest = hashlib.sha256(clean.RULES_VERSION.encode())
    folder = Path(__file__).parent
    for path in sorted([*folder.glob("*.py"), *folder.glob("data/*")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return "scrape-" + digest.hexdigest()[:12]


SCRAPER_VERSION = _version()
"""Changes with the code, the tables and the weights of scrape and clean. Outlets' rules are the sources' own."""
