"""A story with its names and quotations marked, and a snippet with its matches: texts cut into pieces for templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class StoryPiece:
    """A piece of a paragraph. ``said`` inside a quotation; ``kind`` and ``name`` of what it mentions, or empty."""

    text: str
    said: bool = False
    kind: str = ""
    name: str = ""


def mark_story(
    body: str, mentions: Iterable[Mapping[str, Any]], quotes: Iterable[Mapping[str, Any]]
) -> list[list[StoryPiece]]:
    """Return the paragraphs of a story in pieces; joined by line feeds they are the story, to the character.

    Offsets outside of the text are cut to it; of mentions that overlap the first is marked.
    """
    names = _list_spans(body, mentions)
    said = _list_spans(body, quotes)
    breaks = {at for at, char in enumerate(body) if char == "\n"}
    cuts = {0, len(body), *breaks, *(at + 1 for at in breaks)}
    cuts |= {at for start, end, _ in (*names, *said) for at in (start, end)}
    paragraphs: list[list[StoryPiece]] = [[]]
    places = sorted(cuts)
    for start, end in pairwise(places):
        if start in breaks:
            paragraphs.append([])
            continue
        named = next((row for first, last, row in names if first <= start < last), {})
        quoted = any(first <= start < last for first, last, _ in said)
        piece = StoryPiece(body[start:end], quoted, named.get("kind", ""), named.get("name", ""))
        paragraphs[-1].append(piece)
    return paragraphs


def split_marks(text: str, marks: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is marked."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def _list_spans(body: str, rows: Iterable[Mapping[str, Any]]) -> list[tuple[int, int, Mapping[str, Any]]]:
    """Return start, end and row of each span that is not empty."""
    spans = ((max(0, row["start"]), min(len(body), row["end"]), row) for row in rows)
    return [span for span in spans if span[0] < span[1]]
