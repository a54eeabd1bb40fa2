"""Digests of what analysts keep: the texts of a saved search or a collection on a day, copies folded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from kliping import warehouse
from kliping.model import JAKARTA
from kliping.pipeline.answers.clippings import Clippings, FoldedHit, clip_day, fold_copies, read_clipped_texts
from kliping.pipeline.answers.clippings_pdf import render_clippings
from kliping.pipeline.answers.searching import search_articles
from kliping.saved import COLLECTION, SEARCH, Saved, list_articles
from kliping.settings import Settings


@dataclass(frozen=True, slots=True)
class Digest:
    """The texts of a day, copies folded; ``notes`` by article id. ``day`` None: all that a collection has."""

    saved: Saved
    day: dt.date | None
    clippings: Clippings
    notes: Mapping[str, str]

    def read_note(self, one: FoldedHit) -> str:
        """Return what was noted on a text: on its first article or on a copy."""
        return "\n".join(filter(None, (self.notes.get(hit.article_id, "") for hit in (one.first, *one.copies))))


def make_digest(settings: Settings, saved: Saved, *, day: dt.date | None, today: dt.date) -> Digest:
    """Return the digest of a day in Jakarta.

    Of a search these are the articles of the day, by default of the newest one that has a match; of a collection those
    that were added on the day, by default all. Raises ``InputError`` and ``WarehouseError`` as a search does.
    """
    if saved.kind == SEARCH:
        found = clip_day(
            settings,
            saved.query or "*",
            outlet=saved.outlet or None,
            section=saved.section or None,
            day=day,
            today=today,
        )
        return Digest(saved, found.day, found, {})
    kept = [
        one
        for one in list_articles(settings, saved)
        if day is None or dt.datetime.fromtimestamp(one.added_at, JAKARTA).date() == day
    ]
    hits = warehouse.read_hits(settings, [one.article_id for one in kept])
    clippings = Clippings(saved.name, day or today, warehouse.SearchPage(len(hits), hits), fold_copies(hits))
    return Digest(saved, day, clippings, {one.article_id: one.note for one in kept})


def list_newest(settings: Settings, saved: Saved, *, today: dt.date, limit: int) -> list[FoldedHit]:
    """Return the newest matches of a search, or all that a collection has, copies folded."""
    if saved.kind == COLLECTION:
        return list(make_digest(settings, saved, day=None, today=today).clippings.found)
    page = search_articles(
        settings,
        saved.query or "*",
        outlet=saved.outlet or None,
        section=saved.section or None,
        order="time",
        limit=limit,
    )
    return fold_copies(page.hits)


def render_digest_pdf(settings: Settings, digest: Digest, made_at: dt.datetime) -> bytes:
    """Return a digest as a PDF report, with the notes."""
    texts = read_clipped_texts(settings, digest.clippings)
    notes = {one.first.article_id: digest.read_note(one) for one in digest.clippings.found}
    return render_clippings(digest.clippings, texts, _describe_saved(digest.saved), made_at, notes=notes)


def _describe_saved(saved: Saved) -> str:
    """Return what it is, in one line of Indonesian."""
    if saved.kind == COLLECTION:
        return f"Kumpulan: {saved.name}"
    narrowed = ", ".join(filter(None, [saved.query or "*", saved.outlet, saved.section]))
    return f"{saved.name}. Pencarian: {narrowed}"
