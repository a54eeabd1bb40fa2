"""One day of news, from every outlet's routes to the published tables.

A run reads the day of its data interval in Asia/Jakarta, and the two days before for late articles; triggered without
a logical date and without `day`, it reads yesterday. A rerun of a past day reads the archive. An outlet that fails does
not keep the others from loading: its task fails, the run does not. The log of `plan` lists days that no run has loaded,
with the command that loads them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import Param, dag, task
from airflow.timetables.interval import CronDataIntervalTimetable
from kliping_tasks import ARGS, START, ZONE, join_stages, optional_day, optional_sources, say_line


@dag(
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone=ZONE),
    start_date=START,
    catchup=False,
    max_active_runs=2,
    dagrun_timeout=timedelta(hours=6),
    default_args=ARGS,
    tags=["kliping", "daily"],
    doc_md=__doc__,
    params={
        "day": optional_day("The day to ingest, YYYY-MM-DD in Asia/Jakarta; empty: the run's data interval."),
        "sources": optional_sources("demo, live, or ids separated by commas; empty: the setting KLIPING_SOURCES."),
        "refetch": Param(
            False,
            type="boolean",
            title="Refetch",
            description="Fetch again even if the archive has the day.",
        ),
        "filling_from": optional_day("First day of a backfill: no run of it walks a day that another one fills."),
        "backfill": Param(
            None,
            type=["null", "string"],
            title="Backfill",
            description="Id of the backfill that asked for this run; set by `make backfill`.",
        ),
    },
)
def ingest() -> None:
    """Plan, collect and scrape each task batch of outlets, then validate, load and publish once."""

    @task(retries=0)
    def plan(params: Any = None, data_interval_start: Any = None, run_id: str | None = None) -> list[dict[str, Any]]:
        from kliping import pipeline, settings

        config = settings.load_settings()
        first = params["filling_from"]
        planned = pipeline.plan_run(
            config,
            day=pipeline.choose_day(params["day"], data_interval_start),
            spec=params["sources"] or config.sources,
            key=str(run_id),
            refetch=params["refetch"],
            filling_from=pipeline.parse_day(first) if first else None,
        )
        for line in pipeline.describe_plan(config, planned).splitlines():
            say_line(line)
        return pipeline.deal_batches(config, planned)

    join_stages(plan())


ingest()
