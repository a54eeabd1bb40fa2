"""Teasers of other articles without a box of their own: a linked headline, often with a summary that repeats it."""

from __future__ import annotations

import re
from typing import NamedTuple

from kliping.canonical import parse_host
from kliping.scrape.blocks.layout import HEADING_TAGS, Layout, TextBlock
from kliping.scrape.decide.cards import ARTICLE_ADDRESS, is_indonesian, leads_to_site
from kliping.scrape.decide.side_boxes import mark_blocks
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.lines.plain import fold_words, plain_text

LEAST_TEASER_CHARS, MOST_TEASER_CHARS = 25, 180
LEAST_TEASER_WORDS = 4
"""Words of ``LEAST_WORD_CHARS`` letters and more."""
LEAST_WORD_CHARS = 4
LEAST_REPEATED = 0.6
"""What part of the headline's words a summary says again, also with a prefix: "tinjau", "meninjau"."""
MAX_SUMMARY_CHARS = 320
MAX_TEASERS = 8
TEASER_RULE = "box:teaser"
_EMBEDDED = "wp-embedded-content"
"""What WordPress calls the teaser of another article."""


_LEAD = re.compile(r"(?:[^\w\s\"'“‘(]+\s*)?(?:\d{1,2}[.)]\s+)?")
"""What stands in front of a linked headline: an arrow, a bullet, a number."""
_POINTER = re.compile(r"[→➜➡⇒›»▶►👉☞🔗]")


class _Headline(NamedTuple):
    text: str
    summary: str
    """What follows the headline in its own block; empty where nothing does."""
    pointed: bool
    """Whether an arrow or a hand in front of it points at it."""


def mark_linked_teasers(layout: Layout, title_block: int, facts: PageFacts) -> None:
    """Mark linked headlines as related, each with the summary after it, and embedded teasers of WordPress.

    A page with many of them is about them. English round-ups of the same shape are the story.
    """
    site = parse_host(next((address for _, address in facts.canonical), ""))
    found: list[list[int]] = []
    prose = [n for n, block in enumerate(layout.blocks) if block.prose]
    if not prose:
        return
    for n in range(prose[0], min(prose[-1] + 2, len(layout.blocks))):
        block = layout.blocks[n]
        if not LEAST_TEASER_CHARS <= block.link_chars <= MAX_SUMMARY_CHARS or n == title_block or n in layout.boxed:
            continue
        if headline := _read_headline(layout, block, site):
            found.append(_list_teaser_blocks(layout, n, headline))
    found += [list(range(one.first, one.last)) for one in layout.elements if _EMBEDDED in one.names]
    teasers = [numbers for numbers in found if numbers]
    if len(teasers) <= MAX_TEASERS and teasers and is_indonesian(layout, facts):
        for numbers in teasers:
            mark_blocks(layout, numbers, "related", TEASER_RULE)


def _list_teaser_blocks(layout: Layout, n: int, headline: _Headline) -> list[int]:
    """Return the blocks of the teaser that begins with a linked headline in block ``n``; empty where it is none."""
    if headline.summary:
        starts_anew = not headline.summary[0].islower() and headline.summary[0] not in ",;:)"
        return [n] if starts_anew and repeats_headline(headline.text, headline.summary) else []
    if _is_summary_after(layout, n, headline.text):
        return [n, n + 1]
    heading = layout.elements[layout.blocks[n].element].tag in HEADING_TAGS
    if not heading and (headline.pointed or _is_in_title_case(headline.text)):
        return [n]
    return []


def _is_in_title_case(headline: str) -> bool:
    words = [word for word in headline.split() if len(word) >= LEAST_WORD_CHARS]
    capitals = sum(word.lstrip("\"'“‘(")[:1].isupper() for word in words)
    return len(words) >= LEAST_TEASER_WORDS and capitals >= 0.8 * len(words)


def _read_headline(layout: Layout, block: TextBlock, site: str) -> _Headline | None:
    """Return the linked headline that a block is or begins with; None where it is none of another article's."""
    if block.links > 1 or not _may_be_headline(block):
        return None
    lead = _LEAD.match(block.text)
    shown = block.text[lead.end() :] if lead else block.text
    holder = layout.elements[block.element].node
    links = [holder] if holder.tag == "a" else holder.css("a[href]")
    around = holder.parent
    while not links and around is not None and around.tag != "body":
        if around.tag == "a":
            links = [around]
        around = around.parent
    for link in links:
        text = plain_text(link.text(separator=" "))
        address = (link.attributes.get("href") or "").strip()
        if not text.startswith(shown) and not shown.startswith(text):
            continue
        outside = "//" in address and not site  # of another site, for all that is known
        if outside or not ARTICLE_ADDRESS.search(address) or not leads_to_site(address, site):
            return None
        headline = shown if text.startswith(shown) else text
        if len(headline) <= MOST_TEASER_CHARS and not headline.endswith("."):
            pointed = _POINTER.search(block.text[: len(block.text) - len(shown)]) is not None
            return _Headline(headline, shown[len(headline) :].strip(), pointed)
    return None


def _may_be_headline(block: TextBlock) -> bool:
    """Return whether a block may be a linked headline or begin with one: all of it, or a summary goes on."""
    if block.link_chars >= 0.9 * len(block.text):
        return block.text[-1] not in ".,:;"
    return len(block.text) - block.link_chars >= LEAST_TEASER_CHARS


def _is_summary_after(layout: Layout, n: int, headline: str) -> bool:
    if n + 1 >= len(layout.blocks) or n + 1 in layout.boxed:
        return False
    summary = layout.blocks[n + 1]
    tag = layout.elements[summary.element].tag
    if tag in HEADING_TAGS or len(summary.text) > MAX_SUMMARY_CHARS:
        return False
    return repeats_headline(headline, summary.text)


def repeats_headline(headline: str, summary: str) -> bool:
    """Return whether the summary says the words of the headline again."""
    words = [word for word in fold_words(headline) if len(word) >= LEAST_WORD_CHARS]
    said = fold_words(summary)
    repeated = sum(any(word in other for other in said) for word in words)
    return len(words) >= LEAST_TEASER_WORDS and repeated >= LEAST_REPEATED * len(words)
