"""The element that holds the story, on a page that has no rules.

Every block speaks for or against the elements around it: by its length, by how much of it is link, by what the names
around it say, by how it ends. The container is the element whose blocks sum highest.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from kliping import dates
from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import HEADING_TAGS, Layout, TextBlock
from kliping.scrape.lines.date_lines import may_date
from kliping.scrape.lines.line_heuristics import ends_sentence

FEWEST_PROSE = 300.0
"""What the weights of an article's blocks sum to: about as many characters of sentences."""
LINES_BELOW_HEADLINE, LONGEST_DATED_LINE = 4, 120
"""Lines among which an article's date stands, and the characters of one."""
_UNLIKELY = hints.HIDDEN_BIT | hints.combine_kinds("related", "ad", "nav", "share", "follow", "tags", "other")


def _weigh_block(layout: Layout, block: TextBlock) -> float:
    """Return how much the block speaks for (above 0) or against (below 0) the element that holds it being the story."""
    length = len(block.text)
    dense = block.link_chars / length
    if block.bits & (hints.RULE_BIT | hints.BOX_BIT):
        return -10.0
    if block.bits & _UNLIKELY:
        return -10.0 - 0.1 * length * (dense > 0.5)
    if dense > 0.5:
        return -12.0 - 0.1 * length
    if block.bits & (hints.KIND_BITS["caption"] | hints.KIND_BITS["credit"] | hints.FIGURE_BIT):
        return -2.0
    if block.prose:
        return float(min(length, 800)) * (1.0 - dense)
    if layout.elements[block.element].tag in HEADING_TAGS:
        return 4.0
    if ends_sentence(block.text):
        return 0.1 * length
    return -3.0


def choose_container(layout: Layout) -> int:
    """Return the index of the element that holds the story, the innermost of equals; -1 where the page has no prose.

    Never a paragraph or a list by itself, but the element that structures the page around it.
    """
    total = [0.0, *accumulate([_weigh_block(layout, block) for block in layout.blocks])]
    best, best_score = -1, 0.0
    for at, element in enumerate(layout.elements):
        score = total[element.last] - total[element.first]
        if element.bits & hints.BODY_BIT:
            score += 20.0
        if score > best_score or (best >= 0 and score == best_score and element.parent == best):
            best, best_score = at, score
    if best < 0:
        return -1
    return layout.elements[_leave_next_article(layout, best, total)].home


def _leave_next_article(layout: Layout, container: int, total: Sequence[float]) -> int:
    """Return the part of the container that holds the first article, where another one with a headline follows it.

    Pages that load the next article when a reader comes to the end of one may hold it from the beginning. Both have
    prose; a sub-heading in ``h1`` stands in the element of the story, and changes nothing. ``total``: the sums of
    weights before each block.
    """
    whole = layout.elements[container]
    headlines = [n for n in range(whole.first, whole.last) if _is_headline(layout, n)]
    if len(headlines) < 2:
        return container
    own, following = headlines[:2]
    part = layout.blocks[own].element
    is_article = layout.elements[part].tag == "article"
    while layout.elements[part].parent >= 0 and layout.elements[layout.elements[part].parent].last <= following:
        part = layout.elements[part].parent
        is_article = is_article or layout.elements[part].tag == "article"
    if not is_article and not _is_dated(layout, following):
        return container  # a part of the story: its heading, or an entry of a live report
    first, last = layout.elements[part].first, layout.elements[part].last
    both_have_prose = min(total[last] - total[first], total[whole.last] - total[following]) >= FEWEST_PROSE
    if part == container or last <= own or not both_have_prose:
        return container
    return part


def _is_dated(layout: Layout, headline: int) -> bool:
    """Return whether an ``h1`` has a date among the lines below it."""
    if layout.elements[layout.blocks[headline].element].tag != "h1":
        return False
    below = (block.text for block in layout.blocks[headline + 1 : headline + 1 + LINES_BELOW_HEADLINE])
    return any(len(text) <= LONGEST_DATED_LINE and may_date(text) and dates.parse_date(text) for text in below)


def _is_headline(layout: Layout, n: int) -> bool:
    """Return whether a block is an ``h1``, or the first heading of an ``article``."""
    element = layout.blocks[n].element
    tag = layout.elements[element].tag
    if tag != "h2":
        return tag == "h1"
    around = layout.elements[element].parent
    while around >= 0 and layout.elements[around].tag != "article":
        around = layout.elements[around].parent
    return around >= 0 and all(
        layout.elements[layout.blocks[above].element].tag not in HEADING_TAGS
        for above in range(layout.elements[around].first, n)
    )
