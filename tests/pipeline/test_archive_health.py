"""The archive gives up old days when the settings say so, and nobody calls that damage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kliping import archive, pipeline
from kliping.settings import Settings

from tests.pipeline.conftest import DAY


def list_missing(settings: Settings) -> list[str]:
    return [line for line in pipeline.check_health(settings) if "archived page" in line]


def test_old_days_go_only_when_asked(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings(sources="gema")
    for day in (DAY - dt.timedelta(days=9), DAY):
        pipeline.run_day(settings, day=day)
    old, new = (archive.list_parts(settings.archive_root, "gema", day) for day in (DAY - dt.timedelta(days=9), DAY))
    assert old
    assert new
    assert pipeline.prune_archive(settings).startswith("0 parts")
    age = (dt.datetime.now(dt.UTC).date() - DAY).days
    limited = make_settings(sources="gema", archive_days=age + 2)
    assert pipeline.prune_archive(limited).startswith(f"{len(old)} parts")
    assert archive.list_parts(settings.archive_root, "gema", DAY) == new
    assert not archive.is_complete(settings.archive_root, "gema", DAY - dt.timedelta(days=9))
    assert list_missing(limited) == [], "given up, as asked"
    assert list_missing(settings), "nobody asked for it, so it is a loss"
    (limited.data_path / "archive" / new[0]).write_bytes(b"rusak")
    assert list_missing(limited), "a damaged part is a loss in any case"


def test_the_archive_is_cut_to_a_size(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings(sources="gema", archive_gigabytes=1e-9)
    for day in (DAY - dt.timedelta(days=9), DAY):
        pipeline.run_day(settings, day=day)
    pipeline.prune_archive(settings)
    assert archive.list_parts(settings.archive_root, "gema", DAY), "the newest day stays"
    assert not archive.list_parts(settings.archive_root, "gema", DAY - dt.timedelta(days=9))
