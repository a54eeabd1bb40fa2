"""Alerts through Airflow's own notifiers: a real one, a real mail server, a real connection of Airflow's."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from kliping.alerts.messages import Message
from kliping.alerts.notifiers import NotifierUnknown, send_by_notifier

from local.environment import BIN, make_environment
from tests.alerts.conftest import PASSWORD, Mailbox

SMTP = "airflow.providers.smtp.notifications.smtp.SmtpNotifier"
POLICY = """
channels:
  duty:
    form: airflow
    notifier: {notifier}
    arguments:
      {{ to: piket@koran.test, from_email: kliping@koran.test, subject: "[{{subject}}]", html_content: "{{html}}" }}
routes: [{{ to: [duty] }}]
"""
Send = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def send_test(tmp_path: Path, mailbox: Mailbox, make_policy: Callable[[str], Path]) -> Send:
    """Return what runs ``kliping alerts test`` as an operator does, beside an Airflow that knows the mail server."""

    def send(notifier: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
        account = {
            "conn_type": "smtp",
            "host": "127.0.0.1",
            "port": mailbox.port,
            "login": "meja",
            "password": password,
        }
        account["extra"] = json.dumps({"disable_ssl": True, "disable_tls": True, "timeout": 10, "retry_limit": 1})
        env = make_environment(
            AIRFLOW_HOME=str(tmp_path / "airflow"),
            AIRFLOW_CONN_SMTP_DEFAULT=json.dumps(account),
            KLIPING_DATA=str(tmp_path / "data"),
            KLIPING_ALERTS=str(make_policy(POLICY.format(notifier=notifier))),
        )
        return subprocess.run([BIN / "kliping", "alerts", "test"], env=env, capture_output=True, text=True, check=False)

    return send


def test_a_notifier_sends_by_a_connection_of_airflows(send_test: Send, mailbox: Mailbox) -> None:
    done = send_test(SMTP)
    assert done.returncode == 0, done.stdout + done.stderr
    (mail,) = mailbox.mails
    assert mail["To"] == "piket@koran.test"
    assert mail["Subject"].startswith("[")
    assert "<pre>" in mail.get_body(("html",)).get_content()


def test_a_notifier_that_cannot_send_is_a_channel_that_did_not_take_it(send_test: Send, mailbox: Mailbox) -> None:
    done = send_test(SMTP, password="falsch")
    assert done.returncode != 0
    assert "SMTP 535" in done.stdout + done.stderr
    assert "falsch" not in done.stdout + done.stderr
    assert mailbox.mails == []


class Written:
    """A notifier that keeps what it is given, and renders it as Airflow's do."""

    sent: list[str] = []  # noqa: RUF012

    def __init__(self, text: str) -> None:
        self.text = text

    def render_template_fields(self, context: dict[str, str]) -> None:
        from jinja2.sandbox import SandboxedEnvironment

        self.text = SandboxedEnvironment().from_string(self.text).render(context)

    def notify(self, context: dict[str, str]) -> None:
        self.sent.append(self.text)


def test_what_a_page_says_is_not_read_as_a_template() -> None:
    said = "{{ 7 * 7 }} {% for x in range(9) %}x{% endfor %} {subject} <b>"
    send_by_notifier(f"{__name__}:Written", {"text": "{subject}: {text} {html}"}, Message("Judul", said))
    escaped = said.replace("<", "&lt;").replace(">", "&gt;")
    assert Written.sent == [f"Judul: {said} <pre>{escaped}</pre>"]


@pytest.mark.parametrize(
    ("path", "arguments", "said"),
    [
        ("tidak.ada.Kelas", {}, "no module tidak is installed"),
        ("json:Tidak", {}, "the notifier json:Tidak does not exist"),
        ("bukan nama", {}, "the notifier bukan nama does not exist"),
        (f"{__name__}:Written", {"teks": "x"}, "teks"),
    ],
)
def test_a_notifier_that_there_is_not_is_named(path: str, arguments: dict[str, str], said: str) -> None:
    with pytest.raises(NotifierUnknown, match=said):
        send_by_notifier(path, arguments, Message("Judul", "x"))
