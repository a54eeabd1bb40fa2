"""What a person decides or asks at the command line: quarantine, dismissed days, backups, the published copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kliping import alerts, warehouse
from kliping.errors import InputError
from kliping.pipeline.finishing.alerting import check_and_notify
from kliping.pipeline.finishing.judging import judge_decided_pages
from kliping.pipeline.finishing.publishing import keep_answers, publish_loaded
from kliping.pipeline.plan import planning
from kliping.pipeline.runs import stage
from kliping.resources import read_sql
from kliping.settings import Settings


def read_quarantine(settings: Settings, **asked: Any) -> Sequence[warehouse.QuarantinedPage]:  # noqa: ANN401  # typed there
    """Return quarantined pages of the published copy, selected as by ``warehouse.list_quarantined``."""
    with warehouse.reader(settings) as connection:
        if connection is None:
            return ()
        return warehouse.list_quarantined(connection, **asked)


def count_quarantine(settings: Settings, **asked: Any) -> int:  # noqa: ANN401  # typed there
    """Return how many quarantined pages the published copy has, selected as by ``warehouse.count_quarantined``."""
    with warehouse.reader(settings) as connection:
        if connection is None:
            return 0
        return warehouse.count_quarantined(connection, **asked)


def release_quarantined(
    settings: Settings, ids: Sequence[str], *, by: str, why: str, say: stage.Progress = stage.say_nothing
) -> warehouse.LoadReport:
    """Load quarantined pages as they are and publish; an id may be given by its beginning.

    Raises ``InputError`` for an id that is not in quarantine, ``WarehouseError`` for a page that holds no article.
    """
    full = _find_full_ids(settings, ids)
    with (
        alerts.report_failure(settings, "release", "kliping quarantine list"),
        warehouse.writer(settings) as connection,
    ):
        report = warehouse.release_pages(connection, full, by=by, why=why)
        judge_decided_pages(connection, full)
    publish_loaded(settings, say)
    return report


def drop_quarantined(
    settings: Settings, ids: Sequence[str], *, by: str, why: str, say: stage.Progress = stage.say_nothing
) -> int:
    """Drop quarantined pages for good and publish; return how many. Raises as ``release_quarantined``."""
    full = _find_full_ids(settings, ids)
    with (
        alerts.report_failure(settings, "drop", "kliping quarantine list"),
        warehouse.writer(settings) as connection,
    ):
        warehouse.drop_pages(connection, full, by=by, why=why)
        judge_decided_pages(connection, full)
    publish_loaded(settings, say)
    return len(full)


def _find_full_ids(settings: Settings, ids: Sequence[str]) -> list[str]:
    """Return the full ids of the quarantined pages whose ids begin with these."""
    pages = read_quarantine(settings, ids=list(ids), dropped=True, limit=10_000, payloads=False)
    found = [page.quarantine_id for page in pages]
    if missing := [one for one in ids if not any(full.startswith(one) for full in found)]:
        raise InputError(f"not in quarantine: {', '.join(missing)}; `kliping quarantine list` shows what is")
    return found


def dismiss_day(
    settings: Settings, outlet: str, day: dt.date, *, by: str, why: str, say: stage.Progress = stage.say_nothing
) -> None:
    """Take an outlet's day off the list of what is missing, for good, and publish. Raises ``SourceError``."""
    planning.read_source(settings, outlet)
    with (
        alerts.report_failure(settings, "dismiss", f"kliping why {outlet} --day {day}"),
        warehouse.writer(settings) as connection,
    ):
        warehouse.record_dismissal(connection, outlet, day, by, why)
    publish_loaded(settings, say)


def back_up(settings: Settings, folder: Path) -> Path:
    """Copy the warehouse to ``folder``, check that the copy can be restored, and return its path.

    Raises ``WarehouseError``, also where the copy holds no load.
    """
    copy = warehouse.copy_warehouse(settings, folder)
    warehouse.verify_backup(copy)
    return copy


def restore_from(settings: Settings, copy: Path, say: stage.Progress = stage.say_nothing) -> None:
    """Put a backup in the warehouse's place, publish it and tell what is wrong with it. Raises ``WarehouseError``."""
    with alerts.report_failure(settings, "restore", f"kliping restore {copy}"):
        warehouse.restore_backup(settings, copy)
    keep_answers(settings, say)
    check_and_notify(settings, say)


def read_report(settings: Settings, name: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of ``sql/report/NAME.sql`` from the published copy; none where nothing was published."""
    with warehouse.reader(settings) as connection:
        if connection is None:
            return []
        sql = read_sql(f"report/{name}")
        return connection.execute(sql, parameters).fetchall()


def render_query(settings: Settings, query: str) -> str:
    """Return an analyst's query with the times that it finds written as ISO 8601. Raises ``WarehouseError``."""
    with warehouse.open_session(settings) as connection:
        return warehouse.rewrite_times(connection, query)
