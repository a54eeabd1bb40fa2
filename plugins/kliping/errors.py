"""The errors that end a link or a command.

A ``LinkError`` ends as an outcome; a ``UserError`` ends as one line for the person who typed the command.
"""

from __future__ import annotations

import errno
import traceback
from pathlib import Path
from typing import ClassVar

from kliping.model import Result


class UserError(Exception):
    """A command cannot go on, which is no bug; a user sees only the message: what is wrong and what to do."""

    exit_code: ClassVar[int] = 1


class InputError(UserError, ValueError):
    """What the user gave cannot be used."""

    exit_code: ClassVar[int] = 2


class StorageError(UserError):
    """Our own disk is full or not writable: no fault of the record at hand, and the next one would fail, too."""


FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Error numbers that say that nothing more fits."""
NO_RIGHTS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""Error numbers that say that we may not read or write there."""


class LinkError(Exception):
    """How one link ended, raised where it is decided and turned into an ``Outcome`` by the pipeline.

    ``reason`` is a short snake_case class (``robots``, ``http_404``, ``timeout``) that people group by;
    ``detail`` is one sentence for a person.
    """

    result: ClassVar[Result]

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class Skipped(LinkError):
    """Not fetched, on purpose: robots, not an article's address, outside the day."""

    result: ClassVar[Result] = "skipped"


class Failed(LinkError):
    """Could be tried again by a later run; this one gives it up."""

    result: ClassVar[Result] = "failed"


class Blocked(Failed):
    """The outlet, or our own guard, refused: 401, 403, 451, a bot challenge, a private address."""


class Retryable(Failed):
    """Worth another try within this run: a timeout, a reset, 429, 5xx. ``after`` is the wait asked for, in seconds."""

    def __init__(self, reason: str, detail: str = "", after: float | None = None) -> None:
        super().__init__(reason, detail)
        self.after = after


_LIBRARY = f"{Path(__file__).parent}/"
INTERNAL_ERROR = "internal_error"
"""The reason of whatever ended because of a bug of ours."""

DAMAGED_RECORD = "damaged_record"
"""The reason of what ended because the archive's record of it cannot be read, or is gone."""

GONE_REASONS = frozenset({"http_404", "http_410"})
"""Failures that another visit would not repair: they do not keep a day from being complete."""


def may_succeed_later(link_error: LinkError) -> bool:
    """Return whether another visit may get what ended with this error."""
    return isinstance(link_error, Failed) and link_error.reason not in GONE_REASONS


def make_internal_error(error: Exception, record: str = "") -> Failed:
    """Return the link error for the one link, page or row that triggered a bug, with the bug's name and place.

    ``record`` is its place in the archive, ``path#offset``, where it has one. Raises ``StorageError`` where the disk is
    to blame and not a bug.
    """
    if isinstance(error, OSError) and error.errno in FULL_DISK | NO_RIGHTS:
        raise make_storage_error(error) from error
    frames = traceback.extract_tb(error.__traceback__)
    place = next(
        (f"{f.filename.rpartition('/')[2]}:{f.lineno}" for f in reversed(frames) if "kliping" in f.filename), ""
    )
    parts = [type(error).__name__]
    if message := " ".join(str(error).split())[:300]:
        parts = [f"{type(error).__name__}: {message}"]
    if place:
        parts.append(f"in {place}")
    if record:
        parts.append(f"record {record}")
    return Failed(INTERNAL_ERROR, "; ".join(parts))


def make_storage_error(error: OSError) -> StorageError:
    """Return the error for a disk that is full or not writable, with what to do about it."""
    if error.errno in FULL_DISK:
        return StorageError(
            f"disk full ({error.filename or 'while writing'}); nothing is half-loaded; free space and run again"
        )
    return StorageError(
        f"{error.filename or 'a file'} may not be read or written ({error.strerror}); check the owner and the rights "
        "of the data folder, or set KLIPING_DATA to one that can be written"
    )
