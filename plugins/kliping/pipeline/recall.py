"""What takes collect's place when nothing is asked of the network: archived pages recalled, documents brought in."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kliping import archive, batch
from kliping.model import Link, Outcome
from kliping.pipeline import documents, stage
from kliping.pipeline.ledger import Fetched, Ledger, RowWriter, write_fetched
from kliping.pipeline.planning import IMPORT
from kliping.settings import Settings


def recall(settings: Settings, run: str, outlet: str) -> stage.Collected:
    """Every page of the run's day that the archive holds for the outlet, each visit to it by itself."""
    started = time.monotonic()
    planned = stage.read_plan(settings, run)
    folder = stage.outlet_folder(settings, run, outlet)
    archive.recover(settings.archive_root, settings.data_path / "spool", outlet, planned.day)
    with RowWriter(folder / stage.COLLECTED_OUTCOMES, batch.OUTCOMES) as rows:
        ledger = Ledger(rows)
        seen: set[str] = set()
        for kept in archive.captures(settings.archive_root, outlet, planned.day):
            if kept.canonical_url in seen:  # a second visit is another capture of the same link
                ledger.fetched.append(Fetched(kept.url, kept.canonical_url, "archive", kept.refs))
                continue
            seen.add(kept.canonical_url)
            ledger.discovered += 1
            ledger.hand_on(Link(outlet, kept.url, kept.canonical_url, "archive"), kept.refs)
    return _write(settings, run, folder, ledger, stage.Collected(outlet, replayed=True), started)


def bring_in(settings: Settings, run: str, files: Iterable[Path], say: stage.Progress = stage.quiet) -> stage.Collected:
    """Archive the documents of ``files`` as WARC resource records and enter them in the ledger.

    Raises ``InputError`` that names the file, and the row, that cannot be read; nothing is loaded then.
    """
    started = time.monotonic()
    planned = stage.read_plan(settings, run)
    folder = stage.outlet_folder(settings, run, IMPORT.id)
    with (
        RowWriter(folder / stage.COLLECTED_OUTCOMES, batch.OUTCOMES) as rows,
        archive.Writer(
            settings.archive_root, IMPORT.id, planned.day, planned.run, settings.data_path / "spool"
        ) as writer,
    ):
        ledger = Ledger(rows)
        seen: set[str] = set()
        for file in files:
            for page in documents.read(file):
                ledger.discovered += 1
                if page.canonical_url in seen:
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
                seen.add(page.canonical_url)
                kept = writer.add_resource(page)
                ledger.hand_on(Link(IMPORT.id, page.url, page.canonical_url, "import"), [kept.archive])
    say(f"import: {ledger.discovered} documents, {ledger.results['duplicate']} of them given twice")
    return _write(settings, run, folder, ledger, stage.Collected(IMPORT.id), started)


def _write(
    settings: Settings, run: str, folder: Path, ledger: Ledger, done: stage.Collected, started: float
) -> stage.Collected:
    write_fetched(folder / stage.PAGES, ledger.fetched)
    done = replace(
        done,
        discovered=ledger.discovered,
        fetched=len(ledger.fetched),
        results=dict(ledger.results),
        parts=tuple(sorted({ref.partition("#")[0] for item in ledger.fetched for ref in item.refs})),
        seconds=round(time.monotonic() - started, 3),
    )
    stage.write_manifest(settings, run, done)
    return done
