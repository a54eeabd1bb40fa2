"""Maintain the warehouse, weekly: compact, back up, clear old files, prune the archive, check everything, report.

`kliping status --disk` shows what each kind of file takes and how long it is kept.

The archive keeps everything unless KLIPING_ARCHIVE_DAYS or KLIPING_ARCHIVE_GIGABYTES limit it. If KLIPING_BACKUPS names
a folder, a backup is made there and tested by restoring it; the newest four are kept. A shared warehouse has its small
files merged and its old snapshots expired (KLIPING_WAREHOUSE_DAYS). A problem that the check finds
fails the task `check`; its log says what to do.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, task
from airflow.timetables.interval import CronDataIntervalTimetable
from kliping_tasks import ARGS, POOL, START, ZONE


@dag(
    schedule=CronDataIntervalTimetable("0 3 * * 0", timezone=ZONE),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=6),
    default_args=ARGS,
    tags=["kliping", "maintenance"],
    doc_md=__doc__,
)
def maintain() -> None:
    """Compact, clear and check, one after another: each writes, or reads what the one before wrote."""

    @task(pool=POOL)
    def compact() -> str:
        from kliping import pipeline, settings

        return pipeline.compact_database(settings.load_settings())

    @task(pool=POOL)
    def backup() -> str:
        from kliping import pipeline, settings

        return pipeline.make_backup(settings.load_settings())

    @task
    def clear() -> list[str]:
        from kliping import pipeline, settings

        return pipeline.clear_old_files(settings.load_settings())

    @task
    def prune_archive() -> str:
        from kliping import pipeline, settings

        return pipeline.prune_archive(settings.load_settings())

    @task(pool=POOL, retries=0)
    def check() -> None:
        from kliping import pipeline, settings

        if found := pipeline.check_health(settings.load_settings(), patience=timedelta(hours=6)):
            raise RuntimeError("\n".join(found))

    compact() >> backup() >> clear() >> prune_archive() >> check()


maintain()
