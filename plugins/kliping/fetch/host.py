"""What a session knows of one host: its robots.txt, how fast it can take requests, whether it is up."""

from __future__ import annotations

import threading
import time

from kliping.canonical import parse_host
from kliping.errors import Failed
from kliping.fetch.robots import Robots


class HostState:
    """State of one host, shared by a session's threads.

    Circuit breaker: after ``THRESHOLD`` failures in a row the host is left alone for a while; three such waits without
    an answer and the session gives it up, so that an outlet that vanished costs a minute, not a day.
    """

    THRESHOLD = 5
    SLOWEST = 60.0
    """Seconds; the delay that 429 and 503 can drive a host to."""

    def __init__(self, name: str, patience: float) -> None:
        self.name = name
        """Scheme, host and port: what a robots.txt speaks for."""
        self.host = parse_host(name)
        """What is paced."""
        self.robots: Robots | None = None
        self.robots_again = 0.0
        """When to ask again for a robots.txt that could not be read."""
        self.robots_lock = threading.Lock()
        self._waits = (patience / 4, patience, 2 * patience)
        self._least = patience / 40
        self._lock = threading.Lock()
        self._gate = threading.Lock()
        self._failures = 0
        self._opened = 0
        self._slow = 0.0

    def find_delay(self, wanted: float) -> float:
        """Return the seconds between two requests: what was asked for, and more after the host complained."""
        longest = max(wanted, self._slow)
        if self.robots:
            longest = max(longest, self.robots.delay)
        return longest

    def wait_for_admission(self) -> None:
        """Return when a request may be tried; raise ``Failed("host_down")`` when the host was given up."""
        with self._gate:
            with self._lock:
                if self._failures < self.THRESHOLD:
                    return
                if self._opened >= len(self._waits):
                    raise Failed("host_down", f"{self.name} did not answer {self._failures} times in a row")
                wait = self._waits[self._opened]
                self._opened += 1
            time.sleep(wait)  # nothing signals that a host is back: this thread waits, the others for its lock
            with self._lock:
                if self._failures >= self.THRESHOLD:  # half open: the next failure counts as the last one did
                    self._failures = self.THRESHOLD - 1

    def note_answer(self) -> None:
        """Note that the host answered: failures are forgotten, and the pace recovers by a tenth."""
        with self._lock:
            self._failures = self._opened = 0
            if self._slow > self._least / 10:
                self._slow *= 0.9
            else:
                self._slow = 0.0

    def note_failure(self) -> None:
        """Count a failure to answer."""
        with self._lock:
            self._failures += 1

    def slow_down(self, delay: float) -> None:
        """Slow down to half the pace after a 429 or 503; good answers bring the pace back."""
        with self._lock:
            self._slow = min(self.SLOWEST, 2 * max(self._slow, delay, self._least))
