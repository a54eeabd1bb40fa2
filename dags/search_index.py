"""Build the index of `search('kata kunci')` in SQL, daily, and bring that of `kliping search` up to date.

About 35 seconds for 100,000 articles; `days` limits the window. Sessions that have the old index open keep it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import Param, dag, task
from airflow.timetables.interval import CronDataIntervalTimetable
from kliping_tasks import ARGS, START, ZONE


@dag(
    schedule=CronDataIntervalTimetable("30 1 * * *", timezone=ZONE),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=3),
    default_args=ARGS,
    tags=["kliping", "maintenance"],
    doc_md=__doc__,
    params={
        "days": Param(
            None,
            type=["null", "integer"],
            minimum=1,
            title="Days",
            description="Number of days to index, up to today; empty: all.",
        ),
    },
)
def search_index() -> None:
    """One task: build the index and put it in place."""

    @task
    def build(params: Any = None, data_interval_end: Any = None) -> int:
        from kliping import pipeline, settings

        last = data_interval_end.in_timezone(ZONE).date() if data_interval_end else None
        return pipeline.rebuild_index(settings.load_settings(), last=last, days=params["days"])

    build()


search_index()
