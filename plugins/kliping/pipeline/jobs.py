"""The archived pages that are to be scraped, article by article."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kliping import archive
from kliping.errors import internal_error
from kliping.model import Page
from kliping.pipeline.ledger import Fetched, fetched_in, part_of
from kliping.pipeline.settle import Settled

log = logging.getLogger(__name__)

FEW = 0.2
"""Share of a part's articles up to which each is looked up by its reference."""


@dataclass(frozen=True, slots=True)
class Job:
    """One article's pages, on their way through a worker."""

    pages: tuple[Page, ...]
    route: str
    asked: str
    """Canonical URL that the link has in the ledger."""
    learned: Path | None = None
    """File of the snapshot that the run uses; each process reads it once."""
    bug: str = ""
    """What kept its pages from being read from the archive."""

    @property
    def bytes(self) -> int:
        return sum(len(page.body) for page in self.pages)


def archived_jobs(
    root: str, ledger: Path, parts: Sequence[str], settled: Settled, learned: Path | None, bugs: list[str]
) -> Iterator[Job]:
    """The articles that are to be scraped, part by part; of the ledger, one part's articles are held at a time.

    ``bugs`` is told of what broke a reading off.
    """
    for part in parts:
        fetched = {item.refs[0]: item for item in fetched_in(ledger, part)}
        wanted = {ref: item for ref, item in fetched.items() if not settled.has(ref)}
        if len(wanted) > FEW * len(fetched):  # else most are known: the rest is looked up, not searched for
            yield from _of_part(_guarded(archive.read(root, parts[parts.index(part) :]), bugs), part, wanted, learned)
        for item in wanted.values():
            yield _looked_up(root, item, learned)


def _looked_up(root: str, item: Fetched, learned: Path | None) -> Job:
    """An article by the references of its pages. Raises ``ArchiveError`` for a record that is damaged or gone."""
    try:
        pages = tuple(archive.page(root, ref) for ref in item.refs)
    except archive.ArchiveError:
        raise
    except Exception as error:  # noqa: BLE001  # becomes the article's outcome
        return Job((), item.route, item.canonical_url, learned, internal_error(error, item.refs[0]).detail)
    return Job(pages, item.route, item.canonical_url, learned)


def _of_part(pages: Iterator[Page], part: str, wanted: dict[str, Fetched], learned: Path | None) -> Iterator[Job]:
    """The articles of ``part``, in the order of ``pages``, each taken out of ``wanted``.

    Pages of one article stand together, and where the part was full the last ones stand in the next. What is left in
    ``wanted`` where the pages end too soon can be looked up.
    """
    held: list[Page] = []
    current: Fetched | None = None
    for page in pages:
        if page.archive in wanted:
            if current:
                yield Job(tuple(held), current.route, current.canonical_url, learned)
            current, held = wanted.pop(page.archive), [page]
        elif current and page.archive in current.refs:
            held.append(page)
        elif part_of(page.archive) != part:
            break
    if current and len(held) < len(current.refs):
        wanted[current.refs[0]] = current
    elif current:
        yield Job(tuple(held), current.route, current.canonical_url, learned)


def _guarded(pages: Iterator[Page], bugs: list[str]) -> Iterator[Page]:
    """The pages up to a bug in reading them. Raises ``ArchiveError`` for a damaged part."""
    try:
        yield from pages
    except archive.ArchiveError:
        raise
    except Exception as error:
        log.exception("a bug broke off the reading of the archive; what is left is looked up by its references")
        bugs.append(internal_error(error).detail)
