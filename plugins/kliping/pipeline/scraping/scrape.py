"""Archived pages to staged article rows, in bounded chunks and, where there is enough to do, in several processes."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from kliping import batch, sources
from kliping.clean import Snapshot, split_blocks
from kliping.errors import INTERNAL_ERROR, make_internal_error
from kliping.failpoints import failpoint
from kliping.minhash import make_signature
from kliping.model import Article, Page, Source, make_article_id
from kliping.pipeline.imports import documents
from kliping.pipeline.learn import learning
from kliping.pipeline.naming import name_article
from kliping.pipeline.plan import planning
from kliping.pipeline.plan.planning import IMPORT
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.ledger import RowWriter
from kliping.pipeline.runs.retries import retry_once
from kliping.pipeline.scraping.jobs import ScrapeJob, scrape_jobs
from kliping.pipeline.scraping.outcome_writer import FailureCause, OutcomeWriter
from kliping.pipeline.scraping.workers import Workers
from kliping.scrape import join_pages
from kliping.scrape import scrape as scrape_page
from kliping.settings import Settings
from kliping.wellformed import sanitize_url

log = logging.getLogger(__name__)

CHUNK_ARTICLES = 32
"""Articles that a worker process takes at a time."""
CHUNK_PAGE_BYTES = 8_000_000
"""Bytes of pages at which a chunk ends, however few they are: a page takes many times its size while it is read."""
WORTH_PROCESSES = 400
"""Fewer articles than this are scraped in this process, in less time than a process pool needs to start."""


@dataclass(frozen=True, slots=True)
class ScrapedRow:
    """A row of ``batch.ARTICLE_SCHEMA`` or of ``batch.QUARANTINE_SCHEMA``, and which article of the ledger it is."""

    link_url: str
    """Canonical URL that the link had."""
    row: dict[str, Any]
    kind: str
    failure: FailureCause | None = None
    """Reason and detail where there is no row."""


def scrape_outlet(settings: Settings, run: str, outlet: str) -> stage.Scraped:
    """Scrape what was archived for one outlet, and write its articles, quarantined pages and outcomes."""
    return retry_once(f"scrape {outlet}", partial(_scrape_staged, settings, run, outlet))


def _scrape_staged(settings: Settings, run: str, outlet: str, notes: tuple[str, ...]) -> stage.Scraped:
    """Scrape the outlet's archived pages and write all its files; ``notes`` are those of a retry."""
    started = time.monotonic()
    planned = stage.read_plan(settings, run)
    source = planning.read_source(settings, outlet)
    folder = stage.outlet_folder(settings, run, outlet)
    collected = stage.read_manifest(settings, run, outlet, stage.Collected) or stage.Collected(outlet)
    bugs: list[str] = []
    with OutcomeWriter() as outcomes:
        learned = learning.snapshot_file(settings, planned.learned_snapshot)
        if planned.job != "reprocess":
            outcomes.look_up_known(settings, planned, source, collected.parts)
        jobs = scrape_jobs(settings.archive_root, folder / stage.LEDGER_FILE, collected.parts, outcomes, learned, bugs)
        many = collected.fetched - len(outcomes.known) >= WORTH_PROCESSES
        rows = _scrape_all_jobs(settings, jobs, source, planned, many=many)
        articles, quarantined = _write_rows(folder, settings.batch_rows, rows, outcomes, bugs)
        failpoint("scrape.outcomes")
        unchanged = outcomes.write(folder / stage.LEDGER_FILE, folder / stage.OUTCOMES_FILE, settings.batch_rows)
    if bugs:
        notes += (f"{INTERNAL_ERROR}: {len(bugs)} pages, such as {bugs[0]}",)
    done = stage.Scraped(
        outlet, articles, dict(quarantined), unchanged, round(time.monotonic() - started, 3), notes=notes
    )
    failpoint("scrape.manifest")
    stage.write_manifest(settings, run, done)
    return done


def _write_rows(
    folder: Path, chunk: int, rows: Iterator[ScrapedRow], outcomes: OutcomeWriter, bugs: list[str]
) -> tuple[int, Counter[str]]:
    """Write the rows; return the number of articles, and of pages that are none by their kind.

    ``bugs`` gets a line for each row that a bug kept from being written.
    """
    quarantined: Counter[str] = Counter()

    def drop_row(row: Mapping[str, Any], error: Exception) -> None:
        failed = make_internal_error(error, row["archive"])
        bugs.append(failed.detail)
        outcomes.drop_row(row["url"], (failed.reason, failed.detail))

    with (
        RowWriter(folder / stage.ARTICLES_FILE, batch.ARTICLE_SCHEMA, chunk, drop_row) as articles,
        RowWriter(folder / stage.SCRAPE_QUARANTINE_FILE, batch.QUARANTINE_SCHEMA, chunk, drop_row) as refused,
    ):
        for scraped in rows:
            failpoint("scrape.row")
            if scraped.failure:
                reason, detail = scraped.failure
                log.error("%s: %s: %s", scraped.link_url, reason, detail)
                if reason == INTERNAL_ERROR:
                    bugs.append(detail)
                outcomes.note_failure(scraped.link_url, scraped.failure)
                continue
            if scraped.kind == "article":
                articles.add(scraped.row)
            else:
                refused.add(scraped.row)
                quarantined[scraped.kind] += 1
            outcomes.note_row(scraped.link_url, scraped.row["url"])
    return articles.count, quarantined


