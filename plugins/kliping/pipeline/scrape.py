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
from kliping.clean import Snapshot, blocks
from kliping.errors import INTERNAL_ERROR, internal_error
from kliping.failpoints import failpoint
from kliping.model import Article, Page, Source, article_id
from kliping.pipeline import documents, learning, planning, stage
from kliping.pipeline.again import done_twice
from kliping.pipeline.jobs import Job, archived_jobs
from kliping.pipeline.ledger import RowWriter
from kliping.pipeline.planning import IMPORT
from kliping.pipeline.settle import Settled
from kliping.pipeline.workers import Workers
from kliping.scrape import join
from kliping.scrape import scrape as scrape_page
from kliping.settings import Settings
from kliping.signature import signature
from kliping.wellformed import mend_url

log = logging.getLogger(__name__)

CHUNK = 32
"""Articles that a worker process takes at a time."""
CHUNK_BYTES = 8_000_000
"""Of their pages; a chunk ends here, however few they are: a page takes many times its size while it is read."""
WORTH_PROCESSES = 400
"""Fewer articles than this are scraped sooner here than a process pool would start."""


@dataclass(frozen=True, slots=True)
class Result:
    """A row of ``batch.ARTICLES`` or of ``batch.QUARANTINE``, and which article of the ledger it is."""

    asked: str
    """Canonical URL that the link had."""
    row: dict[str, Any]
    kind: str
    bug: str = ""
    """What the pages brought out instead of a row."""


def scrape(settings: Settings, run: str, outlet: str) -> stage.Scraped:
    """Scrape what ``collect`` archived for one outlet; writes articles, quarantined pages and settled outcomes."""
    return done_twice(f"scrape {outlet}", partial(_scrape, settings, run, outlet))


def _scrape(settings: Settings, run: str, outlet: str, notes: tuple[str, ...]) -> stage.Scraped:
    started = time.monotonic()
    planned = stage.read_plan(settings, run)
    source = planning.source(settings, outlet)
    folder = stage.outlet_folder(settings, run, outlet)
    collected = stage.read_manifest(settings, run, outlet, stage.Collected)
    parts = collected.parts if collected else ()
    bugs: list[str] = []
    with Settled() as settled:
        version = planned.learned_snapshot
        learned = learning.folder(settings) / f"{version}.json" if version else None
        if planned.job != "reprocess":
            settled.know(settings, planned, parts)
        jobs = archived_jobs(settings.archive_root, folder / stage.LEDGER, parts, settled, learned, bugs)
        many = collected is not None and collected.fetched - len(settled.known) >= WORTH_PROCESSES
        results = _scraped(settings, jobs, source, planned, many=many)
        articles, quarantined = _write(folder, settings.batch_rows, results, settled, bugs)
        failpoint("scrape.settle")
        unchanged = settled.write(folder / stage.LEDGER, folder / stage.OUTCOMES, settings.batch_rows)
    if bugs:
        notes += (f"{INTERNAL_ERROR}: {len(bugs)} pages, such as {bugs[0]}",)
    done = stage.Scraped(
        outlet, articles, dict(quarantined), unchanged, round(time.monotonic() - started, 3), notes=notes
    )
    failpoint("scrape.manifest")
    stage.write_manifest(settings, run, done)
    return done


def _write(
    folder: Path, chunk: int, results: Iterator[Result], settled: Settled, bugs: list[str]
) -> tuple[int, Counter[str]]:
    """Write the rows; gives the number of articles, and of pages that are none by their kind. ``bugs`` is added to."""
    quarantined: Counter[str] = Counter()

    def misfit(row: Mapping[str, Any], error: Exception) -> None:
        bugs.append(internal_error(error, row["archive"]).detail)
        settled.misfit(row["url"], bugs[-1])

    with (
        RowWriter(folder / stage.ARTICLES, batch.ARTICLES, chunk, misfit) as articles,
        RowWriter(folder / stage.SCRAPE_QUARANTINE, batch.QUARANTINE, chunk, misfit) as refused,
    ):
        for result in results:
            failpoint("scrape.row")
            if result.bug:
                log.error("%s: %s", result.asked, result.bug)
                bugs.append(result.bug)
                settled.broke(result.asked, result.bug)
                continue
            if result.kind == "article":
                articles.add(result.row)
            else:
                refused.add(result.row)
                quarantined[result.kind] += 1
            settled.scraped(result.asked, result.row["url"])
    return articles.count, quarantined


