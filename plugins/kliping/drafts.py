"""Files that appear whole: written beside their place as a draft, and moved there when they are complete.

A reader sees the old file or the new one, never a part, and what a killed process leaves behind is only a draft.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path


class Draft:
    """A file that is written at ``path``, hidden and in the folder of ``target``, whose place it takes when it is kept.

    ``locked``: the caller holds a lock on the target, so the draft has one name, and what a killed process left of it
    is deleted. Without a lock every draft has a name of its own, as an earlier one may still be written to.
    """

    def __init__(self, target: Path, *, locked: bool = False) -> None:
        own = ""
        if not locked:
            own = f".{secrets.token_hex(4)}"
        self.target = target
        self.path = target.with_name(f".{target.name}{own}.part")
        if locked:
            self.discard()

    def keep(self) -> None:
        """Move the draft to its place, in one step."""
        self.path.replace(self.target)

    def discard(self) -> None:
        """Delete the draft, unless it was kept, and the log that a database may have left beside it."""
        for path in (self.path, self.path.with_name(f"{self.path.name}.wal")):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def replace_when_done(target: Path, *, durable: bool = False, locked: bool = False) -> Iterator[Path]:
    """Yield the path of a draft that takes the place of ``target`` when the block ends without an error.

    ``durable``: the draft is on the disk before it is moved, so that not even a power cut leaves an empty file.
    ``locked``: see ``Draft``. After an error the draft is deleted and ``target`` is as it was.
    """
    draft = Draft(target, locked=locked)
    try:
        yield draft.path
        if durable:
            sync_to_disk(draft.path)
        draft.keep()
    finally:
        with contextlib.suppress(OSError):  # it would hide the error that ended the block
            draft.discard()


def write_whole(path: Path, content: str | bytes | Iterable[bytes], *, durable: bool = False) -> None:
    """Write a file so that it appears whole; make its folder where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = content.encode("utf-8")
    if isinstance(content, bytes):
        content = [content]
    with replace_when_done(path, durable=durable) as draft, draft.open("wb") as file:
        file.writelines(content)


def sync_to_disk(path: Path) -> None:
    """Return when the disk holds a file's bytes, or a folder's names; not even a power cut loses them then."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
