"""Files that appear whole: written beside their place as a draft, and moved there when they are complete.

A reader sees the old file or the new one, never a part, and what a killed process leaves behind is only a draft.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path


@contextlib.contextmanager
def replace_when_done(path: Path, *, durable: bool = False) -> Iterator[Path]:
    """Yield the path of a draft that takes the place of ``path`` when the block ends without an error.

    The draft lies in the same folder, so moving it is one step. ``durable``: it is on the disk before it is moved, so
    that not even a power cut leaves an empty file. After an error the draft is deleted and ``path`` is as it was.
    """
    draft = name_draft(path)
    try:
        yield draft
        if durable:
            _sync_file(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes | Iterable[bytes], *, durable: bool = False) -> None:
    """Write a file so that it appears whole; make its folder where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = content.encode("utf-8")
    if isinstance(content, bytes):
        content = [content]
    with replace_when_done(path, durable=durable) as draft, draft.open("wb") as file:
        file.writelines(content)


def name_draft(path: Path) -> Path:
    """Return the path of this thread's draft of a file: hidden, and in the same folder."""
    return path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
