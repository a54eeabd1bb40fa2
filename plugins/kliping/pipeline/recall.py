"""What takes collect's place when nothing is asked of the network: archived pages recalled, documents brought in."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from kliping import archive
from kliping.diskdict import DiskDict
from kliping.model import Link, Outcome
from kliping.pipeline import documents, stage
from kliping.pipeline.again import done_twice
from kliping.pipeline.ledger import Ledger
from kliping.pipeline.planning import IMPORT
from kliping.settings import Settings


def recall(settings: Settings, run: str, outlet: str) -> stage.Collected:
    """Every page of the run's day that the archive holds for the outlet, each visit to it by itself."""
    return done_twice(f"recall {outlet}", partial(_recall, settings, run, outlet))


def _recall(settings: Settings, run: str, outlet: str, notes: tuple[str, ...]) -> stage.Collected:
    started = time.monotonic()
    planned = stage.read_plan(settings, run)
    folder = stage.outlet_folder(settings, run, outlet)
    archive.recover(settings.archive_root, settings.data_path / "spool", outlet, planned.day)
    with Ledger(folder / stage.LEDGER) as ledger, DiskDict() as seen:
        for kept in archive.captures(settings.archive_root, outlet, planned.day):
            again = not seen.add(kept.canonical_url)  # a second visit is another capture of the same link
            ledger.discovered += not again
            ledger.hand_on(Link(outlet, kept.url, kept.canonical_url, "archive"), kept.refs, again=again)
    return _write(settings, run, ledger, stage.Collected(outlet, replayed=True, notes=notes), started)


def bring_in(settings: Settings, run: str, files: Iterable[Path], say: stage.Progress = stage.quiet) -> stage.Collected:
    """Archive the documents of ``files`` as WARC resource records and enter them in the ledger.

    Raises ``InputError`` that names the file, and the row, that cannot be read; nothing is loaded then.
    """
    started = time.monotonic()
    planned = stage.read_plan(settings, run)
    folder = stage.outlet_folder(settings, run, IMPORT.id)
    with (
        Ledger(folder / stage.LEDGER) as ledger,
        DiskDict() as seen,
        archive.Writer(
            settings.archive_root, IMPORT.id, planned.day, planned.run, settings.data_path / "spool"
        ) as writer,
    ):
        for file in files:
            for page in documents.read(file):
                ledger.discovered += 1
                if not seen.add(page.canonical_url):
                    ledger.end(
                        Outcome(
                            IMPORT.id,
                            page.url,
                            page.canonical_url,
                            "duplicate",
                            "same_text_or_url",
                            str(file),
                            "import",
                        )
                    )
                    continue
                kept = writer.add_resource(page)
                ledger.hand_on(Link(IMPORT.id, page.url, page.canonical_url, "import"), [kept.archive])
    say(f"import: {ledger.discovered} documents, {ledger.results['duplicate']} of them given twice")
    return _write(settings, run, ledger, stage.Collected(IMPORT.id), started)


def _write(settings: Settings, run: str, ledger: Ledger, done: stage.Collected, started: float) -> stage.Collected:
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
