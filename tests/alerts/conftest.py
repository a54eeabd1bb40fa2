"""Receivers on loopback that write down what they take: a web server and a mail server."""

from __future__ import annotations

import http.server
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from kliping.settings import Settings

PASSWORD = "r4hasia-surat"


@dataclass
class Receiver:
    """What was posted, and how the next posts are answered."""

    address: str = ""
    posts: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    pause: float = 0.0

    @property
    def texts(self) -> list[str]:
        return [body["text"] for _, _, body in self.posts]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    state = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.posts.append((self.path, dict(self.headers), body))
            self.send_response(state.status)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for byte in state.body:
                time.sleep(state.pause)
                self.wfile.write(bytes([byte]))

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        state.address = f"http://127.0.0.1:{server.server_port}"
        yield state
        server.shutdown()


class Mailbox:
    """What a mail server has taken, and what it answers instead where ``refusal`` says so."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refusal = ""
        self.port = 0

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
        if self.refusal:
            return self.refusal
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server that asks for a name and a password."""
    monkeypatch.setattr(socket, "getfqdn", lambda *_: "kliping.test")  # it may ask a name server
    box = Mailbox()

    def check(server: object, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password.decode() == PASSWORD, handled=False)

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box.port = probe.getsockname()[1]
    controller = Controller(
        box, hostname="127.0.0.1", port=box.port, authenticator=check, auth_required=True, auth_require_tls=False
    )
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def make_policy(tmp_path: Path) -> Callable[[str], Path]:
    """Write a policy of one's own; return its path."""

    def make(text: str) -> Path:
        path = tmp_path / "alerts.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return make


@pytest.fixture
def settings(tmp_path: Path, receiver: Receiver) -> Settings:
    return Settings(data=tmp_path / "data", webhook=f"{receiver.address}/slack", desk="https://desk.example/")
