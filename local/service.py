"""A process that is started again when it ends, as compose's ``restart: unless-stopped`` does."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from local.environment import ROOT
from local.process import list_addresses, stop_families

RESTART_AFTER = 1.0


@dataclass(slots=True)
class Service:
    """A process that is started again when it ends, until it is stopped."""

    name: str
    command: list[str]
    env: dict[str, str]
    log: Path
    user: str | None = None
    cwd: Path = ROOT
    starts: int = 0
    _child: subprocess.Popen[bytes] | None = None
    _stopped: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Start it, and watch over it."""
        self._stopped = threading.Event()
        self._launch()
        threading.Thread(target=self._watch, args=(self._stopped,), name=self.name, daemon=True).start()

    def _launch(self) -> None:
        self.starts += 1
        with self.log.open("ab") as out:
            self._child = subprocess.Popen(
                self.command, env=self.env, cwd=self.cwd, user=self.user, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def _watch(self, stopped: threading.Event) -> None:
        while self._child is not None:
            self._child.wait()
            with suppress(ProcessLookupError):  # what it started ends with it, as in a container
                os.killpg(self._child.pid, signal.SIGKILL)
            if stopped.wait(RESTART_AFTER):
                return
            self._launch()

    def kill(self) -> None:
        """Kill it and all that it started, as a power cut would; its policy starts it again."""
        self._send(signal.SIGKILL)

    def kill_for_good(self) -> None:
        """Kill it and do not start it again until it is asked for."""
        self._stopped.set()
        self.kill()

    def stop(self) -> None:
        """Stop it, and all that it started, for good."""
        stop_services([self], 5)

    def list_addresses(self) -> set[str]:
        """Return the addresses on which it, or what it started, listens now."""
        return list_addresses(self._list_family())

    def _list_family(self) -> list[psutil.Process]:
        """Return the processes that it started, itself last."""
        if self._child is None:
            return []
        with suppress(psutil.NoSuchProcess):
            leader = psutil.Process(self._child.pid)
            return [*leader.children(recursive=True), leader]
        return []

    def _send(self, sign: signal.Signals) -> None:
        for process in self._list_family():
            with suppress(psutil.NoSuchProcess):
                process.send_signal(sign)


def stop_services(services: Sequence[Service], patience: float) -> None:
    """Stop them at the same time, for good; what is alive after ``patience`` seconds is killed."""
    children = []
    for service in services:
        service._stopped.set()
        if service._child is not None:
            children.append(service._child)
    stop_families(children, patience)
