"""``clean``: the one function that the other rooms call."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from kliping.clean import find, people, repair
from kliping.clean.learned import Snapshot
from kliping.clean.paragraphs import paragraphs
from kliping.clean.text import Reading
from kliping.model import Cleaned, Credit, Related, Removed


def _version() -> str:
    """A digest of everything that decides: the rule table, the weights, the places and the code itself."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.suffix in {".py", ".tsv", ".json", ".txt"}:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return "clean-" + digest.hexdigest()[:12]


RULES_VERSION = _version()


def clean(
    text: str | Sequence[str], *, title: str | None = None, outlet: str | None = None, learned: Snapshot | None = None
) -> Cleaned:
    """Part the story from what is not the story. Never raises on any text.

    ``text``: the scraped text, or its blocks (offsets then refer to the blocks joined by line feeds).
    ``title``: the article's title, where it is known; ``outlet``: the id that ``learned`` knows it by.
    Offsets of ``removed`` are code points of the text as given, sorted, not overlapping.
    """
    wrapped = isinstance(text, str)
    given = text if isinstance(text, str) else "\n".join(text)
    mended, offsets, repairs = repair.mend(given)
    reading = Reading.of(mended)
    found = find.find(reading, title=title)
    pieces, at = [], 0
    for span in found.spans:
        pieces.append(mended[at : span.start])
        at = span.end
    pieces.append(mended[at:])
    body, joined = paragraphs(pieces, wrapped=wrapped)
    removed = tuple(found.spans)
    if offsets:
        removed = tuple(Removed(offsets.start(s.start), offsets.end(s.end), s.kind, s.rule) for s in removed)
    credits: list[Credit] = []
    title_text = wire = None
    for span in found.spans:
        if span.kind == "credit":
            credits += people.credits(mended[span.start : span.end])
        elif span.kind == "title":
            title_text = title_text or mended[span.start : span.end]
        elif span.kind == "syndication" and ":" in mended[span.start : span.end]:
            wire = wire or mended[span.start : span.end].split(":", 1)[1].strip()
    return Cleaned(
        text=body,
        removed=removed,
        repairs=(*repairs, *joined),
        title=title_text,
        dateline=found.dateline,
        credits=tuple(credits),
        wire_source=wire,
        related=tuple(Related(" ".join(mended[a:b].split())) for a, b in sorted(set(found.headlines))),
    )
