"""The files of an import: which ones patterns name, and how they are opened, compressed or not."""

from __future__ import annotations

import bz2
import glob
import gzip
import lzma
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from kliping.errors import InputError
from kliping.mediatypes import GZIP_MAGIC

_LEFT_BY_SYSTEM = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".directory"})


def match_files(patterns: Iterable[str]) -> list[Path]:
    """Return the files that paths and glob patterns name, each once.

    Raises ``InputError`` for a pattern that is empty, one that matches none, and one whose folders hold no file.
    """
    found: dict[Path, None] = {}
    for pattern in patterns:
        if not pattern:  # an unset variable of a shell; pathlib would read it as the current folder
            raise InputError("the name of a file to import is empty; `.` is the current folder")
        # Path.glob takes no absolute pattern
        matches = sorted(map(Path, glob.glob(str(Path(pattern).expanduser()), recursive=True)))  # noqa: PTH207
        if not matches:
            raise InputError(f"{pattern}: no such file, and no file matches it")
        files = [path for match in matches for path in _list_files(match)]
        if not files:
            raise InputError(f"{pattern}: the folder holds no file to import")
        found |= dict.fromkeys(files)
    return list(found)


def _list_files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file() and not is_left_by_system(str(p.relative_to(path))))


def is_left_by_system(name: str) -> bool:
    """Return whether a file's path within a folder or an archive says that an operating system put it there.

    macOS writes a ``._a.txt`` beside each ``a.txt``, or into a folder of their own: no text, though it is named so.
    """
    *folders, last = name.replace("\\", "/").split("/")
    return "__MACOSX" in folders or last.startswith("._") or last.lower() in _LEFT_BY_SYSTEM


def _begins_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(magic)) == magic


def open_file(path: Path) -> BinaryIO:
    """Open a file, unpacked."""
    return _unpack_source(path, path.suffix.lower(), is_gzip=_begins_with(path, GZIP_MAGIC))


def open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    """Open a file of a zip archive, unpacked once more where it is a compressed file itself."""
    with archive.open(member) as begin:
        is_gzip = begin.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    return _unpack_source(archive.open(member), Path(member.filename).suffix.lower(), is_gzip=is_gzip)


def _unpack_source(source: Any, suffix: str, *, is_gzip: bool) -> BinaryIO:  # noqa: ANN401 - a path or an open file
    if is_gzip:
        suffix = ".gz"
    elif suffix == ".gz":  # some tools unpack a file and keep its name
        suffix = ""
    match suffix:
        case ".gz":
            return gzip.open(source)  # type: ignore[return-value]  # typeshed: GzipFile is a BinaryIO in all but name
        case ".bz2":
            return bz2.open(source)  # type: ignore[return-value]  # the same
        case ".xz":
            return lzma.open(source)  # type: ignore[return-value]  # the same
        case ".zst":
            # zstandard's own reader gives a file that was cut off as if it were whole
            return pa.input_stream(source, compression="zstd")  # type: ignore[no-any-return]  # the same
        case _:
            return source.open("rb") if isinstance(source, Path) else source
