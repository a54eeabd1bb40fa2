"""Boxes that are no story though they are written in sentences: consent, newsletters, teasers of other articles.

They are known by what they say, by the names around them and by their shape; a box that holds the headline or
most of the page's prose is none. ``data/boxes.toml`` holds the words.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, cast

from ahocorasick_rs import AhoCorasick

from kliping.model import RemovedKind
from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import Layout, PageElement, TextBlock

BOXES_FILE = Path(__file__).parents[1] / "data" / "boxes.toml"
MAX_BOX_SHARE = 0.6
"""A box holds no more than this part of the page's prose."""
MIN_MATCHED_SHARE, MIN_MATCHED_SHARE_IF_NAMED = 0.5, 0.25
"""What part of a box's sentences must match the phrases of its sort: of any box, and of one with a name of the sort."""
BLOCKS_AT_ONCE = 500
"""So many blocks are searched for stems in one pass: few enough for the memory of a huge page."""
FORM_FIELDS = "input:not([type=hidden]):not([type=radio]):not([type=checkbox]),textarea,select"
"""What a reader fills in."""


class BoxSort(NamedTuple):
    """One sort of box: a row of the table."""

    name: str
    kind: RemovedKind
    names: frozenset[str]
    """Words in the names of an element that is such a box."""
    stems: tuple[str, ...]
    """Beginnings of words, of which a block must hold one for ``says`` to be tried."""
    says: re.Pattern[str]
    """The phrases of such a box."""
    alone: re.Pattern[str] | None
    """What a paragraph begins with that is such a box by itself."""
    topic: re.Pattern[str]
    """Words of a story about the same topic, which keeps its paragraphs."""


@cache
def load_box_sorts() -> tuple[BoxSort, ...]:
    """Return the rows of the table."""
    return tuple(
        BoxSort(
            name,
            cast("RemovedKind", row["kind"]),
            frozenset(row["names"].split()),
            tuple(row["stems"]),
            re.compile(row["says"].strip(), re.IGNORECASE | re.VERBOSE),
            re.compile(row["alone"], re.IGNORECASE) if "alone" in row else None,
            re.compile(row["topic"], re.IGNORECASE),
        )
        for name, row in tomllib.loads(BOXES_FILE.read_text("utf-8")).items()
    )


def mark_boxes(layout: Layout, title: str | None, title_block: int) -> None:
    """Mark the blocks of boxes in ``layout.boxed`` with their kind and rule, and as no prose."""
    matched = _find_matches(layout)
    if not matched:
        return
    sums = [0]
    for block in layout.blocks:
        sums.append(sums[-1] + len(block.text) * block.prose)
    main = _find_main_home(layout)
    for sort in load_box_sorts():
        numbers = [n for n, sorts in matched.items() if sort in sorts]
        if not numbers:
            continue
        found = _find_boxes(layout, sort, numbers, sums, title_block)
        about_topic = _is_topic(layout, sort, title, main, numbers)
        for at in found:
            element = layout.elements[at]
            if not about_topic or _is_named(layout, at, sort) or _has_form(element):
                mark_blocks(layout, range(element.first, element.last), sort.kind, f"box:{sort.name}")
        if not about_topic and sort.alone:  # paragraphs may stand among the story's
            alone = [n for n in numbers if sort.alone.match(layout.blocks[n].text)]
            mark_blocks(layout, alone, sort.kind, f"box:{sort.name}")


def mark_blocks(layout: Layout, numbers: Iterable[int], kind: RemovedKind, rule: str) -> None:
    """Mark blocks as dropped, whatever they look like."""
    for n in numbers:
        block = layout.blocks[n]
        block.prose = False
        block.bits |= hints.BOX_BIT
        layout.boxed.setdefault(n, (kind, rule))


def _find_matches(layout: Layout) -> dict[int, list[BoxSort]]:
    """Return the blocks that hold the phrases of boxes, with the sorts of these boxes."""
    found: dict[int, list[BoxSort]] = {}
    for first in range(0, len(layout.blocks), BLOCKS_AT_ONCE):
        for n, number in _find_stems(layout.blocks[first : first + BLOCKS_AT_ONCE]):
            sort = load_box_sorts()[number]
            if sort.says.search(layout.blocks[first + n].text):
                found.setdefault(first + n, []).append(sort)
    return found


