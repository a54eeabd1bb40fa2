"""Answers that are asked of a published copy once: a copy is never changed, only replaced."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

_Kept = TypeVar("_Kept")


class KeptAnswers:
    """The answers of the copy that was read last, for all threads of the process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._copy: object = None
        self._answers: dict[Hashable, Any] = {}
        self._lock = Lock()

    def get_answer(self, copy: object, question: Hashable, ask: Callable[[], _Kept]) -> _Kept:
        """Return the answer to ``question`` that the copy with this stamp gives; ``ask`` gets it the first time.

        All answers are forgotten when another copy is read, and when there are too many. Whoever gets an answer does
        not change it.
        """
        with self._lock:
            if copy == self._copy and question in self._answers:
                answer: _Kept = self._answers[question]
                return answer
        answer = ask()
        with self._lock:
            if copy != self._copy or len(self._answers) >= self._most:
                self._answers.clear()
            self._copy = copy
            self._answers[question] = answer
        return answer
