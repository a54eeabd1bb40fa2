"""Send the digests of saved searches and collections to their channels, every morning.

A run sends what its day and the day before have that a channel has not taken yet, so each text goes out once. What a
channel refuses fails the task and is sent by its next try. Nothing is sent where no digest has a channel
(docs/analyst.md).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import dag, task
from airflow.timetables.interval import CronDataIntervalTimetable
from kliping_tasks import ARGS, START, ZONE, say_line


@dag(
    schedule=CronDataIntervalTimetable("0 7 * * *", timezone=ZONE),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=2),
    default_args=ARGS,
    tags=["kliping", "digests"],
    doc_md=__doc__,
)
def digests() -> None:
    """One task: send, and fail where a channel did not take its digest."""

    @task
    def send(data_interval_end: Any = None) -> None:
        from kliping import pipeline, settings

        reports = pipeline.send_latest_digests(settings.load_settings(), until=data_interval_end)
        for report in reports:
            say_line(str(report))
        if refused := [str(report) for report in reports if report.error]:
            raise RuntimeError("\n".join(refused))

    send()


digests()