def _find_stems(blocks: list[TextBlock]) -> list[tuple[int, int]]:
    """Return (number of a block, number of a sort) for each stem in a block of a box's length, in order."""
    stems, sort_of = _load_stems()
    lowered = [block.text.lower() if 25 <= len(block.text) <= 1_500 else "" for block in blocks]
    matches = stems.find_matches_as_indexes("\n".join(lowered), overlapping=True)
    if not matches:
        return []
    ends = list(accumulate(len(text) + 1 for text in lowered))
    return sorted({(bisect_right(ends, start), sort_of[stem]) for stem, start, _ in matches})


@cache
def _load_stems() -> tuple[AhoCorasick, tuple[int, ...]]:
    """Return what finds the stems of all sorts in one pass, and for each stem the number of its sort."""
    stated = [(stem, number) for number, sort in enumerate(load_box_sorts()) for stem in sort.stems]
    return AhoCorasick([stem for stem, _ in stated]), tuple(number for _, number in stated)


def _find_main_home(layout: Layout) -> int:
    """Return the element that holds the most prose directly."""
    prose: dict[int, int] = {}
    for block in layout.blocks:
        if block.prose:
            home = layout.elements[block.element].home
            prose[home] = prose.get(home, 0) + len(block.text)
    return max(prose, key=lambda home: (prose[home], -home), default=-1)


def _is_topic(layout: Layout, sort: BoxSort, title: str | None, main: int, numbers: list[int]) -> bool:
    """Tell whether the article itself is about the matter, by its headline or by two other paragraphs of the story."""
    if title and sort.topic.search(title):
        return True
    element = layout.elements[main]
    others = (n for n in range(element.first, element.last) if n not in numbers and layout.blocks[n].prose)
    texts = (layout.blocks[n].text for n in others)
    return sum(sort.topic.search(text) is not None for text in texts) >= 2


def _find_boxes(layout: Layout, sort: BoxSort, numbers: list[int], sums: list[int], title_block: int) -> list[int]:
    """Return the outermost elements around ``numbers`` that are boxes of the sort."""
    found: set[int] = set()
    for n in numbers:
        outermost = -1
        for at in layout.ancestors(layout.elements[layout.blocks[n].element].home):
            if not _may_be_box(layout.elements[at], sums, title_block):
                break
            share = MIN_MATCHED_SHARE
            if _is_named(layout, at, sort):
                share = MIN_MATCHED_SHARE_IF_NAMED
            if _has_enough_matches(layout, layout.elements[at], numbers, share):
                outermost = at
        if outermost >= 0:
            found.add(outermost)
    return sorted(found)


def _may_be_box(element: PageElement, sums: list[int], title_block: int) -> bool:
    inside = sums[element.last] - sums[element.first]
    return not element.first <= title_block < element.last and inside <= MAX_BOX_SHARE * sums[-1] and inside < sums[-1]


def _has_enough_matches(layout: Layout, element: PageElement, numbers: list[int], share: float) -> bool:
    """Tell whether that share of an element's sentences matched, and half that share of all of its text."""
    matched = sum(len(layout.blocks[n].text) for n in numbers if element.first <= n < element.last)
    blocks = layout.blocks[element.first : element.last]
    sentences = sum(len(block.text) for block in blocks if block.prose)
    return matched >= share * sentences and matched >= share / 2 * sum(len(block.text) for block in blocks)


def _is_named(layout: Layout, at: int, sort: BoxSort) -> bool:
    node = layout.elements[at].node
    names = " ".join(filter(None, (node.attributes.get(key) for key in ("class", "id", "role"))))
    return bool(names) and not sort.names.isdisjoint(hints.split_words(names))


def _has_form(element: PageElement) -> bool:
    return element.node.css_first(FORM_FIELDS) is not None
