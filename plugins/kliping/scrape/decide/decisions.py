"""Which blocks of the container are the story: each is kept or dropped by its own score and its neighbours'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from kliping.model import RemovedKind
from kliping.scrape.blocks import hints
from kliping.scrape.blocks.bits import CUT_BITS
from kliping.scrape.blocks.layout import HEADING_TAGS, Layout, PageElement, TextBlock
from kliping.scrape.decide import block_features, features
from kliping.scrape.lines.date_lines import is_date
from kliping.scrape.lines.labelled_names import read_labelled_names
from kliping.scrape.lines.line_heuristics import (
    SECTION_LABEL,
    is_announcement,
    is_caption,
    reads_indonesian,
    strip_announcement,
)
from kliping.scrape.lines.plain import fold_words, title_text

DOUBTFUL = 1.0
"""Score below 0 down to which a block may be part of the story."""
LEAST_SIBLINGS = 4
LEAST_PARAGRAPHS = 3
"""Paragraphs of a story that is not told below its pictures."""
FEWEST_ANNOUNCED = 5
"""Words of a headline that is told from a sub-heading."""


class BlockDecision(NamedTuple):
    """What became of one block of the container: ``kind`` None is kept. ``rule`` names why, ``score`` how surely."""

    block: int
    score: float
    kind: RemovedKind | None
    rule: str


def decide_blocks(
    layout: Layout, at: int, title: str | None, inside: Collection[int] | None = None
) -> list[BlockDecision]:
    """Return one decision for every block of the container ``at``.

    ``inside``: the blocks that an outlet's rule points at.
    """
    element = layout.elements[at]
    numbers = range(element.first, element.last)
    out: list[BlockDecision] = []
    first = next((n for n in numbers if layout.blocks[n].prose), element.last)
    scores = [features.score_features(seen) for seen in block_features.observe_blocks(layout, numbers)]
    _level_siblings(layout, numbers, scores)
    captions = _list_captions(layout, numbers)
    for n, score in zip(numbers, scores, strict=True):
        kind: RemovedKind | None = None
        rule = "score"
        if inside is not None and n not in inside:
            kind, rule = "other", "rule:outside"
        elif certain := _name_certain_kind(layout, n, first, title or ""):
            kind, rule = certain
        elif n in captions:
            kind, rule = "caption", "figcaption"
        elif score <= 0:
            kind = _choose_dropped_kind(layout, n)
        out.append(BlockDecision(n, score, kind, rule))
    _drop_announced(layout, out)
    _keep_siblings(layout, out)
    if all(decision.kind is not None for decision in out):
        return [_keep_prose(layout.blocks[decision.block], decision) for decision in out]
    return out


def _name_certain_kind(layout: Layout, n: int, first: int, title: str) -> tuple[RemovedKind, str] | None:
    """Return the kind under which a block is dropped whatever its score, and the rule; None where none is certain.

    ``first``: the first block of prose.
    """
    block = layout.blocks[n]
    if block.bits & hints.RULE_BIT:
        return hints.choose_kind(block.bits), "rule:drop"
    if block.bits & hints.BOX_BIT:
        return layout.boxed[n]
    if -20 < len(block.text) - len(title) < 20 and title and fold_words(title_text(block.text)) == fold_words(title):
        return "title", "title"
    if n < first and not block.prose:
        if len(block.text) < 90 and any(read_labelled_names(block.text)):
            return "credit", "byline"
        if is_date(block.text):
            return "credit", "date"
        if len(block.text) < 90 and SECTION_LABEL.match(block.text):
            return "tags", "section"
    return None


def _list_captions(layout: Layout, numbers: range) -> set[int]:
    """Return the blocks below pictures; none of a page whose story is told there."""
    below = hints.TAG_BITS["figcaption"]
    captions = {n for n in numbers if layout.blocks[n].bits & below == below}
    told = sum(layout.blocks[n].prose for n in numbers if n not in captions)
    if told < LEAST_PARAGRAPHS or told <= len(captions):
        return set()
    return captions


def _level_siblings(layout: Layout, numbers: range, scores: list[float]) -> None:
    """Lower the scores of teasers to their mean: the last of a list looks like the end of a story by itself.

    Only paragraphs that stand each alone in a box of the same tags and names, and whose mean is below 0.
    """
    groups: dict[tuple[str, str, str], list[int]] = {}
    for i, n in enumerate(numbers):
        block = layout.blocks[n]
        if block.prose:
            element = layout.elements[block.element]
            home = layout.elements[element.home]
            groups.setdefault((home.tag, home.names, element.tag), []).append(i)
    for members in groups.values():
        homes = {layout.elements[layout.blocks[numbers[i]].element].home for i in members}
        if len(members) >= 3 and len(homes) == len(members):
            mean = sum(scores[i] for i in members) / len(members)
            if mean < 0:
                for i in members:
                    scores[i] = min(scores[i], mean)


def _keep_siblings(layout: Layout, decisions: list[BlockDecision]) -> None:
    """Keep a doubtful paragraph that stands among the story's as one of them: after a list, the last one looks alone.

    It reads like prose, has no link and no telling name, and its element is like those of most that are kept, in the
    same element.
    """
    kept = [layout.elements[layout.blocks[one.block].element] for one in decisions if one.kind is None]
    alike = Counter((element.parent, element.tag, element.names) for element in kept)
    for at, decision in enumerate(decisions):
        block = layout.blocks[decision.block]
        element = layout.elements[block.element]
        doubtful = decision.kind == "other" and decision.rule == "score" and decision.score > -DOUBTFUL
        if not doubtful or not block.prose or block.links or block.bits & hints.ANY_KIND_BITS:
            continue
        own = alike[element.parent, element.tag, element.names]
        if own >= LEAST_SIBLINGS and 2 * own >= len(kept):
            decisions[at] = decision._replace(kind=None, rule="sibling")


def _drop_announced(layout: Layout, decisions: list[BlockDecision]) -> None:
    """Drop "Baca juga:" and what it announces: headlines of other articles, whatever their score.

    These are the links in a box that it heads; in the story's own element, the links right after it, or one headline
    without a link.
    """
    boxes: dict[int, bool] = {}  # elements that hold a label and no prose: a story's own element is none
    box: PageElement | None = None
    follows = False
    for at, decision in enumerate(decisions):
        block = layout.blocks[decision.block]
        if is_announcement(block.text):
            home = layout.elements[block.element].home
            element = layout.elements[home]
            if home not in boxes:
                boxes[home] = not any(other.prose for other in layout.blocks[element.first : element.last])
            box = None
            if boxes[home]:
                box = element
            follows = True
            if decision.kind is None:
                decisions[at] = decision._replace(kind="related", rule="announcement")
            continue
        if decision.kind is not None:
            continue
        linked = block.link_chars * 5 >= len(block.text) * 4
        told = follows and _may_be_announced(layout, block, linked=linked)
        told = told and is_story_indonesian(layout, decisions)
        if told or (linked and box is not None and decision.block < box.last):
            decisions[at] = decision._replace(kind="related", rule="announced")
        follows = told and linked


def is_story_indonesian(layout: Layout, decisions: Collection[BlockDecision]) -> bool:
    """Return whether the blocks that are kept read like Indonesian: English pages use some shapes otherwise."""
    return reads_indonesian(layout.blocks[decision.block].text for decision in decisions if decision.kind is None)


def _may_be_announced(layout: Layout, block: TextBlock, *, linked: bool) -> bool:
    """Return whether a line after a label may be a headline; without a link, a heading is the story's."""
    if block.text[-1] in ".,:;":
        return False
    if linked:
        return True
    if block.prose or block.links or layout.elements[block.element].tag in HEADING_TAGS:
        return False
    words = block.text.split()
    return len(words) >= FEWEST_ANNOUNCED and 3 * sum(word[0].isupper() for word in words) >= 2 * len(words)


def _keep_prose(block: TextBlock, decision: BlockDecision) -> BlockDecision:
    """Keep what reads like a story where the model keeps nothing at all."""
    if decision.rule == "score" and block.prose and not block.bits & CUT_BITS:
        return BlockDecision(decision.block, decision.score, None, "prose")
    return decision


def _choose_dropped_kind(layout: Layout, n: int) -> RemovedKind:
    """Return what a dropped block is, by the names around it and by what it says."""
    block = layout.blocks[n]
    if block.bits & hints.ANY_KIND_BITS:
        return hints.choose_kind(block.bits)
    if block.bits & hints.FIGURE_BIT or (len(block.text) < 250 and is_caption(block.text)):
        return "caption"
    if block.links and (strip_announcement(block.text) != block.text or is_announcement(_cut_links(block))):
        return "related"
    if block.link_chars * 5 >= len(block.text) * 4:
        return "related"
    return "other"


def _cut_links(block: TextBlock) -> str:
    """Return what a block says before the links that end it."""
    return block.text[: len(block.text) - block.link_chars]
