"""The Airflow tasks that DAGs join, and what all DAGs share: owner, retries, zone, parameters.

It lies beside the library, not in dags/, because plugins/ is on the path of every Airflow process.

Tasks hand over a *task batch*: a run's name, the outlets that the task is to do, and the token that the plan left in
every place that workers share, ``{"run": ..., "outlets": [...], "token": ...}``. A task that does not see the token
fails before it has done anything. What a stage leaves lies in the run's stage folder, never in Airflow's database.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pendulum
from airflow.sdk import Asset, Param, task, task_group
from airflow.sdk.exceptions import AirflowFailException

if TYPE_CHECKING:
    from kliping.settings import Settings

log = logging.getLogger(__name__)

ZONE = "Asia/Jakarta"
START = pendulum.datetime(2015, 1, 1, tz=ZONE)
"""``dag.test`` before a start date succeeds with no task run at all, so it lies before any day one would ask for."""

ARTICLES_ASSET = Asset("kliping://articles", group="kliping")
"""Updated when articles were published; schedule other teams' DAGs on it."""

POOL = "warehouse"
"""One slot: a backfill's ``max_active_runs`` overrides a DAG's, so only a pool keeps writers in line."""


def say_line(line: str) -> None:
    """Write a line where the task's log shows it at once.

    What a task prints comes later than what it logs, and so in the folded part of the log.
    """
    log.info("%s", line)


def report_failed_task(context: Any) -> None:  # Airflow's
    """Notify people of a task that has failed for good, by the policy of alerts."""
    from kliping import pipeline, settings

    instance = context["ti"]
    pipeline.report_dead_task(
        settings.load_settings(), instance.dag_id, instance.task_id, instance.run_id, context.get("exception")
    )


def task_retries() -> int:
    """Read the setting; Airflow keeps it with the parsed DAG, so it holds from the next parse on."""
    from kliping import settings

    return settings.load_settings().retries


ARGS: dict[str, Any] = {
    "owner": "kliping",
    "retries": task_retries(),
    # Airflow adds up to as much again: 10 to 20 s, 30 to 60 s, 90 to 180 s
    "retry_delay": timedelta(seconds=10),
    "retry_exponential_backoff": 3.0,
    "max_retry_delay": timedelta(minutes=10),
    "execution_timeout": timedelta(hours=2),
    "on_failure_callback": report_failed_task,
}

DATE = r"^\d{4}-\d{2}-\d{2}$"


def optional_day(text: str) -> Param:
    """Return a DAG parameter that holds a day, or nothing."""
    return Param(None, type=["null", "string"], pattern=DATE, title="Day", description=text)


def optional_sources(text: str) -> Param:
    """Return a DAG parameter that names outlets, or nothing."""
    examples = ["demo", "live", "detik,kompas"]
    return Param(None, type=["null", "string"], title="Outlets", description=text, examples=examples)


def _enter_stage(batch: dict[str, Any]) -> Settings:
    """Return the settings of a worker that shares what the run's plan saw; raise ``NotShared`` on any other."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    pipeline.check_worker(config, batch)
    return config


def _say_desk(config: Settings, batch: dict[str, Any]) -> None:
    """Write where the desk shows the day of a batch, if there is one."""
    if config.desk:
        say_line(f"desk: {config.desk.rstrip('/')}/day/{batch['run'][:10]}")


@task(task_id="collect", on_failure_callback=[])  # the outlet's day reports it
def collect_task(batch: dict[str, Any]) -> None:
    """Discover, fetch and archive. An outlet that gave nothing fails the task.

    It is not retried: fetching has tried again by itself, and the others wait.
    """
    from kliping import pipeline

    config = _enter_stage(batch)
    collected = pipeline.collect_all(config, batch["run"], batch["outlets"], say_line)
    _say_desk(config, batch)
    if down := [f"{one.outlet}: {one.error}" for one in collected if one.error]:
        raise AirflowFailException("; ".join(down))


@task(task_id="replay")
def replay_task(batch: dict[str, Any]) -> dict[str, Any]:
    """Take the archive's pages; the network is not asked."""
    from kliping import pipeline

    pipeline.replay_all(_enter_stage(batch), batch["run"], batch["outlets"], say_line)
    return batch


@task(task_id="scrape", on_failure_callback=[])
def scrape_task(batch: dict[str, Any]) -> dict[str, Any]:
    """Turn archived pages into article rows."""
    from kliping import pipeline

    pipeline.scrape_all(_enter_stage(batch), batch["run"], batch["outlets"], say_line)
    return batch


@task(task_id="validate")
def validate_task(batch: dict[str, Any] | list[dict[str, Any]]) -> dict[str, Any]:
    """Split rows into accepted and quarantined; takes one task batch, or all of a run, which it returns as one."""
    from kliping import pipeline

    batches = [batch] if isinstance(batch, dict) else batch
    whole = batches[0] | {"outlets": [outlet for one in batches for outlet in one["outlets"]]}
    pipeline.validate_run(_enter_stage(whole), whole["run"], say_line)
    return whole


@task(task_id="load", pool=POOL)
def load_task(batch: dict[str, Any]) -> dict[str, Any]:
    """Commit the run's batch in one transaction."""
    from kliping import pipeline

    config = _enter_stage(batch)
    report = pipeline.load_run(config, batch["run"], say_line)
    summary = pipeline.sum_up_load(config, report)
    say_line(summary)
    _say_desk(config, batch)
    return batch | {"summary": summary}


@task(task_id="publish", pool=POOL, outlets=[ARTICLES_ASSET])
def publish_task(batch: dict[str, Any]) -> None:
    """Give analysts the new state; readers of the old one keep it."""
    from kliping import pipeline

    config = _enter_stage(batch)
    pipeline.publish_loaded(config, say_line, run=batch["run"])
    say_line(batch.get("summary", ""))
    _say_desk(config, batch)


OUTLETS_LABEL = """\
{% set outlets = task.op_args[0].outlets %}{{ outlets[:3] | join(', ') }}\
{% if outlets | length > 3 %} and {{ outlets | length - 3 }} more{% endif %}"""
DAY_LABEL = "{{ task.op_args[0].run[:10] }}"
"""How Airflow's pages name a mapped task, once it has started; they count the others."""


def name_day(stage_task: Any, **more: Any) -> Any:  # Airflow's
    """Return a stage's task that is named by the day of its batch."""
    return stage_task.override(map_index_template=DAY_LABEL, **more)


def join_stages(planned: Any) -> None:
    """Join the stages after ``planned``, all task batches of one run: a mapped group for each, the rest once for all.

    An outlet that is down or breaks off is a failed task and keeps no other from loading, not even one of its own
    batch: the stages after it run when all is done. Where ``plan`` failed none does.
    """

    @task_group
    def outlets(batch: dict[str, Any]) -> None:
        scraped = scrape_task.override(trigger_rule="all_done", map_index_template=OUTLETS_LABEL)(batch)
        collect_task.override(map_index_template=OUTLETS_LABEL)(batch) >> scraped

    validated = validate_task.override(trigger_rule="all_done_min_one_success")(planned)
    outlets.expand(batch=planned) >> validated
    publish_task(load_task(validated))
