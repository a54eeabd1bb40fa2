"""What the kill tests kill: loads a folder's batch and publishes. Run as a program: victim.py DATA STAGE [again]."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT)]

from kliping.settings import Settings  # noqa: E402
from kliping.warehouse import compact_warehouse, load_batch, publish_copy, writer  # noqa: E402

from tests.warehouse.staging import Stage, capture  # noqa: E402


def batches(folder: Path):
    """Three loads: new articles, an edit and a rerun, a page that passes no more."""
    stage = Stage(folder)
    bodies = [f"Isi berita nomor {n}. " + "Kalimat panjang. " * 200 for n in range(30)]
    first = [capture(f"https://koran.test/{n}", body) for n, body in enumerate(bodies)]
    yield stage.batch(
        stage.outlet(*first, refused=[(capture("https://koran.test/x", "", 1), "body_length")]), run="one"
    )
    edits = [capture(f"https://koran.test/{n}", f"Versi baru {n}", 5) for n in range(10)]
    yield stage.batch(stage.outlet(*edits), run="two")
    yield stage.batch(
        stage.outlet(*first[10:], refused=[(capture("https://koran.test/3", "", 5, "r2"), "body_length")]), run="three"
    )


def main(data: Path, folder: Path) -> None:
    settings = Settings(data=data, lock_timeout=30)
    for batch in batches(folder):
        with writer(settings) as connection:
            report = load_batch(connection, batch)
        assert not report.refused, report.refused
        publish_copy(settings)
    compact_warehouse(settings)
    publish_copy(settings)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
