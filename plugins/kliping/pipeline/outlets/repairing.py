"""Propose corrected rules for an outlet whose pages have changed: found on known articles, tried, never applied."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kliping import fetch, sources, warehouse
from kliping.errors import InputError, LinkError
from kliping.model import JAKARTA, Page, Rules, Source
from kliping.pipeline.plan import planning
from kliping.scrape import KnownPage, find_rules, further_pages, inspect_page, scrape
from kliping.settings import Settings
from kliping.warehouse import KnownGood

ASKED_PAGES = 10
LEAST_READ = 0.9
"""Share of the known paragraphs that a reading must give, and of its own that must be known, to count as right."""
LEAST_OF_FIRST_PAGE = 0.2
"""The same, where an outlet's articles go on on further pages."""
HOST_SILENT = ("dns", "connect", "reset", "tls", "timeout")
"""Reasons of a link that say more of the host than of the page."""
PATIENCE = 2
"""Pages that a host may leave unanswered before it is taken for dead."""
REPAIRED_FIELDS = ("body", "title", "date")


@dataclass(frozen=True, slots=True)
class Repair:
    """A proposal. ``before`` and ``after``: of ``pages`` known articles, those that the rules read right."""

    source: Source
    proposed: Source
    pages: int
    before: int
    after: int
    diff: str
    """Of the outlet's file; empty where nothing would change."""


def repair_outlet(settings: Settings, outlet: str) -> Repair:
    """Fetch known good articles of an outlet as they are now, find where their parts stand, and try what was found.

    Raises ``SourceError`` for an unknown outlet, ``InputError`` where too few known articles can be fetched.
    """
    source = planning.read_source(settings, outlet)
    with warehouse.reader(settings) as connection:
        known = warehouse.read_known_good(connection, outlet, ASKED_PAGES) if connection is not None else []
    seen, failed = _fetch_again(settings, source, known)
    try:
        found = find_rules([_make_known(page, good) for page, good in seen], timezone=source.timezone)
    except ValueError as error:
        why = f": {failed[0]}" if failed else ""
        raise InputError(f"{outlet}: {error}; {len(known)} articles are known to be good{why}") from None
    pages = [page for page, _ in seen]
    last_good = max(good.fetched_at for _, good in seen).astimezone(JAKARTA).date()
    proposed = _drop_dead_pager(_replace_rules(source, found, last_good, pages), pages)
    before, after = _count_right(source, seen), _count_right(proposed, seen)
    return Repair(source, proposed, len(seen), before, after, _write_diff(source, proposed))


def _fetch_again(
    settings: Settings, source: Source, known: Sequence[KnownGood]
) -> tuple[list[tuple[Page, KnownGood]], list[str]]:
    """Return the pages of known articles as they are now, and how others failed; a dead host is not asked for all."""
    seen: list[tuple[Page, KnownGood]] = []
    failed: list[str] = []
    unanswered = 0
    with fetch.Session(sources.connect_source(source, settings.newsroom), settings=settings) as session:
        for good in known:
            try:
                seen.append((session.get(good.url), good))
            except LinkError as error:  # gone since, or refused: others are left
                failed.append(f"{error} ({good.url})")
                unanswered += error.reason in HOST_SILENT
            if unanswered == PATIENCE and not seen:
                break
    return seen, failed


def _make_known(page: Page, good: KnownGood) -> KnownPage:
    return KnownPage(page.body, good.title, tuple(good.body.split("\n")), good.published_at)


def _replace_rules(source: Source, found: Rules, last_good: dt.date, pages: Sequence[Page]) -> Source:
    """Return the outlet with what was found in force; its old rules are valid until the last day they were good.

    An old rule for which no new one was found stays only where it still finds something on one of the ``pages``.
    """
    if not source.rules:
        return replace(source, rules=(found,))
    old = source.rules[-1]
    looks = [inspect_page(page.body, old).found for page in pages]
    changes: dict[str, Any] = {}
    for name in REPAIRED_FIELDS:
        still_finds = any(look.get(name) for look in looks)
        changes[name] = getattr(found, name) or (getattr(old, name) if still_finds else ())
    new = replace(old, **changes)
    if new == old:
        return source
    return replace(source, rules=(*source.rules[:-1], replace(old, valid_until=last_good), new))


def _drop_dead_pager(source: Source, pages: Sequence[Page]) -> Source:
    """Return the outlet without its rule for further pages where that finds none and the generic reader does."""
    newest = source.rules[-1]
    freed = replace(source, rules=(*source.rules[:-1], replace(newest, pages=())))
    if newest.pages and not _count_paged(source, pages) and _count_paged(freed, pages):
        return freed
    return source


def _count_paged(source: Source, pages: Sequence[Page]) -> int:
    newest = replace(source, rules=source.rules[-1:])
    return sum(bool(further_pages(page.body, url=page.final_url, source=newest)) for page in pages)


def _count_right(source: Source, seen: Sequence[tuple[Page, KnownGood]]) -> int:
    """Count the pages that the outlet's newest rules read right, each field by a rule where the outlet has one."""
    return sum(_is_right(source, page, good) for page, good in seen)


def _is_right(source: Source, page: Page, good: KnownGood) -> bool:
    newest = replace(source, rules=source.rules[-1:])
    read = scrape(page.body, url=page.final_url, source=newest, fetched_at=page.fetched_at, headers=page.headers)
    missed = {note.removeprefix("rule_missed:") for note in read.notes}
    if read.kind != "article" or read.title != good.title or not missed.isdisjoint(REPAIRED_FIELDS):
        return False
    if _find_day(read.published_at) != _find_day(good.published_at):
        return False
    known = good.body.split("\n")
    blocks = difflib.SequenceMatcher(None, known, read.paragraphs, autojunk=False).get_matching_blocks()
    alike = sum(block.size for block in blocks)
    least = LEAST_OF_FIRST_PAGE if read.pages else LEAST_READ
    return alike >= LEAST_READ * len(read.paragraphs) and alike >= least * len(known)


def _find_day(moment: dt.datetime | None) -> dt.date | None:
    if moment is None:
        return None
    return moment.astimezone(JAKARTA).date()


def _write_diff(source: Source, proposed: Source) -> str:
    old, new = (sources.write_yaml(one).splitlines() for one in (source, proposed))
    return "\n".join(difflib.unified_diff(old, new, "in force", "proposed", lineterm=""))
