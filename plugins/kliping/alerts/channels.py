"""Send a message to a channel: a webhook (Slack's form, or plain JSON), Telegram, e-mail, or a notifier of Airflow's.

Nothing that a receiver answers is kept but its number, for an answer may repeat the address, and that is a secret.
"""

from __future__ import annotations

import email.utils
import http.client
import json
import logging
import smtplib
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from traceback import format_tb
from typing import Any
from urllib.parse import unquote, urlsplit

from kliping.alerts.messages import Dispatch
from kliping.alerts.notifiers import NotifierUnknown, send_by_notifier
from kliping.alerts.policy import Channel

log = logging.getLogger(__name__)

ANSWER_TIMEOUT = 10.0
"""Seconds without a byte after which a receiver is given up."""
SEND_DEADLINE = 25.0
"""Seconds that a receiver may take altogether."""
NOTIFIER_DEADLINE = 120.0
"""The same for a notifier of Airflow's: the first one of a process imports Airflow."""
TELEGRAM = "https://api.telegram.org"
TELEGRAM_MOST = 4_000
"""Characters of a message; Telegram takes 4,096."""
LONGEST_RETRY = 6 * 3600.0
"""Seconds; a receiver that asks for more is asked again after that."""
OWN_MACHINE = ("127.0.0.1", "localhost", "::1")


class ChannelError(Exception):
    """A channel did not take a message. ``wait``: the seconds that it asks for, if it says so."""

    def __init__(self, says: str, wait: float | None = None) -> None:
        super().__init__(says)
        self.wait = wait


def send_to_channel(channel: Channel, dispatch: Dispatch) -> None:
    """Send one message. Raises ``ChannelError`` where the channel does not take it within the deadline."""
    send = SENDERS[channel.form]
    deadline = NOTIFIER_DEADLINE if channel.form == "airflow" else SEND_DEADLINE
    _call_within(deadline, lambda: send(channel, dispatch))


def _call_within(seconds: float, send: Callable[[], None]) -> None:
    """Call ``send`` in a thread; a receiver that dribbles byte by byte must not hold a run up."""
    ended: list[BaseException | None] = []

    def call() -> None:
        try:
            send()
        except BaseException as error:  # noqa: BLE001  # raised below, in the thread that waits
            ended.append(error)
        else:
            ended.append(None)

    thread = threading.Thread(target=call, name="alert", daemon=True)
    thread.start()
    thread.join(seconds)
    if not ended:
        raise ChannelError(f"no answer within {seconds:.0f} s")
    error = ended[0]
    if isinstance(error, Exception) and not isinstance(error, ChannelError):
        # not its message, which may hold an address
        log.error("a bug in sending an alert: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
        raise ChannelError(f"internal error: {type(error).__name__}") from None
    if error is not None:
        raise error


def _send_slack(channel: Channel, dispatch: Dispatch) -> None:
    text = f"*{dispatch.message.subject}*\n{dispatch.message.text}"
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, entity)
    _post_json(channel.url, {"text": text}, dispatch.key)


def _send_json(channel: Channel, dispatch: Dispatch) -> None:
    body = {"subject": dispatch.message.subject, "text": dispatch.message.text, **dispatch.details}
    _post_json(channel.url, body, dispatch.key)


def _send_telegram(channel: Channel, dispatch: Dispatch) -> None:
    text = f"{dispatch.message.subject}\n\n{dispatch.message.text}"
    if len(text) > TELEGRAM_MOST:
        text = f"{text[:TELEGRAM_MOST]}\n... more: {dispatch.rest}"
    body = {"chat_id": channel.chat, "text": text, "link_preview_options": {"is_disabled": True}}
    _post_json(f"{channel.url or TELEGRAM}/bot{channel.token}/sendMessage", body, dispatch.key)


def _post_json(url: str, body: Mapping[str, Any], key: str) -> None:
    """Post to an address. Raises ``ChannelError`` without it."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key, "User-Agent": "Kliping"}
    try:
        request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310  # the operator's
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=ANSWER_TIMEOUT):
            pass
    except urllib.error.HTTPError as error:
        wait = _read_wait(error)
        error.close()
        raise ChannelError(f"HTTP {error.code}", wait) from None
    except urllib.error.URLError as error:
        raise ChannelError(_name_error(error.reason)) from None
    except (OSError, http.client.HTTPException) as error:
        raise ChannelError(_name_error(error)) from None
    except ValueError:
        raise ChannelError("its address is none") from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would turn the post into a get, and count as success."""

    def redirect_request(self, *_: object) -> None:
        """Follow none: the redirect is the answer."""


