"""Clippings of a day with copies folded, their feed, and searches side by side."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import requests
from kliping import pipeline
from kliping.cli import main
from kliping.pipeline.answers.clippings_pdf import encode_text
from kliping.settings import Settings
from kliping.warehouse import SearchHit
from kliping.warehouse.fulltext.snippets import Snippet
from kliping.web.reading.folding import ATOM, render_feed

from tests.web.conftest import DAY, HARMFUL, NOW, TOKEN, Served
from tests.web.test_pages import Look, read_text


def make_hit(name: str, group: str, minutes: int, text: str = "isi") -> SearchHit:
    at = NOW + dt.timedelta(minutes=minutes)
    return SearchHit(name, DAY, f"media-{name}", text, Snippet(text), f"https://x.test/{text}", group, at)


def test_copies_of_a_text_are_one_and_the_first_one_is_named() -> None:
    hits = [make_hit("c", "1", 9), make_hit("b", "2", 5), make_hit("a", "1", 1), make_hit("d", "1", 9)]
    folded = pipeline.fold_copies(hits)
    assert [(one.first.article_id, [copy.article_id for copy in one.copies]) for one in folded] == [
        ("b", []), ("a", ["c", "d"]),
    ]  # fmt: skip
    assert pipeline.fold_copies([]) == []


def test_a_feed_is_read_back_whatever_the_texts() -> None:
    texts = [*HARMFUL, "a\x00b\x1b[31m & <b>", ""]
    hits = pipeline.fold_copies([make_hit(str(n), str(n), n, text) for n, text in enumerate(texts)])
    feed = ElementTree.fromstring(
        render_feed("<x>", "http://127.0.0.1/read", hits, lambda hit: f"http://x/{hit.url}", NOW)
    )
    entries = feed.findall(f"{{{ATOM}}}entry")
    assert len(entries) == len(texts)
    assert all(entry.findtext(f"{{{ATOM}}}title") for entry in entries)
    assert len({entry.findtext(f"{{{ATOM}}}id") for entry in entries}) == len(texts)


def test_a_day_is_clipped_each_text_once(look: Look, a_day: Settings) -> None:
    found = pipeline.search_articles(a_day, "*", first=DAY, last=DAY, limit=500)
    texts = {hit.duplicate_group_id for hit in found.hits}
    page = look(f"/read/digest?day={DAY}")
    assert page.count("<article>") == len(texts)
    assert f"{len(texts)} text" in read_text(page)
    assert f"in {found.total} article" in read_text(page)
    assert "Clippings of" in look("/read/digest"), "the newest day without being asked"
    assert "Nothing on this day." in look("/read/digest?day=1999-01-01")


def read_pdf(content: bytes) -> str:
    """The words that the pages of a PDF show."""
    assert content.startswith(b"%PDF-")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    pages = b" ".join(zlib.decompress(each) for each in streams)
    shown = re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", pages)
    return " ".join(re.sub(rb"\\(.)", rb"\1", each).decode("cp1252") for each in shown)


def test_a_day_is_sent_as_a_report_with_each_text_once(look: Look, desk: Served, a_day: Settings) -> None:
    clippings = pipeline.clip_day(a_day, "*", day=DAY)
    assert f"/read/digest.pdf?day={DAY}" in look(f"/read/digest?day={DAY}")
    answer = desk.get(f"/read/digest.pdf?day={DAY}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    words = read_pdf(answer.content)
    assert "Kliping Selasa, 26 November 2024" in words
    assert f"{len(clippings.found)} teks dalam {clippings.page.total} artikel" in words
    texts = pipeline.read_clipped_texts(a_day, clippings)
    assert len(texts) == len(clippings.found)
    for one in clippings.found:
        last = texts[one.first.article_id]["body"].split("\n")[-1].split()[-3:]
        assert " ".join(last) in re.sub(r"\s+", " ", words), one.first.title


def test_the_report_is_written_by_a_command(
    a_day: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KLIPING_DATA", str(a_day.data))
    report = tmp_path / "laporan.pdf"
    for arguments, says, written in (
        (["--out", str(report.with_suffix(".doc"))], "ends in .pdf", False),
        (["--day", "1999-01-01", "--out", str(report)], "no article of 1999-01-01 matches", False),
        (["--out", str(tmp_path / "tidak" / "ada.pdf")], "cannot be written", False),
        (["--day", str(DAY), "--out", str(report)], f"texts of {DAY}", True),
    ):
        monkeypatch.setattr("sys.argv", ["kliping", "clippings", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert (ended.value.code in (0, None)) is written
        told = capsys.readouterr()
        assert says in told.out + told.err
        assert [path.name for path in tmp_path.iterdir()] == (["laporan.pdf"] if written else [])
    assert "Kliping Selasa, 26 November 2024" in read_pdf(report.read_bytes())


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("“Kami siap” – kata dia…", "“Kami siap” – kata dia…"),
        ("Đà Nẵng", "?à Nang"),
        ("ﬁlm → 2", "film ? 2"),
        ("a\x07b", "a b"),
    ],
)
def test_letters_that_the_fonts_of_a_report_lack_are_replaced(given: str, written: str) -> None:
    assert encode_text(given) == written


def test_a_feed_of_a_search_needs_no_cookie_but_the_token(desk: Served) -> None:
    answer = requests.get(f"{desk.address}/read/feed.atom?q=*&token={TOKEN}", timeout=120, allow_redirects=False)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml")
    assert ElementTree.fromstring(answer.content).findall(f"{{{ATOM}}}entry")
    assert TOKEN not in answer.text
    assert requests.get(f"{desk.address}/read/feed.atom?q=*&token=x", timeout=120).status_code == 401
    assert (
        requests.get(f"{desk.address}/quarantine?token={TOKEN}", timeout=120, allow_redirects=False).status_code == 303
    )


@pytest.mark.parametrize("page", ["digest", "feed.atom"])
def test_a_query_that_cannot_be_understood_is_said(desk: Served, page: str) -> None:
    answer = desk.get(f"/read/{page}?q=%22banjir")
    assert answer.status_code == 404
    assert "a quotation mark is not closed" in read_text(answer.text)


def test_searches_are_compared_of_a_thousand(look: Look, a_day: Settings) -> None:
    page = read_text(look(f"/read/compare?q=warga&q=*&q=%22banjir&outlet=&outlet=gema&from=&from={DAY}&to=&to={DAY}"))
    found = pipeline.search_articles(a_day, "warga", count=True)
    assert found.counts
    every = sum(found.counts.every_day.values())
    assert f"{found.total} {every} {round(1000 * found.total / every, 1):g}" in page
    gema = pipeline.search_articles(a_day, "*", outlet="gema", first=DAY, last=DAY).total
    assert f"{gema} {gema} 1,000" in page
    assert "a quotation mark is not closed" in page
    assert "timeline" not in look("/read/compare").split("<main", 1)[1]


def test_an_outlet_that_means_harm_is_a_text(desk: Served) -> None:
    for text in HARMFUL:
        for path in (
            f"/read/compare?q=x&outlet={quote(text)}",
            f"/read/digest?outlet={quote(text)}&section={quote(text)}",
        ):
            assert desk.get(path).status_code == 200, path
