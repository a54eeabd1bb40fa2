"""Labels around a headline that name the section: elements that are called so, links to the article's folder, a tag.

Asked only where the page has no link to the section's list and no breadcrumbs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks.hints import split_words
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.facts.other_articles import belongs_to_other_article, is_beside_story
from kliping.scrape.fields.shown_links import (
    MOST_LINKS,
    clean_term,
    is_in_menu,
    leads_to_tag,
    read_address,
    read_names,
)
from kliping.scrape.lines.line_heuristics import SECTION_LABEL

MOST_LABELS = 40
LONGEST_LABEL = 40
LINES_BEHIND = 6
"""Lines after the story in which a label may stand."""
_PARTS = re.compile(r"\s+[|•·]\s+")
"""What parts the facts of one line: "Oleh: Ani | Rubrik: Daerah"."""
_LABELS = (
    '.cat,.cats,[class*="categ" i],[class*="kategori" i],[class*="kanal" i],[class*="rubri" i],[class*="channel" i]'
)
_LABEL_WORDS = frozenset({"cat", "cats", "category", "categories", "kategori", "kanal", "rubrik", "rubric", "channel"})


def find_labels(page: ParsedPage, url: str, around: Iterable[str]) -> Iterator[str]:
    """Yield what lines by the headline (``around``) or right after the story name as the section, best first."""
    last = page.story_extent[1]
    lines = [*around, *(block.text for block in page.layout.blocks[last + 1 : last + 1 + LINES_BEHIND])]
    parts = (part for line in lines for part in _PARTS.split(line))
    yield from (
        text for part in parts if SECTION_LABEL.match(part) and (text := clean_term(SECTION_LABEL.sub("", part)))
    )
    tree = page.document.tree
    labels = (node for node in tree.css(_LABELS) if not _LABEL_WORDS.isdisjoint(split_words(read_names(node))))
    links = tree.css("a[href]")[:MOST_LINKS]
    folders = [link for link in links if _stands_in_label(link) or _leads_to_folder(link, url)]
    found = [*islice(labels, MOST_LABELS), *folders[:MOST_LABELS], *_list_tags_above(page)]
    known: dict[int, bool] = {}
    for node in found:
        text = clean_term(node.text(separator=" "))
        own = text and len(text) <= LONGEST_LABEL and any(text in line for line in lines)
        if not own or len(node.css("a")) > 1 or is_beside_story(node, known) or is_in_menu(node):
            continue
        if not belongs_to_other_article(node.parent):
            yield text


def _stands_in_label(link: LexborNode) -> bool:
    """Return whether an element of the outlet's own kind around a link is named so: ``<news-category>``."""
    parent = link.parent
    tag = "" if parent is None else parent.tag or ""
    return "-" in tag and not _LABEL_WORDS.isdisjoint(split_words(tag))


def _leads_to_folder(link: LexborNode, url: str) -> bool:
    """Return whether a link leads to the folder of the article's address: ``/daerah`` of ``/daerah/7/banjir``."""
    folder = _read_path(link)
    return bool(folder) and urlsplit(url).path.strip("/").startswith(f"{folder}/")


def _list_tags_above(page: ParsedPage) -> list[LexborNode]:
    """Return the one link to a tag in the head of the article: Ghost's first tag is its section."""
    if page.title_block < 0:
        return []
    headline = page.layout.elements[page.layout.blocks[page.title_block].element].node
    head = headline.parent
    if head is None:
        return []
    links = [link for link in head.css("a[href]") if leads_to_tag(link)]
    return links if len(links) == 1 else []


def _read_path(link: LexborNode) -> str:
    """Return the path that a link leads to, without slashes around it; empty where the address is malformed."""
    try:
        return urlsplit(read_address(link)).path.strip("/")
    except ValueError:  # a malformed host
        return ""
