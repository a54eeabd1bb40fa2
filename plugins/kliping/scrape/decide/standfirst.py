"""The standfirst of an article: the page's own description, shown between the headline and the date or byline."""

from __future__ import annotations

from itertools import takewhile

from kliping.scrape.blocks.layout import Layout
from kliping.scrape.decide.side_boxes import mark_blocks
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.lines.date_lines import is_date
from kliping.scrape.lines.labelled_names import read_full_name, read_labelled_names
from kliping.scrape.lines.plain import fold_words

FEWEST_DESCRIBING = 6
"""Words of a description that is looked for."""
FARTHEST_BLOCK = 6
"""Blocks after the headline in which a standfirst is looked for."""
FARTHEST_DATE = 4
"""Blocks after it in which the date or the byline stands."""
LONGEST_BYLINE = 120
STANDFIRST_RULE = "box:standfirst"


def mark_standfirst(layout: Layout, title_block: int, facts: PageFacts) -> None:
    """Mark the block that repeats what the page states as its description, if a date or a byline follows.

    Without that line between, or with prose before it, the description is a paragraph of the story, as many systems
    make it.
    """
    described = [words for text in facts.descriptions if len(words := fold_words(text)) >= FEWEST_DESCRIBING]
    if title_block < 0 or not described:
        return
    blocks = layout.blocks
    for n in range(title_block + 1, min(title_block + 1 + FARTHEST_BLOCK, len(blocks))):
        shown = fold_words(blocks[n].text)
        repeats = len(shown) >= FEWEST_DESCRIBING and any(_are_alike(shown, words) for words in described)
        lines = takewhile(lambda one: not one.prose, blocks[n + 1 : n + 1 + FARTHEST_DATE])
        if blocks[n].prose and not repeats:
            return
        if repeats and any(_is_byline(line.text) for line in lines) and any(one.prose for one in blocks[n + 1 :]):
            mark_blocks(layout, [n], "other", STANDFIRST_RULE)
            return


def _are_alike(shown: tuple[str, ...], stated: tuple[str, ...]) -> bool:
    """Return whether two texts are the same, but for the end that one of them lacks."""
    length = min(len(shown), len(stated)) - 1
    return shown[:length] == stated[:length] and max(len(shown), len(stated)) <= 2 * length


def _is_byline(line: str) -> bool:
    if len(line) > LONGEST_BYLINE:
        return False
    return is_date(line) or read_full_name(line) is not None or any(read_labelled_names(line))
