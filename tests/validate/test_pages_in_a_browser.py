"""The pages that Kliping writes, opened in a browser with hostile content: nothing in them runs.

Chromium is Debian's; without one the test says so and is passed over (.ci/run installs it).
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.settings import Settings
from kliping.validate import OutletCounts, validate_outlet, validate_outlet_counts, write_data_docs

from tests.validate.test_validate_rows import CONTEXT, row, write

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium: apt-get install chromium")

RUN = "document.documentElement.setAttribute('data-ran','y'+'es')"
HOSTILE = [
    f"<script>{RUN}</script>",
    f'"><img src=x onerror="{RUN}">',
    f"'><svg/onload={RUN}>",
    f"</td></table></style></title><script>{RUN}</script>",
    f'<a href="javascript:{RUN}" autofocus onfocus="{RUN}">klik</a>',
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f"${{{RUN}}} {{{{{RUN}}}}} <!--><script>{RUN}</script>-->",
    f"\x00<scr\x00ipt>{RUN}</script>\ud83d\x1b[2J",
]


def has_run(page: Path, profile: Path) -> bool:
    """Whether a script of ``page`` ran, by what the browser makes of it."""
    assert BROWSER
    shown = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
            "--virtual-time-budget=3000", "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, check=True, timeout=300,
    ).stdout  # fmt: skip
    assert "</html>" in shown
    return 'data-ran="yes"' in shown


def outside_requests(page: Path) -> list[str]:
    text = page.read_text("utf-8")
    return [word for word in ("http://", "https://", "//cdn", "<script", "<link", "@import", "url(") if word in text]


@pytest.mark.parametrize("payload", HOSTILE[:4])
def test_the_browser_would_run_it(tmp_path: Path, payload: str) -> None:
    """What the other tests look for is there to be seen where nothing is escaped."""
    page = tmp_path / "a.html"
    page.write_text(f"<html><head></head><body><table><tr><td>{payload}</td></tr></table></body></html>")
    assert has_run(page, tmp_path / "profile")


def test_validation_pages_run_nothing(tmp_path: Path, repository: Path) -> None:
    """Every text column of an article, an outlet's name, an outcome's link, a removed span, the run's name."""
    texts = [
        "title", "body", "section", "outlet", "url", "dateline", "place", "language", "route", "published_precision",
        "scraped_text", "wire_source", "rules_version",
    ]  # fmt: skip
    clean = [text.replace("\ud83d", "") for text in HOSTILE]  # an outlet's rows are Parquet, which has no half pairs
    rows = [row(n, **dict.fromkeys(texts, payload)) for n, payload in enumerate(clean)]
    spans = [{"start": 0, "end": 5, "kind": payload, "rule": payload, "text": payload} for payload in clean]
    rows += [row(100 + n, removed=[span]) for n, span in enumerate(spans)]
    results: list = []
    folder = repository / "expectations"
    report = validate_outlet(
        write(tmp_path / "a.parquet", rows), tmp_path, suite="articles", expectations=folder, context=CONTEXT,
        results=results,
    )  # fmt: skip
    assert report.accepted == 0
    validate_outlet_counts(
        [report.aggregates, OutletCounts(outlet=HOSTILE[0])], expectations=folder, context=CONTEXT, results=results
    )
    write_data_docs(
        results, tmp_path / "site", run=f"2024-11-26.{HOSTILE[0]}", at=dt.datetime(2024, 11, 26, tzinfo=dt.UTC)
    )
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) == 4
    assert any("&lt;script&gt;" in page.read_text("utf-8") for page in pages)
    for page in pages:
        assert not outside_requests(page), page
        assert not has_run(page, tmp_path / "profile"), page


def test_every_page_of_a_run_runs_nothing(tmp_path: Path) -> None:
    """Hostile documents through the real pipeline: every page that is written to the data folder is opened."""
    settings = Settings(data=tmp_path / "data")
    records = [
        {
            "title": payload,
            "text": f"{payload} Warga desa berkumpul di balai. " * 9,
            "author": payload,
            "outlet": payload,
        }
        for payload in HOSTILE
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    pipeline.import_documents(settings, [tmp_path / "a.jsonl"])
    pages = sorted(settings.data_path.rglob("*.html"))
    assert pages
    for page in pages:
        assert not outside_requests(page), page
        assert not has_run(page, tmp_path / "profile"), page
