"""Cards that announce other articles inside the story: a linked headline and a sentence or two, in their own box."""

from __future__ import annotations

import re
from itertools import takewhile

from kliping.canonical import parse_host
from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import HEADING_TAGS, Layout, TextBlock
from kliping.scrape.decide.side_boxes import mark_blocks
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.lines.date_lines import is_date
from kliping.scrape.lines.labelled_names import PERSON_ADDRESS
from kliping.scrape.lines.line_heuristics import ends_sentence, reads_indonesian, strip_announcement
from kliping.sites import find_site

MAX_CARD_SENTENCES, MAX_CARD_CHARS, MAX_CARD_BLOCKS = 2, 220, 8
"""What one card holds at most: paragraphs, characters of them, blocks."""
CARD_RULE = "box:card"
MAX_CARDS_ALIKE = 4
"""Longer lists of such boxes are what the page is about."""
MAX_CARD_SHARE, MAX_CARD_SHARE_AT_END = 0.3, 0.5
"""What part of the page's prose all cards may hold; with more, they are what the page is about."""
CALL_TO_READ = re.compile(
    r"(?i)\W*(?:(?:(?:baca|simak|lihat)\s?)?(?:selengkapnya|lebih lanjut|berita ini)?|read (?:more|on))\W*"
)
_NUMBERED = re.compile(r"\W?\d{1,2}[.)]\s")
MAX_BLURB_CHARS, MIN_BLURB_WORDS = 140, 3
"""What a short summary holds: at most so many characters, at least so many words."""
_SIGNS = "img,picture,amp-img,time,h1,h2,h3,h4,h5,h6"
"""What a card with a short summary shows, and a paragraph of the story after a link does not."""
_NO_CARDS = frozenset({*HEADING_TAGS, "p", "figure", "figcaption", "blockquote", "table", "tbody", "tr"})
TOPIC_ADDRESS = re.compile(r"(?i)/(?:tags?|topik)/")
TOLD_AGE = re.compile(r"(?i)(?:\d+|se)\s?(?:detik|menit|jam|hari|minggu|bulan|tahun) (?:yang )?lalu|kemarin")
ARTICLE_ADDRESS = re.compile(r"[a-z0-9]+-[a-z0-9]+-[a-z0-9]|\d{4}|\.html?$")
_NOWHERE = ("#", "javascript:", "mailto:", "tel:")
_NAMES = frozenset(
    "card cards kartu teaser teasers rekomendasi embed sisip sisipan berita news item".split()  # noqa: SIM905
)
_Group = tuple[str, str, str, str]
"""Tag and names of a card and of what holds it."""


def mark_cards(layout: Layout, title_block: int, facts: PageFacts) -> None:
    """Mark the blocks of cards as related, unless they are much of what the page says.

    Cards lead to other pages of the same site, as far as the page states its own address. Only Indonesian pages are
    looked at: the round-ups of English blogs have the same shape and are the story (measured on the shared English
    pages).
    """
    site = parse_host(next((address for _, address in facts.canonical), ""))
    groups: dict[_Group, list[int]] = {}
    candidates = _find_candidates(layout, title_block, site)
    for at in candidates:
        element = layout.elements[at]
        around = layout.elements[element.parent]
        groups.setdefault((element.tag, element.names, around.tag, around.names), []).append(at)
    chosen: list[int] = []
    for members in groups.values():
        chosen += [at for at in members if _is_chosen(layout, at, len(members), candidates[at])]
    if not chosen or not is_indonesian(layout, facts):
        return
    inside = {n for at in chosen for n in range(layout.elements[at].first, layout.elements[at].last)}
    of_cards = sum(len(layout.blocks[n].text) for n in inside if _is_read_in_card(layout, layout.blocks[n]))
    mark_unless_much(layout, inside, of_cards, CARD_RULE)


