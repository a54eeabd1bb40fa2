"""Discover, fetch and archive one outlet's day, as one stream.

Links are fetched while later index pages are still being read, pages go to the archive as they arrive, and the ledger
of links grows on disk. A past day that the archive holds whole is replayed from it.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial

from kliping import archive, discover, fetch, sources, warehouse
from kliping.canonical import is_article_url
from kliping.clock import Clock, read_clock
from kliping.diskdict import DiskDict
from kliping.errors import GONE_REASONS, INTERNAL_ERROR, Failed, LinkError, Skipped, UserError, make_internal_error
from kliping.failpoints import failpoint
from kliping.model import JAKARTA, Link, Page, Route, Source
from kliping.pipeline.collecting.archiving import ArchivedArticle, archive_article
from kliping.pipeline.collecting.complete_days import keep_complete_day, take_complete_day
from kliping.pipeline.collecting.failed_tries import read_failed_articles
from kliping.pipeline.collecting.known import KnownLinks
from kliping.pipeline.collecting.notices import VisitNotes, check_route_page, tell_notes
from kliping.pipeline.collecting.sightings import SightingLog
from kliping.pipeline.plan import planning
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.ledger import Ledger, make_failed_outcome, make_outcome
from kliping.pipeline.runs.retries import ask_again, log_page_bug, retry_once
from kliping.pipeline.watch import watch_visits
from kliping.settings import Settings
from kliping.wellformed import sanitize_url

log = logging.getLogger(__name__)

YOUNG_ARTICLE = dt.timedelta(days=3)
"""How long before the end of a run's day an article may have appeared and still be looked at again for revisions."""


def collect_outlet(settings: Settings, run: str, outlet: str, *, clock: Clock = read_clock) -> stage.Collected:
    """Collect one outlet for a planned run and write its manifest; a second call does the work again, safely."""
    return retry_once(f"collect {outlet}", partial(_collect_day, settings, run, outlet, clock))


def _collect_day(settings: Settings, run: str, outlet: str, clock: Clock, notes: tuple[str, ...]) -> stage.Collected:
    """Take the outlet's day from the archive where that is complete, or collect it; ``notes`` are those of a retry."""
    started = time.monotonic()
    planned = stage.read_plan(settings, run)
    source = planning.read_source(settings, outlet)
    folder = stage.outlet_folder(settings, run, outlet)
    past = planned.job == "ingest" and planned.day < clock().astimezone(JAKARTA).date()
    ledger_path = folder / stage.LEDGER_FILE
    done = None
    if past and not planned.refetch:
        done = take_complete_day(settings, outlet, planned.day, ledger_path)
    if done is None:
        visited = sources.connect_source(source, settings.newsroom)
        with Ledger(ledger_path) as ledger:
            visit = _Visit(settings, planned, visited, ledger, clock)
            done = visit.collect_links()
        whole = past and not done.error and visit.is_whole
    failpoint("collect.ledger")
    done = replace(done, notes=done.notes + notes, seconds=round(time.monotonic() - started, 3))
    if not done.replayed and whole:
        failpoint("collect.complete")
        keep_complete_day(settings, planned.day, done, ledger_path)
    failpoint("collect.manifest")
    stage.write_manifest(settings, run, done)
    return done


@dataclass(slots=True)
class _Progress:
    requests: int = 0
    listed: int = 0
    """Those of the requests that asked for lists."""
    bytes: int = 0
    said: float = 0.0


