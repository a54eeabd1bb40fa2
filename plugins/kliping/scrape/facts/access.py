"""Who may read an article, as its page states it: never guessed from what it shows."""

from __future__ import annotations

import re

from kliping.model import Access
from kliping.scrape.facts.candidates import PageFacts

_WORDS: dict[str, Access] = {
    **dict.fromkeys(
        ("free", "false", "0", "no", "none", "tidak", "open", "gratis", "public", "publish", "everyone"), "free"
    ),
    **dict.fromkeys(("metered", "meter", "metering", "soft", "dynamic"), "metered"),
    **dict.fromkeys(
        ("registered", "registration", "register", "registrasi", "terdaftar", "login", "loggedin"), "registered"
    ),
}
"""What a tier is called; any other word stands for a subscription."""
_CONDITIONS: tuple[tuple[Access, re.Pattern[str]], ...] = (
    ("subscriber", re.compile(r"(?i)subscri|langgan|\bpaid\b|berbayar|premium")),
    ("registered", re.compile(r"(?i)regist|\blog ?in\b|\bsign(?:ed)? in\b|\bakun\b|\bmasuk\b|\bdaftar\b")),
    ("metered", re.compile(r"(?i)\bmeter")),
    ("free", re.compile(r"(?i)\bfree\b|gratis")),
)
"""What a sentence about who may read an article has in it, the strictest first."""
CLOSED_ACCESS: frozenset[Access | None] = frozenset({"subscriber", "registered"})


def read_tier(word: str) -> Access | None:
    """Return what a tier's name means; None for an empty one."""
    word = word.strip().lower()
    if not word:
        return None
    return _WORDS.get(word.replace("-", "").replace("_", "").replace(" ", ""), "subscriber")


def read_condition(text: str) -> Access | None:
    """Return what a sentence such as "Registration required" says of who may read; None where it says nothing."""
    return next((access for access, sign in _CONDITIONS if sign.search(text)), None)


def find_access(facts: PageFacts) -> Access | None:
    """Return who may read the article: a stated tier that is not free, then ``isAccessibleForFree``."""
    tiers = [tier for word in facts.tiers if (tier := read_tier(word))]
    tiers += filter(None, map(read_condition, facts.conditions))
    for tier in tiers:
        if tier != "free":
            return tier
    if facts.free is False:
        return "subscriber"
    if facts.free or tiers:
        return "free"
    return None