def mark_unless_much(layout: Layout, inside: set[int], of_cards: int, rule: str) -> None:
    """Mark the blocks of all cards as related, unless ``of_cards`` characters are much of the page's prose."""
    own = [n for n, block in enumerate(layout.blocks) if block.prose and n not in inside]
    if not own:
        return
    whole = of_cards + sum(len(layout.blocks[n].text) for n in own)
    share = MAX_CARD_SHARE
    if min(inside) > own[-1]:
        share = MAX_CARD_SHARE_AT_END
    if of_cards <= share * whole:
        mark_blocks(layout, sorted(inside), "related", rule)


def is_indonesian(layout: Layout, facts: PageFacts) -> bool:
    """Return whether a page is in Indonesian: by what it states, else by its words.

    A statement of English is not believed, because many systems state it for every page.
    """
    stated = next((language for _, language in facts.languages), "")[:2].lower()
    if stated and stated != "en":
        return stated == "id"
    return reads_indonesian(block.text for block in layout.blocks if block.prose)


def _is_chosen(layout: Layout, at: int, alike: int, short: bool) -> bool:
    """Return whether an element is a card; ``alike`` have its tags and names. A ``short`` summary needs more proof."""
    if not short:
        alike = max(alike, _count_terms(layout, at))
        return _is_named(layout, at) or 2 <= alike <= MAX_CARDS_ALIKE or (alike == 1 and _names_article(layout, at))
    if alike > MAX_CARDS_ALIKE:
        return False
    return _is_named(layout, at) or (_shows_card(layout, at) and (alike > 1 or _names_article(layout, at)))


def _count_terms(layout: Layout, at: int) -> int:
    """Return how many linked headlines are the terms of a list of definitions: each is a card, with its definition."""
    card = layout.elements[at]
    blocks = layout.blocks[card.first : card.last]
    return sum(layout.elements[one.element].tag == "dt" and _is_link(one) for one in blocks)


def _find_candidates(layout: Layout, title_block: int, site: str) -> dict[int, bool]:
    """Return the smallest elements that hold a linked headline and sentences, and whether these are short."""
    found: dict[int, bool] = {}
    seen: set[int] = set()
    for n, block in enumerate(layout.blocks):
        if not block.link_chars or not _is_link(block) or n == title_block:
            continue
        for at in layout.ancestors(block.element):
            element = layout.elements[at]
            if element.last - element.first > MAX_CARD_BLOCKS or element.first <= title_block < element.last:
                break
            if at in seen:  # and what it stands in, from another link
                break
            seen.add(at)
            blocks = layout.blocks[element.first : element.last]
            if any(_is_summary(one) for one in blocks):
                if _is_card(layout, at, site):
                    found[at] = False
                break
            if _is_short_card(layout, at, site):
                found[at] = True
                break
    return found


def _is_short_card(layout: Layout, at: int, site: str) -> bool:
    """Return whether the element holds only headlines, each with a short summary after it.

    A "Baca juga: ..." makes no card: what follows it is the story.
    """
    element = layout.elements[at]
    if element.tag in _NO_CARDS or element.bits & hints.KIND_BITS["credit"]:
        return False
    blocks = layout.blocks[element.first : element.last]
    headings = [n for n, block in enumerate(blocks) if layout.elements[block.element].tag in HEADING_TAGS]
    heads = headings or [n for n, block in enumerate(blocks) if _is_headline(block)]
    if not heads or 2 * len(heads) > len(blocks):
        return False
    others = [n for n, block in enumerate(blocks) if n not in heads]
    blurbs = [n for n in others if _is_blurb(blocks[n])]
    if len(blurbs) < len(heads) or blurbs[0] < heads[0]:
        return False
    if sum(n in blurbs or ends_sentence(blocks[n].text) for n in others) > MAX_CARD_SENTENCES:
        return False
    if any(_NUMBERED.match(block.text) or strip_announcement(block.text) != block.text for block in blocks):
        return False
    address = _find_address(layout, at)
    if not site and "//" in address and not _is_named(layout, at):  # of another site, for all that is known
        return False
    return leads_to_site(address, site) and not (PERSON_ADDRESS.search(address) or TOPIC_ADDRESS.search(address))


def _is_headline(block: TextBlock) -> bool:
    return _is_link(block) and not block.text.endswith(".") and CALL_TO_READ.fullmatch(block.text) is None


