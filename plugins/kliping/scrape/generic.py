"""The story on a page that has no rules: which element holds it, and which of its blocks are it.

Every block gets one score from what can be seen of it: its length, how much of it is link, what the names of the
elements around it say, how it ends. The container is the element whose blocks sum highest; inside, a block is kept
or dropped by its own score and its neighbours'.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from kliping.model import RemovedKind
from kliping.scrape import block_features, features, hints
from kliping.scrape.blocks import HEADING_TAGS, Layout, PageElement, TextBlock
from kliping.scrape.bylines import is_date, read_labelled_names
from kliping.scrape.features import BlockFeatures
from kliping.scrape.line_heuristics import ends_sentence, is_announcement, is_caption, strip_announcement
from kliping.scrape.plain import fold_words, title_text

BLOCK_WEIGHTS_FILE = Path(__file__).parent / "data" / "weights.json"
"""Learned by training/scrape_blocks.py: feature names and what they count for."""

_UNLIKELY = hints.HIDDEN_BIT | hints.join_kind_bits("related", "ad", "nav", "share", "follow", "tags", "other")
_BELIED = hints.HIDDEN_BIT | hints.join_kind_bits("related", "ad", "nav", "media", "tags")
_BELIED_AT_LENGTH = _BELIED | hints.join_kind_bits("credit", "share", "follow")
_CUT = hints.ANY_KIND_BITS | hints.HIDDEN_BIT


MIN_ENDED_PROSE, MIN_ANY_PROSE = 60, 140
"""Fewest characters of a block that reads like sentences: of one that ends as they do, and of any."""


class BlockDecision(NamedTuple):
    """What became of one block of the container: ``kind`` None is kept. ``rule`` names why, ``score`` how surely."""

    block: int
    score: float
    kind: RemovedKind | None
    rule: str


def inherit_bits(layout: Layout) -> None:  # noqa: C901 - two passes over the elements
    """Give every block the bits of the elements around it, but not those that the text inside belies.

    A ``has-sidebar`` on the wrapper of the whole page must not drop the page, nor ``rich-text-editor`` on each of its
    paragraphs: what holds most of a page's prose, alone or together with the others of its name, is no side matter.
    """
    prose, links, total = [0], [0], [0]
    sentences = linked = chars = 0
    for block in layout.blocks:
        length = len(block.text)
        chars += length
        linked += block.link_chars
        if (
            length >= MIN_ENDED_PROSE
            and block.link_chars * 3 < length
            and (length >= MIN_ANY_PROSE or ends_sentence(block.text))
        ):
            block.prose = True
            sentences += length
        prose.append(sentences)
        links.append(linked)
        total.append(chars)
    half = max(prose[-1] * 0.4, 1)
    named: dict[str, int] = {}
    for element in layout.elements:
        if element.bits & _CUT and (inside := prose[element.last] - prose[element.first]):
            named[element.names] = named.get(element.names, 0) + inside
    bits: list[int] = []
    for element in layout.elements:
        own = element.bits
        if own & _CUT:
            first, last = element.first, element.last
            inside = prose[last] - prose[first]
            if inside >= 2 * half:
                own &= ~_CUT
            elif inside >= half or (element.names and named.get(element.names, 0) >= half):
                own &= ~_CUT | hints.KIND_BITS["other"]  # comments can be longer than the story
            elif inside >= 150 and links[last] - links[first] < 0.15 * (total[last] - total[first]):
                own &= ~(_BELIED if inside < 800 else _BELIED_AT_LENGTH)
        around = bits[element.parent] & ~hints.BODY_BIT if element.parent >= 0 else 0
        if own & (hints.TABLE_BIT | hints.QUOTE_BIT):
            around &= ~hints.FIGURE_BIT
        bits.append(own | around)
    for block in layout.blocks:
        block.bits = bits[block.element]


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
    return layout.elements[best].home


def decide_blocks(
    layout: Layout, at: int, title: str | None, inside: Collection[int] | None = None
) -> list[BlockDecision]:
    """Return one decision for every block of the container ``at``.

    ``inside``: the blocks that an outlet's rule points at.
    """
    element = layout.elements[at]
    numbers = range(element.first, element.last)
    folded, length = fold_words(title or ""), len(title or "")
    out: list[BlockDecision] = []
    first = next((n for n in numbers if layout.blocks[n].prose), element.last)
    scores = [score_features(seen) for seen in block_features.observe_blocks(layout, numbers)]
    _level_siblings(layout, numbers, scores)
    for n, score in zip(numbers, scores, strict=True):
        block = layout.blocks[n]
        kind: RemovedKind | None = None
        if inside is not None and n not in inside:
            kind, rule = "other", "rule:outside"
        elif block.bits & hints.RULE_BIT:
            kind, rule = hints.choose_kind(block.bits), "rule:drop"
        elif block.bits & hints.BOX_BIT:
            kind, rule = layout.boxed[n]
        elif folded and -20 < len(block.text) - length < 20 and fold_words(title_text(block.text)) == folded:
            kind, rule = "title", "title"
        elif n < first and len(block.text) < 90 and not block.prose and any(read_labelled_names(block.text)):
            kind, rule = "credit", "byline"
        elif n < first and not block.prose and is_date(block.text):
            kind, rule = "credit", "date"
        elif score > 0:
            rule = "score"
        else:
            kind, rule = _name_dropped(layout, n), "score"
        out.append(BlockDecision(n, score, kind, rule))
    _drop_announced(layout, out)
    if all(decision.kind is not None for decision in out):
        return [_unless_prose(layout.blocks[decision.block], decision) for decision in out]
    return out


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


def _drop_announced(layout: Layout, decisions: list[BlockDecision]) -> None:
    """Drop the links in a box that "Baca juga:" heads: they are headlines of other articles, whatever their score."""
    boxes: dict[int, bool] = {}  # elements that hold a label and no prose: a story's own element is none
    box: PageElement | None = None
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
        linked = block.link_chars * 5 >= len(block.text) * 4
        if box is not None and decision.block < box.last and decision.kind is None and linked:
            decisions[at] = decision._replace(kind="related", rule="announced")


def _unless_prose(block: TextBlock, decision: BlockDecision) -> BlockDecision:
    """Keep what reads like a story where the model keeps nothing at all."""
    if decision.rule == "score" and block.prose and not block.bits & _CUT:
        return BlockDecision(decision.block, decision.score, None, "prose")
    return decision


def _name_dropped(layout: Layout, n: int) -> RemovedKind:
    """Return what a dropped block is, by the names around it and by what it says."""
    block = layout.blocks[n]
    if block.bits & hints.ANY_KIND_BITS:
        return hints.choose_kind(block.bits)
    if block.bits & hints.FIGURE_BIT or (len(block.text) < 250 and is_caption(block.text)):
        return "caption"
    if block.links and strip_announcement(block.text) != block.text:
        return "related"
    if block.link_chars * 5 >= len(block.text) * 4:
        return "related"
    return "other"


@lru_cache(maxsize=65_536)
def score_features(seen: BlockFeatures | None) -> float:
    """Return the sum of the weights of a block's features."""
    return sum(map(load_block_weights(), features.number_features(seen)))


@cache
def load_block_weights() -> Callable[[int], float]:
    """Return what gives a feature's weight by its number; a name that is no longer a feature's counts for nothing."""
    flat = [0.0] * len(features.FEATURE_NUMBERS)
    for name, weight in json.loads(BLOCK_WEIGHTS_FILE.read_text("utf-8")).items():
        if name in features.FEATURE_NUMBERS:
            flat[features.FEATURE_NUMBERS[name]] = weight
    return flat.__getitem__
