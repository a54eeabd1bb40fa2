"""Whether a date is another article's or the site's: in a box beside the story, a card, the site's head."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from kliping import dates
from kliping.scrape.lines.labelled_names import PERSON_ADDRESS

CARD_DEPTH = 5
"""Elements between a date and the edge of its card."""
LONGEST_CARD = 600
"""Characters."""
HEADLINE_WORDS, HEADING_WORDS = 5, 3
"""Words of a headline: of any link, and of one in a heading."""
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
CARD_LINKS = 3
"""So many links of a card are asked whether they are its headline."""
_BOXES = frozenset({"aside", "nav", "footer"})
_BOX_CLASS = re.compile(
    r"(?i)(?:^|[\s_-])(?<!have[-_])(?<!has[-_])(?<!no[-_])(?<!with[-_])(?:related\w*|terkait|sidebar|populer|terpopuler|popular|terbaru|latest|trending|recommend\w*"
    r"|rekomendasi|comments?|komentar|teaser|baca-?juga)(?:$|[\s_-])"
)
_STORY_FOOTER = re.compile(r"(?i)\b(?:entry|article|post|single)[-_]+(?:footer|foot|meta)\b")
_SLUG = re.compile(r"[^/]+-[^/]+-[^/]+-[^/]+")


def belongs_to_other_article(node: LexborNode | None) -> bool:
    """Return whether what stands in ``node`` is another article's, by the elements around it."""
    for _ in range(CARD_DEPTH):
        if node is None or node.tag in ("body", "html"):
            return False
        attributes = node.attributes
        if _is_own_footer(node):
            return False
        if node.tag in _BOXES or _BOX_CLASS.search(attributes.get("class") or attributes.get("id") or ""):
            return True
        links = _list_card_links(node)
        if links is None:
            return False
        if any(_is_headline(link) for link in links):
            return True
        node = node.parent
    return False


def is_beside_story(node: LexborNode | None, known: dict[int, bool] | None = None) -> bool:
    """Return whether what stands in ``node`` is in a box beside the story, a menu, or the head or foot of the site.

    ``known``: the answers for elements of the same page, by ``mem_id``; kept by who asks for many.
    """
    known = {} if known is None else known
    asked = []
    beside = False
    while node is not None and node.tag not in ("body", "html"):
        if node.mem_id in known:
            beside = known[node.mem_id]
            break
        asked.append(node.mem_id)
        decided = _decide_beside(node)
        if decided is not None:
            beside = decided
            break
        node = node.parent
    known.update(dict.fromkeys(asked, beside))
    return beside


def _decide_beside(node: LexborNode) -> bool | None:
    """Return whether an element is beside the story; None where what holds it decides."""
    if node.tag == "header" and node.css_first("h1") is None and _find_long_article(node) is None:
        return True
    if node.tag in _BOXES and not _is_own_footer(node):
        return True
    return node.css_first("h1") is None if _is_box(node) else None


def _is_box(node: LexborNode) -> bool:
    """Return whether an element's names say that it is a box beside the story."""
    return _BOX_CLASS.search(f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}") is not None


def _find_long_article(node: LexborNode) -> LexborNode | None:
    """Return the article around a part of it, where that is too long for a card and no box stands between."""
    around = node.parent
    while around is not None and around.tag not in ("article", "main"):
        if _is_box(around):
            return None
        around = around.parent
    if around is None or _is_box(around) or len(around.text()) <= LONGEST_CARD:
        return None
    return around


def _is_own_footer(node: LexborNode) -> bool:
    """Return whether a ``footer`` is that of the story: Drupal puts "Submitted by ..." into one above the text.

    It stands in a long article, or its name says so where no element is called an article.
    """
    if node.tag != "footer" or _is_box(node):
        return False
    if _find_long_article(node) is not None:
        return True
    named = _STORY_FOOTER.search(node.attributes.get("class") or "") is not None
    return named and not _stands_in_article(node)


def _stands_in_article(node: LexborNode) -> bool:
    around = node.parent
    while around is not None and around.tag != "article":
        around = around.parent
    return around is not None


def stands_in_masthead(node: LexborNode | None) -> bool:
    """Return whether a line stands in the head of the site, which shows today's date: a header without a headline."""
    while node is not None and node.tag not in ("article", "main", "body"):
        if node.tag == "header":
            return node.css_first("h1") is None
        node = node.parent
    return False


def _list_card_links(node: LexborNode) -> list[LexborNode] | None:
    """Return the first links in an element that may be a card; None for the page's own head and for a story.

    Stops as soon as that is plain: most elements around a date are far larger than a card.
    """
    links: list[LexborNode] = []
    chars = 0
    for inner in node.traverse(include_text=True):
        if inner.tag == "-text":
            chars += len(inner.text_content or "")
        elif inner.tag == "a" and len(links) < CARD_LINKS and "href" in inner.attributes:
            links.append(inner)
        if chars > LONGEST_CARD or inner.tag == "h1":
            return None
    return links


def _is_headline(link: LexborNode) -> bool:
    """Return whether a link is another article's headline: no author's name, no section, no date as permanent link."""
    href = link.attributes.get("href") or ""
    if not _SLUG.search(href) or PERSON_ADDRESS.search(href):
        return False
    words = link.text().split()
    text = " ".join(words)
    least = HEADLINE_WORDS
    if (link.parent is not None and link.parent.tag in _HEADINGS) or link.css_first(",".join(_HEADINGS)) is not None:
        least = HEADING_WORDS
    return len(words) >= least and dates.parse_date(text) is None
