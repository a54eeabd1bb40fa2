"""What a channel is sent: words for people, data for programs. Alerts that say the same are joined."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from kliping.alerts.memory import Alert
from kliping.model import JAKARTA

MOST_LISTED = 20
"""Alerts that a message spells out; of more it says how many there are."""
MOST_OUTLETS = 12
LONGEST = 600
"""Characters of one line; what a page brings in evidence may be of any length."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


class Message(NamedTuple):
    """What a person reads: a subject of one line, and the text."""

    subject: str
    text: str


class Attachment(NamedTuple):
    """A file that comes with a mail; ``render`` makes its bytes where a channel takes files."""

    name: str
    media_type: str
    render: Callable[[], bytes]


class Dispatch(NamedTuple):
    """What a channel is sent.

    ``details`` is for programs; ``key`` is what a receiver may know a repeated delivery by; ``rest`` says where the
    rest is found when a channel takes only the beginning.
    """

    message: Message
    details: Mapping[str, Any]
    key: str
    attachment: Attachment | None = None
    rest: str = ""


class _Group(NamedTuple):
    """Alerts of several outlets that say the same."""

    first: Alert
    outlets: tuple[str, ...]


def make_message(subject: str, paragraphs: Sequence[Sequence[str]]) -> Message:
    """Return a message of paragraphs, each of some lines, cleaned of what a page may have brought."""
    return Message(_clean_line(subject), "\n\n".join("\n".join(map(_clean_line, lines)) for lines in paragraphs))


def write_dispatch(alerts: Sequence[Alert], desk: str) -> Dispatch:
    """Return what a channel is sent for these alerts; ``desk`` is the address of the desk that days are linked to."""
    details = {"alerts": [describe_alert(alert, desk) for alert in alerts]}
    return Dispatch(write_message(alerts, desk), details, _join_keys(alerts), rest="kliping alerts list")


def _join_keys(alerts: Sequence[Alert]) -> str:
    if len(alerts) == 1:
        return alerts[0].key
    return f"{alerts[0].key}-{alerts[-1].key}-{len(alerts)}"


def write_message(alerts: Sequence[Alert], desk: str = "") -> Message:
    """Write what a channel is sent; ``desk`` is the address of the desk that days are linked to."""
    groups = _join_alike(alerts)
    text = [_write_group(group, desk) for group in groups[:MOST_LISTED]]
    if len(groups) > MOST_LISTED:
        text.append(f"and {len(groups) - MOST_LISTED} more: kliping alerts list")
    return Message(f"Kliping: {_write_subject(groups)}", "\n\n".join(text))


def _join_alike(alerts: Sequence[Alert]) -> list[_Group]:
    alike: dict[tuple[str, str, str], list[Alert]] = {}
    for alert in alerts:
        alike.setdefault((alert.state, alert.says, alert.command), []).append(alert)
    groups = [_Group(found[0], tuple(one.outlet for one in found if one.outlet)) for found in alike.values()]
    order = {"urgent": 0, "warning": 1, "note": 2}
    return sorted(groups, key=lambda group: (group.first.state == "over", order.get(group.first.severity, 1)))


def _write_subject(groups: Sequence[_Group]) -> str:
    """Return the one thing that there is to say, or how many things of each kind."""
    if len(groups) == 1:
        return _clean_line(_write_headline(groups[0].first))
    over = sum(group.first.state == "over" for group in groups)
    urgent = sum(group.first.state != "over" and group.first.severity == "urgent" for group in groups)
    counts = []
    if wrong := len(groups) - over:
        counts.append(f"{wrong} problems" if wrong > 1 else "1 problem")
        if urgent:
            counts[0] += f" ({urgent} urgent)"
    if over:
        counts.append(f"{over} well again")
    return ", ".join(counts)


def _write_headline(alert: Alert) -> str:
    since = f"{dt.datetime.fromtimestamp(alert.opened_at, JAKARTA):%d %b %H:%M} WIB"
    if alert.state == "over":
        return f"well again, it was: {alert.says} (since {since})"
    if alert.state == "still":
        return f"still so since {since}: {alert.says}"
    return f"urgent: {alert.says}" if alert.severity == "urgent" else alert.says


def _write_group(group: _Group, desk: str) -> str:
    alert = group.first
    lines = [_write_headline(alert)]
    if len(group.outlets) > 1:
        more = len(group.outlets) - MOST_OUTLETS
        named = ", ".join(group.outlets[:MOST_OUTLETS])
        lines.append(f"  outlets: {named}{f' and {more} more' if more > 0 else ''}")
    if alert.state != "over":
        if alert.evidence and alert.evidence not in alert.says:
            lines.append(f"  evidence: {alert.evidence}")
        lines.append(f"  next: {alert.command}")
        if link := make_link(alert, desk):
            lines.append(f"  desk: {link}")
    return "\n".join(map(_clean_line, lines))


def make_link(alert: Alert, desk: str) -> str:
    """Return the page of the desk that shows an alert's day or outlet; empty where there is no desk, or neither."""
    if desk and alert.day:
        return f"{desk.rstrip('/')}/day/{alert.day}"
    if desk and alert.outlet:
        return f"{desk.rstrip('/')}/outlet/{alert.outlet}"
    return ""


def _clean_line(line: str) -> str:
    """Return a line without control characters, and not too long: part of it may come from a page."""
    clean = _CONTROLS.sub(" ", line)
    if len(clean) > LONGEST:
        return f"{clean[: LONGEST - 3]}..."
    return clean


def describe_alert(alert: Alert, desk: str) -> dict[str, Any]:
    """Return an alert as a program reads it."""
    return {
        "id": alert.key,
        "state": alert.state,
        "severity": alert.severity,
        "problem": alert.problem,
        "cause": alert.cause,
        "outlet": alert.outlet or None,
        "day": alert.day or None,
        "says": alert.says,
        "evidence": alert.evidence,
        "command": alert.command,
        "desk": make_link(alert, desk) or None,
        "since": dt.datetime.fromtimestamp(alert.opened_at, JAKARTA).isoformat(timespec="seconds"),
    }
