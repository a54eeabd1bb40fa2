"""The headline as the page shows it, without the outlet's suffix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from kliping.model import Rules
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.decide.outlet_rules import find_texts
from kliping.scrape.decide.title_parts import (
    SEPARATOR,
    list_outlet_keys,
    strip_labels,
    strip_outlet_name,
    strip_suffix,
)
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.lines.plain import fold_words, title_text

_CUT_OFF = re.compile(r"\s*(?:\.\.\.+|…)\s*$")
_TITLES = frozenset({"h1", "h2", "h3"})


class Headline(NamedTuple):
    """The headline, how it was found, and the number of its block, -1 where none shows it."""

    title: str | None
    method: str
    block: int


def choose_title(
    tree: LexborHTMLParser, facts: PageFacts, layout: Layout, rules: Rules | None
) -> tuple[Headline, tuple[str, ...]]:
    """Return the headline that the outlet's rule finds, else the generic one; and a note where the rule is missed."""
    found = find_headline(layout, facts)
    if rules is None or not rules.title:
        return found, ()
    for title in find_texts(tree, rules.title):
        if found.block >= 0 and found.title and found.title in title:
            return found._replace(method="rule:title"), ()  # without what a hidden h1 adds for search engines
        if is_confirmed(title, facts):  # the first h1 of an old page may be its channel's name
            at = next((n for n, block in enumerate(layout.blocks) if block.text == title), found.block)
            return Headline(title, "rule:title", at), ()
    return found, ("rule_missed:title",)


def find_headline(layout: Layout, facts: PageFacts) -> Headline:  # noqa: C901 - claims against lines
    """Return the headline that a page shows or states.

    A visible line that the metadata or ``<title>`` confirm wins, headings before others; then the only ``h1``; then the
    first of the metadata; then ``<title>``.
    """
    claims = [(method, value) for method, value in facts.titles if len(value) > 3]
    if facts.page_title:
        claims.append(("title", facts.page_title))
    claimed = list(dict.fromkeys(fold_words(value) for _, value in claims))
    # "Outlet | headline"
    starts = {part[:8].lower() for _, value in claims for part in (value, *SEPARATOR.split(value))}
    outlets = {fold_words(name) for name in facts.site_names}
    best: tuple[float, int] = (0.0, -1)
    h1s = []
    for n, block in enumerate(layout.blocks):
        text = block.text
        tag = layout.elements[block.element].tag
        if not 8 <= len(text) <= 300 or not (tag in _TITLES or text[:8].lower() in starts):
            continue
        if tag == "h1":
            h1s.append(n)
        if "&" in text:
            text = title_text(text)
        shown = fold_words(text)
        if shown in outlets:
            continue
        for rank, claim in enumerate(claimed):
            score = _score_agreement(shown, claim)
            if score < 0.6:
                continue
            score += {"h1": 0.5, "h2": 0.3, "h3": 0.2}.get(tag, 0.0)
            score -= 0.4 * (block.link_chars > len(block.text) / 2) + 0.01 * rank + n * 1e-5
            if score > best[0]:
                best = score, n
    keys = list_outlet_keys(facts.site_names, (address for _, address in facts.canonical))
    stated = [strip_suffix(value, keys) for _, value in claims]
    at = best[1]
    if at < 0 and len(h1s) == 1 and (not claims or len(layout.blocks[h1s[0]].text) > 25):
        at = h1s[0]
    if at >= 0:
        element = layout.elements[layout.blocks[at].element]
        shown_title = strip_outlet_name(title_text(layout.blocks[at].text), keys)
        return Headline(strip_labels(element.node, shown_title, {fold_words(one) for one in stated}), element.tag, at)
    if claims:
        return Headline(_complete_claim(stated[0], stated), claims[0][0], -1)
    return Headline(None, "", -1)


def _complete_claim(title: str, stated: Sequence[str]) -> str:
    """Return the title, the whole one where it is cut off."""
    start = _CUT_OFF.sub("", title)
    if start == title:
        return title
    return next((other for other in stated if len(other) > len(title) and other.startswith(start)), title)


def is_confirmed(title: str, facts: PageFacts) -> bool:
    """Return whether metadata or ``<title>`` know this headline. True as well where the page has none of them."""
    shown = fold_words(title)
    if not shown:
        return False
    return not facts.claims or any(_score_agreement(shown, fold_words(claim)) >= 0.5 for claim in facts.claims)


def _score_agreement(shown: tuple[str, ...], claim: tuple[str, ...]) -> float:
    """Return 1 where the claim is the shown line, perhaps with a suffix; less where it only overlaps."""
    if not shown or not claim:
        return 0.0
    if shown == claim:
        return 1.0
    if len(shown) >= 3 and claim[: len(shown)] == shown:
        return 0.95 + 0.04 * len(shown) / len(claim)
    if len(shown) >= 4 and claim[-len(shown) :] == shown:
        return 0.95 + 0.04 * len(shown) / len(claim)
    if len(shown) < 4:
        return 0.0
    common = len(set(shown) & set(claim))
    return 0.9 * 2 * common / (len(set(shown)) + len(set(claim)))
