"""Load new articles of feeds and news sitemaps within minutes: each minute a round of the outlets that are due.

Paused by default. An outlet is due by what it published on the last days at this hour: after a minute at the earliest,
after half an hour by day and two hours at night at the latest. A round without an outlet that is due is skipped.
Requests are conditional, so a feed that has not changed costs one request. The daily run still reads every route, and
fetches recent articles again. The view `freshness` shows how long after publication articles arrived.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowSkipException
from airflow.timetables.trigger import CronTriggerTimetable
from kliping_tasks import ARGS, START, ZONE, join_stages, optional_sources


@dag(
    schedule=CronTriggerTimetable("* * * * *", timezone=ZONE),
    start_date=START,
    catchup=False,
    is_paused_upon_creation=True,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    default_args=ARGS,
    tags=["kliping", "streaming"],
    doc_md=__doc__,
    params={"sources": optional_sources("demo, live, or ids; empty: the setting KLIPING_SOURCES.")},
)
def watch() -> None:
    """The stages of `ingest`, over feeds and sitemaps, else over what shows an outlet's newest articles."""

    @task(retries=0)
    def plan(params: Any = None, run_id: str | None = None) -> list[dict[str, Any]]:
        from kliping import pipeline, settings

        config = settings.load_settings()
        planned = pipeline.plan_round(config, spec=params["sources"] or config.sources, key=str(run_id))
        if planned is None:
            raise AirflowSkipException("no outlet is due")
        return pipeline.deal_batches(config, planned)

    join_stages(plan())


watch()
