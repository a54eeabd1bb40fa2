"""Cards of other articles that pages build of inline elements: a linked headline and a summary, which make one line."""

from __future__ import annotations

import re

from kliping.canonical import parse_host
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.blocks.line_parts import LinePart, LinkedLine
from kliping.scrape.decide.cards import (
    ARTICLE_ADDRESS,
    CALL_TO_READ,
    TOLD_AGE,
    TOPIC_ADDRESS,
    is_indonesian,
    leads_to_site,
    mark_unless_much,
)
from kliping.scrape.decide.linked_teasers import (
    LEAST_TEASER_CHARS,
    LEAST_TEASER_WORDS,
    MAX_SUMMARY_CHARS,
    MAX_TEASERS,
    MOST_TEASER_CHARS,
    repeats_headline,
)
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.lines.date_lines import is_date
from kliping.scrape.lines.labelled_names import PERSON_ADDRESS
from kliping.scrape.lines.line_heuristics import ends_sentence

INLINE_CARD_RULE = "box:inline-card"
MAX_CARD_LABEL_CHARS, MAX_CARD_LABEL_WORDS = 30, 3
"""Longest section or byline in a card."""
LEAST_SUMMARY_WORDS = 3
_STARTS_ANEW = re.compile(r"[\"'“‘]?[A-Z0-9]")


def mark_inline_cards(layout: Layout, lines: list[LinkedLine], title_block: int, facts: PageFacts) -> None:
    """Mark lines that are cards of other articles as related, unless they are much of what the page says."""
    site = parse_host(next((address for _, address in facts.canonical), ""))
    found: set[int] = set()
    cards = 0
    for line in lines:
        numbers = range(line.first, line.last + 1)
        if title_block in numbers or not found.isdisjoint(numbers) or line.first in layout.boxed:
            continue
        if count := _count_cards(line.parts, site):
            found.update(numbers)
            cards += count
    if not found or cards > MAX_TEASERS or not is_indonesian(layout, facts):
        return
    of_cards = sum(len(layout.blocks[n].text) for n in found)
    mark_unless_much(layout, found, of_cards, INLINE_CARD_RULE)


def _count_cards(parts: list[LinePart], site: str) -> int:
    """Return how many cards the parts are; 0 where they are anything else, too."""
    if any(part.is_bare and any(map(str.isalnum, part.text)) for part in parts):
        return 0
    parts = [part for part in parts if not part.is_bare]
    cards = at = 0
    while _skip_labels(parts, at) < len(parts):
        end = _find_card_end(parts, at, site)
        if end is None:
            return 0
        cards += 1
        at = end
    return cards


def _find_card_end(parts: list[LinePart], start: int, site: str) -> int | None:
    """Return the part after the card that begins at ``start``: labels, a headline, perhaps a summary and a call.

    None where it is no card: nothing sets it apart from a sentence with a link in it.
    """
    at = _skip_labels(parts, start)
    after = _skip_labels(parts, at + 1)
    summary = parts[after] if after < len(parts) and _is_summary(parts[after]) else None
    last = _skip_labels(parts, after + (summary is not None))
    if not _is_headline(parts[at], parts[at:last], site):
        return None
    labelled = any(_tells_card(part) for part in parts[start:last])
    pictured = any(part.after_picture for part in parts[start : at + 1])
    stands_apart = summary is not None and (
        summary.touches or summary.after_break or after > at + 1 or repeats_headline(parts[at].text, summary.text)
    )
    if not (labelled or pictured or stands_apart):
        return None
    end = after + (summary is not None)
    while end < len(parts) and CALL_TO_READ.fullmatch(parts[end].text):
        end += 1
    return end


def _skip_labels(parts: list[LinePart], at: int) -> int:
    while at < len(parts) and _is_label(parts[at]):
        at += 1
    return at


def _is_label(part: LinePart) -> bool:
    """Return whether a part is a section, a date, a byline, or a call to read on; "Muara - " begins a sentence."""
    if _tells_card(part):
        return True
    text = part.text
    if len(text) > MAX_CARD_LABEL_CHARS or len(text.split()) > MAX_CARD_LABEL_WORDS:
        return False
    return not ends_sentence(text) and text[-1] not in ",-–—"


def _tells_card(part: LinePart) -> bool:
    """Return whether a part says what only cards say: when an article came out, or that there is more to read."""
    text = part.text
    if CALL_TO_READ.fullmatch(text) is not None or is_date(text):
        return True
    return len(text) <= MAX_CARD_LABEL_CHARS and not ends_sentence(text) and TOLD_AGE.search(text) is not None


def _is_headline(part: LinePart, card: list[LinePart], site: str) -> bool:
    """Return whether a part of a card is a headline, linked by itself or by the card's call to read on."""
    address = part.address or next((one.address for one in card if CALL_TO_READ.fullmatch(one.text)), "")
    if not address or not ARTICLE_ADDRESS.search(address) or not leads_to_site(address, site):
        return False
    if PERSON_ADDRESS.search(address) or TOPIC_ADDRESS.search(address) or ("//" in address and not site):
        return False
    text = part.text
    return (
        LEAST_TEASER_CHARS <= len(text) <= MOST_TEASER_CHARS
        and len(text.split()) >= LEAST_TEASER_WORDS
        and text[-1] not in ".,:;"
        and _STARTS_ANEW.match(text) is not None
    )


def _is_summary(part: LinePart) -> bool:
    return (
        len(part.text) <= MAX_SUMMARY_CHARS
        and len(part.text.split()) >= LEAST_SUMMARY_WORDS
        and _STARTS_ANEW.match(part.text) is not None
    )
