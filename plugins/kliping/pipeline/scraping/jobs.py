"""The archived pages that are to be scraped, article by article."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kliping import archive
from kliping.errors import DAMAGED_RECORD, make_internal_error
from kliping.model import Page
from kliping.pipeline.runs.ledger import Fetched, part_of, read_fetched
from kliping.pipeline.scraping.outcome_writer import FailureCause, OutcomeWriter

log = logging.getLogger(__name__)

LOOK_UP_SHARE = 0.2
"""Share of a part's articles up to which each is looked up by its reference; for more the whole part is read."""


@dataclass(frozen=True, slots=True)
class ScrapeJob:
    """One article's pages, on their way through a worker."""

    pages: tuple[Page, ...]
    route: str
    link_url: str
    """Canonical URL that the link has in the ledger."""
    learned: Path | None = None
    """File of the snapshot that the run uses; each process reads it once."""
    failure: FailureCause | None = None
    """What kept its pages from being read from the archive."""

    @property
    def bytes(self) -> int:
        """Size of all its pages."""
        return sum(len(page.body) for page in self.pages)


def scrape_jobs(
    root: str, ledger: Path, parts: Sequence[str], outcomes: OutcomeWriter, learned: Path | None, bugs: list[str]
) -> Iterator[ScrapeJob]:
    """Yield the articles that are to be scraped, part by part; one part's articles of the ledger are held at a time.

    ``bugs`` gets a line for each bug that breaks off reading a part.
    """
    for part in parts:
        fetched = {item.refs[0]: item for item in read_fetched(ledger, part)}
        wanted = {ref: item for ref, item in fetched.items() if not outcomes.is_known(ref)}
        if len(wanted) > LOOK_UP_SHARE * len(fetched):
            pages = _read_until_broken(archive.read_pages(root, parts[parts.index(part) :]), bugs)
            yield from _read_part_jobs(pages, part, wanted, learned)
        for item in wanted.values():
            yield _look_up(root, item, learned)


def _look_up(root: str, item: Fetched, learned: Path | None) -> ScrapeJob:
    """Return an article by the references of its pages; a record that is damaged or gone is its failure."""
    try:
        pages = tuple(archive.read_page(root, ref) for ref in item.refs)
    except archive.ArchiveError as error:
        return ScrapeJob((), item.route, item.canonical_url, learned, (DAMAGED_RECORD, str(error)))
    except Exception as error:  # noqa: BLE001  # becomes the article's outcome
        failed = make_internal_error(error, item.refs[0])
        return ScrapeJob((), item.route, item.canonical_url, learned, (failed.reason, failed.detail))
    return ScrapeJob(pages, item.route, item.canonical_url, learned)


def _read_part_jobs(
    pages: Iterator[Page], part: str, wanted: dict[str, Fetched], learned: Path | None
) -> Iterator[ScrapeJob]:
    """Yield the articles of ``part``, in the order of ``pages``, and remove each from ``wanted``.

    Pages of one article stand together, and where the part was full the last ones stand in the next. What is left in
    ``wanted`` where the pages end too soon can be looked up.
    """
    held: list[Page] = []
    current: Fetched | None = None
    for page in pages:
        if page.archive in wanted:
            if current:
                yield ScrapeJob(tuple(held), current.route, current.canonical_url, learned)
            current, held = wanted.pop(page.archive), [page]
        elif current and page.archive in current.refs:
            held.append(page)
        elif part_of(page.archive) != part:
            break
    if current and len(held) < len(current.refs):
        wanted[current.refs[0]] = current
    elif current:
        yield ScrapeJob(tuple(held), current.route, current.canonical_url, learned)


def _read_until_broken(pages: Iterator[Page], bugs: list[str]) -> Iterator[Page]:
    """Yield the pages up to a damaged record, or a bug in reading them; what is left is looked up by its references."""
    try:
        yield from pages
    except archive.ArchiveError as error:
        log.error("a damaged record broke off the reading of its part: %s", error)
    except Exception as error:
        log.exception("a bug broke off the reading of the archive")
        bugs.append(make_internal_error(error).detail)
