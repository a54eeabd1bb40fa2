"""The form of a message for each kind of receiver: Slack, JSON, Telegram, e-mail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from kliping import alerts
from kliping.alerts import channels
from kliping.settings import Settings

from tests.alerts.conftest import PASSWORD, Mailbox, Receiver
from tests.alerts.problems import DISK, HOUR, NOON, diagnose, notify


class TestForms:
    """Each form against a real receiver."""

    def policy(self, make_policy: Callable[[str], Path], channel: str) -> Path:
        return make_policy(f"channels: {{webhook: null, one: {channel}}}\nroutes: [{{to: [one]}}]\n")

    def test_json(self, settings: Settings, receiver: Receiver, make_policy: Callable[[str], Path]) -> None:
        own = self.policy(make_policy, f'{{form: json, url: "{receiver.address}/hook"}}')
        notify(settings.model_copy(update={"alerts": own}), diagnose("gema"), DISK)
        ((_, _, body),) = receiver.posts
        reported = {alert["problem"]: alert for alert in body["alerts"]}
        assert reported["forbidden"] == {
            "id": reported["forbidden"]["id"],
            "state": "new",
            "severity": "warning",
            "problem": "forbidden",
            "cause": "forbidden:gema:2024-11-26",
            "outlet": "gema",
            "day": "2024-11-26",
            "says": "gema 2024-11-26: the outlet refuses our robot; about 40 articles missed",
            "evidence": "feed blocked: HTTP 403",
            "command": "kliping sources check gema",
            "desk": "https://desk.example/day/2024-11-26",
            "since": "2024-11-27T12:00:00+07:00",
        }
        assert reported["disk"]["desk"] is None

    def test_slack_escapes_what_a_page_says(self, settings: Settings, receiver: Receiver) -> None:
        notify(settings, diagnose("gema", evidence="<!channel> & <https://evil.example|klik>\x1b[2J\u202e"))
        assert "evidence: &lt;!channel&gt; &amp; &lt;https://evil.example|klik&gt; [2J " in receiver.texts[0]

    def test_telegram(self, settings: Settings, receiver: Receiver, make_policy: Callable[[str], Path]) -> None:
        channel = f'{{form: telegram, url: "{receiver.address}", token: "{{telegram_token}}", chat: "-100"}}'
        own = self.policy(make_policy, channel)
        notify(
            settings.model_copy(update={"alerts": own, "telegram_token": "12:AB"}),
            *(diagnose(f"media{n}", evidence="x" * 590) for n in range(9)),
        )
        ((path, _, body),) = receiver.posts
        assert path == "/bot12:AB/sendMessage"
        assert body["chat_id"] == "-100"
        assert len(body["text"]) <= 4096
        assert body["text"].endswith("more: kliping alerts list")

    def test_email(
        self, settings: Settings, mailbox: Mailbox, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mailed = settings.model_copy(
            update={
                "smtp": f"smtp://kliping:{PASSWORD}@127.0.0.1:{mailbox.port}",
                "mail_to": "Redaksi <redaksi@mail.example>, jaga@mail.example",
                "mail_from": "kliping@mail.example",
            }
        )
        mailbox.refusal = "451 later"
        by_channel = {one.channel: one for one in alerts.notify_problems(mailed, [diagnose("gema")], now=NOON)}
        assert by_channel["email"].error == "SMTP 451"
        assert not by_channel["webhook"].error, "a channel that fails keeps no other from being notified"
        mailbox.refusal = ""
        alerts.send_due(mailed, now=NOON + HOUR)
        (mail,) = mailbox.mails
        assert mail["Subject"] == "Kliping: gema 2024-11-26: the outlet refuses our robot; about 40 articles missed"
        assert mail["To"] == "Redaksi <redaksi@mail.example>, jaga@mail.example"
        assert "next: kliping sources check gema" in mail.get_content()
        assert mail["Message-ID"]
        assert len(receiver.posts) == 1
        wrong = mailed.model_copy(update={"smtp": f"smtp://kliping:salah@127.0.0.1:{mailbox.port}", "webhook": ""})
        (report,) = alerts.send_test(wrong)
        assert report.error == "SMTP 535"
        monkeypatch.setattr(channels, "OWN_MACHINE", ())
        (_, report) = alerts.send_test(mailed)
        assert "a password is not sent in the clear" in report.error
        assert len(mailbox.mails) == 1

    @pytest.mark.parametrize(
        ("server", "error"),
        [
            ("smtp://127.0.0.1:9", "Connection refused"),
            ("mail.example:25", "KLIPING_SMTP is no address"),
            ("smtp://mail.example:none", "KLIPING_SMTP is no address"),
        ],
    )
    def test_a_mail_server_that_is_none(self, settings: Settings, server: str, error: str) -> None:
        update = {"webhook": "", "smtp": server, "mail_to": "a@mail.example", "mail_from": "b@mail.example"}
        (report,) = alerts.send_test(settings.model_copy(update=update))
        assert error in report.error
