"""Links to the lists in which an outlet keeps an article: which a page has, and what they name.

Menus, boxes beside the story and other articles' cards have such links, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks.hints import split_words
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.facts.other_articles import is_beside_story
from kliping.scrape.lines.plain import title_text

LONGEST_TERM = 60
"""Characters of a section's or a tag's name."""
MOST_LINKS = 400
"""Links to lists, of one kind and of one page, that are looked at."""
LINKS = "a[rel],a[href]"
"""All links; a selector that asks for parts of the addresses takes eight times as long."""
_NAMES_DEPTH = 4
"""Elements around a link whose names are read."""
_SECTION_PATH = re.compile(r"(?i)/(?:category|categories|kategori|cat|kanal|rubrik|channel|section|seksi)/[^/]+")
_TAG_PATH = re.compile(r"(?i)/(?:tags?|topik|topics?|tagar|labels?|keywords?|kata-kunci|tagged)/[^/]+")
_SECTION_QUERY = re.compile(r"(?i)/?\?(?:cat|category_name|kategori|kanal|rubrik)=[^&]+$")
_TAG_QUERY = re.compile(r"(?i)/?\?(?:tag|topik)=[^&]+$")
"""Addresses of WordPress without permalinks, and of small systems."""
TAG_WORDS = frozenset({"tag", "tags", "topik", "keywords"})
_MENU_WORDS = frozenset({"menu", "nav", "navbar", "navigation", "submenu", "megamenu", "trending"})
_NEIGHBOURS = frozenset({"prev", "previous", "prevnext", "navigation"})
_TAG_CLOUDS = ("tag-cloud-link", "widget_tag_cloud", "tag-link-")
"""Names of WordPress's widget of all tags."""


def list_own_links(page: ParsedPage, leads_to_list: Callable[[LexborNode], bool]) -> Iterator[LexborNode]:
    """Yield the links to lists of one kind that stand in no menu and in no box beside the story."""
    known: dict[int, bool] = {}
    links = filter(leads_to_list, page.document.tree.css(LINKS))
    for link in islice(links, MOST_LINKS):
        if not is_beside_story(link.parent, known) and not is_in_menu(link):
            yield link


def is_in_menu(link: LexborNode) -> bool:
    return not _MENU_WORDS.isdisjoint(list_names_around(link))


def list_names_around(link: LexborNode) -> Iterator[str]:
    """Yield the words of the classes and ids of the link's list and what holds it."""
    node: LexborNode | None = link
    for _ in range(_NAMES_DEPTH):
        if node is None:
            return
        names = read_names(node)
        if any(cloud in names for cloud in _TAG_CLOUDS):
            yield "menu"
        yield from split_words(names)
        node = node.parent


def read_names(node: LexborNode) -> str:
    """Return an element's class and id."""
    return f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"


def read_rel(link: LexborNode) -> list[str]:
    return (link.attributes.get("rel") or "").lower().split()


def read_address(link: LexborNode) -> str:
    """Return the address that a link leads to, without query and fragment."""
    return unquote((link.attributes.get("href") or "").partition("#")[0].partition("?")[0])


def leads_to_section(link: LexborNode) -> bool:
    if "category" in read_rel(link) or _SECTION_PATH.search(read_address(link)):
        return True
    return _SECTION_QUERY.search(link.attributes.get("href") or "") is not None


def leads_to_tag(link: LexborNode) -> bool:
    if leads_to_section(link):
        return False
    address = read_address(link)
    if "tag" in read_rel(link) or _TAG_PATH.search(address) or _TAG_QUERY.search(link.attributes.get("href") or ""):
        return True
    return "/taxonomy/term/" in address and not TAG_WORDS.isdisjoint(list_names_around(link))  # Drupal: of any kind


def leads_to_neighbour(link: LexborNode) -> bool:
    """Return whether a link leads to the previous or the next article, by its ``rel`` or the names around it."""
    return not _NEIGHBOURS.isdisjoint((*read_rel(link), *list_names_around(link)))


def read_term(link: LexborNode) -> str:
    """Return the name that a link shows, without a hash; empty where it is none."""
    return clean_term(link.text())


def clean_term(shown: str) -> str:
    """Return the name of a section or a tag, without a hash; empty where the words are none."""
    text = title_text(shown).strip("# ,")
    if not 2 <= len(text) <= LONGEST_TERM or "://" in text:
        return ""
    return text


def is_list_of(holder: LexborNode, links: list[LexborNode]) -> bool:
    """Return whether an element is a list of these links: a paragraph of the story has much other text."""
    linked = sum(len(link.text()) for link in links)
    return len(" ".join(holder.text().split())) <= 2 * linked + LONGEST_TERM
