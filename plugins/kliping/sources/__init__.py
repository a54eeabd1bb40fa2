"""The outlets: one short YAML file each, grouped by CMS family. ``schema.py`` lists what a file may say."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kliping.canonical import parse_host, strip_twin_labels
from kliping.model import Source
from kliping.resources import OUTLETS_FOLDER
from kliping.sources.candidates import OutletCandidate, read_candidates
from kliping.sources.check import ArticleCheck, RouteCheck, SourceCheck, check_source
from kliping.sources.document import SourceError, YamlFile, read_yaml, read_yaml_text
from kliping.sources.schema import RENAMED_FIELDS, FamilyFile, SourceFile
from kliping.sources.writing import write_yaml
from kliping.storage import copy_outlets

__all__ = [
    "ArticleCheck",
    "OutletCandidate",
    "RouteCheck",
    "SourceCheck",
    "SourceError",
    "check_hosts",
    "check_source",
    "connect_source",
    "find_source",
    "load_sources",
    "read_candidates",
    "read_outlet_text",
    "select_sources",
    "write_yaml",
]

_FAMILY = "_family.yml"


def load_sources(folder: Path | None = None, extra: Path | None = None) -> dict[str, Source]:
    """Return every outlet by id, sorted: those of ``folder`` (default: the built-in ones) and of ``extra`` beside them.

    A file is ``<family>/<id>.yml``, or ``<id>.yml`` at the top of a folder (family ``generic``). An id or a host of
    ``extra`` that ``folder`` has too is an error. Files that did not change are read once per process. Raises
    ``SourceError`` that names file, line and field.
    """
    roots = [folder or OUTLETS_FOLDER]
    if extra:
        roots.append(extra)
    for root in roots:
        if not root.is_dir():
            raise SourceError(f"{root}: no such folder of outlets")
    return dict(_load_unchanged(tuple((root, _stamp_files(root)) for root in roots)))


_FileStamp = tuple[str, int, int, int]
"""A file's path, and what tells its content from any other: inode, size, time of the last change in ns."""


def check_hosts(found: Mapping[str, Source]) -> None:
    """Raise ``SourceError`` where two outlets claim one host, with ``www.`` or without it."""
    owners: dict[str, str] = {}
    for source in found.values():
        for host in source.hosts:
            owner = owners.setdefault(strip_twin_labels(host), source.id)
            if owner != source.id:
                raise SourceError(f"{source.id}.yml: hosts: {host} belongs to the outlet {owner}")


def _list_files(root: Path) -> list[Path]:
    return sorted([*root.glob("*.yml"), *root.glob("*/*.yml")])


def _stamp_files(root: Path) -> tuple[_FileStamp, ...]:
    """Return the stamps of the files that ``_list_files`` lists; a run asks for each of its outlets, so it is quick."""
    stamps = []
    folders = [str(root)]
    while folders:
        folder = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if folder == str(root) and entry.is_dir():
                    folders.append(entry.path)
                elif entry.name.endswith(".yml"):
                    with suppress(FileNotFoundError):  # reading a broken link says what is wrong
                        stat = entry.stat()
                        stamps.append((entry.path, stat.st_ino, stat.st_size, stat.st_ctime_ns))
    return tuple(sorted(stamps))


@lru_cache(maxsize=8)
def _load_unchanged(roots: tuple[tuple[Path, tuple[_FileStamp, ...]], ...]) -> dict[str, Source]:
    """Return the outlets of the folders; the stamps of their files are part of the key, so that a change is seen."""
    found: dict[str, tuple[Path, Source]] = {}
    hosts: dict[str, Path] = {}
    for root, _ in roots:
        for path, source in _read_folder(root):
            if source.id in found:
                raise SourceError(f"{path}:1: file: the id {source.id} is taken by {found[source.id][0]}")
            for host in source.hosts:
                taken = hosts.setdefault(strip_twin_labels(host), path)  # www.contoh.id is contoh.id
                if taken != path:
                    raise SourceError(f"{path}:1: hosts: {host} belongs to {taken}")
            found[source.id] = (path, source)
    return {source_id: source for source_id, (_, source) in sorted(found.items())}


