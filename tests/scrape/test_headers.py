"""Day, clock and authors of pages that say so in print alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from kliping.model import JAKARTA, Source
from kliping.scrape import scrape

CASES = yaml.safe_load((Path(__file__).parent / "headers.yml").read_text("utf-8"))
TITLE = "Nelayan Menjemur Jala di Tepi Muara"
STORY = "".join(
    f"<p>Nelayan {name} menjemur jala di tepi muara sejak subuh, lalu pulang ketika air mulai surut dan angin reda.</p>"
    for name in ("Karsa", "Wening", "Lindu", "Surya")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_printed_header_gives_day_clock_and_authors(case: dict[str, Any]) -> None:
    page = case["page"].format(title=TITLE, story=STORY)
    article = scrape(
        f'<html lang="id"><title>{TITLE}</title><body>{page}</body></html>'.encode(),
        url="https://www.muara.test/read/1/nelayan-menjemur-jala-di-tepi-muara",
        source=Source.GENERIC,
        fetched_at=dt.datetime(2024, 11, 27, tzinfo=JAKARTA),
    )
    assert article.kind == "article"
    assert article.title == TITLE
    assert article.published_at is not None
    assert article.published_at.astimezone(JAKARTA).isoformat()[:16] == case["published"]
    assert article.authors == tuple(case["authors"])
    assert article.paragraphs == tuple(STORY.removeprefix("<p>").removesuffix("</p>").split("</p><p>"))
