"""Post problems to the operator's webhook, each cause once while it lasts."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

import duckdb

from kliping.drafts import write_whole
from kliping.settings import Settings
from kliping.warehouse.detection import find_problems
from kliping.warehouse.errors import WarehouseError
from kliping.warehouse.problems import Problem, make_problem

POST_TIMEOUT = 10.0
"""Seconds that a receiver may take to answer."""


@contextmanager
def report_failure(settings: Settings, step: str, command: str) -> Iterator[None]:
    """Post to the webhook when ``step`` breaks off for a ``WarehouseError``, which goes on to the caller.

    Nothing that is published later could show it.
    """
    try:
        yield
    except WarehouseError as error:
        others: tuple[Problem, ...] = ()
        with suppress(WarehouseError, duckdb.Error):  # the copy itself may be what is wrong
            others = find_problems(settings)
        failed = make_problem("step_failed", cause=f"{step}:failed", step=step, error=error, command=command)
        post_problems(settings, [*others, failed])
        raise


def post_problems(settings: Settings, found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Post problems that were not posted yet to ``settings.webhook`` (Slack-style JSON); return those that were.

    A cause that is gone is forgotten, so it is posted again when it comes back. A receiver that does not answer is
    tried again next time. Nothing is posted without a webhook.
    """
    if not settings.webhook:
        return ()
    memory = settings.data_path / "problems.json"
    posted_before = set(json.loads(memory.read_text("utf-8"))) if memory.exists() else set()
    now = {problem.cause: problem for problem in found}
    new = tuple(problem for cause, problem in now.items() if cause not in posted_before)
    posted = tuple(problem for problem in new if _post_problem(settings.webhook, problem))
    _write_known_causes(memory, (posted_before & now.keys()) | {problem.cause for problem in posted})
    return posted


def post_found_problems(settings: Settings) -> tuple[Problem, ...]:
    """Look for problems and post them as ``post_problems`` does; without a webhook nothing is looked for."""
    if not settings.webhook:
        return ()
    return post_problems(settings, find_problems(settings))


def _post_problem(webhook: str, problem: Problem) -> bool:
    body = json.dumps({"text": f"Kliping: {problem.says}\n`{problem.remedy}`"}).encode()
    request = urllib.request.Request(webhook, body, {"Content-Type": "application/json"})  # noqa: S310  # the operator's
    try:
        with urllib.request.urlopen(request, timeout=POST_TIMEOUT):  # noqa: S310
            return True
    except (URLError, TimeoutError, ConnectionError, ValueError):
        return False


def _write_known_causes(memory: Path, causes: set[str]) -> None:
    write_whole(memory, json.dumps(sorted(causes)))
