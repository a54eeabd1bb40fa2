"""The breadcrumbs that a page shows, and those of them that name a section."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.fields.shown_links import (
    LONGEST_TERM,
    MOST_LINKS,
    clean_term,
    is_in_menu,
    is_list_of,
    read_term,
)
from kliping.scrape.lines.plain import fold_words

FEWEST_CUT_WORDS = 3
"""Words of a breadcrumb that begins as the headline does and is taken for it: its last one may be cut."""
MOST_SECTIONS = 3
"""Links to sections in one element; where there are more it is a menu."""
_CRUMBS = '[class*="crumb" i],[id*="crumb" i],[aria-label*="crumb" i],[class*="jejak" i],[itemtype$="BreadcrumbList"]'
_HOME = frozenset(
    {"home", "homepage", "beranda", "depan", "halaman depan", "halaman utama", "index", "indeks", "berita", "news"}
)
_SEPARATOR = re.compile(r"[›»>/→]")
"""What stands between the parts of a path; a menu has bars or nothing."""
_TRAIL_PARTS = frozenset(
    {"ol", "ul", "li", "span", "div", "p", "small", "b", "strong", "h3", "h4", "h5", "h6", "font", "td", "nav"}
)


def list_crumbs(page: ParsedPage, lines: Iterable[str]) -> list[str]:
    """Return the words of the page's first breadcrumbs that hold any: linked ones, and items without a link."""
    for crumbs in page.document.tree.css(_CRUMBS):
        parts = [part for part in crumbs.css("a[href],li") if part.tag == "a" or part.css_first("a[href]") is None]
        texts = [text for part in parts if (text := read_term(part))]
        if texts and len(texts) <= 2 * MOST_SECTIONS:
            return texts
    return _find_trail(page, lines)


def drop_other_crumbs(page: ParsedPage, crumbs: Iterable[str], outlets: Iterable[str]) -> list[str]:
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


def _find_trail(page: ParsedPage, lines: Iterable[str]) -> list[str]:
    """Return the words of a line such as ``Home › Daerah`` that nothing calls breadcrumbs; empty without one."""
    for link in islice(page.document.tree.css("a[href]"), MOST_LINKS):
        if link.text().strip().lower() not in _HOME:
            continue
        holder, links = link.parent, [link]
        while holder is not None and holder.tag in _TRAIL_PARTS and len(links) == 1:
            links = holder.css("a[href]")
            is_parted = holder.tag == "ol" or _SEPARATOR.search(holder.text())  # a menu is no numbered list
            is_trail = 1 < len(links) <= MOST_SECTIONS + 1 and is_parted
            if is_trail and is_list_of(holder, links) and not is_in_menu(link):
                return [text for one in links if (text := read_term(one))]
            holder = holder.parent
    for line in lines:
        first, *others = _SEPARATOR.split(line)
        if others and first.strip().lower() in _HOME and len(others) <= MOST_SECTIONS:
            return [text for part in others if (text := clean_term(part))]
    return []
