"""The tags that a page shows: links to the lists of a tag, else lists without such links (``tag_lists``).

Asked only where the page does not state them for machines.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.fields.context import Evidence, FieldContext
from kliping.scrape.fields.shown_links import (
    LINKS,
    is_list_of,
    leads_to_tag,
    list_own_links,
    read_rel,
    read_term,
)
from kliping.scrape.fields.tag_lists import MOST_TAGS, read_named_list, read_stated_keywords, read_tags_above

_LISTS = frozenset({"li", "span", "strong", "b", "em", "i", "small", "h4", "h5", "h6"})
"""Elements that hold one link of a list of links."""


def list_shown_tags(context: FieldContext) -> Iterator[Evidence]:
    yield "visible", _read_shown_tags(context.page)


def _read_shown_tags(page: ParsedPage) -> tuple[str, ...]:
    """Return the tags after the headline: the first list of links to tags, those with ``rel="tag"`` before others.

    Without one, what elements state as ``keywords``, or a list that its class calls tags.
    """
    groups: dict[int, tuple[LexborNode, list[LexborNode]]] = {}
    for link in _list_tags_after(page):
        holder = link.parent
        while holder is not None and _is_one_of_list(holder, link):
            holder = holder.parent
        if holder is not None:
            groups.setdefault(holder.mem_id, (holder, []))[1].append(link)
    lists = [links for holder, links in groups.values() if is_list_of(holder, links)]
    for links in sorted(lists, key=lambda one: "tag" not in read_rel(one[0])):
        found = dict.fromkeys(filter(None, map(read_term, links)))
        if 0 < len(found) <= MOST_TAGS:
            return tuple(found)
    return read_stated_keywords(page) or read_named_list(page) or read_tags_above(page)


def _is_one_of_list(holder: LexborNode, link: LexborNode) -> bool:
    """Return whether an element around a link is one item of a list: Drupal puts each tag into a box of its own.

    A ``span`` may also be the whole list, beside other things of the article.
    """
    if holder.tag in _LISTS:
        return len(holder.css("a")) == 1
    return holder.tag == "div" and holder.text().strip() == link.text().strip()


def _list_tags_after(page: ParsedPage) -> Iterator[LexborNode]:
    """Yield the own links to tags after the headline, or all where no line shows it."""
    if page.title_block < 0:
        yield from list_own_links(page, leads_to_tag)
        return
    own = {link.mem_id: link for link in list_own_links(page, leads_to_tag)}
    if not own:
        return
    layout = page.layout
    headline = layout.elements[layout.blocks[page.title_block].element].node
    after = False
    tag = headline.tag or ""
    kind = tag if tag.isascii() and tag.isalnum() else "*"  # a tag such as "story:title" is no selector
    for node in page.document.tree.css(f"{kind},{LINKS}"):
        after = after or node.mem_id == headline.mem_id
        if after and node.mem_id in own:
            yield own.pop(node.mem_id)
