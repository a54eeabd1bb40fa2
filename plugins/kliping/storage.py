"""Places that the machines of an installation share: a folder, or an address of an object store (``s3://bucket/path``)."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kliping.drafts import write_whole
from kliping.errors import UserError

if TYPE_CHECKING:
    from upath import UPath

STORES = ("s3", "gs", "gcs", "abfs", "abfss", "az")
"""Schemes of the object stores that machines can share; others that fsspec knows are read only, or of one process."""
MEANT_STORE = re.compile(rf"({'|'.join(STORES)}):", re.IGNORECASE)

WAYS_OUT: dict[type[Exception], str] = {
    ImportError: "install the package that it names, or kliping[production] for s3://, kliping[clouds] for gs:// "
    "and abfs://",
    ValueError: "it takes a folder, or an address that begins with s3://, gs:// or abfs://",
    FileNotFoundError: "there is no such bucket or folder: make it, or correct the setting",
    PermissionError: "check the credentials (for s3:// AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) and what they may "
    "do there",
    OSError: "check that it can be reached from this machine, and written to",
}
"""What to do about an error of a driver, by its class; of the first that fits."""
FOLDER_WAYS_OUT: dict[type[Exception], str] = {
    FileNotFoundError: WAYS_OUT[FileNotFoundError],
    PermissionError: "check the owner and the rights of the folder, or set it to one that can be written",
    OSError: "check that it is a folder that can be written, and that its disk is not full",
}
"""The same for a folder of this machine, which has no credentials."""
WAYS_OUT_BY_WORDS = {
    "credential": WAYS_OUT[PermissionError],
    "bucket name": "correct the name of the bucket",
    "invalid endpoint": "correct AWS_ENDPOINT_URL, an address like https://s3.example.id",
}
"""What to do about an error of a store's driver in whose message these words are, whatever its class."""
LONGEST_REASON = 200
"""Most characters of a driver's message that a person is shown."""


def find_place_fault(place: str) -> str:
    """Return what is wrong with the text of a place, with the way out; empty where it may be one.

    A slash too few, or a scheme in capitals, would otherwise be the name of a folder on this machine.
    """
    scheme, separator, rest = place.partition("://")
    if not separator:
        if meant := MEANT_STORE.match(place):
            return f"an address of an object store is written {meant[1].lower()}://bucket/folder"
        return ""
    if scheme not in STORES:
        return WAYS_OUT[ValueError]
    if not rest.partition("/")[0]:
        return f"it names no bucket: write {scheme}://bucket/folder"
    return ""


def is_remote(place: str) -> bool:
    """Return whether a place is an address and no folder of this machine."""
    return "://" in place


def open_place(place: str) -> UPath:
    """Return a place as a path, whatever it is."""
    from upath import UPath

    return UPath(place)


@contextlib.contextmanager
def explain_place(setting: str, place: str) -> Iterator[None]:
    """Turn what a driver, or the system, says about a place into a ``UserError`` of one line with the way out."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        if not is_remote(place) and not isinstance(error, OSError):
            raise
        raise UserError(describe_fault(setting, place, error)) from error


def describe_fault(setting: str, place: str, error: Exception) -> str:
    """Return one line that names the place's setting, what the driver or the system said of it, and the way out."""
    words = " ".join(str(error).split())[:LONGEST_REASON]
    way_out = _find_way_out(error, WAYS_OUT if is_remote(place) else FOLDER_WAYS_OUT)
    return f"{setting}={place} cannot be used ({words or type(error).__name__}): {way_out}"


def _find_way_out(error: Exception, ways_out: dict[type[Exception], str]) -> str:
    said = f"{type(error).__name__} {error}".lower()
    if ways_out is WAYS_OUT:
        for words, way_out in WAYS_OUT_BY_WORDS.items():
            if words in said:
                return way_out
    for kind, way_out in ways_out.items():
        if isinstance(error, kind):
            return way_out
    return "check that it can be reached from this machine"


def read_small_file(place: str, name: str) -> bytes | None:
    """Return a small file of a place; None where there is none."""
    try:
        content: bytes = (open_place(place) / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return content


def write_small_file(place: str, name: str, content: str | bytes) -> None:
    """Write a small file of a place so that it appears whole; make its folder where there is none."""
    if not is_remote(place):
        write_whole(Path(place) / name, content, durable=True)
        return
    if isinstance(content, str):
        content = content.encode("utf-8")
    (open_place(place) / name).write_bytes(content)  # an object store's writes are whole or nothing


@cache
def copy_outlets(place: str, folder: Path) -> Path:
    """Return a folder of outlet files; what lies at an address is copied to ``folder`` first, once per process."""
    if not is_remote(place):
        return Path(place)
    root = open_place(place)
    kept = set()
    for path in sorted([*root.glob("*.yml"), *root.glob("*/*.yml")]):
        copy = folder / path.path.removeprefix(root.path).strip("/")
        write_whole(copy, path.read_bytes())
        kept.add(copy)
    if not kept:
        raise FileNotFoundError("it holds no outlet file")
    for copy in set(folder.rglob("*.yml")) - kept:
        copy.unlink(missing_ok=True)
    return folder
