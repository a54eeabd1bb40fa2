"""The line below a picture that no element calls a caption: its print alone is smaller, slanted or paler."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import PICTURE_TAGS, Layout
from kliping.scrape.decide.decisions import BlockDecision

_SMALL_ELEMENTS = 'small,em,i,font[size="1"]'
_SMALL_NAMES = frozenset("muted small italic secondary xs fst ket keterangan gray grey abu".split())  # noqa: SIM905
"""Words of classes that make print smaller, slanted or paler: Bootstrap's, Tailwind's and a programmer's own."""
_UNSEEN = frozenset({"script", "style", "noscript", "template", "-comment", "br"})
MAX_STEPS = 60
"""Nodes before a line that are looked at for a picture."""


def drop_small_print(layout: Layout, decisions: list[BlockDecision]) -> None:
    """Drop the line below the picture above a story, where it would be the story's first and only its print tells."""
    kept = [at for at, decision in enumerate(decisions) if decision.kind is None]
    for at in kept:
        decision = decisions[at]
        if decision.rule != "score":
            continue
        others = [decisions[other].block for other in kept if other > at]
        told = [other for other in others if layout.blocks[other].prose]
        if told and _is_small_print(layout, decision.block, told):
            decisions[at] = decision._replace(kind="caption", rule="small_print")
            return
        if layout.blocks[decision.block].prose:
            return


def _is_small_print(layout: Layout, n: int, others: Sequence[int]) -> bool:
    """Return whether a line is in small print right after a picture; ``others``, the story, are in other print."""
    element = layout.elements[layout.blocks[n].element]
    text = layout.blocks[n].text
    for child in element.node.css(_SMALL_ELEMENTS):
        if " ".join(child.text().split()) == text:
            return stands_after_picture(child)
    named = hints.find_hint_bits(element.names) & hints.KIND_BITS["caption"]
    if not named and _SMALL_NAMES.isdisjoint(hints.split_words(element.names)):
        return False
    alike = sum(layout.elements[layout.blocks[other].element].names == element.names for other in others)
    return 2 * alike < len(others) and stands_after_picture(element.node)


def stands_after_picture(node: LexborNode) -> bool:
    """Return whether the first thing before a node that a reader sees is a picture."""
    here: LexborNode | None = node
    for _ in range(MAX_STEPS):
        if here is None or here.tag == "body":
            return False
        before = here.prev
        if before is None:
            here = here.parent
            continue
        while before.tag not in _UNSEEN and before.last_child is not None:
            before = before.last_child
        if before.tag in PICTURE_TAGS:
            return True
        if before.tag == "-text" and (before.text_content or "").strip():
            return False
        here = before
    return False
