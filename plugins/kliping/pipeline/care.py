"""What keeps the warehouse well between runs; ``maintain`` and the command line call it."""

from __future__ import annotations

import datetime as dt

from kliping import archive, warehouse
from kliping.model import JAKARTA
from kliping.settings import Settings


def doctor(settings: Settings) -> list[str]:
    """What is wrong now, one sentence each with what to do; empty where all is well."""

    limited = settings.archive_days is not None or settings.archive_gigabytes is not None

    def resolves(ref: str) -> bool:
        try:
            archive.page(settings.archive_root, ref)
        except (OSError, archive.ArchiveError):
            return limited and not archive.holds(settings.archive_root, ref)  # given up, as somebody asked
        return True

    troubles = [str(trouble) for trouble in warehouse.doctor(settings, resolves=resolves)]
    return troubles + [str(signal) for signal in warehouse.signals(settings)]


def compact(settings: Settings) -> str:
    """Rewrite the warehouse without the space that updates left; says what was won."""
    done = warehouse.compact(settings)
    return str(done) if done else "there is no warehouse yet"


def prune_archive(settings: Settings) -> str:
    """Give up old days of the archive, by the age and the size that the settings name; says what was removed."""
    size = settings.archive_gigabytes
    pruned = archive.prune(
        settings.archive_root,
        today=dt.datetime.now(JAKARTA).date(),
        keep_days=settings.archive_days,
        max_bytes=None if size is None else int(size * 1e9),
    )
    return f"{len(pruned.parts)} parts of the archive removed, {pruned.size / 1e6:,.0f} MB"


def clear_stage(settings: Settings, days: float = 14) -> list[str]:
    """Remove stage folders of runs that loaded well ``days`` ago; gives their names."""
    return list(warehouse.clear_stage(settings, days=days))


def build_index(settings: Settings, *, last: dt.date | None = None, days: int | None = None) -> int:
    """Build the full-text index over the ``days`` up to ``last`` (None: everything); gives its number of articles."""
    since = (last or dt.datetime.now(dt.UTC).date()) - dt.timedelta(days=days) if days else None
    return warehouse.build_index(settings, since=since).articles
