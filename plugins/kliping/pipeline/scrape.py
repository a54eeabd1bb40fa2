"""Archived pages to staged article rows, in bounded chunks and, where there is enough to do, in several processes."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from kliping import archive, batch, sources
from kliping.clean import Snapshot, blocks
from kliping.model import Article, Page, Source, article_id
from kliping.pipeline import documents, learning, planning, stage
from kliping.pipeline.ledger import Fetched, RowWriter, fetched_in, part_of
from kliping.pipeline.planning import IMPORT
from kliping.pipeline.settle import Settled
from kliping.scrape import join
from kliping.scrape import scrape as scrape_page
from kliping.settings import Settings
from kliping.signature import signature
from kliping.steps import reached

CHUNK = 32
"""Articles that a worker process takes at a time."""
FEW = 0.2
"""Share of a part's articles up to which each is looked up by its reference."""
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
    collected = stage.read_manifest(settings, run, outlet, stage.Collected)
    parts = collected.parts if collected else ()
    quarantined: Counter[str] = Counter()
    with (
        Settled() as settled,
        RowWriter(folder / stage.ARTICLES, batch.ARTICLES, settings.batch_rows) as articles,
        RowWriter(folder / stage.SCRAPE_QUARANTINE, batch.QUARANTINE, settings.batch_rows) as refused,
    ):
        version = planned.learned_snapshot
        learned = learning.folder(settings) / f"{version}.json" if version else None
        if planned.job != "reprocess":
            settled.know(settings, planned, parts)
        jobs = _jobs(settings.archive_root, folder / stage.LEDGER, parts, settled, learned)
        many = collected is not None and collected.fetched - len(settled.known) >= WORTH_PROCESSES
        for result in _scraped(settings, jobs, source, planned, many=many):
            reached("scrape.row")
            if result.kind == "article":
                articles.add(result.row)
            else:
                refused.add(result.row)
                quarantined[result.kind] += 1
            settled.scraped(result.asked, result.row["url"])
        reached("scrape.settle")
        unchanged = settled.write(folder / stage.LEDGER, folder / stage.OUTCOMES, settings.batch_rows)
    done = stage.Scraped(outlet, articles.count, dict(quarantined), unchanged, round(time.monotonic() - started, 3))
    reached("scrape.manifest")
    stage.write_manifest(settings, run, done)
    return done


def _jobs(root: str, ledger: Path, parts: Sequence[str], settled: Settled, learned: Path | None) -> Iterator[Job]:
    """The articles that are to be scraped, part by part; of the ledger, one part's articles are held at a time."""
    for part in parts:
        fetched = {item.refs[0]: item for item in fetched_in(ledger, part)}
        wanted = {ref: item for ref, item in fetched.items() if not settled.has(ref)}
        if len(wanted) <= FEW * len(fetched):  # most are known: the rest is looked up, not searched for
            for item in wanted.values():
                yield Job(tuple(archive.page(root, ref) for ref in item.refs), item.route, learned)
        else:
            yield from _of_part(root, parts[parts.index(part) :], wanted, learned)


def _of_part(root: str, parts: Sequence[str], wanted: Mapping[str, Fetched], learned: Path | None) -> Iterator[Job]:
    """The articles of the first of ``parts``, in its order. Pages of one article stand together, and where the part was
    full the last ones stand in the next.
    """
    held: list[Page] = []
    current: Fetched | None = None
    for page in archive.read(root, parts):
        if page.archive in wanted:
            if current:
                yield Job(tuple(held), current.route, learned)
            current, held = wanted[page.archive], [page]
        elif current and page.archive in current.refs:
            held.append(page)
        elif part_of(page.archive) != parts[0]:
            break
    if current:
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
    outlet: str | None = source.id
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
