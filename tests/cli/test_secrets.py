"""What a run says and writes, with secrets in its settings, and with all of them failing: no secret is in any of it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from kliping.errors import InputError
from kliping.settings import load_settings

from demo.newsroom import Newsroom
from local.environment import BIN, make_environment

SECRETS = {
    "webhook": "t0k3n-of-the-webhook",
    "telegram": "t0k3n-of-the-bot",
    "smtp": "pa55w0rd-of-the-mail",
    "pace": "pa55w0rd-of-the-pace",
    "store": "s3cr3t-of-the-store",
    "key": "AKIDOFTHESTORE",
}


class _Receiver(BaseHTTPRequestHandler):
    """Answers every post with an error that repeats the address, as a receiver may."""

    def do_POST(self) -> None:
        self.send_error(500, f"no {self.path}")

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/services/{SECRETS['webhook']}"
    server.shutdown()
    server.server_close()


FAILING = {
    "webhook": {},
    "pace": {"KLIPING_PACE_DATABASE": f"postgresql://kliping:{SECRETS['pace']}@127.0.0.1:9/kliping"},
    "store": {"KLIPING_ARCHIVE": "s3://wadah/arsip", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
}


@pytest.mark.parametrize("failing", FAILING)
def test_no_secret_is_printed_or_kept(failing: str, receiver: str, tmp_path: Path) -> None:
    with Newsroom(seed=1, articles_per_day=6, page_weight=1, down=("gema.test",)) as rooms:
        env = make_environment(
            KLIPING_DATA=str(tmp_path / "data"),
            KLIPING_NEWSROOM=rooms.netloc,
            KLIPING_DELAY="0",
            KLIPING_WEBHOOK=receiver,
            KLIPING_TELEGRAM_TOKEN=SECRETS["telegram"],
            KLIPING_SMTP=f"smtp://kliping:{SECRETS['smtp']}@127.0.0.1:9",
            KLIPING_MAIL_TO="jaga@mail.example",
            KLIPING_MAIL_FROM="kliping@mail.example",
            AWS_ACCESS_KEY_ID=SECRETS["key"],
            AWS_SECRET_ACCESS_KEY=SECRETS["store"],
            AWS_MAX_ATTEMPTS="1",
            **FAILING[failing],
        )
        output = ""
        for arguments in (
            ["-v", "run", "--day", "2024-11-26", "--sources", "gema,pedoman"],
            ["doctor"],
            ["status"],
            ["alerts", "test"],
            ["alerts", "list"],
            ["alerts", "send"],
        ):
            done = subprocess.run(
                [BIN / "kliping", *arguments], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
            )
            output += done.stdout + done.stderr
    assert "pedoman" in output or "cannot be used" in output, output
    assert [name for name, secret in SECRETS.items() if secret in output] == []
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert [name for name, secret in SECRETS.items() if secret.encode() in kept] == []


def test_a_setting_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "webhook"
    path.write_text("https://hooks.example/services/x\n")
    monkeypatch.setenv("KLIPING_WEBHOOK_FILE", str(path))
    assert load_settings().webhook == "https://hooks.example/services/x"
    path.unlink()
    with pytest.raises(InputError, match=r"KLIPING_WEBHOOK_FILE='.*webhook': No such file"):
        load_settings()
