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
from kliping.warehouse.errors import WarehouseError
from kliping.warehouse.signals import Signal, signals

POST_TIMEOUT = 10.0
"""Seconds that a receiver may take to answer."""


@contextmanager
def heard(settings: Settings, step: str, command: str) -> Iterator[None]:
    """Tell the webhook when ``step`` breaks off for a ``WarehouseError``, which goes on to the caller.

    Nothing that is published afterwards could tell of it.
    """
    try:
        yield
    except WarehouseError as error:
        others: tuple[Signal, ...] = ()
        with suppress(WarehouseError, duckdb.Error):  # the copy itself may be what is wrong
            others = signals(settings)
        post(settings, [*others, Signal(f"{step}:failed", f"{step} failed: {error.problem} {error.remedy}", command)])
        raise


def post(settings: Settings, found: Iterable[Signal]) -> tuple[Signal, ...]:
    """Post signals that were not posted yet to ``settings.webhook`` (Slack-style JSON); gives those that were.

    A cause that is gone is forgotten, so it is told again when it comes back. A receiver that does not answer is
    tried again next time. Nothing is posted without a webhook.
    """
    if not settings.webhook:
        return ()
    memory = settings.data_path / "signals.json"
    told = set(json.loads(memory.read_text("utf-8"))) if memory.exists() else set()
    now = {signal.cause: signal for signal in found}
    new = tuple(signal for cause, signal in now.items() if cause not in told)
    posted = tuple(signal for signal in new if _post(settings.webhook, signal))
    _remember(memory, (told & now.keys()) | {signal.cause for signal in posted})
    return posted


def _post(webhook: str, signal: Signal) -> bool:
    body = json.dumps({"text": f"Kliping: {signal.says}\n`{signal.command}`"}).encode()
    request = urllib.request.Request(webhook, body, {"Content-Type": "application/json"})  # noqa: S310  # the operator's
    try:
        with urllib.request.urlopen(request, timeout=POST_TIMEOUT):  # noqa: S310
            return True
    except (URLError, TimeoutError, ConnectionError, ValueError):
        return False


def _remember(memory: Path, causes: set[str]) -> None:
    write_whole(memory, json.dumps(sorted(causes)))
