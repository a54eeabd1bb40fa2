"""The Airflow tasks that DAGs join, and what all DAGs share: owner, retries, zone, parameters.

It lies beside the library, not in dags/, because plugins/ is on the path of every Airflow process.

Tasks hand over a *task batch*: a run's name and the outlets that the task is to do, ``{"run": ..., "outlets": [...]}``.
What a stage leaves lies in the run's stage folder, never in Airflow's database.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pendulum
from airflow.sdk import Asset, Param, task, task_group
from airflow.sdk.exceptions import AirflowFailException

ZONE = "Asia/Jakarta"
START = pendulum.datetime(2015, 1, 1, tz=ZONE)
"""``dag.test`` before a start date succeeds with no task run at all, so it lies before any day one would ask for."""

ARTICLES_ASSET = Asset("kliping://articles", group="kliping")
"""Updated when articles were published; schedule other teams' DAGs on it."""

POOL = "warehouse"
"""One slot: a backfill's ``max_active_runs`` overrides a DAG's, so only a pool keeps writers in line."""


def task_retries() -> int:
    """Read the setting; Airflow keeps it with the parsed DAG, so it holds from the next parse on."""
    from kliping import settings

    return settings.load_settings().retries


ARGS: dict[str, Any] = {
    "owner": "kliping",
    "retries": task_retries(),
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=10),
    "execution_timeout": timedelta(hours=2),
}

DATE = r"^\d{4}-\d{2}-\d{2}$"


def optional_day(text: str) -> Param:
    """A parameter that holds a day, or nothing."""
    return Param(None, type=["null", "string"], pattern=DATE, title="Day", description=text)


def optional_sources(text: str) -> Param:
    """A parameter that names outlets, or nothing."""
    examples = ["demo", "live", "detik,kompas"]
    return Param(None, type=["null", "string"], title="Outlets", description=text, examples=examples)


@task(task_id="collect")
def collect_task(batch: dict[str, Any]) -> None:
    """Discover, fetch and archive. An outlet that gave nothing fails the task.

    It is not retried: fetching has tried again by itself, and the others wait.
    """
    from kliping import pipeline, settings

    collected = pipeline.collect_all(settings.load_settings(), batch["run"], batch["outlets"], print)
    if down := [f"{one.outlet}: {one.error}" for one in collected if one.error]:
        raise AirflowFailException("; ".join(down))


@task(task_id="replay")
def replay_task(batch: dict[str, Any]) -> dict[str, Any]:
    """Take the archive's pages; the network is not asked."""
    from kliping import pipeline, settings

    pipeline.replay_all(settings.load_settings(), batch["run"], batch["outlets"], print)
    return batch


@task(task_id="scrape")
def scrape_task(batch: dict[str, Any]) -> dict[str, Any]:
    """Turn archived pages into article rows."""
    from kliping import pipeline, settings

    pipeline.scrape_all(settings.load_settings(), batch["run"], batch["outlets"], print)
    return batch


@task(task_id="validate")
def validate_task(batch: dict[str, Any] | list[dict[str, Any]]) -> str:
    """Split rows into accepted and quarantined; takes one task batch, or all of a run."""
    from kliping import pipeline, settings

    run = str((batch[0] if isinstance(batch, list) else batch)["run"])
    pipeline.validate_run(settings.load_settings(), run, print)
    return run


@task(task_id="load", pool=POOL)
def load_task(run: str) -> str:
    """Commit the run's batch in one transaction."""
    from kliping import pipeline, settings

    return pipeline.load_run(settings.load_settings(), run, print).load_id


@task(task_id="publish", pool=POOL, outlets=[ARTICLES_ASSET])
def publish_task(load_id: Any = None) -> None:
    """Give analysts the new state; readers of the old one keep it."""
    from kliping import pipeline, settings

    pipeline.publish_loaded(settings.load_settings(), print)


def join_stages(planned: Any) -> None:
    """Join the stages behind ``planned``, all task batches of one run: a mapped group for each, the rest once for all.

    An outlet that is down or breaks off is a failed task and keeps no other from loading, not even one of its own
    batch: the stages behind it run when all is done. Where ``plan`` failed none does.
    """

    @task_group
    def outlets(batch: dict[str, Any]) -> None:
        collect_task(batch) >> scrape_task.override(trigger_rule="all_done")(batch)

    validated = validate_task.override(trigger_rule="all_done_min_one_success")(planned)
    outlets.expand(batch=planned) >> validated
    publish_task(load_task(validated))
