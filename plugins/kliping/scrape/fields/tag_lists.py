"""Lists of tags that need no links: what elements state as keywords, and lists whose names say that they hold tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks.hints import split_words
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.facts.other_articles import belongs_to_other_article, is_beside_story
from kliping.scrape.fields.shown_links import (
    TAG_WORDS,
    clean_term,
    is_in_menu,
    is_list_of,
    leads_to_section,
    leads_to_tag,
    list_names_around,
    list_own_links,
    read_names,
    read_rel,
    read_term,
)

MOST_TAGS = 20
LONGEST_LIST = 600
"""Characters of a list of tags."""
_NAMED_LISTS = '[class*="tag" i],[id*="tag" i],[class*="topik" i],[class*="keyword" i]'
_LABEL = re.compile(
    r"(?i)^\s*(?:tags?|topik(?: terkait)?|tagar|kata kunci|keywords?|labels?)\s*(?:artikel|berita)?\s*[:/]?\s*"
)


def read_stated_keywords(page: ParsedPage) -> tuple[str, ...]:
    """Return what the page's own elements state as ``keywords`` by microdata."""
    found: dict[str, None] = {}
    for node in page.document.tree.css('[itemprop="keywords"]'):
        if node.tag == "meta" or belongs_to_other_article(node.parent):
            continue
        found.update(dict.fromkeys(filter(None, map(clean_term, node.text(separator=" ").split(",")))))
    return tuple(found) if len(found) <= MOST_TAGS else ()


def read_named_list(page: ParsedPage) -> tuple[str, ...]:
    """Return the words of the first list after the story that its class calls tags, linked or not."""
    last = page.story_extent[1]
    after = {block.text for block in page.layout.blocks[last + 1 :]}
    for node in page.document.tree.css(_NAMED_LISTS):
        if TAG_WORDS.isdisjoint(split_words(read_names(node))) or is_beside_story(node) or is_in_menu(node):
            continue
        if len(" ".join(node.text().split())) > LONGEST_LIST or belongs_to_other_article(node):
            continue
        found = dict.fromkeys(_list_words(node, after))
        if 0 < len(found) <= MOST_TAGS:
            return tuple(found)
    return ()


def read_tags_above(page: ParsedPage) -> tuple[str, ...]:
    """Return the tags in the line of facts above the headline, which WordPress's themes call ``tags-links``."""
    links = [link for link in list_own_links(page, leads_to_tag) if "tag" in read_rel(link)]
    named = (link for link in links if {"links", "link"} & set(list_names_around(link)))
    found = dict.fromkeys(text for link in named if (text := read_term(link)))
    return tuple(found) if len(found) <= MOST_TAGS else ()


def _list_words(node: LexborNode, after: set[str]) -> Iterator[str]:
    """Yield the terms of one list; none unless its lines are among those ``after`` the story."""
    links = [link for link in node.css("a") if not leads_to_section(link)]
    if links and not is_list_of(node, links):
        return
    for part in links or node.css("li,span") or [node]:
        shown = " ".join(part.text(separator=" ").split())
        if not any(shown in text for text in after):
            return
        words = _LABEL.sub("", shown) if part is node or not links else shown
        yield from filter(None, map(clean_term, re.split(r"[,|;#]", words)))