def _scraped(
    settings: Settings, jobs: Iterator[Job], source: Source, planned: stage.Plan, *, many: bool
) -> Iterator[Result]:
    """Results in the order of the jobs; at most two chunks a worker are in flight, so memory is bounded."""
    if not many or settings.workers == 1:
        for job in jobs:
            yield scrape_one(job, source, planned)
        return
    with Workers(settings.workers, partial(scrape_chunk, source=source, planned=planned)) as workers:
        for job, result in workers.run(_chunks(jobs)):
            detail = f"a worker process died of it; record {job.pages[0].archive if job.pages else 'unread'}"
            yield result or Result(job.asked, {}, INTERNAL_ERROR, detail)


def _chunks(jobs: Iterator[Job]) -> Iterator[list[Job]]:
    """Jobs by the ``CHUNK``, fewer where their pages are large."""
    chunk: list[Job] = []
    size = 0
    for job in jobs:
        chunk.append(job)
        size += job.bytes
        if len(chunk) >= CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def scrape_chunk(jobs: Sequence[Job], source: Source, planned: stage.Plan) -> list[Result]:
    """What a worker process runs."""
    return [scrape_one(job, source, planned) for job in jobs]


def scrape_one(job: Job, source: Source, planned: stage.Plan) -> Result:
    """One article's pages to a row; a page that is no article becomes a row of the quarantine that names its kind.

    A bug that they bring out is the result, and goes no further.
    """
    if job.bug:
        return Result(job.asked, {}, INTERNAL_ERROR, job.bug)
    try:
        return _to_row(job, source, planned)
    except Exception as error:  # noqa: BLE001  # named in the article's outcome
        return Result(job.asked, {}, INTERNAL_ERROR, internal_error(error, job.pages[0].archive).detail)


def _to_row(job: Job, source: Source, planned: stage.Plan) -> Result:
    first, asked = job.pages[0], job.asked
    article, outlet = _read(job.pages, source, learning.load(job.learned) if job.learned else None)
    if mend_url(article.canonical_url) != article.canonical_url:  # no address: the link's own is one
        article = replace(article, canonical_url=asked)
    row = batch.article_row(
        article,
        first,
        source,
        route=job.route,
        rules_version=planned.rules_version,
        learned_snapshot=planned.learned_snapshot,
    )
    if source.id == IMPORT.id:
        row["outlet"] = outlet
    if article.kind == "article":
        row["signature"] = signature(row["body"])
        row["blocks"] = sorted({int(block.hash[:16], 16) for block in blocks(row["scraped_text"])})
        return Result(asked, row, "article")
    # what is no article keeps the address it was found under: a login page says that it is the home page
    row |= {"url": asked, "article_id": article_id(asked)}
    detail = f"the page is not an article: {article.kind}"
    return Result(asked, batch.quarantine_row(row, "scrape", [(f"page_is_{article.kind}", detail)]), article.kind)


def _read(pages: Sequence[Page], source: Source, learned: Snapshot | None) -> tuple[Article, str | None]:
    """The article of one or more pages, and the outlet that it names."""
    outlet: str | None = source.id
    if outlet == IMPORT.id and pages[0].media_type in documents.TEXTS:  # an outlet may call its pages what it likes
        return documents.to_article(pages[0], learned)
    if outlet == IMPORT.id:  # a page that somebody else fetched is read by its own outlet's rules
        outlet = documents.outlet_of(pages[0])
        source = sources.for_url(pages[0].final_url) or Source.GENERIC
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
    return (join(articles) if len(articles) > 1 else articles[0]), outlet
