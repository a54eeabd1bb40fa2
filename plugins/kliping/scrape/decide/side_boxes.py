"""Boxes that are no story though they are written in sentences: consent, newsletters, teasers of other articles.

They are known by what they say, by the names around them and by their shape; a box that holds the headline or
most of the page's prose is none. ``data/boxes.toml`` holds the words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from kliping.model import RemovedKind
from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import Layout, PageElement, TextBlock
from kliping.scrape.decide.box_sorts import BoxSort, load_box_sorts

MAX_BOX_SHARE = 0.6
"""A box holds no more than this part of the page's prose."""
MIN_MATCHED_SHARE, MIN_MATCHED_SHARE_IF_NAMED = 0.5, 0.25
"""What part of a box's sentences must match the phrases of its sort: of any box, and of one with a name of the sort."""
BLOCKS_AT_ONCE = 500
"""So many blocks are searched for stems in one pass: few enough for the memory of a huge page."""
FORM_FIELDS = "input:not([type=hidden]):not([type=radio]):not([type=checkbox]),textarea,select"
"""What a reader fills in."""
CONTROLS = "input:not([type=hidden]),textarea,select,button,[role=button],[role=radio],[role=checkbox]"
"""What a reader fills in or presses."""
MAX_LABELLED_SHARE = 0.4
"""A box that only its heading tells holds no more than this part of the page's prose."""
MAX_LABEL_CHARS = 40


def mark_boxes(layout: Layout, sorts: Sequence[BoxSort], title: str | None, title_block: int) -> None:
    """Mark the blocks of boxes of these sorts in ``layout.boxed`` with their kind and rule, and as no prose."""
    matched = _find_matches(layout)
    labels = _find_labels(layout)
    if not (matched or labels):
        return
    sums = [0]
    for block in layout.blocks:
        sums.append(sums[-1] + len(block.text) * block.prose)
    main = _find_main_home(layout)
    for sort in sorts:
        numbers = [n for n, said in matched.items() if sort in said]
        labelled = _find_labelled_boxes(layout, labels.get(sort, []), sums, title_block)
        if not (numbers or labelled):
            continue
        found = _find_boxes(layout, sort, numbers, sums, title_block)
        inside = [n for at in labelled for n in range(layout.elements[at].first, layout.elements[at].last)]
        about_topic = _is_topic(layout, sort, title, main, {*numbers, *inside})
        for at in [*found, *labelled]:
            if _has_proof(layout, at, sort) or not (about_topic or (sort.needs_proof and at not in labelled)):
                element = layout.elements[at]
                mark_blocks(layout, range(element.first, element.last), sort.kind, f"box:{sort.name}")
        if not about_topic and sort.alone:  # paragraphs may stand among the story's
            alone = [n for n in numbers if sort.alone.match(layout.blocks[n].text)]
            mark_blocks(layout, alone, sort.kind, f"box:{sort.name}")


def _has_proof(layout: Layout, at: int, sort: BoxSort) -> bool:
    """Return whether more than words says that an element is such a box: its names, or what a reader fills in."""
    if _is_named(layout, at, sort) or (sort.needs_proof and layout.elements[at].tag == "aside"):
        return True
    return layout.elements[at].node.css_first(CONTROLS if sort.needs_proof else FORM_FIELDS) is not None


def _find_labels(layout: Layout) -> dict[BoxSort, list[int]]:
    """Return the blocks that are headings of boxes, by the sort."""
    sorts = _load_labels()
    found: dict[BoxSort, list[int]] = {}
    for n, block in enumerate(layout.blocks):
        if len(block.text) <= MAX_LABEL_CHARS and (sort := sorts.get(block.text.lower().strip(" :.0123456789()"))):
            found.setdefault(sort, []).append(n)
    return found


@cache
def _load_labels() -> dict[str, BoxSort]:
    return {label: sort for sort in load_box_sorts() for label in sort.labels}


def _find_labelled_boxes(layout: Layout, labels: list[int], sums: list[int], title_block: int) -> list[int]:
    """Return the smallest elements that begin with one of ``labels`` and hold more than it."""
    found: list[int] = []
    for n in labels:
        for at in layout.ancestors(layout.elements[layout.blocks[n].element].home):
            element = layout.elements[at]
            if element.last - n > 1:
                inside = sums[element.last] - sums[element.first]
                small = inside <= MAX_LABELLED_SHARE * sums[-1]
                if n - element.first <= 1 and small and _may_be_box(element, sums, title_block):
                    found.append(at)
                break
    return found


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


def _is_topic(layout: Layout, sort: BoxSort, title: str | None, main: int, numbers: Collection[int]) -> bool:
    """Return whether the article itself is about the matter, by its headline or two other paragraphs of the story."""
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
    """Return whether that share of an element's sentences matched, and half that share of all of its text."""
    matched = sum(len(layout.blocks[n].text) for n in numbers if element.first <= n < element.last)
    blocks = layout.blocks[element.first : element.last]
    sentences = sum(len(block.text) for block in blocks if block.prose)
    return matched >= share * sentences and matched >= share / 2 * sum(len(block.text) for block in blocks)


def _is_named(layout: Layout, at: int, sort: BoxSort) -> bool:
    node = layout.elements[at].node
    names = " ".join(filter(None, (node.attributes.get(key) for key in ("class", "id", "role"))))
    return bool(names) and not sort.names.isdisjoint(hints.split_words(names))
