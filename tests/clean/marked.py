"""Texts whose boilerplate is marked, ``⟦related:Baca juga: ...⟧``; ⏎ is a line feed, ␣ a no-break space."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
_MARK = re.compile(r"⟦(?:(?P<kind>[a-z]+):)?(?P<text>[^⟧]*)⟧")
_MARK_PLAIN = re.compile(r"⟦(?P<text>[^⟧]*)⟧")


@dataclass(frozen=True)
class Marked:
    """``spans`` are (start, end, kind); kind is empty where the marks carry none."""

    name: str
    title: str
    text: str
    spans: tuple[tuple[int, int, str], ...]


def parse(marked: str, *, name: str = "", title: str = "", kinds: bool = True) -> Marked:
    marked = marked.replace("⏎", "\n").replace("␣", "\u00a0")
    text, spans, at = "", [], 0
    for mark in (_MARK if kinds else _MARK_PLAIN).finditer(marked):
        text += marked[at : mark.start()]
        spans.append((len(text), len(text) + len(mark["text"]), (mark["kind"] or "") if kinds else ""))
        text += mark["text"]
        at = mark.end()
    return Marked(name, title, text + marked[at:], tuple(spans))


def articles(file: str = "articles.txt", *, line_break: str = "\n") -> list[Marked]:
    """The articles of a file, with their lines joined by ``line_break``."""
    raw = (HERE / file).read_text(encoding="utf-8")
    found = []
    for block in re.split(r"^=== ", raw, flags=re.MULTILINE)[1:]:
        head, body = block.split("\n", 1)
        name, title = head.split(" | ")
        found.append(parse(body.rstrip("\n").replace("\n", line_break), name=name, title=title))
    return found
