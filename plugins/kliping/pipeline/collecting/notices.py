"""Notes of collect on routes, and notices that servers send in place of an article."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from kliping import discover, scrape
from kliping.errors import INTERNAL_ERROR, Blocked, Failed, LinkError, UserError, make_internal_error
from kliping.model import Page, Source

log = logging.getLogger(__name__)


class VisitNotes:
    """What a visit to an outlet says about its routes, its pace, and bugs of ours."""

    def __init__(self, outlet: str) -> None:
        self.outlet = outlet
        self.routes: list[discover.RouteNote] = []
        self.bugs: list[str] = []
        self.pace: tuple[str, ...] = ()

    def say_pace(self, notes: Iterable[str]) -> None:
        """Log why the outlet takes so long as soon as it is known, not only at the end."""
        for note in notes:
            if note not in self.pace:
                self.pace += (note,)
                log.warning("%s: %s", self.outlet, note)

    def list_broken(self) -> list[discover.RouteNote]:
        """Return the notes on lists that another visit may read further."""
        return [note for note in self.routes if note.broken]

    def list_failed_first(self) -> list[discover.RouteNote]:
        """Return the notes on routes, those first that tell why a route gave nothing or was not read to its end."""
        return sorted(self.routes, key=lambda note: (not note.failed, not note.broken))

    def tell(self) -> tuple[str, ...]:
        """Return all notes as sentences."""
        return (*tell_notes(self.routes), *self.pace, *tell_bugs(self.bugs))


def refuse_notice(source: Source, page: Page) -> None:
    """Raise the link error of a notice in an article's place: not archived, so that a rerun asks for the article."""
    if not scrape.may_stand_in(page.body):
        return
    read = scrape.scrape(page.body, url=page.final_url, source=source, headers=page.headers)
    reason = read.method.get("kind", "")
    if read.kind != "article" and reason in scrape.STAND_INS:
        kind = Blocked if reason == "blocked" else Failed
        raise kind(reason, f"a notice instead of the article: {read.title or 'without a title'}")


def check_route_page(source: Source, page: Page, bugs: list[str]) -> None:
    """Raise the link error of a notice in a route's place; a bug in that adds a line to ``bugs``, and nothing else.

    All links of a page depend on it, so a bug must not cost them (law 6).
    """
    try:
        refuse_notice(source, page)
    except (LinkError, UserError):
        raise
    except Exception as error:  # a bug of ours: noted, the page is read unchecked (law 6)
        log.exception("%s: a bug at %s", source.id, page.url)
        bugs.append(f"{make_internal_error(error).detail} ({page.url}, read unchecked)")


def tell_notes(notes: list[discover.RouteNote]) -> list[str]:
    """Return one sentence for each reason why routes of a kind failed, with its first example."""
    alike: dict[tuple[str, str], list[discover.RouteNote]] = {}
    for note in notes:
        alike.setdefault((note.route, note.reason), []).append(note)
    sentences = []
    for (route, reason), (first, *rest) in alike.items():
        where = first.url
        if rest:
            where += f" and {len(rest)} more"
        sentences.append(f"{route} {reason}: {first.detail} ({where})")
    return sentences


def tell_bugs(bugs: Sequence[str]) -> tuple[str, ...]:
    """Return a note that counts the bugs and quotes the first one; nothing where there was none."""
    if not bugs:
        return ()
    return (f"{INTERNAL_ERROR}: {len(bugs)} times, such as {bugs[0]}",)