class _Visit:
    """One walk through an outlet's routes over the network."""

    def __init__(self, settings: Settings, planned: stage.Plan, source: Source, ledger: Ledger, clock: Clock) -> None:
        self.settings, self.planned, self.source, self.ledger, self.clock = settings, planned, source, ledger, clock
        self.now = clock()
        self.deadline = time.monotonic() + settings.collect_deadline
        self.progress = _Progress(said=time.monotonic())
        self.notes = VisitNotes(source.id)
        self.seen = DiskDict()
        self.failed_routes = self.walked_routes = 0
        self.spare_routes: tuple[tuple[Route, ...], ...] = ()
        self.watching = planned.job == "watch"
        self.found_by_kind = ""
        self.conditional: fetch.ConditionalGet | None = None
        self.folder = stage.outlet_folder(settings, planned.run, source.id)
        if self.watching:
            first = planned.first_kinds.get(source.id, "")
            self.source = replace(source, routes=watch_visits.choose_watched_routes(source.routes, first))
            self.spare_routes = watch_visits.list_spare_routes(source.routes, first)
        self.sightings = SightingLog(self.source, planned.days, watching=self.watching)
        day_end = dt.datetime.combine(planned.day + dt.timedelta(days=1), dt.time(), JAKARTA)
        self.young_since = day_end - YOUNG_ARTICLE
        first_day = dt.datetime.combine(min(planned.days), dt.time(), JAKARTA)
        self.known = KnownLinks(warehouse.read_known_articles(settings, source.id, since=first_day - YOUNG_ARTICLE))
        self.failed = read_failed_articles(settings, planned, source.id, self.now)
        archive.recover_parts(settings.archive_root, settings.data_path / "spool", source.id, planned.day)
        # articles that an earlier try at this day already archived, with the references of their records
        self.archived = DiskDict()
        if not planned.refetch:
            self.archived = archive.find_latest_captures(settings.archive_root, source.id, planned.day)

    def collect_links(self) -> stage.Collected:
        """Discover the links, fetch those that need it, and return what happened; the ledger has each link's end."""
        with (
            fetch.Session(self.source, settings=self.settings, clock=self.clock) as session,
            archive.ArchiveWriter(
                self.settings.archive_root,
                self.source.id,
                self.planned.day,
                self.planned.run,
                self.settings.data_path / "spool",
            ) as writer,
            ThreadPoolExecutor(max(1, self.source.concurrency), f"fetch-{self.source.id}") as pool,
        ):
            flying: dict[Future[ArchivedArticle], Link] = {}
            for link in self._discover_links(session):
                if self._try_end_without_request(link):
                    continue
                self.notes.say_pace(session.notes)
                self.found_by_kind = link.route
                flying[pool.submit(self._fetch_article, session, writer, link)] = link
                if len(flying) >= 4 * max(1, self.source.concurrency):
                    self._record_finished(flying)
            while flying:
                self._record_finished(flying)
            self.notes.say_pace(session.notes)
            self.sightings.record_total(session.get, self.notes.routes)
        self._save_validators()
        self.sightings.write(self.folder / stage.SIGHTINGS_FILE, self.known)
        error = ""
        if not self._has_answer():
            error = f"{stage.NO_ANSWER}: {'; '.join(tell_notes(self.notes.list_failed_first())[:2])}"
        return stage.Collected(
            self.source.id,
            discovered=self.ledger.discovered,
            known=self.ledger.known,
            fetched=self.ledger.fetched,
            results=dict(self.ledger.results),
            parts=tuple(sorted(self.ledger.parts)),
            requests=self.progress.requests,
            list_requests=self.progress.listed,
            found_by_kind=self.found_by_kind,
            bytes=self.progress.bytes,
            notes=self.notes.tell(),
            error=error,
            route_days=self.sightings.summarize_routes(self.notes.routes),
        )

    def _discover_links(self, session: fetch.Session) -> Iterator[Link]:
        """Yield the links of the routes; keep the notes, and count the routes that failed."""
        ask: Callable[[str], Page] = session.get
        if self.watching:
            self.conditional = watch_visits.open_conditional(self.settings, self.folder, self.source.id, session)
            ask = self.conditional.get

        def get(url: str) -> Page:
            self.progress.requests += 1
            self.progress.listed += 1
            try:
                page = ask_again(ask, url, self.notes.bugs)
            except (LinkError, UserError):
                raise
            except Exception as error:  # a bug of ours: the route records it as a failed page (law 6)
                raise log_page_bug(error, url) from error
            check_route_page(self.source, page, self.notes.bugs)
            return page

        yield from self._walk_routes(self.source, get)
        for routes in self.spare_routes:
            if self._has_answer() and (self.found_by_kind or self.source.id not in self.planned.quiet):
                return
            yield from self._walk_routes(replace(self.source, routes=routes), get)

    def _has_answer(self) -> bool:
        """Return whether a route showed something, or, to ``watch``, at least answered (304: nothing new)."""
        if self.watching and self.failed_routes < self.walked_routes:
            return True
        return bool(self.ledger.discovered) or not self.failed_routes

    def _walk_routes(self, source: Source, get: Callable[[str], Page]) -> Iterator[Link]:
        """Yield the links of the source's routes; ``watch`` reads them up to what is known."""
        is_known = None
        if self.watching:
            is_known = self._is_known
        self.walked_routes += len(source.routes)
        walk = discover.discover_links(
            source,
            self.planned.days,
            get,
            now=self.now,
            note_sighting=self.sightings.add,
            note_total=self.sightings.add_total,
            is_known=is_known,
        )
        for found in walk:
            if isinstance(found, Link):
                self.ledger.discovered += 1
                failpoint("collect.link")
                yield replace(found, url=sanitize_url(found.url), canonical_url=sanitize_url(found.canonical_url))
            else:
                self.notes.routes.append(found)
                self.failed_routes += found.failed

    def _is_known(self, canonical: str) -> bool:
        return self.known.get(sanitize_url(canonical)) is not None

    @property
    def is_whole(self) -> bool:
        """Return whether another visit would get nothing more: every list was read, and no fetch failed for now."""
        return self._has_all_links and not self.notes.list_broken()

    @property
    def _has_all_links(self) -> bool:
        """Return whether every link that failed is gone for good."""
        return self.ledger.reasons.keys() <= GONE_REASONS

    def _save_validators(self) -> None:
        """Save what the routes sent, unless a link or a list has to be read again: then it must be listed again."""
        has_bug = any(note.reason == INTERNAL_ERROR for note in self.notes.list_broken())
        if self.conditional and self._has_all_links and not has_bug and not self.failed.must_be_listed:
            self.conditional.save()

    def _try_end_without_request(self, link: Link) -> bool:
        """Return what ``_end_without_request`` does; a bug that the link triggers becomes its outcome."""
        counted = (self.ledger.known, self.ledger.fetched, self.ledger.results.total())
        try:
            return self._end_without_request(link)
        except UserError:
            raise
        except Exception as error:  # noqa: BLE001  # it is the link's outcome
            if counted == (self.ledger.known, self.ledger.fetched, self.ledger.results.total()):
                self._end_with_bug(link, error)
            return True

    def _end_with_bug(self, link: Link, error: Exception) -> None:
        """End the link with the bug that it triggered."""
        link_error = make_internal_error(error)
        log.error("%s: a bug at %s", self.source.id, link.url, exc_info=error)
        self.notes.bugs.append(f"{link_error.detail} ({link.url})")
        self.ledger.end(make_failed_outcome(link, link_error))

    def _end_without_request(self, link: Link) -> bool:
        """Return whether the link needs no request; if so the ledger says how it ended."""
        if not self.seen.add(link.canonical_url):
            self.ledger.end(make_outcome(link, "duplicate", "same_canonical_url"))
            return True
        link_error: LinkError | None = None
        if not is_article_url(self.source, link.url):
            link_error = Skipped("not_an_article", "the address is not an article's")
        elif link.published_at is not None and link.published_at.astimezone(JAKARTA).date() not in self.planned.days:
            link_error = Skipped("outside_the_day", f"published {link.published_at.astimezone(JAKARTA):%Y-%m-%d}")
        elif time.monotonic() > self.deadline:
            link_error = Failed(
                "deadline", f"collect may take {self.settings.collect_deadline:.0f} s (KLIPING_COLLECT_DEADLINE)"
            )
        if link_error is not None:
            self.ledger.end(make_failed_outcome(link, link_error))
        elif (kept := self.archived.get(link.canonical_url)) and not self.watching and not self.known.is_changed(link):
            self.ledger.add_fetched(link, kept["refs"])  # other rules may read it otherwise
        elif self._is_not_due(link):
            self.ledger.known += 1
        else:
            return self.failed.hold_back(link, self.ledger)
        return True

    def _is_not_due(self, link: Link) -> bool:
        """Return whether a known article need not be fetched now."""
        known = self.known.get(link.canonical_url)
        if known is None or self.planned.refetch:
            return False
        return self.watching or not known.is_due(link.modified_at, self.young_since, self.now)

    def _fetch_article(self, session: fetch.Session, writer: archive.ArchiveWriter, link: Link) -> ArchivedArticle:
        """Fetch and archive one article, on the conditions of what is known of it. Runs in the pool."""
        known = self.known.get(link.canonical_url)
        etag = modified = None
        if known and not self.planned.refetch:
            etag, modified = known.etag, known.last_modified
        return archive_article(session, writer, self.source, link, etag=etag, last_modified=modified)

    def _record_finished(self, flying: dict[Future[ArchivedArticle], Link]) -> None:
        """Wait until a fetch is done, and write how the finished ones ended."""
        done, _ = wait(flying, return_when=FIRST_COMPLETED)
        failpoint("collect.land")
        for future in done:
            link = flying.pop(future)
            try:
                archived = future.result()
            except LinkError as link_error:
                self.ledger.end(make_failed_outcome(link, link_error))
                continue
            except UserError:
                raise
            except Exception as error:  # noqa: BLE001  # it is the link's outcome
                self._end_with_bug(link, error)
                continue
            self.progress.requests += len(archived.refs)
            self.progress.bytes += archived.bytes
            if archived.not_modified:
                self.ledger.end(make_outcome(self.known.use_known_url(link), "unchanged", "not_modified"))
            else:
                self.ledger.add_fetched(link, archived.refs)
        if time.monotonic() - self.progress.said > 5:
            self.progress.said = time.monotonic()
            log.info("%s: %d links, %d articles fetched", self.source.id, self.ledger.discovered, self.ledger.fetched)
