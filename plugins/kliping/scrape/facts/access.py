"""Who may read an article, as its page states it: never guessed from what it shows."""

from __future__ import annotations

from kliping.model import Access
from kliping.scrape.facts.candidates import PageFacts

_WORDS: dict[str, Access] = {
    **dict.fromkeys(("free", "false", "0", "no", "none", "open", "gratis", "public", "publish"), "free"),
    **dict.fromkeys(("metered", "meter", "metering", "soft", "dynamic"), "metered"),
    **dict.fromkeys(
        ("registered", "registration", "register", "registrasi", "terdaftar", "login", "loggedin"), "registered"
    ),
}
"""What a tier is called; any other word stands for a subscription."""
CLOSED_ACCESS: frozenset[Access | None] = frozenset({"subscriber", "registered"})


def read_tier(word: str) -> Access | None:
    """Return what a tier's name means; None for an empty one."""
    word = word.strip().lower()
    if not word:
        return None
    return _WORDS.get(word.replace("-", "").replace("_", "").replace(" ", ""), "subscriber")


def find_access(facts: PageFacts) -> Access | None:
    """Return who may read the article: a stated tier that is not free, then ``isAccessibleForFree``."""
    tiers = [tier for word in facts.tiers if (tier := read_tier(word))]
    for tier in tiers:
        if tier != "free":
            return tier
    if facts.free is False:
        return "subscriber"
    if facts.free or tiers:
        return "free"
    return None
