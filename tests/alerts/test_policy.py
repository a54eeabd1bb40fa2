"""The policy is data: what the built-in one says, what a file of one's own changes, what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from kliping.alerts import read_policy
from kliping.errors import InputError
from kliping.model import JAKARTA
from kliping.settings import Settings
from kliping.warehouse import make_problem

SECRET = "t0k3n-r4hasia"
DISK = make_problem("disk", free=1.0)
BEHIND = make_problem("behind", "gema", outlet="gema", day="2024-11-26")
ROBOTS = make_problem(
    "diagnosed",
    cause="robots:gema:2024-11-26",
    outlet="gema",
    days="2024-11-26",
    says="robots.txt forbids the site now",
    evidence="",
    missed="",
    command="enabled: false",
)
HIGH = make_problem("high", "gema", outlet="gema", articles=90, usual=10)


def at(time: str, day: int = 26) -> dt.datetime:
    return dt.datetime.combine(dt.date(2024, 11, day), dt.time.fromisoformat(time), JAKARTA)


def test_channels_are_on_that_have_all_they_need() -> None:
    assert read_policy(Settings()).open_channels == {}
    half = Settings(telegram_token="t", smtp="smtp://mail.example", mail_to="a@mail.example")
    assert read_policy(half).open_channels == {}, "no chat, no sender"
    whole = Settings(webhook="https://hook.example/x", telegram_token="t", telegram_chat="-1")
    assert set(read_policy(whole).open_channels) == {"webhook", "telegram"}


def test_how_bad_a_problem_is() -> None:
    policy = read_policy(Settings(webhook="https://hook.example/x"))
    judged = [policy.judge_severity(problem) for problem in (DISK, BEHIND, ROBOTS, HIGH)]
    assert judged == ["urgent", "warning", "urgent", "note"], "a diagnosis is judged by its cause"
    assert [policy.choose_channels(problem) for problem in (DISK, HIGH)] == [("webhook",), ()]


@pytest.mark.parametrize(
    ("now", "end"),
    [
        (at("20:59"), at("20:59")),
        (at("21:00"), at("06:00", 27)),
        (at("23:30"), at("06:00", 27)),
        (at("00:10"), at("06:00")),
        (at("05:59"), at("06:00")),
        (at("06:00"), at("06:00")),
        (at("12:00"), at("12:00")),
    ],
)
def test_quiet_hours_are_those_of_jakarta(now: dt.datetime, end: dt.datetime) -> None:
    policy = read_policy(Settings())
    utc = now.astimezone(dt.UTC)
    assert policy.find_due(BEHIND, utc) == end
    assert policy.find_due(DISK, utc) == now, "what is urgent does not wait"


def test_a_file_of_ones_own(make_policy: Callable[[str], Path], tmp_path: Path) -> None:
    (tmp_path / "hook").write_text(f"https://hook.example/{SECRET}\n")
    path = make_policy(f"""
quiet: {{ from: 09:30, to: 09:30 }}
channels:
  webhook: null
  sport: {{ form: json, url_file: "{tmp_path / "hook"}" }}
  mail: {{ form: email, server: "{{smtp}}", to: [a@mail.example, b@mail.example], from: kliping@mail.example }}
severity: {{ urgent: [high] }}
routes:
  - {{ outlets: ["g*"], to: [sport] }}
  - {{ problems: [disk], to: [mail, sport] }}
""")
    policy = read_policy(Settings(alerts=path, webhook="https://hook.example/x", smtp="smtp://mail.example"))
    assert set(policy.open_channels) == {"sport", "mail"}
    assert policy.open_channels["mail"].to == "a@mail.example, b@mail.example"
    assert policy.open_channels["sport"].url.endswith(SECRET)
    assert SECRET not in repr(policy)
    assert policy.judge_severity(HIGH) == "urgent"
    assert policy.judge_severity(DISK) == "warning", "a list of severities is replaced, not joined"
    assert policy.choose_channels(HIGH) == ("sport",)
    assert policy.choose_channels(DISK) == ("sport", "mail"), "each channel once"
    other = make_problem("behind", "koran", outlet="koran", day="2024-11-26")
    assert policy.choose_channels(other) == ()
    assert policy.find_due(BEHIND, at("23:00")) == at("23:00"), "never quiet"


BOMB = "a: &a [x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in pairwise("abcdefgh")
)
"""A list of ten million values, by aliases of aliases."""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("routes: [{to: [sms]}]", "a route goes to the channel 'sms'"),
        ("symptoms: [flood]", "there is no problem 'flood'"),
        ("severity: {urgent: [dsk]}", "there is no problem 'dsk'"),
        ("severity: {loud: [disk]}", "severity"),
        ("channels: {a: {form: pigeon}}", "channels.a.form"),
        (f"channels: {{a: {{form: json, url: x, secret: {SECRET}}}}}", "channels.a.secret"),
        ("channels: {a: {form: json, url_file: /nowhere/hook}}", "channels.a.url_file='/nowhere/hook': No such file"),
        ("still_after: soon", "still_after"),
        ("quiet: {from: late, to: early}", "quiet.from"),
        ("- a list", "it has to be a table"),
        ("quiet: [\n", "alerts.yml:2"),
        ("still_after: .inf", "still_after"),
        ("still_after: .nan", "still_after"),
        ("still_after: 1.0e+300", "still_after"),
        ("quiet: {from: 2024-99-99, to: 1}", "month must be in 1..12"),
        ('channels: {a: {form: json, url_file: "a\\0b"}}', "channels.a.url_file"),
        (f"symptoms: {'[' * 5_000}", "deeper than any policy"),
        ("symptoms: &a [*a]", "more than 10,000 values"),
        (BOMB + "channels: {a: {form: email, to: *h}}", "more than 10,000 values"),
        (BOMB + "symptoms: *h", "more than 10,000 values"),
    ],
    ids=lambda value: value[:40],
)
def test_what_cannot_be_used_is_named(make_policy: Callable[[str], Path], text: str, says: str) -> None:
    with pytest.raises(InputError) as raised:
        read_policy(Settings(alerts=make_policy(text)))
    assert says in str(raised.value)
    assert "alerts.yml" in str(raised.value)
    assert SECRET not in str(raised.value)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"KLIPING_ALERTS='/nowhere/alerts\.yml': No such file"):
        read_policy(Settings(alerts=Path("/nowhere/alerts.yml")))
