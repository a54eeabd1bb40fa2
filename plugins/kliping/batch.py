"""The shape in which stages hand rows to one another: Arrow schemas of the staged Parquet files, and what a batch is.

A run's stage folder is ``stage/run=RUN/outlet=ID/``. ``scrape`` writes ``articles.parquet``, ``validate`` splits it
into ``accepted.parquet`` and ``quarantine.parquet``, ``collect`` and ``scrape`` write ``outcomes.parquet``; ``load``
takes a ``Batch`` that names them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from kliping.model import Article, Outcome, Page, Source, make_article_id
from kliping.wellformed import sanitize_text, sanitize_url, sanitize_value

JobKind = Literal["ingest", "reprocess", "import", "watch", "release"]
UTC_TIME = pa.timestamp("us", tz="UTC")
SPAN_TYPE = pa.struct(
    [("start", pa.int32()), ("end", pa.int32()), ("kind", pa.string()), ("rule", pa.string()), ("text", pa.string())]
)
RELATED_TYPE = pa.struct([("title", pa.string()), ("url", pa.string())])
CREDIT_TYPE = pa.struct([("role", pa.string()), ("name", pa.string())])
MENTION_TYPE = pa.struct(
    [
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("kind", pa.string()),
        ("name", pa.string()),  # its fullest form in the article
        ("region", pa.string()),
        ("sentence_start", pa.int32()),
        ("sentence_end", pa.int32()),
    ]
)
QUOTE_TYPE = pa.struct(
    [
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("speaker_start", pa.int32()),
        ("speaker_end", pa.int32()),
        ("kind", pa.string()),  # of the name
        ("name", pa.string()),
        ("office", pa.string()),
        ("cue", pa.string()),
        ("direct", pa.bool_()),
        ("hedges", pa.list_(pa.string())),
    ]
)
REASON_TYPE = pa.struct([("rule", pa.string()), ("detail", pa.string())])

ARTICLE_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()),
        ("outlet", pa.string()),
        ("url", pa.string()),  # canonical; urn:sha256:... for an import that names none
        ("fetched_url", pa.string()),  # as asked for
        ("title", pa.string()),
        ("body", pa.string()),
        ("dateline", pa.string()),
        ("place", pa.string()),
        ("authors", pa.list_(pa.string())),
        ("credits", pa.list_(CREDIT_TYPE)),
        ("published_at", UTC_TIME),
        ("published_offset_minutes", pa.int16()),
        ("published_precision", pa.string()),
        ("modified_at", UTC_TIME),
        ("date_text", pa.string()),  # the date that the text itself states, verbatim; never read as published_at
        ("wire_source", pa.string()),
        ("section", pa.string()),
        ("tags", pa.list_(pa.string())),
        ("image", pa.string()),
        ("caption", pa.string()),
        ("language", pa.string()),
        ("access", pa.string()),  # free, metered, registered, subscriber; NULL where the page states nothing
        ("scraped_text", pa.string()),
        ("removed", pa.list_(SPAN_TYPE)),
        ("repairs", pa.list_(pa.string())),
        ("related", pa.list_(RELATED_TYPE)),
        ("method", pa.string()),  # JSON object
        ("notes", pa.list_(pa.string())),
        ("signature", pa.list_(pa.uint32())),  # MinHash of the body, for the same story elsewhere
        ("blocks", pa.list_(pa.uint64())),  # hashes of the scraped text's lines and sentences, for learned boilerplate
        ("mentions", pa.list_(MENTION_TYPE)),
        ("quotes", pa.list_(QUOTE_TYPE)),
        ("content_hash", pa.string()),
        ("payload_digest", pa.string()),
        ("fetched_at", UTC_TIME),
        ("archive", pa.string()),  # path#offset of the WARC record
        ("etag", pa.string()),
        ("last_modified", pa.string()),
        ("route", pa.string()),
        ("rules_version", pa.string()),
        ("learned_snapshot", pa.string()),
    ]
)

OUTCOME_SCHEMA = pa.schema(
    [
        ("outlet", pa.string()),
        ("article_id", pa.string()),
        ("url", pa.string()),  # as discovered
        ("canonical_url", pa.string()),
        ("result", pa.string()),  # NULL: its article is in the batch, load says loaded, revised or unchanged
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("route", pa.string()),
    ]
)

QUARANTINE_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()),
        ("outlet", pa.string()),
        ("url", pa.string()),
        ("stage", pa.string()),  # scrape or validate
        ("reasons", pa.list_(REASON_TYPE)),
        ("payload", pa.string()),  # JSON of the ARTICLES row, as far as there is one
        ("archive", pa.string()),
        ("fetched_at", UTC_TIME),
        ("rules_version", pa.string()),
    ]
)

SIGHTING_SCHEMA = pa.schema(
    [
        ("outlet", pa.string()),
        ("article_id", pa.string()),  # of the address; the article's own is found by ``url`` among the outcomes
        ("url", pa.string()),  # as discovered
        ("kind", pa.string()),  # of the route
        ("route_url", pa.string()),
        ("day", pa.date32()),  # that the route tells; of an address whose day nothing tells, the run's
    ]
)


@dataclass(frozen=True, slots=True)
class RouteDay:
    """What one walk of one route saw of one day."""

    kind: str
    """Of the route; ``total`` is no route but the outlet's own count."""
    route_url: str
    day: dt.date
    found: int = 0
    """Addresses of the day that it showed."""
    stated: int | None = None
    """Articles that the outlet says it has of the day."""
    reaches_to: dt.datetime | None = None
    """It goes back to this moment only; None where it covers the day, or does not tell."""
    blind: tuple[str, ...] = ()
    """What it could not see, one reason each."""
    failed: bool = False
    """It gave nothing at all, for it could not be read."""


