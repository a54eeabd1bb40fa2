"""The names and quotations of an article as its row keeps them: offsets into the body, and each name's fullest form."""

from __future__ import annotations

import hashlib
import re
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

_ABBREVIATED = re.compile(r"(?P<name>\S.*\S)\s*\((?!Perser)(?P<short>\w[\w-]+)\)", re.DOTALL)
"""An organisation and its abbreviation; "(Persero)" is part of a company's name."""


def name_article(body: str) -> dict[str, list[dict[str, Any]]]:
    """Return the ``mentions`` and ``quotes`` of a row of ``batch.ARTICLE_SCHEMA``: a function of the body alone."""
    mentions = names.tag(body)
    fullest = {"person": _resolve_persons(body, mentions), "organisation": _resolve_organisations(body, mentions)}
    regions = _resolve_places({body[each.start : each.end] for each in mentions if each.kind == "place"})
    sentences = list(list_sentences(body, 0, len(body)))
    begins = [start for start, _ in sentences]
    rows = []
    for each in mentions:
        written = body[each.start : each.end]
        region = regions.get(written) if each.kind == "place" else None
        full = fullest.get(each.kind, {}).get(written, written)
        start, end = sentences[max(0, bisect_right(begins, each.start) - 1)]
        rows.append(
            {
                "start": each.start,
                "end": each.end,
                "kind": each.kind,
                "name": name_region(region) if region else _join_words(full),
                "region": region,
                "sentence_start": start,
                "sentence_end": max(end, each.end),
            }
        )
    kinds = {str(row["name"]): str(row["kind"]) for row in rows if row["kind"] != "place"}
    quotes = [_make_quote_row(each, fullest["organisation"], kinds) for each in find(body, mentions)]
    return {"mentions": rows, "quotes": quotes}


def _resolve_persons(body: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Return the fullest form of each person's name in the article: "Prabowo" is "Prabowo Subianto"."""
    written = {body[each.start : each.end] for each in mentions if each.kind == "person"}
    return {name: find_fullest(body, name, mentions) for name in written}


def _resolve_organisations(body: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Return the name of each organisation that the article abbreviates: of "Bank Indonesia (BI)" and of "BI".

    An abbreviation of two organisations is neither.
    """
    found: dict[str, str] = {}
    meant: dict[str, set[str]] = {}
    for written in sorted({body[each.start : each.end] for each in mentions if each.kind == "organisation"}):
        match = _ABBREVIATED.fullmatch(written)
        if match and _abbreviates(match["short"], match["name"]):
            found[written] = match["name"]
            meant.setdefault(match["short"], set()).add(_join_words(match["name"]))
    return found | {short: name for short, (name, *others) in meant.items() if not others}


def _abbreviates(short: str, name: str) -> bool:
    """Return whether a word is an abbreviation of a name: it has two capitals, or its letters in their order."""
    rest = iter(name.casefold())
    return sum(char.isupper() for char in short) > 1 or all(char in rest for char in short.casefold())


def _resolve_places(places: set[str]) -> dict[str, str | None]:
    """Return the region code of each place, told by the other places where its name alone does not tell it."""
    found = {name for name in places if not name.islower()}  # "pesisir selatan" is any coast
    return {name: resolve_region(name, found) for name in found}


def _make_quote_row(quote: Quote, organisations: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, Any]:
    name = _join_words(organisations.get(quote.name, quote.name)) if quote.name else None
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
