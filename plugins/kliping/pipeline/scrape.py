"""Archived pages to staged article rows, in bounded chunks and, where there is enough to do, in several processes."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kliping import archive, batch
from kliping.clean import Snapshot, blocks
from kliping.model import Article, Page, Source, article_id
from kliping.pipeline import documents, learning, planning, stage
from kliping.pipeline.ledger import Fetched, RowWriter, read_fetched
from kliping.pipeline.planning import IMPORT
from kliping.scrape import join
from kliping.scrape import scrape as scrape_page
from kliping.settings import Settings
from kliping.signature import signature
from kliping.steps import reached

CHUNK = 32
"""Articles that a worker process takes at a time."""
WORTH_PROCESSES = 400
"""Fewer articles than this are scraped sooner here than a process pool would start."""


@dataclass(frozen=True, slots=True)
class Job:
    """One article's pages, on their way through a worker."""

    pages: tuple[Page, ...]
    route: str
    learned: Path | None = None
    """File of the snapshot that the run uses; each process reads it once."""


@dataclass(frozen=True, slots=True)
class Result:
    """A row of ``batch.ARTICLES`` or of ``batch.QUARANTINE``, and which article of the ledger it is."""

    asked: str
    """Canonical URL that the link had."""
    row: dict[str, Any]
    kind: str


def scrape(settings: Settings, run: str, outlet: str) -> stage.Scraped:
    """Scrape what ``collect`` archived for one outlet; writes articles, quarantined pages and settled outcomes."""
    started = time.monotonic()
    planned = stage.read_plan(settings, run)
    source = planning.source(settings, outlet)
    folder = stage.outlet_folder(settings, run, outlet)
    fetched = {item.refs[0]: item for item in read_fetched(folder / stage.PAGES)}
    collected = stage.read_manifest(settings, run, outlet, stage.Collected)
    parts = collected.parts if collected else ()
    quarantined: Counter[str] = Counter()
    renamed: dict[str, str] = {}
    with (
        RowWriter(folder / stage.ARTICLES, batch.ARTICLES, settings.batch_rows) as articles,
        RowWriter(folder / stage.SCRAPE_QUARANTINE, batch.QUARANTINE, settings.batch_rows) as refused,
    ):
        version = planned.learned_snapshot
        learned = learning.folder(settings) / f"{version}.json" if version else None
        jobs = _jobs(archive.read(settings.archive_root, parts), fetched, learned)
        for result in _scraped(settings, jobs, source, planned, many=len(fetched) >= WORTH_PROCESSES):
            reached("scrape.row")
            if result.kind == "article":
                articles.add(result.row)
            else:
                refused.add(result.row)
                quarantined[result.kind] += 1
            if result.row["url"] != result.asked:
                renamed[result.asked] = result.row["url"]
        done = stage.Scraped(outlet, articles.count, dict(quarantined), round(time.monotonic() - started, 3))
    reached("scrape.settle")
    _settle(folder, renamed, settings.batch_rows)
    reached("scrape.manifest")
    stage.write_manifest(settings, run, done)
    return done


def _jobs(pages: Iterable[Page], fetched: dict[str, Fetched], learned: Path | None) -> Iterator[Job]:
    """Pages of one article stand together in the archive; those that no link of this run asked for are passed over."""
    held: list[Page] = []
    current: Fetched | None = None
    for page in pages:
        if page.archive in fetched:
            if current and held:
                yield Job(tuple(held), current.route, learned)
            current, held = fetched[page.archive], [page]
        elif current and page.archive in current.refs:
            held.append(page)
    if current and held:
        yield Job(tuple(held), current.route, learned)


def _scraped(
    settings: Settings, jobs: Iterator[Job], source: Source, planned: stage.Plan, *, many: bool
) -> Iterator[Result]:
    """Results in the order of the jobs; at most two chunks a worker are in flight, so memory is bounded."""
    if not many or settings.workers == 1:
        for job in jobs:
            yield scrape_one(job, source, planned)
        return
    with ExitStack() as stack:
        context = multiprocessing.get_context("spawn")  # Airflow's task process has threads; a fork of it may hang
        pool = stack.enter_context(ProcessPoolExecutor(settings.workers, context))
        flying: deque[Future[list[Result]]] = deque()
        while chunk := tuple(islice(jobs, CHUNK)):
            flying.append(pool.submit(scrape_chunk, chunk, source, planned))
            if len(flying) >= 2 * settings.workers:
                yield from flying.popleft().result()
        while flying:
            yield from flying.popleft().result()


def scrape_chunk(jobs: Sequence[Job], source: Source, planned: stage.Plan) -> list[Result]:
    """What a worker process runs."""
    return [scrape_one(job, source, planned) for job in jobs]


def scrape_one(job: Job, source: Source, planned: stage.Plan) -> Result:
    """One article's pages to a row; a page that is no article becomes a row of the quarantine that names its kind."""
    first = job.pages[0]
    asked = first.canonical_url
    article, outlet = _read(job.pages, source, learning.load(job.learned) if job.learned else None)
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
        row["signature"] = signature(article.body)
        row["blocks"] = sorted({int(block.hash[:16], 16) for block in blocks(article.scraped_text)})
        return Result(asked, row, "article")
    # what is no article keeps the address it was found under: a login page says that it is the home page
    row |= {"url": asked, "article_id": article_id(asked)}
    detail = f"the page is not an article: {article.kind}"
    return Result(asked, batch.quarantine_row(row, "scrape", [(f"page_is_{article.kind}", detail)]), article.kind)


def _read(pages: Sequence[Page], source: Source, learned: Snapshot | None) -> tuple[Article, str | None]:
    """The article of one or more pages, and the outlet that it names."""
    if pages[0].media_type in documents.TEXTS:
        return documents.to_article(pages[0], learned)
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
    return (join(articles) if len(articles) > 1 else articles[0]), source.id


def _settle(folder: Path, renamed: dict[str, str], chunk: int) -> None:
    """Write the final outcomes: links are named by the canonical URL that their page states.

    Where that makes two links one article, the later one is a duplicate.
    """
    taken: set[str] = set()
    with RowWriter(folder / stage.OUTCOMES, batch.OUTCOMES, chunk) as out:
        for piece in pq.ParquetFile(folder / stage.COLLECTED_OUTCOMES).iter_batches(chunk):
            for row in piece.to_pylist():
                url = renamed.get(row["canonical_url"], row["canonical_url"])
                if row["result"] is None:
                    if url in taken:
                        row |= {"result": "duplicate", "reason": "page_names_same_canonical_url"}
                    taken.add(url)
                out.add(row | {"canonical_url": url, "article_id": article_id(url)})