@dataclass(frozen=True, slots=True)
class OutletBatch:
    """What one outlet brings to a load. A path is None where the stage wrote no row."""

    outlet: str
    discovered: int
    known: int
    accepted: Path | None = None
    quarantine: Path | None = None
    outcomes: Path | None = None
    sightings: Path | None = None
    route_days: tuple[RouteDay, ...] = ()
    notes: tuple[str, ...] = ()
    """Notes on the outlet: a route that did not reach back to the day, a rule that no longer matches."""
    mixed: bool = False
    """Rows name outlets of their own, or none: imported documents."""
    error: str = ""
    """Why the outlet's stages failed as a whole; empty where they did not."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One load: a run's outlets for one day, committed together."""

    run: str
    job: JobKind
    day: dt.date | None
    started_at: dt.datetime
    rules_version: str
    learned_snapshot: str
    outlets: tuple[OutletBatch, ...] = field(default=())
    visits: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Of ``watch``: each outlet's requests for lists and for articles, also of one that brings nothing to load."""


def hash_content(title: str | None, body: str) -> str:
    """Return the SHA-256 of title and body. Two fetches with one hash are one version of the article."""
    return hashlib.sha256(f"{title or ''}\n\n{body}".encode("utf-8", "surrogatepass")).hexdigest()


