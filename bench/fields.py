"""Measure what the removed text tells: `python bench/fields.py [--misses]`.

`training/fields.jsonl` holds, by offsets into texts of the shared data, what the texts state: date and related
headlines of all, the other fields of 120. Each field is counted from the labelled spans, with the title known and not,
from the same with their kinds forgotten, and from what `clean` removes; last, dates of saved pages without their tags.
"""

from __future__ import annotations

import collections
import gzip
import html
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("KLIPING_SHARED_DATA", ROOT.parent / "shared" / "data"))
LABELS = ROOT / "training" / "fields.jsonl"
sys.path.insert(0, str(ROOT / "plugins"))

from kliping.clean import clean  # noqa: E402
from kliping.clean.facts.read import Facts, read_facts  # noqa: E402
from kliping.model import Removed  # noqa: E402

BLOCKS = (
    "p|div|br|li|ul|ol|h[1-6]|tr|td|table|section|article|header|footer|nav|figure|figcaption|aside|time|blockquote"
)
TEXTS = ("outlets.jsonl", "labelled.jsonl")
FIELDS = ("title", "place", "outlet", "date", "people", "related")
Values = dict[str, set[str]]


def fold_text(text: str | None) -> str:
    """Return the letters and digits of a text, in lower case: what two values must share to be the same."""
    return re.sub(r"\W+", "", (text or "").lower())


def list_stated(label: dict[str, Any], text: str) -> tuple[Values, set[str]]:
    """Return what the text states by labelled field, and the names of people whom it may state twice."""

    def fold_span(span: list[int] | None) -> set[str]:
        return {fold_text(text[span[0] : span[1]])} if span else set()

    values = {
        "date": {label["date_iso"]} - {None},
        "related": {fold_text(text[start:end]) for start, end in label["related"]},
    }
    if "people" not in label:
        return values, set()
    people = [person for person in label["people"] if not person.get("repeat")]
    values |= {
        "title": fold_span(label["title"]),
        "place": fold_span(label["dateline_place"]),
        "outlet": fold_span(label["dateline_outlet"]),
        "people": {fold_text(text[slice(*person["span"])]) for person in people},
    }
    return values, {fold_text(text[slice(*person["span"])]) for person in label["people"]}


def list_read(facts: Facts) -> Values:
    """Return what was read, by field, in the form of ``list_stated``."""
    at = facts.published
    clock = at.strftime("%Y-%m-%dT%H:%M") if at and facts.precision == "minute" else ""
    offset = at.strftime("%z") if at else ""
    iso = clock or (at.date().isoformat() if at else "")
    if clock and offset:
        iso = f"{clock}{offset[:3]}:{offset[3:]}"
    people = {
        fold_text(part)
        for credit in facts.credits
        for part in (credit.name.split("/") if credit.role == "initials" else [credit.name])
    }
    dateline = facts.dateline
    return {
        "title": {fold_text(facts.title)},
        "place": {fold_text(dateline.place if dateline else None)},
        "outlet": {fold_text(dateline.outlet if dateline else None)},
        "date": {iso},
        "people": people,
        "related": {fold_text(each.title) for each in facts.related},
    }


def list_ways(row: dict[str, Any], left_out: Mapping[str, Facts]) -> Iterator[tuple[str, Facts]]:
    """Yield each way of removing boilerplate, by name, with what is read from the result."""
    text, title = row["text"], row["title"]
    spans = sorted(row["spans"])
    yield "labelled spans", read_facts(text, [Removed(a, b, kind, "label") for a, b, kind in spans], title=title)
    yield "their kinds forgotten", read_facts(text, [Removed(a, b, "other", "label") for a, b, _ in spans], title=title)
    yield "labelled spans, no title", read_facts(text, [Removed(a, b, kind, "label") for a, b, kind in spans])
    yield "clean()", read_facts(text, clean(text, title=title).removed, title=title)
    if row["id"] in left_out:
        yield "clean(), outlet left out of training", left_out[row["id"]]


def compare_fields(left_out: Mapping[str, Facts] | None = None, *, misses: bool = False) -> None:
    """Print found, stated and wrong for each field and way.

    ``left_out``: what was read, by id, from what a cleaner removed that saw no text of the outlet.
    """
    lines = [line for name in TEXTS for line in (DATA / "text" / name).open(encoding="utf-8")]
    texts = {row["id"]: row for row in map(json.loads, lines)}
    counts: dict[str, collections.Counter[tuple[str, str]]] = collections.defaultdict(collections.Counter)
    for label in map(json.loads, LABELS.open(encoding="utf-8")):
        row = texts[label["id"]]
        gold, repeats = list_stated(label, row["text"])
        for way, facts in list_ways(row, left_out or {}):
            for field, values in list_read(facts).items():
                if field not in gold:
                    continue
                got = {value for value in values if value}
                found, wrong = got & gold[field], got - gold[field] - (repeats if field == "people" else set())
                counts[way][field, "stated"] += len(gold[field])
                counts[way][field, "found"] += len(found)
                counts[way][field, "wrong"] += len(wrong)
                if misses and (wrong or found != gold[field]):
                    print(f"{way}|{field}|{label['id']}| missed {sorted(gold[field] - got)} wrong {sorted(wrong)}")
    for way, counted in counts.items():
        print(way)
        for field in FIELDS:
            of, found, wrong = (counted[field, name] for name in ("stated", "found", "wrong"))
            print(
                f"  {field:8} found {found:3} of {of:3} = {found / max(1, of):.3f}   "
                f"wrong {wrong:3} = {wrong / max(1, found + wrong):.3f}"
            )


def strip_tags(page: str) -> str:
    """Return a page as crude scrapers give it: menus, lists and the story, a line for each block."""
    bare = re.sub(r"(?is)<(script|style|noscript|template|svg|head)\b.*?</\1>|<!--.*?-->", " ", page)
    broken = re.sub(rf"(?i)</?(?:{BLOCKS})\b[^>]*>", "\n", bare)
    text = html.unescape(re.sub(r"<[^>]+>", "", broken))
    return re.sub(r"\n\s*\n+", "\n", re.sub(r"[ \t]+", " ", text)).strip()


def compare_pages() -> None:
    """Print of how many saved pages, without tags and with titles unknown, the time of publication is read."""
    counts: collections.Counter[str] = collections.Counter()
    for row in map(json.loads, (DATA / "html" / "gold.jsonl").open(encoding="utf-8")):
        page = gzip.decompress((DATA / "html" / row["file"]).read_bytes()).decode("utf-8", "replace")
        text = strip_tags(page)
        at = read_facts(text, clean(text).removed).published
        counts["stated"] += 1
        counts["found"] += bool(at) and at.isoformat()[:16] == row["published_at"][:16]
        counts["given"] += bool(at)
    wrong = counts["given"] - counts["found"]
    print(f"whole pages\n  date     found {counts['found']:3} of {counts['stated']:3}   wrong {wrong:3}")


if __name__ == "__main__":
    compare_fields(misses="--misses" in sys.argv[1:])
    compare_pages()
