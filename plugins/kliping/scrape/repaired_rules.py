"""Rules for an outlet whose pages have changed: the selectors under which what is known of its articles stands now."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping import dates
from kliping.model import Rules
from kliping.scrape.parse.document import parse_html
from kliping.scrape.selectors import finds_only, list_selectors

LEAST_PAGES = 3
"""Pages; what fits fewer may be chance."""
FIRST_PARAGRAPHS = 3
"""Known paragraphs that the body must hold; an article's others may stand on its further pages."""
LONGEST_DATE = 120
_SPACE = re.compile(r"\s+")
_TELLING = 40
"""Characters of a paragraph by which it is recognised."""


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page as it is today, and what is known of its article from before."""

    html: bytes
    title: str
    paragraphs: tuple[str, ...]
    published_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class _Tree:
    tree: LexborHTMLParser
    nodes: tuple[LexborNode, ...]
    known: KnownPage


Matches = Callable[[LexborNode, KnownPage], bool]


def find_rules(pages: Sequence[KnownPage], *, timezone: str) -> Rules:
    """Return the selectors that hold title, date and body of the known articles on every page; () where none does.

    Raises ``ValueError`` for fewer than ``LEAST_PAGES`` pages.
    """
    if len(pages) < LEAST_PAGES:
        raise ValueError(f"{len(pages)} pages are too few to tell a rule from chance; {LEAST_PAGES} are needed")
    trees = [_open_page(page) for page in pages]
    zone = ZoneInfo(timezone)

    def holds_date(node: LexborNode, known: KnownPage) -> bool:
        text = node.text(separator=" ")
        if known.published_at is None or len(text) > LONGEST_DATE:
            return False
        found = dates.parse_date(" ".join(text.split()), zone=zone)
        return found is not None and found.at.astimezone(zone).date() == known.published_at.astimezone(zone).date()

    return Rules(
        body=_choose_selector(trees, _holds_story),
        title=_choose_selector(trees, _holds_title),
        date=_choose_selector(trees, holds_date),
    )


def _open_page(page: KnownPage) -> _Tree:
    tree = parse_html(page.html).tree
    nodes: tuple[LexborNode, ...] = ()
    if tree.body is not None:
        nodes = tuple(node for node in tree.body.traverse() if node.tag not in ("script", "style", "noscript"))
    return _Tree(tree, nodes, page)


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip().casefold()


def _holds_title(node: LexborNode, known: KnownPage) -> bool:
    return _fold(node.text(separator=" ")) == _fold(known.title)


def _holds_story(node: LexborNode, known: KnownPage) -> bool:
    telling = [_fold(text)[-_TELLING:] for text in known.paragraphs if len(text) >= _TELLING][:FIRST_PARAGRAPHS]
    text = _fold(node.text(separator=""))
    return bool(telling) and all(end in text for end in telling)


def _choose_selector(trees: Sequence[_Tree], matches: Matches) -> tuple[str, ...]:
    """Return the simplest selector that finds one element on each page, and what is known stands in it.

    The innermost element first, for it holds least of what is not known; by a generated name only without another.
    """
    first = trees[0]
    for node in reversed(list(_find_nodes(first, matches))):
        for stable in (True, False):
            for selector in list_selectors(node, stable=stable):
                if finds_only(first.tree, selector, node.mem_id) and all(
                    _fits(tree, selector, matches) for tree in trees[1:]
                ):
                    return (selector,)
    return ()


def _find_nodes(tree: _Tree, matches: Matches) -> Iterator[LexborNode]:
    yield from (node for node in tree.nodes if node.tag not in ("a", "html", "body") and matches(node, tree.known))


def _fits(tree: _Tree, selector: str, matches: Matches) -> bool:
    found = tree.tree.css(selector)
    return len(found) == 1 and matches(found[0], tree.known)