def _read_wait(error: urllib.error.HTTPError) -> float | None:
    """Return the seconds that a receiver asks for: in ``Retry-After``, or, as Telegram does, in its answer."""
    stated: Any = error.headers.get("Retry-After")
    if stated is None:
        try:
            stated = json.loads(error.read(10_000))["parameters"]["retry_after"]
        except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
            return None
    try:
        return min(max(0.0, float(stated)), LONGEST_RETRY)
    except (TypeError, ValueError):
        return None


def _name_error(error: object) -> str:
    """Return what went wrong with a connection, without an address."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLError):
        return f"TLS: {error.reason or 'failed'}"
    return str(getattr(error, "strerror", None) or type(error).__name__)


def _send_email(channel: Channel, dispatch: Dispatch) -> None:
    mail = EmailMessage()
    mail["Subject"] = dispatch.message.subject
    mail["From"] = channel.sender
    mail["To"] = channel.to
    mail["Date"] = email.utils.localtime()
    # a mail program shows a message that comes twice once
    mail["Message-ID"] = f"<{dispatch.key}@kliping.invalid>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(dispatch.message.text)
    if dispatch.attachment:
        main, _, sub = dispatch.attachment.media_type.partition("/")
        mail.add_attachment(dispatch.attachment.render(), maintype=main, subtype=sub, filename=dispatch.attachment.name)
    try:
        _mail_message(channel.server, mail)
    except smtplib.SMTPResponseException as error:
        raise ChannelError(f"SMTP {error.smtp_code}") from None
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({code for code, _ in error.recipients.values()})
        raise ChannelError(f"SMTP {codes[0]}: a recipient is refused") from None
    except (OSError, smtplib.SMTPException) as error:
        raise ChannelError(_name_error(error)) from None


def _mail_message(server: str, mail: EmailMessage) -> None:
    """Send a message by ``smtp://USER:PASSWORD@HOST:PORT`` (with STARTTLS where it is offered) or ``smtps://``."""
    try:
        parts = urlsplit(server)
        host, port = parts.hostname or "", parts.port or 0
    except ValueError:
        raise ChannelError("KLIPING_SMTP is no address: smtp://user:password@host:587") from None
    if parts.scheme not in ("smtp", "smtps") or not host:
        raise ChannelError("KLIPING_SMTP is no address: smtp://user:password@host:587")
    safe = ssl.create_default_context()
    if parts.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=ANSWER_TIMEOUT, context=safe)
    else:
        smtp = smtplib.SMTP(host, port or 587, timeout=ANSWER_TIMEOUT)
    with smtp:
        smtp.ehlo()
        hidden = parts.scheme == "smtps"
        if not hidden and smtp.has_extn("starttls"):
            smtp.starttls(context=safe)
            smtp.ehlo()
            hidden = True
        if parts.username:
            if not hidden and host not in OWN_MACHINE:
                raise ChannelError("the server offers no TLS, and a password is not sent in the clear")
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
        smtp.send_message(mail)


def _send_by_airflow(channel: Channel, dispatch: Dispatch) -> None:
    try:
        send_by_notifier(channel.notifier, channel.arguments, dispatch.message)
    except NotifierUnknown as error:
        raise ChannelError(str(error)) from None
    except smtplib.SMTPResponseException as error:
        raise ChannelError(f"SMTP {error.smtp_code}") from None
    except Exception as error:  # noqa: BLE001  # third-party code: its failure is the channel's, and is recorded
        log.error("%s: %s\n%s", channel.notifier, type(error).__name__, "".join(format_tb(error.__traceback__)))
        raise ChannelError(f"{channel.notifier}: {_name_error(error)}") from None


SENDERS: Mapping[str, Callable[[Channel, Dispatch], None]] = {
    "slack": _send_slack,
    "json": _send_json,
    "telegram": _send_telegram,
    "email": _send_email,
    "airflow": _send_by_airflow,
}
