"""The Airflow tasks that DAGs join, and what all DAGs share: owner, retries, zone, parameters.

It lies beside the library, not in dags/, because plugins/ is on the path of every Airflow process.

Tasks hand over a *share*: a run's name and the outlets that the task is to do, ``{"run": ..., "outlets": [...]}``.
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

ARTICLES = Asset("kliping://articles", group="kliping")
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


@task
def collect(share: dict[str, Any]) -> None:
    """Discover, fetch, archive. An outlet that gave nothing fails the task.

    It is not retried: fetching has tried again by itself, and the others wait.
    """
    from kliping import pipeline, settings

    collected = pipeline.collect_all(settings.load_settings(), share["run"], share["outlets"], print)
    if down := [f"{one.outlet}: {one.error}" for one in collected if one.error]:
        raise AirflowFailException("; ".join(down))


@task
def recall(share: dict[str, Any]) -> dict[str, Any]:
    """Take the archive's pages; the network is not asked."""
    from kliping import pipeline, settings

    pipeline.recall_all(settings.load_settings(), share["run"], share["outlets"], print)
    return share


@task
def scrape(share: dict[str, Any]) -> dict[str, Any]:
    """Archived pages to article rows."""
    from kliping import pipeline, settings

    pipeline.scrape_all(settings.load_settings(), share["run"], share["outlets"], print)
    return share


@task
def validate(share: dict[str, Any] | list[dict[str, Any]]) -> str:
    """Split rows into accepted and quarantined; takes a share, or all shares of one run."""
    from kliping import pipeline, settings

    run = str((share[0] if isinstance(share, list) else share)["run"])
    pipeline.validate(settings.load_settings(), run, print)
    return run


@task(pool=POOL)
def load(run: str) -> str:
    """Commit the run's batch in one transaction."""
    from kliping import pipeline, settings

    return pipeline.load(settings.load_settings(), run, print).load_id


@task(pool=POOL, outlets=[ARTICLES])
def publish(load_id: Any = None) -> None:
    """Give analysts the new state; readers of the old one keep it."""
    from kliping import pipeline, settings

    pipeline.publish(settings.load_settings(), print)


def line(planned: Any) -> None:
    """Join the whole line behind ``planned`` (all shares of one run): one mapped group a share, then once for all.

    An outlet that is down or breaks off is a failed task and keeps no other from loading, not even one of its own
    share: what stands behind runs when all is done. Where ``plan`` failed nothing does.
    """

    @task_group
    def outlets(share: dict[str, Any]) -> None:
        collect(share) >> scrape.override(trigger_rule="all_done")(share)

    validated = validate.override(trigger_rule="all_done_min_one_success")(planned)
    outlets.expand(share=planned) >> validated
    publish(load(validated))
