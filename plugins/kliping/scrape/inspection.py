"""What a page shows to somebody who wonders why nothing is read from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kliping.model import Rules
from kliping.scrape.decide.outlet_rules import find_texts
from kliping.scrape.parse import document

LEAST_TEXT = 400
"""Characters of a page's own text below which a script draws the rest."""
_PAYWALL_MARK = re.compile(rb'(?i)isAccessibleForFree"\s*:\s*"?false|class="[^"]*\b(?:paywall|premium-box|regwall)\b')
_SCRIPTED_FRAME = re.compile(rb'(?i)<(?:div|main) id="(?:app|root|__next|__nuxt|gatsby-focus-wrapper)"[^>]*>\s*</')
_READ_FIELDS = ("body", "title", "date")


@dataclass(frozen=True, slots=True)
class PageInspection:
    """One archived page. ``found``: field -> the text that its selectors find; None where they find nothing."""

    found: Mapping[str, str | None]
    paywalled: bool
    scripted: bool
    title: str


def inspect_page(html: bytes, rules: Rules | None) -> PageInspection:
    """Look at a page with the rules of its outlet, without reading it as an article."""
    tree = document.parse_html(html, None).tree
    found: dict[str, str | None] = {}
    for name in _READ_FIELDS:
        selectors = getattr(rules, name) if rules else ()
        if selectors:
            texts = find_texts(tree, selectors)
            found[name] = " ".join(texts)[:200] if texts else None
    title = tree.css_first("title")
    return PageInspection(
        found,
        bool(_PAYWALL_MARK.search(html)),
        bool(_SCRIPTED_FRAME.search(html)),
        title.text(strip=True)[:200] if title else "",
    )


_NOT_TEXT = "script, style, noscript, template, svg, iframe, object, head"


def read_visible_text(html: bytes, media: str | None = None) -> str:
    """Return the text of a page, a line for each piece that stands apart; nothing of its scripts and styles."""
    tree = document.parse_html(html, media).tree
    for node in tree.css(_NOT_TEXT):
        node.decompose()
    if tree.body is None:
        return ""
    lines = (" ".join(line.split()) for line in tree.body.text(separator="\n").splitlines())
    return "\n".join(line for line in lines if line)
