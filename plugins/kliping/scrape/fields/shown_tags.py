"""The tags that a page shows: links to the lists of a tag, and lists that their names call so.

Asked only where the page does not state them for machines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks.hints import split_words
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.facts.other_articles import belongs_to_other_article, is_beside_story
from kliping.scrape.fields.context import Evidence, FieldContext
from kliping.scrape.fields.shown_links import (
    LINKS,
    TAG_WORDS,
    clean_term,
    is_in_menu,
    is_list_of,
    leads_to_section,
    leads_to_tag,
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
_LISTS = frozenset({"li", "span", "strong", "b", "em", "i", "small", "h4", "h5", "h6"})
"""Elements that hold one link of a list of links."""


def list_shown_tags(context: FieldContext) -> Iterator[Evidence]:
    yield "visible", _read_shown_tags(context.page)


def _read_shown_tags(page: ParsedPage) -> tuple[str, ...]:
    """Return the tags behind the headline: the first list of links to tags, those with ``rel="tag"`` before others.

    Without one, what elements state as ``keywords``, or a list that its class calls tags.
    """
    groups: dict[int, tuple[LexborNode, list[LexborNode]]] = {}
    for link in _list_tags_behind(page):
        holder = link.parent
        while holder is not None and (holder.tag in _LISTS or _holds_alone(holder, link)):
            holder = holder.parent
        if holder is not None:
            groups.setdefault(holder.mem_id, (holder, []))[1].append(link)
    lists = [links for holder, links in groups.values() if is_list_of(holder, links)]
    for links in sorted(lists, key=lambda one: "tag" not in read_rel(one[0])):
        found = dict.fromkeys(filter(None, map(read_term, links)))
        if 0 < len(found) <= MOST_TAGS:
            return tuple(found)
    return _read_stated_keywords(page) or _read_named_list(page)


def _holds_alone(holder: LexborNode, link: LexborNode) -> bool:
    """Tell whether an element has no other words than a link's: Drupal puts each tag into a box of its own."""
    return holder.tag == "div" and holder.text().strip() == link.text().strip()


def _list_tags_behind(page: ParsedPage) -> Iterator[LexborNode]:
    """Yield the own links to tags behind the headline, or all where no line shows it."""
    if page.title_block < 0:
        yield from list_own_links(page, leads_to_tag)
        return
    own = {link.mem_id: link for link in list_own_links(page, leads_to_tag)}
    if not own:
        return
    layout = page.layout
    headline = layout.elements[layout.blocks[page.title_block].element].node
    behind = False
    for node in page.document.tree.css(f"{headline.tag},{LINKS}"):
        behind = behind or node.mem_id == headline.mem_id
        if behind and node.mem_id in own:
            yield own.pop(node.mem_id)


def _read_stated_keywords(page: ParsedPage) -> tuple[str, ...]:
    """Return what the page's own elements state as ``keywords`` by microdata."""
    found: dict[str, None] = {}
    for node in page.document.tree.css('[itemprop="keywords"]'):
        if node.tag == "meta" or belongs_to_other_article(node.parent):
            continue
        found.update(dict.fromkeys(filter(None, map(clean_term, node.text(separator=" ").split(",")))))
    return tuple(found) if len(found) <= MOST_TAGS else ()


def _read_named_list(page: ParsedPage) -> tuple[str, ...]:
    """Return the words of the first list behind the story that its class calls tags, linked or not."""
    last = page.story_extent[1]
    behind = {block.text for block in page.layout.blocks[last + 1 :]}
    for node in page.document.tree.css(_NAMED_LISTS):
        if TAG_WORDS.isdisjoint(split_words(read_names(node))) or is_beside_story(node) or is_in_menu(node):
            continue
        if len(" ".join(node.text().split())) > LONGEST_LIST or belongs_to_other_article(node):
            continue
        found = dict.fromkeys(_list_words(node, behind))
        if 0 < len(found) <= MOST_TAGS:
            return tuple(found)
    return ()


def _list_words(node: LexborNode, behind: set[str]) -> Iterator[str]:
    """Yield the terms of one list; none unless its lines are among those ``behind`` the story."""
    links = [link for link in node.css("a") if not leads_to_section(link)]
    if links and not is_list_of(node, links):
        return
    for part in links or node.css("li,span") or [node]:
        shown = " ".join(part.text(separator=" ").split())
        if not any(shown in text for text in behind):
            return
        words = _LABEL.sub("", shown) if part is node or not links else shown
        yield from filter(None, map(clean_term, re.split(r"[,|;#]", words)))
