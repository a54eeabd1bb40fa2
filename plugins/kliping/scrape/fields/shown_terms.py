"""The section and the tags that a page shows: links to the lists in which the outlet keeps the article.

Asked only where the page does not state them for machines. What a page shows is told by the links' ``rel``, by the
addresses that they lead to, and by breadcrumbs; never by the words alone. Menus, boxes beside the story and other
articles' cards have such links, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks.hints import split_words
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.facts.other_articles import belongs_to_other_article, is_beside_story
from kliping.scrape.lines.plain import fold_words, title_text

FEWEST_CUT_WORDS = 3
"""Words of a breadcrumb that begins as the headline does and is taken for it: its last one may be cut."""
LONGEST_TERM = 60
"""Characters of a section's or a tag's name."""
MOST_TAGS = 20
MOST_SECTIONS = 3
"""Links to sections in one element; where there are more it is a menu."""
MOST_LINKS = 400
"""Links to lists, of one kind and of one page, that are looked at."""
_GROUP_DEPTH = 3
_SECTION_PATH = re.compile(r"(?i)/(?:category|categories|kategori|cat|kanal|rubrik|channel|section|seksi)/[^/]+")
_TAG_PATH = re.compile(r"(?i)/(?:tags?|topik|topics?|tagar|labels?|keywords?|kata-kunci|tagged)/[^/]+")
_TAG_WORDS = frozenset({"tag", "tags", "topik", "keywords"})
_LINKS = "a[rel],a[href]"
"""All links; a selector that asks for parts of the addresses takes eight times as long."""
_CRUMBS = '[class*="crumb" i],[id*="crumb" i],[aria-label*="crumb" i],[class*="jejak" i],[itemtype$="BreadcrumbList"]'
_HOME = frozenset({"home", "beranda", "depan", "halaman depan", "halaman utama", "index", "indeks", "berita", "news"})
_MENU_WORDS = frozenset({"menu", "nav", "navbar", "navigation", "submenu", "megamenu", "tagcloud", "trending"})
_SEPARATOR = re.compile(r"[›»>/→]")
"""What stands between the parts of a path; a menu has bars or nothing."""
_TRAIL_PARTS = frozenset(
    {"ol", "ul", "li", "span", "div", "p", "small", "b", "strong", "h3", "h4", "h5", "h6", "font", "td"}
)
_LISTS = frozenset({"li", "span", "strong", "b", "em", "i", "small", "h4", "h5", "h6"})
"""Elements that hold one link of a list of links."""


def find_named_sections(page: ParsedPage, outlets: Iterable[str]) -> list[tuple[str, str]]:
    """Return the section with how it was found, best first: a link to it, the last breadcrumb, that of JSON-LD."""
    links = _list_own_links(page, _leads_to_section)
    for link in sorted(links, key=lambda one: "category" not in _read_rel(one)):
        if (text := _read_term(link)) and not _stands_in_menu(link) and not belongs_to_other_article(link.parent):
            return [("visible", text)]
    paths = (("visible", _list_crumbs(page)), ("json-ld:BreadcrumbList", page.facts.crumbs))
    kept = ((method, _drop_other_crumbs(page, crumbs, outlets)) for method, crumbs in paths)
    return [(method, crumbs[-1]) for method, crumbs in kept if crumbs]


def _drop_other_crumbs(page: ParsedPage, crumbs: Iterable[str], outlets: Iterable[str]) -> list[str]:
    """Return the breadcrumbs that name a section: not the home page, the outlet or the article, which may be cut."""
    names = {fold_words(name) for name in outlets}
    title = fold_words(page.title or "")
    kept = []
    for text in crumbs:
        words = fold_words(text)
        is_title = words == title or (len(words) >= FEWEST_CUT_WORDS and words[:-1] == title[: len(words) - 1])
        if words and not is_title and words not in names and text.lower() not in _HOME and len(text) <= LONGEST_TERM:
            kept.append(text)
    return kept


def read_shown_tags(page: ParsedPage) -> tuple[str, ...]:
    """Return the tags behind the headline: the first list of links to tags, those with ``rel="tag"`` before others."""
    groups: dict[int, tuple[LexborNode, list[LexborNode]]] = {}
    for link in _list_tags_behind(page):
        holder = link.parent
        while holder is not None and holder.tag in _LISTS:
            holder = holder.parent
        if holder is not None:
            groups.setdefault(holder.mem_id, (holder, []))[1].append(link)
    lists = [links for holder, links in groups.values() if _is_list_of(holder, links)]
    for links in sorted(lists, key=lambda one: "tag" not in _read_rel(one[0])):
        found = dict.fromkeys(filter(None, map(_read_term, links)))
        if 0 < len(found) <= MOST_TAGS:
            return tuple(found)
    return ()


def _list_own_links(page: ParsedPage, leads_to_list: Callable[[LexborNode], bool]) -> Iterator[LexborNode]:
    """Yield the links to lists of one kind that stand in no menu and in no box beside the story."""
    known: dict[int, bool] = {}
    links = filter(leads_to_list, page.document.tree.css(_LINKS))
    for link in islice(links, MOST_LINKS):
        if not is_beside_story(link.parent, known) and not _is_in_menu(link):
            yield link


def _list_tags_behind(page: ParsedPage) -> Iterator[LexborNode]:
    """Yield the own links to tags behind the headline, or all where no line shows it."""
    if page.title_block < 0:
        yield from _list_own_links(page, _leads_to_tag)
        return
    own = {link.mem_id: link for link in _list_own_links(page, _leads_to_tag)}
    if not own:
        return
    layout = page.layout
    headline = layout.elements[layout.blocks[page.title_block].element].node
    behind = False
    for node in page.document.tree.css(f"{headline.tag},{_LINKS}"):
        behind = behind or node.mem_id == headline.mem_id
        if behind and node.mem_id in own:
            yield own.pop(node.mem_id)


def _is_in_menu(link: LexborNode) -> bool:
    return not _MENU_WORDS.isdisjoint(_list_names_around(link))


def _list_names_around(link: LexborNode) -> Iterator[str]:
    """Yield the words of the classes and ids of the link's list and what holds it."""
    node: LexborNode | None = link
    for _ in range(_GROUP_DEPTH + 1):
        if node is None:
            return
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if "tag-cloud-link" in names:  # WordPress's widget of all tags
            yield "tagcloud"
        yield from split_words(names)
        node = node.parent


