"""What a learned snapshot cuts from articles that are loaded already, each cut with an example, before runs use it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from kliping import warehouse
from kliping.clean import Snapshot, clean
from kliping.clean.rules.learned_blocks import block_hash
from kliping.settings import Settings

MOST_TEXTS = 100
"""Newest articles of an outlet that are cleaned again for the preview."""

BEFORE = 60
"""Characters of the text before a cut that are shown."""


@dataclass(frozen=True, slots=True)
class LearnedCut:
    """A block that is cut: from how many of the newest articles of its outlet, and one of them as an example."""

    outlet: str
    text: str
    articles: int
    looked_at: int
    before: str
    url: str


def list_learned_cuts(settings: Settings, snapshot: Snapshot, *, most: int = MOST_TEXTS) -> list[LearnedCut]:
    """Clean the newest articles of each outlet by ``snapshot`` and return what is cut, the most frequent first."""
    found: dict[tuple[str, str], LearnedCut] = {}
    cut_from: Counter[tuple[str, str]] = Counter()
    looked_at: Counter[str] = Counter()
    for outlet, url, title, text in warehouse.read_newest_texts(settings, list(snapshot.shares), most=most):
        looked_at[outlet] += 1
        spans = clean(text, title=title, outlet=outlet, learned=snapshot).removed
        here = {(outlet, block_hash(text[s.start : s.end])): s for s in spans if s.rule == "learned"}
        cut_from.update(here.keys())
        for key, span in here.items():
            before = " ".join(text[max(0, span.start - BEFORE) : span.start].split())
            found.setdefault(key, LearnedCut(outlet, text[span.start : span.end], 0, 0, before, url))
    listed = [replace(cut, articles=cut_from[key], looked_at=looked_at[cut.outlet]) for key, cut in found.items()]
    return sorted(listed, key=lambda cut: (cut.outlet, -cut.articles, cut.text))
