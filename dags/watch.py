"""What feeds and news sitemaps have of today that is not known yet, every ten minutes: the same stages, small batches.

Off until somebody unpauses it. Feeds are asked conditionally; what has not changed costs one request. The daily run
still walks every route, and looks at young articles again. The view `freshness` shows how long articles took.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import dag, task
from airflow.timetables.trigger import CronTriggerTimetable
from kliping_tasks import ARGS, START, ZONE, join_stages, optional_sources


@dag(
    schedule=CronTriggerTimetable("*/10 * * * *", timezone=ZONE),
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
    """The stages of `ingest`, over the routes that answer conditional requests."""

    @task(retries=0)
    def plan(params: Any = None, run_id: str | None = None) -> list[dict[str, Any]]:
        from kliping import pipeline, settings

        config = settings.load_settings()
        planned = pipeline.plan_watch(config, spec=params["sources"] or config.sources, key=str(run_id))
        return pipeline.deal_batches(config, planned)

    join_stages(plan())


watch()