def _read_rel(link: LexborNode) -> list[str]:
    return (link.attributes.get("rel") or "").lower().split()


def _read_address(link: LexborNode) -> str:
    """Return the address that a link leads to, without query and fragment."""
    return unquote((link.attributes.get("href") or "").partition("#")[0].partition("?")[0])


def _leads_to_section(link: LexborNode) -> bool:
    return "category" in _read_rel(link) or bool(_SECTION_PATH.search(_read_address(link)))


def _leads_to_tag(link: LexborNode) -> bool:
    if _leads_to_section(link):
        return False
    address = _read_address(link)
    if "tag" in _read_rel(link) or _TAG_PATH.search(address):
        return True
    return "/taxonomy/term/" in address and not _TAG_WORDS.isdisjoint(_list_names_around(link))  # Drupal: of any kind


def _read_term(link: LexborNode) -> str:
    """Return the name that a link shows, without a hash; empty where it is none."""
    text = title_text(link.text()).strip("# ,")
    if not 2 <= len(text) <= LONGEST_TERM or "://" in text:
        return ""
    return text


def _stands_in_menu(link: LexborNode) -> bool:
    """Tell whether more sections than an article has are linked around the link."""
    holder = link.parent
    for _ in range(_GROUP_DEPTH):
        if holder is None or holder.tag in ("body", "article", "main"):
            return False
        if len({_read_address(other) for other in holder.css("a[href]") if _leads_to_section(other)}) > MOST_SECTIONS:
            return True
        holder = holder.parent
    return False


def _is_list_of(holder: LexborNode, links: Iterable[LexborNode]) -> bool:
    """Tell whether an element is a list of these links: a paragraph of the story has much other text."""
    linked = sum(len(link.text()) for link in links)
    return len(" ".join(holder.text().split())) <= 2 * linked + LONGEST_TERM


def _list_crumbs(page: ParsedPage) -> list[str]:
    """Return the linked words of the page's first breadcrumbs that hold any."""
    for crumbs in page.document.tree.css(_CRUMBS):
        texts = [text for link in crumbs.css("a[href]") if (text := _read_term(link))]
        if texts and len(texts) <= 2 * MOST_SECTIONS:
            return texts
    return _find_trail(page)


def _find_trail(page: ParsedPage) -> list[str]:
    """Return the linked words of a line such as ``Home › Daerah`` that nothing calls breadcrumbs; empty without one."""
    for link in islice(page.document.tree.css("a[href]"), MOST_LINKS):
        if link.text().strip().lower() not in _HOME:
            continue
        holder, links = link.parent, [link]
        while holder is not None and holder.tag in _TRAIL_PARTS and len(links) == 1:
            links = holder.css("a[href]")
            is_trail = 1 < len(links) <= MOST_SECTIONS + 1 and _SEPARATOR.search(holder.text())
            if is_trail and _is_list_of(holder, links) and not _is_in_menu(link):
                return [text for one in links if (text := _read_term(one))]
            holder = holder.parent
    return []
