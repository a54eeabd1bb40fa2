"""The names and quotations of an article as its row keeps them: offsets into the body, and each name's fullest form."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kliping import names
from kliping.names import Mention, name_region, resolve_region
from kliping.quotes import Quote, find, find_fullest, list_sentences

NAMES_DATA = Path(names.__file__).parent


def _make_version() -> str:
    weights = hashlib.sha256((NAMES_DATA / "names.npz").read_bytes()).hexdigest()[:6]
    return f"names-{(NAMES_DATA / 'version.txt').read_text('utf-8').strip()}.{weights}"


NAMES_VERSION = _make_version()
"""The declared number, which ``make golden`` raises where names or quotations are read otherwise, and the weights."""


def name_article(body: str) -> dict[str, list[dict[str, Any]]]:
    """Return the ``mentions`` and ``quotes`` of a row of ``batch.ARTICLE_SCHEMA``: a function of the body alone."""
    mentions = names.tag(body)
    fullest = _resolve_persons(body, mentions)
    regions = _resolve_places({body[each.start : each.end] for each in mentions if each.kind == "place"})
    sentences = list(list_sentences(body, 0, len(body)))
    begins = [start for start, _ in sentences]
    rows = []
    for each in mentions:
        written = body[each.start : each.end]
        region = regions.get(written) if each.kind == "place" else None
        start, end = sentences[max(0, bisect_right(begins, each.start) - 1)]
        rows.append(
            {
                "start": each.start,
                "end": each.end,
                "kind": each.kind,
                "name": name_region(region) if region else _join_words(fullest.get(written, written)),
                "region": region,
                "sentence_start": start,
                "sentence_end": max(end, each.end),
            }
        )
    kinds = {str(row["name"]): str(row["kind"]) for row in rows if row["kind"] != "place"}
    return {"mentions": rows, "quotes": [_make_quote_row(each, kinds) for each in find(body, mentions)]}


def _resolve_persons(body: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Return the fullest form of each person's name in the article: "Prabowo" is "Prabowo Subianto"."""
    written = {body[each.start : each.end] for each in mentions if each.kind == "person"}
    return {name: find_fullest(body, name, mentions) for name in written}


def _resolve_places(places: set[str]) -> dict[str, str | None]:
    """Return the region code of each place; those that are sure tell which of several regions another one is."""
    found = {name: resolve_region(name) for name in places if not name.islower()}  # "pesisir selatan" is any coast
    sure = sorted(name for name, code in found.items() if code)
    return {name: code or resolve_region(name, sure) for name, code in found.items()}


def _make_quote_row(quote: Quote, kinds: Mapping[str, str]) -> dict[str, Any]:
    name = _join_words(quote.name) if quote.name else None
    return {
        "start": quote.start,
        "end": quote.end,
        "speaker_start": quote.speaker_start,
        "speaker_end": quote.speaker_end,
        "kind": kinds.get(name) if name else None,
        "name": name,
        "office": quote.office,
        "cue": quote.cue,
        "direct": quote.direct,
        "hedges": list(quote.hedges),
    }


def _join_words(name: str) -> str:
    """Return a name on one line with single spaces."""
    return " ".join(name.split())
