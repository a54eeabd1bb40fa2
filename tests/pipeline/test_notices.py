"""A notice in an article's place: nothing of it is loaded or archived, and a rerun fetches the article."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from kliping import pipeline

from tests.hostile.server import HostileServer, answer
from tests.pipeline.site import make_live_settings, open_outlets, page, path
from tests.pipeline.tables import query

DAY = dt.date(2024, 11, 26)
NOTICES = {
    "rawat": ("maintenance", "Situs Sedang Dalam Pemeliharaan", "Silakan kunjungi kami lagi beberapa saat lagi."),
    "blokir": ("blocked", "Internet Positif", "Situs yang Anda tuju telah diblokir karena masuk daftar TrustPositif."),
    "basisdata": ("broken", "Error establishing a database connection", "Check wp-config.php."),
    "tunggak": ("suspended", "Account Suspended", "Contact your hosting provider for more information."),
}


@pytest.mark.timeout(900)
def test_a_rerun_after_a_notice_loads_the_article(tmp_path: Path) -> None:
    server = HostileServer()
    notices = {
        name: answer(f"<html><title>{title}</title><body><h1>{title}</h1><p>{text}</p></body></html>".encode())
        for name, (_, title, text) in NOTICES.items()
    }
    open_outlets(server, tmp_path / "sources", notices)
    settings = make_live_settings(tmp_path / "data", tmp_path / "sources")
    spec = ",".join(NOTICES)
    assert pipeline.run_day(settings, day=DAY, spec=spec).counts["loaded"] == 2 * len(NOTICES)
    ended = query(settings, "SELECT outlet, result, reason FROM outcomes WHERE contains(url, '/berita/2/') ORDER BY 1")
    assert ended == sorted((name, "failed", reason) for name, (reason, _, _) in NOTICES.items())
    for name in NOTICES:
        server.paths[f"{name}.test{path(2)}"] = answer(page(2))
    before = len(server.requests)
    assert pipeline.run_day(settings, day=DAY, spec=spec).counts["loaded"] == len(NOTICES)
    asked = [request.path for request in server.requests[before:] if request.path.startswith("/berita/")]
    assert asked == [path(2)] * len(NOTICES), "what is there is not asked for again"
    server.close()