def _scrape_all_jobs(
    settings: Settings, jobs: Iterator[ScrapeJob], source: Source, planned: stage.Plan, *, many: bool
) -> Iterator[ScrapedRow]:
    """Yield rows in the order of the jobs; at most two chunks a worker are in flight, so memory is bounded."""
    if not many or settings.workers == 1:
        for job in jobs:
            yield scrape_job(job, source, planned)
        return
    with Workers(settings.workers, partial(scrape_chunk, source=source, planned=planned)) as workers:
        for job, row in workers.run(_split_jobs(jobs)):
            record = next((page.archive for page in job.pages), "unread")
            died = (INTERNAL_ERROR, f"a worker process died of it; record {record}")
            yield row or ScrapedRow(job.link_url, {}, "", died)


def _split_jobs(jobs: Iterator[ScrapeJob]) -> Iterator[list[ScrapeJob]]:
    """Yield the jobs in chunks, with fewer jobs where their pages are large."""
    chunk: list[ScrapeJob] = []
    size = 0
    for job in jobs:
        chunk.append(job)
        size += job.bytes
        if len(chunk) >= CHUNK_ARTICLES or size >= CHUNK_PAGE_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def scrape_chunk(jobs: Sequence[ScrapeJob], source: Source, planned: stage.Plan) -> list[ScrapedRow]:
    """Scrape a chunk of articles; this is what a worker process runs."""
    return [scrape_job(job, source, planned) for job in jobs]


def scrape_job(job: ScrapeJob, source: Source, planned: stage.Plan) -> ScrapedRow:
    """Turn one article's pages into a row; a page that is no article becomes a row of the quarantine, with its kind.

    A bug is the article's result and is not raised.
    """
    if job.failure:
        return ScrapedRow(job.link_url, {}, "", job.failure)
    try:
        return make_scraped_row(job, source, planned)
    except Exception as error:  # noqa: BLE001  # named in the article's outcome
        failed = make_internal_error(error, job.pages[0].archive)
        return ScrapedRow(job.link_url, {}, "", (failed.reason, failed.detail))


def make_scraped_row(job: ScrapeJob, source: Source, planned: stage.Plan) -> ScrapedRow:
    """Return the row of one article's pages: of an article, or of a page that is none."""
    first = job.pages[0]
    learned: Snapshot | None = None
    if job.learned:
        learned = learning.load_snapshot(job.learned)
    article, outlet = _read_article(job.pages, source, learned)
    if sanitize_url(article.canonical_url) != article.canonical_url:  # not a valid address
        article = replace(article, canonical_url=job.link_url)
    row = batch.make_article_row(
        article,
        first,
        source,
        route=job.route,
        rules_version=learning.stamp_outlet_version(planned.rules_version, source),
        learned_snapshot=planned.learned_snapshot,
    )
    if source.id == IMPORT.id:
        row["outlet"] = outlet
    if article.kind == "article":
        row["signature"] = make_signature(row["body"])
        row["blocks"] = sorted({int(block.hash[:16], 16) for block in split_blocks(row["scraped_text"])})
        row |= name_article(row["body"])
        return ScrapedRow(job.link_url, row, "article")
    # a page that is no article keeps the link's address: the canonical URL of a login page is often the home page
    row |= {"url": job.link_url, "article_id": make_article_id(job.link_url)}
    detail = f"the page is not an article: {article.kind}"
    return ScrapedRow(
        job.link_url, batch.make_quarantine_row(row, "scrape", [(f"page_is_{article.kind}", detail)]), article.kind
    )


def _read_article(pages: Sequence[Page], source: Source, learned: Snapshot | None) -> tuple[Article, str | None]:
    """Return the article of one or more pages, and the outlet that it names."""
    outlet: str | None = source.id
    if outlet == IMPORT.id:
        if pages[0].media_type in documents.TEXT_TYPES:
            return documents.read_imported(pages[0], learned)
        # a page that somebody else fetched is read by its own outlet's rules
        outlet = documents.find_outlet(pages[0])
        source = sources.find_source(pages[0].final_url) or Source.GENERIC
    articles = [
        scrape_page(
            page.body,
            url=page.final_url,
            source=source,
            fetched_at=page.fetched_at,
            learned=learned,
            headers=page.headers,
        )
        for page in pages
    ]
    if len(articles) == 1:
        return articles[0], outlet
    return join_pages(articles), outlet
