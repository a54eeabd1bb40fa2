"""Which part of a page need be walked: on most, one element holds the headline and nearly all of the prose.

Menus, sidebars and footers are more than half of a page's nodes, and what is walked is what costs (``make
bench-scrape``). Where the story's place is not plain to see, or little is found there, the whole page is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping.scrape.structured import Facts
from kliping.scrape.wording import ends_sentence

ENOUGH = 700
"""Fewest characters of prose that say where the story stands."""
NEARLY_ALL = 0.9
"""The part of the prose that is the story with what leads up to it; the rest may be teasers and comments."""
_LINE, _LONG = 60, 140
"""Fewest characters of a paragraph of prose: one that ends as a sentence does, and any."""


class Scope(NamedTuple):
    """What to walk: ``root``; ``past`` is the ``mem_id`` of the first element behind its prose, 0 for none."""

    root: LexborNode
    past: int


def story_scope(tree: LexborHTMLParser, facts: Facts) -> Scope | None:
    """The innermost element with the headline and the prose of the page's paragraphs; None where that is not plain."""
    heading = _headline(tree, facts)
    held = _paragraphs(tree) if heading is not None else []
    whole = sum(length for length, _ in held)
    if heading is None or whole < ENOUGH:
        return None
    most = max(range(len(held)), key=lambda n: held[n][0])
    around = _ancestors(held[most][1])
    steps = {node.mem_id: step for step, node in enumerate(around)}
    reach = [_step(node, steps) for _, node in held]
    story = max(reach[: most + 1])  # with what leads up to it
    covered = sum(length for (length, _), step in zip(held, reach, strict=True) if step <= story)
    if covered < NEARLY_ALL * whole:
        story = max(reach)
    outer = max(story, _step(heading, steps))
    if around[outer].tag in ("body", "html"):
        return None
    other = any(story < step <= outer for step in reach)
    return Scope(around[outer], 0 if other else _following(around[story:outer]))


def _paragraphs(tree: LexborHTMLParser) -> list[tuple[int, LexborNode]]:
    """(characters of prose, element that holds its paragraphs), in document order."""
    prose: dict[int, tuple[int, LexborNode]] = {}
    for paragraph in tree.css("p"):
        text = paragraph.text_lexbor().strip()
        length = len(text)
        if length >= _LINE and (length >= _LONG or ends_sentence(text)) and (holder := paragraph.parent) is not None:
            prose[holder.mem_id] = prose.get(holder.mem_id, (0, holder))[0] + length, holder
    return [*prose.values()]


def _ancestors(node: LexborNode) -> list[LexborNode]:
    """``node`` and what it stands in, innermost first."""
    around = [node]
    while (outer := around[-1].parent) is not None:
        around.append(outer)
    return around


def _step(node: LexborNode, steps: Mapping[int, int]) -> int:
    """The innermost of ``steps`` that holds ``node``."""
    outer: LexborNode | None = node
    while outer is not None:
        step = steps.get(outer.mem_id)
        if step is not None:
            return step
        outer = outer.parent
    return len(steps) - 1


def _following(nested: Sequence[LexborNode]) -> int:
    """The number of the first element behind the first of ``nested``, which stand in one another; 0 for none."""
    for node in nested:
        following = node.next
        while following is not None and not following.is_element_node:
            following = following.next
        if following is not None:
            return following.mem_id
    return 0


def _headline(tree: LexborHTMLParser, facts: Facts) -> LexborNode | None:
    """The first heading that begins as the metadata's or ``<title>``'s headline does, an ``h1`` before others."""
    claims = [value for _, value in facts.titles] + ([facts.page_title] if facts.page_title else [])
    starts = {claim[:8].lower() for claim in claims if len(claim) > 3}
    for tags in ("h1", "h2,h3"):  # most pages need no second search
        for heading in tree.css(tags):
            if heading.text_lexbor().strip()[:8].lower() in starts:
                return heading
    return None
