"""Which part of a page need be walked: on most, one element holds the headline and nearly all of the prose.

Menus, sidebars and footers are more than half of a page's nodes, and what is walked is what costs (``make
bench-scrape``). Where the story's place is not plain to see, or little is found there, the whole page is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks.layout import HEADING_TAGS, Layout
from kliping.scrape.blocks.walk import walk_blocks
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.lines.prose import reads_like_prose
from kliping.scrape.parse.document import MAX_PAGE_BYTES, HtmlDocument

MIN_STORY_PROSE = 350
"""Fewest characters of prose that say where the story stands. What a page with less is, the rest of it must tell."""
MAX_OUTSIDE_SHARE, MAX_OUTSIDE_CHARS = 0.1, 200
"""Most of the page's prose, as a part of it or in characters, that may stand outside the story: teasers, a notice."""
_NOTHING = (0, None)


class Scope(NamedTuple):
    """What to walk: ``root``; ``past`` is the ``mem_id`` of the first element after its prose, 0 for none."""

    root: LexborNode
    past: int


def walk_story(page: HtmlDocument, facts: PageFacts) -> Iterator[Layout]:
    """Yield what may hold the story: the part of the page where that is plain to see, then all of it."""
    if scope := find_story_scope(page, facts):
        yield walk_blocks(*scope)
    yield walk_blocks(page.tree.body)


def find_story_scope(page: HtmlDocument, facts: PageFacts) -> Scope | None:
    """Return the innermost element with the headline and the prose of the page's paragraphs.

    None where that is not plain.
    """
    tree = page.tree
    starts = _list_starts(facts)
    heading = _find_heading(starts, page.declared) or _find_heading(starts, tree.css("h2,h3"))
    if heading is None:
        return None
    held = _find_holders(tree.css("p"))
    if sum(length for length, _ in held) < MIN_STORY_PROSE:  # old systems part their paragraphs by line breaks
        held = _find_holders(tree.css("p,br"))
    whole = sum(length for length, _ in held)
    if whole < MIN_STORY_PROSE:
        return None
    most = max(range(len(held)), key=lambda n: held[n][0])
    around = _list_ancestors(held[most][1])
    steps = {node.mem_id: step for step, node in enumerate(around)}
    reach = [_find_step(node, steps) for _, node in held]
    story = max(reach[: most + 1])  # with what leads up to it
    outside = sum(length for (length, _), step in zip(held, reach, strict=True) if step > story)
    if outside > max(MAX_OUTSIDE_SHARE * whole, MAX_OUTSIDE_CHARS):
        story = max(reach)
    outer = max(story, _find_step(heading, steps))
    if around[outer].tag in ("body", "html"):
        return None
    return Scope(around[outer], _find_following(around[story:outer]))


def _find_holders(marks: Iterable[LexborNode]) -> list[tuple[int, LexborNode]]:
    """Return (characters of prose, element that holds its paragraphs or lines), in document order.

    Empty for a page that is made to be slow.
    """
    budget = 2 * MAX_PAGE_BYTES  # paragraphs can stand in one another, and each would be read again and again
    prose: dict[int, tuple[int, LexborNode]] = {}
    for mark in marks:
        holder = mark.parent
        if holder is None:
            continue
        key = holder.mem_id
        if mark.tag == "p":
            text = mark.text_lexbor()
            budget -= len(text)
            if budget < 0:
                return []
            prose[key] = prose.get(key, _NOTHING)[0] + _count_prose(text), holder
        elif key not in prose and holder.tag != "p":
            lines = (node.text_content or "" for node in holder.iter(include_text=True) if node.is_text_node)
            prose[key] = sum(map(_count_prose, lines)), holder
    return [held for held in prose.values() if held[0]]


def _count_prose(text: str) -> int:
    """Return the length of a paragraph that reads like sentences; 0 for any other."""
    text = text.strip()
    if reads_like_prose(text):
        return len(text)
    return 0


def _list_ancestors(node: LexborNode) -> list[LexborNode]:
    """Return ``node`` and what it stands in, innermost first."""
    around = [node]
    while (outer := around[-1].parent) is not None:
        around.append(outer)
    return around


def _find_step(node: LexborNode, steps: Mapping[int, int]) -> int:
    """Return the innermost of ``steps`` that holds ``node``."""
    outer: LexborNode | None = node
    while outer is not None:
        step = steps.get(outer.mem_id)
        if step is not None:
            return step
        outer = outer.parent
    return len(steps) - 1


def _find_following(nested: Sequence[LexborNode]) -> int:
    """Return the number of the first element after the first of ``nested``, which stand in one another; 0 for none."""
    for node in nested:
        following = node.next
        while following is not None and not following.is_element_node:
            following = following.next
        if following is not None:
            return following.mem_id
    return 0


def _list_starts(facts: PageFacts) -> frozenset[str]:
    """Return how the metadata's and ``<title>``'s headlines begin."""
    return frozenset(claim[:8].lower() for claim in facts.claims if len(claim) > 3)


def _find_heading(starts: Collection[str], nodes: Iterable[LexborNode]) -> LexborNode | None:
    """Return the first heading that begins with one of ``starts``."""
    for node in nodes:
        if node.tag in HEADING_TAGS and node.text_lexbor().strip()[:8].lower() in starts:
            return node
    return None
