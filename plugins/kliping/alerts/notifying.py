"""Notify people of problems by the policy: once for each cause, again after a day, and when it is over."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import duckdb

from kliping.alerts import memory as memories
from kliping.alerts.channels import ChannelError, send_to_channel
from kliping.alerts.lasting import continue_cause
from kliping.alerts.memory import OF_LOOK, OF_STEP, Alert, Delivery, Planned
from kliping.alerts.messages import Dispatch, write_dispatch
from kliping.alerts.policy import Policy, read_policy
from kliping.errors import InputError
from kliping.failpoints import failpoint
from kliping.settings import Settings
from kliping.warehouse import Problem, WarehouseError, find_problems, make_problem

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
"""Alerts of one message; the rest comes with the next one."""


@dataclass(frozen=True, slots=True)
class ChannelReport:
    """What happened to the alerts that were due for a channel."""

    channel: str
    sent: tuple[Alert, ...]
    error: str = ""

    @property
    def lasting(self) -> tuple[Alert, ...]:
        """Return what was sent and is not over."""
        return tuple(alert for alert in self.sent if alert.state != "over")

    def __str__(self) -> str:
        if self.error:
            return f"alerts: {self.channel} did not take them: {self.error}; they are sent again later"
        return f"alerts: {len(self.sent)} to {self.channel}"


def name_channels(settings: Settings) -> tuple[str, ...]:
    """Return the channels that are on. Raises ``InputError`` for a policy that cannot be used."""
    return tuple(read_policy(settings).open_channels)


def has_channel(settings: Settings) -> bool:
    """Return whether there is anybody to notify; a policy that cannot be used is logged."""
    try:
        return bool(name_channels(settings))
    except InputError as error:
        log.error("no alert is sent: %s", error)
        return False


@contextmanager
def report_failure(settings: Settings, step: str, command: str) -> Iterator[None]:
    """Report it when ``step`` breaks off for a ``WarehouseError``, which goes on to the caller.

    Nothing that is published afterwards could report it.
    """
    try:
        yield
    except WarehouseError as error:
        failed = make_problem("step_failed", cause=f"{step}:failed", step=step, error=error, command=command)
        with suppress(WarehouseError, duckdb.Error):  # the copy itself may be what is wrong
            notify_problems(settings, find_problems(settings))
        notify_problems(settings, [failed], origin=OF_STEP, closing=())
        raise


def notify_problems(
    settings: Settings,
    found: Iterable[Problem],
    *,
    origin: str = OF_LOOK,
    closing: Sequence[str] = (OF_LOOK,),
    now: dt.datetime | None = None,
) -> tuple[ChannelReport, ...]:
    """Report the problems that a look has found, as the policy says; return what was sent, or was to be.

    Where the policy itself cannot be used, or the memory cannot be written, that is logged: telling of a problem must
    not be another one. Without a channel nothing is remembered.
    """
    now = now or dt.datetime.now(dt.UTC)

    def record(policy: Policy, memory: sqlite3.Connection) -> None:
        memories.record_look(
            memory,
            [*_plan_alerts(policy, list(found), now, memories.list_causes(memory))],
            now=now,
            quiet_until=policy.quiet.find_end(now),
            still_after=dt.timedelta(hours=policy.still_after),
            origin=origin,
            closing=closing,
        )

    return _record_and_send(settings, record, now)


def notify_event(settings: Settings, problem: Problem, *, now: dt.datetime | None = None) -> tuple[ChannelReport, ...]:
    """Report what has happened and does not last, such as a task that died; once for its cause."""
    now = now or dt.datetime.now(dt.UTC)

    def record(policy: Policy, memory: sqlite3.Connection) -> None:
        for planned in _plan_alerts(policy, [problem], now):
            memories.record_event(memory, planned, now=now)

    return _record_and_send(settings, record, now)


def _record_and_send(
    settings: Settings, record: Callable[[Policy, sqlite3.Connection], None], now: dt.datetime
) -> tuple[ChannelReport, ...]:
    """Write down what there is to report, and send what is due; what fails in that is logged, and no error."""
    if not has_channel(settings):
        return ()
    policy = read_policy(settings)
    try:
        with memories.open_memory(settings) as memory:
            record(policy, memory)
            failpoint("alerts.recorded")
            return _send_due(settings, policy, memory, now)
    except (sqlite3.Error, OSError) as error:
        log.error("no alert is sent: %s: %s", settings.data_path / memories.MEMORY_FILE, error)
        return ()


def _plan_alerts(
    policy: Policy, found: Sequence[Problem], now: dt.datetime, opened: Sequence[Alert] = ()
) -> Iterator[Planned]:
    """Yield an alert for each cause and outlet, without those that a diagnosis says better.

    ``opened``: the causes that are open; a problem that continues one of them has its cause.
    """
    diagnosed = {outlet for problem in found if problem.name == "diagnosed" for outlet in problem.outlets}
    seen: set[str] = set()
    for problem in found:
        severity = policy.judge_severity(problem)
        for outlet in problem.outlets or ("",):
            cause = problem.cause
            if len(problem.outlets) > 1:
                cause = f"{problem.cause.rpartition(':')[0]}:{outlet}"
            if outlet in diagnosed and problem.name in policy.symptoms:
                continue
            alert = Alert(
                cause, problem.kind, severity, outlet, problem.day, problem.says, problem.evidence, problem.remedy
            )
            alert = continue_cause(alert, opened)
            if alert.cause in seen:
                continue
            seen.add(alert.cause)
            yield Planned(alert, policy.choose_channels(problem), policy.find_due(problem, now))


def send_due(settings: Settings, *, now: dt.datetime | None = None) -> tuple[ChannelReport, ...]:
    """Send what is due and was not sent, such as what a receiver that was down has not taken."""
    policy = read_policy(settings)
    with memories.open_memory(settings) as memory:
        return _send_due(settings, policy, memory, now or dt.datetime.now(dt.UTC))


def _send_due(
    settings: Settings, policy: Policy, memory: sqlite3.Connection, now: dt.datetime
) -> tuple[ChannelReport, ...]:
    """Send to each channel what is due for it, as one message, and write down how that went.

    A process that is killed between the two leaves a claim, and when that ends the message is sent again: at least
    once, and with the same key, by which a receiver can know it.
    """
    reports = []
    for name, channel in policy.open_channels.items():
        due = memories.claim_deliveries(memory, name, now, MOST_AT_ONCE)
        if not due:
            continue
        alerts = tuple(delivery.alert for delivery in due)
        try:
            send_to_channel(channel, write_dispatch(alerts, settings.desk))
        except ChannelError as error:
            memories.record_failure(memory, due, str(error), error.wait, now)
            reports.append(ChannelReport(name, (), str(error)))
            log.warning("%s", reports[-1])
        else:
            failpoint("alerts.sent")
            memories.record_sent(memory, due, now)
            reports.append(ChannelReport(name, alerts))
    return tuple(reports)


def send_test(settings: Settings) -> tuple[ChannelReport, ...]:
    """Send a test message to every channel that is on; raises ``InputError`` for a policy that cannot be used."""
    now = dt.datetime.now(dt.UTC)
    alert = Alert(
        f"test:{now.timestamp()}", "test", "note", "", "",
        "This is a test: Kliping can reach you here", "", "nothing to do", opened_at=now.timestamp(),
    )  # fmt: skip
    reports = []
    for name, channel in read_policy(settings).open_channels.items():
        try:
            send_to_channel(channel, write_dispatch([alert], settings.desk))
        except ChannelError as error:
            reports.append(ChannelReport(name, (), str(error)))
        else:
            reports.append(ChannelReport(name, (alert,)))
    return tuple(reports)


def send_dispatch(settings: Settings, name: str, dispatch: Dispatch) -> str:
    """Send a text other than an alert to a channel of the policy; return why it failed, "" where it did not.

    Raises ``InputError`` for a policy that cannot be used.
    """
    channel = read_policy(settings).open_channels.get(name)
    if channel is None:
        return f"channel {name!r} is unknown, or one of its settings is missing"
    try:
        send_to_channel(channel, dispatch)
    except ChannelError as error:
        return str(error)
    return ""


@dataclass(frozen=True, slots=True)
class AlertList:
    """What was reported and lasts, and what waits to be sent."""

    open: tuple[Alert, ...]
    waiting: tuple[Delivery, ...]


def list_alerts(settings: Settings) -> AlertList:
    """Return what the memory holds; nothing where nobody was notified."""
    if not (settings.data_path / memories.MEMORY_FILE).is_file():
        return AlertList((), ())
    with memories.open_memory(settings) as memory:
        return AlertList(tuple(memories.list_causes(memory)), tuple(memories.list_waiting(memory)))


def find_undelivered(settings: Settings) -> tuple[Problem, ...]:
    """Return a problem for each channel that did not take its alerts; it is shown, and not reported to a channel."""
    by_channel: dict[str, list[Delivery]] = {}
    for delivery in list_alerts(settings).waiting:
        if delivery.error:
            by_channel.setdefault(delivery.channel, []).append(delivery)
    return tuple(
        make_problem("undelivered", name, channel=name, alerts=len(waiting), error=waiting[-1].error)
        for name, waiting in by_channel.items()
    )