def _read_offset_minutes(moment: dt.datetime | None) -> int | None:
    """Return the UTC offset that a moment was written with, in minutes; None where it has no zone."""
    if moment is None or (offset := moment.utcoffset()) is None:
        return None
    return int(offset.total_seconds() // 60)


def make_article_row(
    article: Article, page: Page, source: Source, *, route: str, rules_version: str, learned_snapshot: str
) -> dict[str, Any]:
    """Return a row of ``ARTICLE_SCHEMA``: what ``scrape`` read, and where it came from."""
    published, modified = article.published_at, article.modified_at
    text = sanitize_text(article.scraped_text)
    url = sanitize_url(article.canonical_url)
    row = {
        "article_id": make_article_id(url),
        "outlet": source.id,
        "url": url,
        "fetched_url": sanitize_url(page.url),
        "title": article.title,
        "dateline": article.dateline.text if article.dateline else None,
        "place": article.dateline.place_name if article.dateline else None,
        "authors": list(article.authors),
        "credits": [{"role": c.role, "name": c.name} for c in article.credits],
        "published_at": published,
        "published_offset_minutes": _read_offset_minutes(published),
        "published_precision": article.published_precision,
        "modified_at": modified,
        "date_text": article.date_text,
        "wire_source": article.wire_source,
        "section": article.section,
        "tags": list(article.tags),
        "image": article.image,
        "caption": article.caption,
        "language": article.language,
        "access": article.access,
        "repairs": list(article.repairs),
        "related": [{"title": r.title, "url": r.url} for r in article.related],
        "method": json.dumps(dict(article.method), sort_keys=True),
        "notes": list(article.notes),
        "payload_digest": page.digest,
        "fetched_at": page.fetched_at,
        "archive": page.archive,
        "etag": page.header("etag"),
        "last_modified": page.header("last-modified"),
        "route": route,
        "rules_version": rules_version,
        "learned_snapshot": learned_snapshot,
    }
    repaired: dict[str, Any] = sanitize_value(row)
    body = sanitize_text(article.body)
    repaired["title"] = repaired["title"] or None
    return repaired | {
        "body": body,
        "scraped_text": text,
        "removed": [
            {"start": r.start, "end": r.end, "kind": r.kind, "rule": r.rule, "text": text[r.start : r.end]}
            for r in article.removed
        ],
        "content_hash": hash_content(repaired["title"], body),
    }


def make_outcome_row(outcome: Outcome) -> dict[str, Any]:
    """Return a row of ``OUTCOME_SCHEMA``."""
    canonical = sanitize_url(outcome.canonical_url)
    return {
        "outlet": outcome.source,
        "article_id": make_article_id(canonical),
        "url": sanitize_url(outcome.url),
        "canonical_url": canonical,
        "result": outcome.result,
        "reason": outcome.reason,
        "detail": sanitize_text(outcome.detail),
        "route": outcome.route,
    }


def make_quarantine_row(
    row: Mapping[str, Any], stage: Literal["scrape", "validate"], reasons: list[tuple[str, str]]
) -> dict[str, Any]:
    """Return a row of ``QUARANTINE_SCHEMA`` from a row of ``ARTICLE_SCHEMA``, which may be incomplete."""
    return {
        "article_id": row["article_id"],
        "outlet": row["outlet"],
        "url": row["url"],
        "stage": stage,
        "reasons": [{"rule": rule, "detail": detail} for rule, detail in reasons],
        "payload": _write_payload(row),
        "archive": row.get("archive"),
        "fetched_at": row.get("fetched_at"),
        "rules_version": row.get("rules_version"),
    }


LARGEST_PAYLOAD = 600_000
"""Characters of a row that quarantine keeps whole, with its names and hashes: an article of 100,000 characters fits."""
EXCERPT_CHARACTERS, EXCERPT_ENTRIES = 10_000, 100
"""Characters of each text, and entries of each list, that are kept of a larger one; its page is in the archive."""


def _write_payload(row: Mapping[str, Any]) -> str:
    texts = sum(len(value) for value in row.values() if isinstance(value, str))
    if texts <= LARGEST_PAYLOAD:  # a larger one is not copied to be measured
        text = json.dumps(dict(row), default=str, ensure_ascii=False)
        if len(text) <= LARGEST_PAYLOAD:
            return text
    kept = {name: _shorten_value(value) for name, value in row.items()}
    return json.dumps(kept | {"content_hash": None, "shortened": True}, default=str, ensure_ascii=False)


def _shorten_value(value: Any) -> Any:  # noqa: ANN401  # whatever a row holds
    if isinstance(value, str):
        return value[:EXCERPT_CHARACTERS]
    if isinstance(value, list):
        return [_shorten_value(entry) for entry in value[:EXCERPT_ENTRIES]]
    if isinstance(value, dict):
        return {name: _shorten_value(entry) for name, entry in value.items()}
    return value
