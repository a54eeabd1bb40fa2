"""Send digests to the channels that alerts have: each text of a day once to each channel."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from babel.dates import format_date, format_datetime

from kliping import alerts
from kliping.errors import UserError
from kliping.model import JAKARTA
from kliping.pipeline.answers.clippings import FoldedHit
from kliping.pipeline.answers.digests import Digest, make_digest, render_digest_pdf
from kliping.saved import Saved, hold_sending, list_saved, list_taken, record_taken
from kliping.settings import Settings

MOST_TEXTS_LISTED = 50
"""Texts that a message spells out; of more it says how many there are."""
LONGEST_SUMMARY = 300


@dataclass(frozen=True, slots=True)
class DigestReport:
    """What happened to a digest on its way to a channel; ``error`` is empty where it was taken, or had nothing new."""

    name: str
    channel: str
    texts: int = 0
    error: str = ""

    def __str__(self) -> str:
        if self.error:
            return f"{self.name}: {self.channel} did not take it: {self.error}; the next call sends it again"
        return f"{self.name}: {self.texts} texts to {self.channel}" if self.texts else f"{self.name}: nothing new"


def send_digests(
    settings: Settings, *, day: dt.date, now: dt.datetime, only: Saved | None = None
) -> tuple[DigestReport, ...]:
    """Send to each channel the texts of a day that it has not taken yet; nothing where there is nothing new.

    A digest or a channel that fails is reported and sent by the next call; the others are sent. A process that is
    killed between sending and writing it down sends the same again, with the same key. Raises ``InputError`` where
    another process is sending.
    """
    with hold_sending(settings):
        wanted = [one for one in list_saved(settings) if one.channels and (only is None or one.id == only.id)]
        return tuple(report for one in wanted for report in _send_one(settings, one, day, now))


def send_latest_digests(settings: Settings, *, until: dt.datetime | None = None) -> tuple[DigestReport, ...]:
    """Send what a day in Jakarta and the day before have that channels have not taken yet. ``until``: now by default.

    The day before is sent again because its articles are loaded after midnight, or late. Raises as ``send_digests``.
    """
    now = dt.datetime.now(dt.UTC)
    day = (until or now).astimezone(JAKARTA).date()
    days = (day - dt.timedelta(days=1), day)
    return tuple(report for each in days for report in send_digests(settings, day=each, now=now))


def _send_one(settings: Settings, saved: Saved, day: dt.date, now: dt.datetime) -> Iterator[DigestReport]:
    try:
        digest = make_digest(settings, saved, day=day, today=day)
    except UserError as error:
        yield from (DigestReport(saved.name, channel, error=str(error)) for channel in saved.channels)
        return
    for channel in saved.channels:
        taken = list_taken(settings, saved.id, channel, day)
        new = [one for one in digest.clippings.found if one.first.duplicate_group_id not in taken]
        if not new:
            yield DigestReport(saved.name, channel)
            continue
        part = replace(digest, clippings=replace(digest.clippings, found=new))
        refusal = alerts.send_dispatch(settings, channel, _make_dispatch(settings, part, channel, now))
        if not refusal:
            texts = [one.first.duplicate_group_id for one in new]
            record_taken(settings, saved.id, channel, day, texts, at=now)
        yield DigestReport(saved.name, channel, len(new), refusal)


def write_digest(settings: Settings, digest: Digest) -> alerts.Message:
    """Return a digest in words, in Indonesian like what it holds."""
    return _write_texts(digest, [_describe_text(settings, digest, one) for one in digest.clippings.found])


def _make_dispatch(settings: Settings, digest: Digest, channel: str, now: dt.datetime) -> alerts.Dispatch:
    """Return what a channel is sent: words, the same as data for programs, and the report for a mail."""
    texts = [_describe_text(settings, digest, one) for one in digest.clippings.found]
    saved, day = digest.saved, digest.clippings.day
    identity = "|".join([str(saved.id), channel, day.isoformat(), *sorted(str(one["article_id"]) for one in texts)])
    details = {"name": saved.name, "kind": saved.kind, "query": saved.query, "day": day.isoformat(), "texts": texts}
    return alerts.Dispatch(
        _write_texts(digest, texts),
        {"digest": details},
        hashlib.sha256(identity.encode()).hexdigest()[:16],
        alerts.Attachment(f"kliping-{day}.pdf", "application/pdf", lambda: render_digest_pdf(settings, digest, now)),
        rest=f'kliping saved digest "{saved.name}" --day {day}',
    )


def _describe_text(settings: Settings, digest: Digest, one: FoldedHit) -> dict[str, Any]:
    """Return a text as a program reads it."""
    summary = one.first.snippet.text
    return {
        "article_id": one.first.article_id,
        "title": one.first.title,
        "outlet": one.first.outlet,
        "at": one.first.at.astimezone(JAKARTA).isoformat(timespec="seconds"),
        "url": one.first.url,
        "page": f"{settings.desk.rstrip('/')}/read/article/{one.first.article_id}" if settings.desk else None,
        "summary": summary if len(summary) <= LONGEST_SUMMARY else f"{summary[: LONGEST_SUMMARY - 3]}...",
        "note": digest.read_note(one) or None,
        "copies": [{"article_id": hit.article_id, "outlet": hit.outlet, "url": hit.url} for hit in one.copies],
    }


def _write_texts(digest: Digest, texts: Sequence[Mapping[str, Any]]) -> alerts.Message:
    day = format_date(digest.clippings.day, "EEEE, d MMMM y", locale="id")
    paragraphs = [_write_text(number, text) for number, text in enumerate(texts[:MOST_TEXTS_LISTED], start=1)]
    if len(texts) > MOST_TEXTS_LISTED:
        paragraphs.append([f"dan {len(texts) - MOST_TEXTS_LISTED} teks lagi"])
    return alerts.make_message(f"Kliping {digest.saved.name}, {day}: {len(texts)} teks", paragraphs)


def _write_text(number: int, text: Mapping[str, Any]) -> list[str]:
    """Return the lines of one text in a message."""
    at = format_datetime(dt.datetime.fromisoformat(text["at"]), "d MMM, HH.mm 'WIB'", locale="id")
    source = f"{text['outlet']}, {at}"
    if copies := ", ".join(dict.fromkeys(copy["outlet"] for copy in text["copies"])):
        source = f"{source}; lalu: {copies}"
    note = f"Catatan: {text['note']}" if text["note"] else ""
    lines = [f"{number}. {text['title'] or text['url']}", source, text["summary"], note, text["page"] or text["url"]]
    return [line for line in lines if line]
