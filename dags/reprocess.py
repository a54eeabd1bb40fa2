"""Scrape a range of days again from the archive, by the current rules, without the network.

Use it after a rule was changed: articles are updated in place and get the new `rules_version`. No revision is recorded,
for the outlet changed nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import Param, dag, task, task_group
from kliping_tasks import (
    ARGS,
    DATE,
    START,
    load_task,
    name_day,
    optional_sources,
    publish_task,
    replay_task,
    scrape_task,
    validate_task,
)


@dag(
    schedule=None,
    start_date=START,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=12),
    default_args=ARGS,
    tags=["kliping", "archive"],
    doc_md=__doc__,
    params={
        "from": Param(type="string", pattern=DATE, title="From", description="First day, YYYY-MM-DD."),
        "to": Param(type="string", pattern=DATE, title="To", description="Last day, YYYY-MM-DD."),
        "sources": optional_sources("Ids separated by commas; empty: every outlet that the archive holds."),
    },
)
def reprocess() -> None:
    """Replay, scrape, validate, load and publish each day separately: one that fails stops no other."""

    @task(retries=0)
    def plan(params: Any = None, run_id: str | None = None) -> list[dict[str, Any]]:
        from kliping import pipeline, settings

        first, last = pipeline.parse_day(params["from"]), pipeline.parse_day(params["to"])
        plans = pipeline.plan_reprocess(
            settings.load_settings(), first=first, last=last, spec=params["sources"], key=str(run_id)
        )
        return [pipeline.make_batch(planned) for planned in plans]

    @task_group
    def days(batch: dict[str, Any]) -> None:
        validated = name_day(validate_task, trigger_rule="all_done")(batch)
        name_day(scrape_task)(name_day(replay_task)(batch)) >> validated
        name_day(publish_task)(name_day(load_task)(validated))

    days.expand(batch=plan())


reprocess()
