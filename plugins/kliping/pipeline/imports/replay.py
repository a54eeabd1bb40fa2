"""What replaces collect when the network is not used: archived pages are replayed, documents archived."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from kliping import archive
from kliping.diskdict import DiskDict
from kliping.errors import DAMAGED_RECORD, InputError
from kliping.model import Link, Outcome, Page
from kliping.pipeline.imports import documents
from kliping.pipeline.imports.column_names import ColumnReader
from kliping.pipeline.imports.records import Unreadable
from kliping.pipeline.plan.planning import IMPORT
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.handover import hand_over
from kliping.pipeline.runs.ledger import Ledger
from kliping.pipeline.runs.retries import retry_once
from kliping.settings import Settings


def replay_archive(settings: Settings, run: str, outlet: str) -> stage.Collected:
    """Replay every page of the run's day that the archive holds for the outlet, each capture by itself."""
    return retry_once(f"replay {outlet}", partial(_replay_days, settings, run, outlet))


def _replay_days(settings: Settings, run: str, outlet: str, notes: tuple[str, ...]) -> stage.Collected:
    """Replay every capture of the run's day into a new ledger; ``notes`` are those of a retry."""
    started = time.monotonic()
    planned = stage.read_plan(settings, run)
    folder = stage.outlet_folder(settings, run, outlet)
    archive.recover_parts(settings.archive_root, settings.data_path / "spool", outlet, planned.day)
    damaged: list[str] = []
    with Ledger(folder / stage.LEDGER_FILE) as ledger, DiskDict() as seen:
        for kept in archive.read_captures(settings.archive_root, outlet, planned.day, damaged):
            again = not seen.add(kept.canonical_url)  # a second visit is another capture of the same link
            ledger.discovered += not again
            ledger.add_fetched(Link(outlet, kept.url, kept.canonical_url, "archive"), kept.refs, again=again)
        for place in damaged:  # nobody knows whose record it was: its place stands for its address
            ledger.discovered += 1
            ref = place.partition(": ")[0]
            ledger.end(Outcome(outlet, ref, ref, "failed", DAMAGED_RECORD, place, "archive"))
    return _write_collected(settings, run, ledger, stage.Collected(outlet, replayed=True, notes=notes), started)


def archive_documents(
    settings: Settings,
    run: str,
    files: Iterable[Path],
    say: stage.Progress = stage.say_nothing,
    *,
    columns: Mapping[str, str] | None = None,
) -> stage.Collected:
    """Archive the documents of ``files`` as WARC resource records and enter them in the ledger.

    A record that cannot be read ends as ``failed: unreadable_record``, named with its file and its place in it; a file
    of another type is skipped with a note.
    ``columns`` names the field of a column ({"judul": "title"}), before the usual names. Raises ``InputError`` where
    not one document can be read.
    """
    with hand_over(settings, run, [IMPORT.id]):
        return _archive_documents(settings, run, files, say, ColumnReader(columns or {}))


def _archive_documents(
    settings: Settings, run: str, files: Iterable[Path], say: stage.Progress, columns: ColumnReader
) -> stage.Collected:
    started = time.monotonic()
    planned = stage.read_plan(settings, run)
    folder = stage.outlet_folder(settings, run, IMPORT.id)
    wanted, notes = _select_importable(list(files))
    unreadable: list[str] = []
    with (
        Ledger(folder / stage.LEDGER_FILE) as ledger,
        DiskDict() as seen,
        archive.ArchiveWriter(
            settings.archive_root, IMPORT.id, planned.day, planned.run, settings.data_path / "spool"
        ) as writer,
    ):
        for file in wanted:
            for document in documents.read_documents(file, columns):
                ledger.discovered += 1
                if isinstance(document, Unreadable) and len(unreadable) < MOST_NAMED_RECORDS:
                    unreadable.append(f"{document.place}: {document.why}")
                _enter_document(document, file, ledger, seen, writer)
            if told := columns.describe_columns():
                say(f"{file.name}: {told}")
        if unreadable and not ledger.fetched:
            raise InputError("; ".join(unreadable[:3]))
    counts = [f"{ledger.discovered} documents", f"{ledger.results['duplicate']} of them given twice"]
    failed = ledger.results["failed"]
    if failed:
        counts.append(f"{failed} of them cannot be read")
    for line in (f"import: {', '.join(counts)}", *notes, *unreadable):
        say(line)
    if failed > len(unreadable):
        say(f"... and {failed - len(unreadable)} more; `kliping sql` lists them: FROM outcomes WHERE run = '{run}'")
    return _write_collected(settings, run, ledger, stage.Collected(IMPORT.id, notes=notes), started)


def _enter_document(
    document: Page | Unreadable, file: Path, ledger: Ledger, seen: DiskDict, writer: archive.ArchiveWriter
) -> None:
    """Archive one document, and enter in the ledger how it ended."""
    if isinstance(document, Unreadable):
        ledger.end(_make_unread_outcome(document))
    elif not seen.add(document.canonical_url):
        ledger.end(_make_duplicate_outcome(document, file))
    else:
        kept = writer.add_resource(document)
        link = Link(IMPORT.id, document.url, document.canonical_url, "import")
        ledger.add_fetched(link, [kept.archive])


MOST_NAMED_RECORDS = 20
"""Most unreadable records that are logged; each of them has its outcome."""
MOST_NAMED_FILES = 5
"""Most files that cannot be imported and are logged."""


def _select_importable(files: list[Path]) -> tuple[list[Path], tuple[str, ...]]:
    """Return the files that can be imported, and a note of the others.

    Raises ``InputError`` where none can be imported.
    """
    known = [file for file in files if documents.find_kind(file)]
    others = [file for file in files if not documents.find_kind(file)]
    if others and not known:
        raise InputError(f"{others[0]}: not a file type that can be imported: {documents.IMPORTED_KINDS}")
    if not others:
        return known, ()
    names = [*map(str, others[:MOST_NAMED_FILES])]
    if len(others) > MOST_NAMED_FILES:
        names.append("...")
    return known, (f"skipped, not a file type that can be imported: {', '.join(names)}",)


def _make_unread_outcome(record: Unreadable) -> Outcome:
    return Outcome(
        IMPORT.id, record.place, record.place, "failed", "unreadable_record", f"{record.place}: {record.why}", "import"
    )


def _make_duplicate_outcome(page: Page, file: Path) -> Outcome:
    return Outcome(IMPORT.id, page.url, page.canonical_url, "duplicate", "same_text_or_url", str(file), "import")


def _write_collected(
    settings: Settings, run: str, ledger: Ledger, done: stage.Collected, started: float
) -> stage.Collected:
    """Write the manifest of a replay or an import, with the ledger's counts, and return it."""
    done = replace(
        done,
        discovered=ledger.discovered,
        fetched=ledger.fetched,
        results=dict(ledger.results),
        parts=tuple(sorted(ledger.parts)),
        seconds=round(time.monotonic() - started, 3),
    )
    stage.write_manifest(settings, run, done)
    return done
