"""Visit every outlet daily: does each route list articles, can three of them be read? Stores nothing.

Paused by default, for it visits the outlets of the setting KLIPING_SOURCES, by default real ones. A broken outlet fails
the task; its log says what was seen.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import dag, task
from airflow.timetables.interval import CronDataIntervalTimetable
from kliping_tasks import ARGS, START, ZONE, optional_sources, say_line


@dag(
    schedule=CronDataIntervalTimetable("0 6 * * *", timezone=ZONE),
    start_date=START,
    catchup=False,
    is_paused_upon_creation=True,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=6),
    default_args=ARGS,
    tags=["kliping", "outlets"],
    doc_md=__doc__,
    params={"sources": optional_sources("demo, live, or ids separated by commas; empty: the setting KLIPING_SOURCES.")},
)
def canary() -> None:
    """One task: check them all and print each verdict."""

    @task(retries=0)
    def check(params: Any = None) -> None:
        from kliping import pipeline, settings

        config = settings.load_settings()
        broken = []
        for seen in pipeline.check_sources(config, params["sources"] or config.sources):
            say_line(f"{seen.source.id}: {seen.verdict}, coverage {seen.coverage}")
            if seen.verdict == "broken":
                broken.append(seen.source.id)
        if broken:
            raise RuntimeError(
                f"{len(broken)} outlets are broken: {', '.join(broken)}; kliping sources check ID shows why"
            )

    check()


canary()