def _read_folder(root: Path) -> list[tuple[Path, Source]]:
    """Return the outlets of a folder, each with its file; families give their defaults."""
    found = []
    families: dict[Path, YamlFile | None] = {}
    for path in _list_files(root):
        if path.name == _FAMILY:
            continue
        folder = path.parent
        if folder not in families:
            families[folder] = None
            if (folder / _FAMILY).is_file():
                shared = _read_file(folder / _FAMILY)
                shared.check(FamilyFile)
                families[folder] = shared
        entry = _read_file(path).over(families[folder]).check(SourceFile)
        found.append((path, entry.source(path.stem, "generic" if folder == root else folder.name)))
    return found


def _read_file(path: Path) -> YamlFile:
    return read_yaml(path).rename_fields(RENAMED_FIELDS)


def read_outlet_text(source_id: str, text: str, family: str = "generic") -> Source:
    """Return the outlet that a text describes, written as a file is, without a family's defaults.

    Raises ``SourceError`` that names the id, the line and the field.
    """
    given = read_yaml_text(Path(f"{source_id}.yml"), text).rename_fields(RENAMED_FIELDS)
    return given.check(SourceFile).source(source_id, family)


def select_sources(sources: Mapping[str, Source], spec: str) -> tuple[Source, ...]:
    """Return the outlets that ``spec`` asks for: ``demo``, ``live``, ids, or any of these separated by commas.

    ``demo`` and ``live`` leave out what is not enabled; an id does not. Raises ``SourceError`` for an unknown id and
    for a spec that selects nothing.
    """
    chosen: dict[str, Source] = {}
    for word in (part.strip().lower() for part in spec.split(",")):
        if word in ("demo", "live"):
            chosen |= {s.id: s for s in sources.values() if s.enabled and s.demo is (word == "demo")}
        elif word in sources:
            chosen[word] = sources[word]
        elif word:
            near = difflib.get_close_matches(word, [*sources, "demo", "live"], n=3, cutoff=0.5)
            hint = ""
            if near:
                hint = f" The nearest known: {', '.join(near)}."
            raise SourceError(f"no outlet is called {word!r}.{hint} `kliping sources list` shows them all.")
    if not chosen:
        raise SourceError(f"{spec!r} selects no outlet. `kliping sources list` shows them all.")
    return tuple(chosen.values())


def connect_source(source: Source, newsroom: str) -> Source:
    """Return ``source`` with ``connect: newsroom`` replaced by the newsroom's ``host:port``.

    Raises ``SourceError`` where that is needed and empty: a demo outlet never falls back to the internet.
    """
    if source.connect != "newsroom":
        return source
    if not newsroom:
        raise SourceError(
            f"{source.id} is a demo outlet: start the demo newsroom (`make serve`), or set KLIPING_NEWSROOM=host:port"
        )
    return replace(source, connect=newsroom)


def find_source(url: str) -> Source | None:
    """Return the outlet that ``url`` belongs to, by the longest host that fits; None for an unknown one.

    Looks in the built-in outlets and those of ``KLIPING_SOURCES_PATH``; read once per process.
    """
    by_host = map_hosts()
    host = parse_host(url)
    while host:
        if source := by_host.get(host):
            return source
        host = host.partition(".")[2]
    return None


def _find_own_folder() -> Path | None:
    """Return the operator's own folder of outlets, where there is one."""
    from kliping import settings

    config = settings.load_settings()
    if not config.sources_path:
        return None
    return copy_outlets(config.sources_path, config.outlets_copy)


@lru_cache(maxsize=1)
def map_hosts() -> dict[str, Source]:
    """Return all outlets by host; read once per process."""
    return {host: source for source in load_sources(extra=_find_own_folder()).values() for host in source.hosts}
