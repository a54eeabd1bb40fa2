"""Look for problems every ten minutes, notify people of new ones, and send again what a receiver has not taken.

Paused by default, for it has nothing to do until a channel is set (docs/operator.md). The policy says what is reported:
each cause once, again after a day, and when it is over.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, task
from airflow.timetables.interval import CronDataIntervalTimetable
from kliping_tasks import ARGS, START, ZONE, say_line


@dag(
    schedule=CronDataIntervalTimetable("*/10 * * * *", timezone=ZONE),
    start_date=START,
    catchup=False,
    is_paused_upon_creation=True,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=30),
    default_args=ARGS,
    tags=["kliping", "alerts"],
    doc_md=__doc__,
)
def alerts() -> None:
    """One task: look, report, send."""

    @task(retries=0)
    def notify() -> None:
        from kliping import pipeline, settings

        pipeline.check_and_notify(settings.load_settings(), say_line)

    notify()


alerts()