def _is_blurb(block: TextBlock) -> bool:
    """Return whether the block is a short summary, by its length and its words."""
    if block.prose or len(block.text) > MAX_BLURB_CHARS or len(block.text.split()) < MIN_BLURB_WORDS:
        return False
    return CALL_TO_READ.fullmatch(block.text) is None and not _tells_time(block)


def _is_read_in_card(layout: Layout, block: TextBlock) -> bool:
    """Return whether a block of a card is sentences or a short summary; its headline tells nothing of its share."""
    if block.prose:
        return True
    return _is_blurb(block) and not _is_headline(block) and layout.elements[block.element].tag not in HEADING_TAGS


def _tells_time(block: TextBlock) -> bool:
    return is_date(block.text) or TOLD_AGE.search(block.text) is not None


def _shows_card(layout: Layout, at: int) -> bool:
    """Return whether the element, or one around it without more text, holds what else cards show: an age, a picture."""
    card = layout.elements[at]
    if any(_tells_time(one) or CALL_TO_READ.fullmatch(one.text) for one in layout.blocks[card.first : card.last]):
        return True
    same = (layout.elements[n] for n in layout.ancestors(at))
    around = takewhile(lambda element: (element.first, element.last) == (card.first, card.last), same)
    return any(element.node.css_first(_SIGNS) is not None for element in around)


def _is_link(block: TextBlock) -> bool:
    """Return whether the block is a linked headline, or a link that says "read on"."""
    length = len(block.text)
    if not block.link_chars or block.link_chars < 0.7 * length or length > 160:
        return False
    return length >= 20 or CALL_TO_READ.fullmatch(block.text) is not None


def _is_summary(block: TextBlock) -> bool:
    return block.prose or (
        len(block.text) >= 60 and block.link_chars >= 0.8 * len(block.text) and block.text[-1] == "."
    )


def _is_card(layout: Layout, at: int, site: str) -> bool:
    element = layout.elements[at]
    blocks = layout.blocks[element.first : element.last]
    sentences = [block for block in blocks if _is_summary(block)]
    if element.tag in HEADING_TAGS or element.tag == "p" or len(sentences) > MAX_CARD_SENTENCES:
        return False
    if sum(len(block.text) for block in sentences) > MAX_CARD_CHARS or any(
        _NUMBERED.match(block.text) for block in blocks
    ):
        return False
    headings = [
        b for b in blocks if b not in sentences and (_is_link(b) or layout.elements[b.element].tag in HEADING_TAGS)
    ]
    return bool(headings) and leads_to_site(_find_address(layout, at), site)


def leads_to_site(address: str, site: str) -> bool:
    """Return whether the address leads to another page of the site."""
    if not address or address.startswith(_NOWHERE):
        return False
    if address.startswith("//"):
        address = f"https:{address}"
    if "://" not in address or not site:
        return True
    host = parse_host(address)
    return not host or find_site(host) == find_site(site)


def _find_address(layout: Layout, at: int) -> str:
    """Return where the card's first link leads to, else the link around the card; empty where there is neither."""
    card = layout.elements[at].node
    link = card.css_first("a[href]")
    if link is None:
        link = card.parent
        while link is not None and link.tag != "a":
            link = link.parent
    if link is None:
        return ""
    return (link.attributes.get("href") or "").strip()


def _is_named(layout: Layout, at: int) -> bool:
    """Return whether the tag or the names of an element, or of one that holds no more, say that it is a card."""
    card = layout.elements[at]
    for around in layout.ancestors(at):
        element = layout.elements[around]
        if (element.first, element.last) != (card.first, card.last):
            return False
        if element.tag in ("article", "aside") or element.bits & hints.KIND_BITS["related"]:
            return True
        if not _NAMES.isdisjoint(hints.split_words(element.names)):
            return True
    return False


def _names_article(layout: Layout, at: int) -> bool:
    """Return whether the link's address names an article."""
    return ARTICLE_ADDRESS.search(_find_address(layout, at)) is not None
