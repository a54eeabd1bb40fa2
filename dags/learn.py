"""Learn each outlet's boilerplate, daily: what recurs in several of its articles is removed by later runs.

One day of articles is enough to learn boilerplate that changed. `reprocess` cleans what was loaded before.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, task
from airflow.timetables.interval import CronDataIntervalTimetable
from kliping_tasks import ARGS, START, ZONE


@dag(
    schedule=CronDataIntervalTimetable("0 5 * * *", timezone=ZONE),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    default_args=ARGS,
    tags=["kliping", "maintenance"],
    doc_md=__doc__,
)
def learn() -> None:
    """One task: count what recurs in the published articles, and pin it."""

    @task
    def pin() -> str:
        from kliping import pipeline, settings

        return pipeline.learn_boilerplate(settings.load_settings()).version

    pin()


learn()
