"""What a day of the newsroom holds in truth, and how a page is read to be held to it."""

from __future__ import annotations

import re
from pathlib import Path

from kliping.sources import load_sources
from selectolax.lexbor import LexborHTMLParser

from demo.newsroom import list_truth

from .conftest import DAY

SOURCES = load_sources(Path(__file__).resolve().parents[2] / "demo" / "newsroom" / "sources")
TRUTH = list(list_truth(1, DAY, 60))
WHOLE = [true for true in TRUTH if true.kind == "article" and true.fault != "error_once"]
SPACE = re.compile(r"\s+")


def fold_words(text: str) -> str:
    return SPACE.sub(" ", text).strip()


def read_container(html: str, outlet: str) -> str:
    """The text of the article's container, found as the outlet's own source file says."""
    (selector, *_) = SOURCES[outlet].rules[-1].body
    (node,) = LexborHTMLParser(html).css(selector)
    return fold_words(node.text())
