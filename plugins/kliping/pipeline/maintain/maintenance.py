"""What maintains the warehouse between runs; the DAG ``maintain`` and the command line call it."""

from __future__ import annotations

import datetime as dt

from kliping import archive, warehouse
from kliping.alerts import find_undelivered
from kliping.model import JAKARTA
from kliping.pipeline.finishing.publishing import publish_loaded
from kliping.pipeline.learn import learning
from kliping.pipeline.plan import planning
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.running_days import find_open_problems
from kliping.pipeline.runs.unloaded import find_unloaded
from kliping.pipeline.scraping.jobs import ScrapeJob
from kliping.pipeline.scraping.scrape import scrape_job
from kliping.scrape import further_pages
from kliping.settings import Settings, find_unknown_variables

CHECKED_ARTICLES = 20
"""Articles that a check scrapes again."""


def check_health(settings: Settings, *, patience: dt.timedelta = dt.timedelta()) -> list[str]:
    """Return what is wrong now, one sentence each with what to do; empty where all is well.

    A run that has not loaded is named when it began longer than ``patience`` ago and is not on its way.
    """

    root = settings.archive_root
    limited = settings.archive_days is not None or settings.archive_gigabytes is not None

    def can_read(ref: str) -> bool:
        try:
            archive.read_page(root, ref)
        except (OSError, archive.ArchiveError):
            return limited and not archive.has_part(root, ref)  # given up, as somebody asked
        return True

    checked = warehouse.check_warehouse(
        settings, can_read=can_read, part_exists=lambda ref: limited or archive.has_part(root, ref)
    )
    by_cause = {problem.cause: problem for problem in (*find_open_problems(settings), *checked)}
    found = [*map(str, by_cause.values()), *map(str, find_undelivered(settings)), *find_scraped_otherwise(settings)]
    now = dt.datetime.now(dt.UTC)
    late = [run for run in find_unloaded(settings) if not run.going and now - run.started_at >= patience]
    return [*found, *find_unknown_variables(), *(str(run.as_problem()) for run in late)]


def find_scraped_otherwise(settings: Settings, sample: int = CHECKED_ARTICLES) -> list[str]:
    """Scrape a sample of articles again from the archive: by the rules that read them they must read the same."""
    version = learning.stamp_rules_version(learning.read_pinned_version(settings))
    with warehouse.reader(settings) as connection:
        if connection is None:
            return []
        rows = connection.execute(
            """
            SELECT outlet, archive, route, learned_snapshot, content_hash, url, jakarta_day(fetched_at), rules_version
            FROM (FROM articles WHERE starts_with(rules_version, ?) AND route <> 'import' AND archive <> '')
            ORDER BY random() LIMIT ?
            """,
            [version, sample],
        ).fetchall()
    known = planning.read_known_sources(settings)
    other = []
    for outlet, ref, route, snapshot, digest, url, day, stamped in rows:
        if outlet not in known or stamped != learning.stamp_outlet_version(version, known[outlet]):
            continue  # read by older rules: `find_outdated` reports them
        try:
            page = archive.read_page(settings.archive_root, ref)
        except (OSError, archive.ArchiveError):
            continue  # a problem of its own
        if further_pages(page.body, url=page.final_url, source=known[outlet]):
            continue  # its other pages stand in records of their own
        learned = learning.snapshot_file(settings, snapshot)
        planned = stage.Plan("doctor", "reprocess", day, (day,), (outlet,), False, version, snapshot, page.fetched_at)
        again = scrape_job(ScrapeJob((page,), route, page.canonical_url, learned), known[outlet], planned)
        if again.row.get("content_hash") != digest:
            other.append((url, outlet, day))
    if not other:
        return []
    url, outlet, day = other[0]
    return [
        f"{len(other)} of {len(rows)} sampled articles read otherwise when they are scraped again, such as {url}: "
        f"kliping reprocess --from {day} --to {day} --sources {outlet}"
    ]


def compact_database(settings: Settings) -> str:
    """Rewrite the warehouse without the space that updates left; return what was gained, in a sentence."""
    done = warehouse.compact_warehouse(settings)
    return str(done or "there is no warehouse yet")


KEPT_BACKUPS = 4
"""Backups that are kept, the newest ones."""


def make_backup(settings: Settings) -> str:
    """Copy the warehouse to the folder that the settings name, check that it can be restored, and remove old copies."""
    if settings.backups is None:
        return "no backup: KLIPING_BACKUPS names no folder"
    copy = warehouse.copy_warehouse(settings, settings.backups)
    warehouse.verify_backup(copy)
    for old in sorted(settings.backups.glob("warehouse-*.duckdb"))[:-KEPT_BACKUPS]:
        old.unlink()
        old.with_name(f"{old.name}.sha256").unlink(missing_ok=True)
    return f"{copy}, {copy.stat().st_size / 1e6:,.1f} MB"


def prune_archive(settings: Settings) -> str:
    """Remove old days of the archive, by the age and size that the settings name; return what went, in a sentence."""
    max_bytes = None
    if settings.archive_gigabytes is not None:
        max_bytes = int(settings.archive_gigabytes * 1e9)
    pruned = archive.prune_days(
        settings.archive_root,
        today=dt.datetime.now(JAKARTA).date(),
        keep_days=settings.archive_days,
        max_bytes=max_bytes,
    )
    return f"{len(pruned.parts)} parts of the archive removed, {pruned.size / 1e6:,.0f} MB"


def regroup_articles(settings: Settings, say: stage.Progress = stage.say_nothing) -> int:
    """Group copies anew by today's rule and publish; return how many articles are in another group than before."""
    moved = warehouse.regroup_duplicates(settings)
    if moved:
        publish_loaded(settings, say)
    return moved


def rebuild_index(settings: Settings, *, last: dt.date | None = None, days: int | None = None) -> int:
    """Build the full-text index over the ``days`` up to ``last`` (None: everything); return its number of articles."""
    since = None
    if days:
        since = (last or dt.datetime.now(dt.UTC).date()) - dt.timedelta(days=days)
    warehouse.refresh_engine(settings)
    return warehouse.build_search_index(settings, since=since).articles
