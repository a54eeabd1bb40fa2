"""Once for each cause, again after a day, when it is over; to receivers that take it, fail, or are slow."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from kliping import alerts
from kliping.alerts import channels
from kliping.settings import Settings
from kliping.warehouse import WarehouseError, make_problem

from local.environment import ROOT
from tests.alerts.conftest import Receiver
from tests.alerts.problems import DISK, HOUR, NOON, diagnose, lack, notify


def test_an_alert_names_outlet_cause_evidence_and_command(settings: Settings, receiver: Receiver) -> None:
    notify(settings, diagnose("gema"))
    ((path, headers, body),) = receiver.posts
    assert path == "/slack"
    assert len(headers["Idempotency-Key"]) == 16
    assert body["text"] == (
        "*Kliping: gema 2024-11-26: the outlet refuses our robot; about 40 articles missed*\n"
        "gema 2024-11-26: the outlet refuses our robot; about 40 articles missed\n"
        "  evidence: feed blocked: HTTP 403\n"
        "  next: kliping sources check gema\n"
        "  desk: https://desk.example/day/2024-11-26"
    )


def test_once_while_it_lasts_again_after_a_day_and_when_it_is_over(settings: Settings, receiver: Receiver) -> None:
    notify(settings, diagnose("gema"))
    for hours in (1, 5, 23):
        notify(settings, diagnose("gema"), now=NOON + hours * HOUR)
    assert len(receiver.posts) == 1
    notify(settings, diagnose("gema"), now=NOON + 24 * HOUR)
    notify(settings, diagnose("gema"), now=NOON + 25 * HOUR)
    assert len(receiver.posts) == 2
    assert "still so since 27 Nov 12:00 WIB: gema 2024-11-26: the outlet refuses" in receiver.texts[1]
    notify(settings, now=NOON + 26 * HOUR)
    notify(settings, now=NOON + 27 * HOUR)
    assert len(receiver.posts) == 3
    assert "well again, it was: gema 2024-11-26" in receiver.texts[2]
    assert alerts.list_alerts(settings).open == ()
    notify(settings, diagnose("gema"), now=NOON + 28 * HOUR)
    assert len(receiver.posts) == 4, "what comes back is reported again"
    assert len({headers["Idempotency-Key"] for _, headers, _ in receiver.posts}) == 4


@pytest.mark.parametrize(
    ("spans", "messages", "about"),
    [
        ([(25, 25), (26, 26), (27, 27)], 1, "the outlet has no history, so only its newest day is listed"),
        ([(24, 26), (25, 27), (26, 28)], 1, "the first days are too old to be listed"),
        ([(24, 26), (25, 26), (26, 26)], 1, "a backfill fills the days one by one, the first one first"),
        ([(24, 26), (24, 25), (24, 24)], 1, "and the last one first"),
        ([(24, 24), (26, 26)], 2, "a day between them was well"),
        ([(26, 26), (26, 26, "refused")], 2, "another cause"),
        ([(26, 26), (27, 27), ()], 2, "it lasts, and is over"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_cause_whose_days_change_is_one(
    settings: Settings, receiver: Receiver, spans: list[tuple[Any, ...]], messages: int, about: str
) -> None:
    for hours, span in enumerate(spans):
        found = []
        if span:
            first, last, *cause = span
            found = [diagnose("gema", *cause or ["forbidden"], first=first, last=last)]
        notify(settings, *found, now=NOON + hours * HOUR)
    assert len(receiver.posts) == messages, about


def test_what_is_said_may_change_while_the_cause_lasts(settings: Settings, receiver: Receiver) -> None:
    notify(settings, diagnose("gema"))
    notify(settings, diagnose("gema", evidence="feed blocked: HTTP 451"), now=NOON + HOUR)
    assert len(receiver.posts) == 1
    assert alerts.list_alerts(settings).open[0].evidence == "feed blocked: HTTP 451"


def test_many_at_once_are_one_message(settings: Settings, receiver: Receiver) -> None:
    outlets = [f"media{n:03}" for n in range(152)]
    notify(settings, lack(*outlets), *map(diagnose, ["gema", "koran"]), DISK)
    (text,) = receiver.texts
    assert text.startswith("*Kliping: 4 problems (1 urgent)*\nurgent: The disk is filling up")
    assert "outlets: media000, media001" in text
    assert "and 140 more" in text
    assert len(text) < 3_000
    notify(settings, lack(*outlets[1:]), *map(diagnose, ["gema", "koran"]), DISK, now=NOON + HOUR)
    assert len(receiver.texts) == 2, "the others lack what they lacked: nothing new"
    assert "well again" in receiver.texts[1]


def test_a_diagnosis_stands_for_what_says_less(settings: Settings, receiver: Receiver) -> None:
    behind = make_problem("behind", "gema", outlet="gema", day="2024-11-25")
    notify(settings, behind, lack("gema", "koran"), diagnose("gema"))
    assert [alert.cause for alert in alerts.list_alerts(settings).open] == [
        "forbidden:gema:2024-11-26",
        "gap:2024-11-26:koran",
    ]
    assert "behind" not in receiver.texts[0]


def test_quiet_hours(settings: Settings, receiver: Receiver) -> None:
    night = NOON.replace(hour=23)
    notify(settings, diagnose("gema"), DISK, now=night)
    assert len(receiver.posts) == 1
    assert "filling up" in receiver.texts[0]
    assert "gema" not in receiver.texts[0], "it waits until the morning"
    assert [one.alert.outlet for one in alerts.list_alerts(settings).waiting] == ["gema"]
    notify(settings, diagnose("gema"), DISK, now=night + 6 * HOUR)
    assert len(receiver.posts) == 1
    notify(settings, diagnose("gema"), DISK, now=night + 7 * HOUR)
    assert "gema" in receiver.texts[1]
    notify(settings, diagnose("koran"), DISK, diagnose("gema"), now=night + 24 * HOUR)
    notify(settings, DISK, diagnose("gema"), now=night + 25 * HOUR)
    alerts.send_due(settings, now=night + 31 * HOUR)
    assert not any("koran" in text for text in receiver.texts), "what was over before anybody was notified"


def test_what_comes_back_before_anybody_knew_that_it_was_over(settings: Settings, receiver: Receiver) -> None:
    notify(settings, diagnose("gema"))
    night = NOON.replace(hour=22)
    notify(settings, now=night)
    notify(settings, diagnose("gema"), now=night + HOUR)
    alerts.send_due(settings, now=night + 12 * HOUR)
    assert len(receiver.posts) == 1
    assert alerts.list_alerts(settings).open[0].opened_at == NOON.timestamp()
    notify(settings, now=night + 13 * HOUR)
    assert "well again" in receiver.texts[1]


@pytest.mark.parametrize(
    ("status", "headers", "body", "minutes"),
    [
        (500, {}, b"", 1),
        (404, {}, b"no", 1),
        (302, {"Location": "/elsewhere"}, b"", 1),
        (429, {"Retry-After": "1800"}, b"", 30),
        (429, {}, b'{"parameters": {"retry_after": 600}}', 10),
        (503, {"Retry-After": "Wed, 27 Nov 2024 07:00:00 GMT"}, b"", 1),
    ],
)
def test_a_receiver_that_does_not_take_it(
    settings: Settings, receiver: Receiver, status: int, headers: dict[str, str], body: bytes, minutes: int
) -> None:
    receiver.status, receiver.headers, receiver.body = status, headers, body
    (report,) = alerts.notify_problems(settings, [diagnose("gema")], now=NOON)
    assert report.error == f"HTTP {status}"
    (problem,) = alerts.find_undelivered(settings)
    assert problem.says == f"1 alerts wait for the channel webhook, which did not take them: HTTP {status}"
    receiver.status, receiver.headers, receiver.body = 200, {}, b""
    almost = NOON + dt.timedelta(minutes=minutes, seconds=-1)
    assert alerts.send_due(settings, now=almost) == ()
    (report,) = alerts.send_due(settings, now=NOON + dt.timedelta(minutes=minutes))
    assert not report.error
    assert [headers["Idempotency-Key"] for _, headers, _ in receiver.posts[:1]] * 2 == [
        headers["Idempotency-Key"] for _, headers, _ in receiver.posts
    ], "a receiver can know that it is the same"
    assert alerts.find_undelivered(settings) == ()
    assert alerts.send_due(settings, now=NOON + 9 * HOUR) == ()


def test_a_receiver_that_is_down_is_asked_less_and_less_often(settings: Settings) -> None:
    down = settings.model_copy(update={"webhook": "http://127.0.0.1:9/slack"})
    now, waits = NOON, []
    notify(down, diagnose("gema"), now=now)
    for _ in range(5):
        (waiting,) = alerts.list_alerts(down).waiting
        waits.append(round(waiting.due_at - now.timestamp()) // 60)
        now = dt.datetime.fromtimestamp(waiting.due_at, dt.UTC)
        alerts.send_due(down, now=now)
    assert waits == [1, 5, 15, 60, 60]
    assert waiting.error == "Connection refused"


def test_a_receiver_that_dribbles_holds_nothing_up(
    settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "SEND_DEADLINE", 0.3)
    receiver.status, receiver.body, receiver.pause = 429, b"x" * 60, 0.05
    (report,) = alerts.notify_problems(settings, [diagnose("gema")], now=NOON)
    assert report.error == "no answer within 0 s"


def test_nothing_stops_a_run(settings: Settings, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    wrong = settings.model_copy(update={"alerts": tmp_path / "nowhere.yml"})
    assert alerts.notify_problems(wrong, [DISK], now=NOON) == ()
    assert "nowhere.yml" in caplog.text
    settings.data_path.mkdir()
    (settings.data_path / "alerts.sqlite").write_bytes(b"no database " * 100)
    assert alerts.notify_problems(settings, [DISK], now=NOON) == ()
    assert "file is not a database" in caplog.text
    none = settings.model_copy(update={"webhook": "not an address", "data": tmp_path / "other"})
    (report,) = alerts.notify_problems(none, [DISK], now=NOON)
    assert report.error == "its address is none"


def test_an_event_is_reported_once_and_never_over(settings: Settings, receiver: Receiver) -> None:
    died = make_problem(
        "task_died", "ingest", "load", "r1", dag="ingest", task="load", run="r1", error="killed", command="its log"
    )
    for hours in (0, 1):
        alerts.notify_event(settings, died, now=NOON + hours * HOUR)
        notify(settings, now=NOON + hours * HOUR)
    assert len(receiver.posts) == 1
    assert "Airflow's task load of ingest failed (run r1): killed" in receiver.texts[0]


def test_a_step_that_failed_is_over_when_it_succeeds(settings: Settings, receiver: Receiver) -> None:
    failed = make_problem("step_failed", cause="load:failed", step="load", error="locked", command="kliping load")
    alerts.notify_problems(settings, [failed], origin=alerts.OF_STEP, closing=(), now=NOON)
    notify(settings, now=NOON + HOUR)
    assert len(receiver.posts) == 1, "looking does not end it"
    alerts.notify_problems(settings, [], closing=(alerts.OF_LOOK, alerts.OF_STEP), now=NOON + HOUR)
    assert "well again, it was: load failed" in receiver.texts[1]


def test_what_breaks_off_is_reported_once(settings: Settings, receiver: Receiver) -> None:
    for _ in range(2):
        with pytest.raises(WarehouseError), alerts.report_failure(settings, "publish", "kliping publish"):
            raise WarehouseError("The disk is full.", "Make room.")
    (reported,) = [text for text in receiver.texts if "publish failed" in text]
    assert "The disk is full" in reported
    assert "next: kliping publish" in reported


LOOK_ONCE = """
import datetime as dt, sys
from kliping import alerts
from kliping.settings import load_settings
from kliping.warehouse import make_problem
now = dt.datetime.fromisoformat(sys.argv[1])
alerts.notify_problems(load_settings(), [make_problem("disk", free=1.0)], now=now)
"""


@pytest.mark.parametrize(
    ("place", "messages"),
    [("alerts.look", 1), ("alerts.recorded", 1), ("alerts.sent", 2)],
)
def test_a_process_that_is_killed(settings: Settings, receiver: Receiver, place: str, messages: int) -> None:
    """A cause is reported; twice only where the kill fell between the receiver's answer and its record."""

    env = os.environ | {
        "KLIPING_DATA": str(settings.data_path),
        "KLIPING_WEBHOOK": settings.webhook,
        "KLIPING_KILL_AT": place,
        "PYTHONPATH": str(ROOT / "plugins"),
    }
    command = [sys.executable, "-c", LOOK_ONCE, NOON.isoformat()]
    assert subprocess.run(command, env=env, check=False).returncode == -9
    for minutes in (1, 10, 20):
        notify(settings, DISK, now=NOON + dt.timedelta(minutes=minutes))
    assert len(receiver.posts) == messages
    assert len({headers["Idempotency-Key"] for _, headers, _ in receiver.posts}) == 1


def test_processes_at_once_send_once(settings: Settings, receiver: Receiver) -> None:
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(notify, settings, DISK, diagnose("gema")) for _ in range(8)]:
            done.result()
    reported = "\n".join(receiver.texts)
    assert reported.count("next: kliping sources check gema") == 1
    assert reported.count("urgent: The disk") >= 1
