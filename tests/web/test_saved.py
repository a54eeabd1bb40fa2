"""Saved searches and collections in the reading room and by command: made, changed, read, followed, removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
import requests
from kliping import pipeline
from kliping.cli import main
from kliping.errors import InputError
from kliping.saved import feed_token_path, read_feed_token
from kliping.settings import Settings
from kliping.web import TokenAccess
from kliping.web.access_control import Visitor
from kliping.web.reading.folding import ATOM
from starlette.requests import Request

from tests.web.conftest import DAY, HARMFUL, NOW, TOKEN, Served, serve_desk
from tests.web.test_pages import read_text
from tests.web.test_reading_days import read_pdf


@pytest.fixture
def room(own_day: Settings) -> Iterator[tuple[Served, Settings]]:
    with serve_desk(own_day) as served:
        yield served, own_day


def post(served: Served, path: str, **fields: object) -> requests.Response:
    page = served.get("/read/saved").text
    signed = page.partition('name="signed" value="')[2].partition('"')[0]
    return served.post(f"/read/saved{path}", {"signed": signed} | fields)


def test_a_search_is_saved_read_followed_changed_and_removed(room: tuple[Served, Settings]) -> None:
    served, settings = room
    search = served.get("/read?q=warga&outlet=gema").text
    assert "/read/saved?q=warga&amp;outlet=gema" in search
    form = served.get("/read/saved?q=warga&outlet=gema").text
    assert 'name="q" maxlength="500" value="warga"' in form
    page = post(served, "", name="Warga <i>kita</i>", q="warga", note="tiap pagi")
    assert page.status_code == 200
    (saved,) = pipeline.list_saved(settings)
    assert (saved.name, saved.query, saved.note) == ("Warga <i>kita</i>", "warga", "tiap pagi")
    clippings = pipeline.clip_day(settings, "warga", day=DAY)
    shown = served.get(f"/read/saved/{saved.id}?day={DAY}").text
    assert shown.count("<article>") == len(clippings.found) > 0
    assert "Warga &lt;i&gt;kita&lt;/i&gt;" in shown
    feed = requests.get(f"{served.address}/read/saved/{saved.id}/feed.atom?token={TOKEN}", timeout=60)
    assert len(ElementTree.fromstring(feed.content).findall(f"{{{ATOM}}}entry")) >= len(clippings.found)
    report = served.get(f"/read/saved/{saved.id}/digest.pdf?day={DAY}")
    assert "Pencarian: warga" in read_pdf(report.content)
    post(served, "", id=saved.id, name="Warga", q="warga", outlet="gema")
    assert pipeline.find_saved(settings, "warga").outlet == "gema"
    assert "Removed." in read_text(post(served, f"/{saved.id}/remove").text)
    assert pipeline.list_saved(settings) == []
    assert served.get(f"/read/saved/{saved.id}").status_code == 404


def test_articles_are_collected_with_notes(room: tuple[Served, Settings]) -> None:
    served, settings = room
    post(served, "", kind="collection", name="Rapat")
    (kept,) = pipeline.list_saved(settings)
    assert "The collection is empty" in read_text(served.get(f"/read/saved/{kept.id}").text)
    hit = pipeline.search_articles(settings, "*", limit=1).hits[0]
    assert f'<option value="{kept.id}">Rapat</option>' in served.get(f"/read/article/{hit.article_id}").text
    for note in ("pertama", *HARMFUL):
        page = post(served, "/add", id=kept.id, article=hit.article_id, note=note)
        assert page.status_code == 200
    assert page.text.count("<article>") == 1
    assert "<script>" not in page.text.partition("<main")[2]
    post(served, "/add", id=kept.id, article=hit.article_id, note="Untuk dibaca Kamis")
    assert "Catatan: Untuk dibaca Kamis" in read_pdf(served.get(f"/read/saved/{kept.id}/digest.pdf").content)
    assert "No longer" not in read_text(page.text)
    assert post(served, "/add", id=kept.id, article="tidak-ada").status_code == 404
    assert post(served, "/add", id="", article=hit.article_id).status_code == 400
    post(served, f"/{kept.id}/drop", article=hit.article_id)
    assert pipeline.list_articles(settings, kept) == []


def test_only_a_form_of_ours_changes_anything(own_day: Settings) -> None:
    """No signature, another site's form, and a visitor who may only look."""

    class Looker:
        async def admit(self, request: Request) -> Visitor:
            return Visitor("tamu", may_act=False, session="tamu")

    paths = ("", "/add", "/1/remove", "/1/drop")
    with serve_desk(own_day) as served:
        for path in paths:
            assert served.post(f"/read/saved{path}", {"name": "x"}).status_code == 403, path
        signed = served.get("/read/saved").text.partition('name="signed" value="')[2].partition('"')[0]
        fields = {"signed": signed, "name": "x"}
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        assert served.post("/read/saved", fields, headers=elsewhere).status_code == 403
    with serve_desk(own_day, gate=Looker()) as served:
        assert "<form method" not in served.get("/read/saved").text
        assert served.post("/read/saved", fields).status_code == 403
    assert pipeline.list_saved(own_day) == []


def test_the_address_of_a_feed_outlasts_the_server(own_day: Settings) -> None:
    """The link of the page holds the feeds' own token, which opens feeds only, and until it is renewed."""
    saved = pipeline.keep_saved(own_day, pipeline.Saved("Warga", query="warga"), now=NOW)

    def serve(token: str) -> AbstractContextManager[Served]:
        return serve_desk(own_day, gate=TokenAccess(token, "meja", read_feed_token(own_day)))

    with serve("first") as served:
        assert served.session.get(f"{served.address}/?token=first", timeout=60).ok
        pages = [served.get(path).text for path in (f"/read/saved/{saved.id}", "/read?q=warga", "/read/digest?q=warga")]
    links = [unescape(link) for page in pages for link in re.findall(r'href="(/read/[^"]*feed\.atom[^"]*)"', page)]
    assert len(links) == len(pages)
    assert feed_token_path(own_day).stat().st_mode & 0o777 == 0o600
    with serve("second") as served:
        for link in links:
            feed = requests.get(served.address + link, timeout=60)
            assert ElementTree.fromstring(feed.content).findall(f"{{{ATOM}}}entry"), link
        token = links[0].partition("token=")[2]
        for path in ("/", "/read", f"/read/saved/{saved.id}", f"/read/saved/{saved.id}/digest.pdf"):
            assert requests.get(f"{served.address}{path}?token={token}", timeout=60).status_code == 401, path
        for given in ("", "?token=", f"?token={token[:-1]}"):
            path = f"/read/saved/{saved.id}/feed.atom{given}"
            assert requests.get(served.address + path, timeout=60).status_code == 401, given
    assert read_feed_token(own_day, renew=True) != token
    with serve("third") as served:
        assert requests.get(served.address + links[0], timeout=60).status_code == 401


@pytest.mark.parametrize("written", ["", "\n", "short", "with blank in the middle of it all"])
def test_a_file_without_a_feed_token_admits_nobody(tmp_path: Path, written: str) -> None:
    settings = Settings(data=tmp_path)
    feed_token_path(settings).write_text(written, encoding="utf-8")
    with pytest.raises(InputError, match="--renew-feeds"):
        read_feed_token(settings)
    assert read_feed_token(settings, renew=True) == read_feed_token(settings)
    assert [path.name for path in tmp_path.iterdir()] == ["feeds.token"]


def test_the_same_by_command(
    own_day: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KLIPING_DATA", str(own_day.data))
    hit = pipeline.search_articles(own_day, "warga", first=DAY, last=DAY, limit=1).hits[0]
    report = own_day.data / "rapat.pdf"
    for given, code, says in (
        (["list"], 0, "nothing is saved yet"),
        (["search", "Warga", "warga", "NOT", "kapal", "--note", "tiap pagi"], 0, "Warga: search saved"),
        (["search", "Warga", "--send", "fax"], 2, "channel 'fax' is unknown"),
        (["search", "Lain", "warna:biru"], 2, "there is no such field"),
        (["collection", "warga"], 2, "is a search"),
        (["collection", "Rapat", "--note", "Kamis"], 0, "Rapat: collection saved"),
        (["add", "rapat", hit.url, "--note", "baca"], 0, "is in Rapat"),
        (["add", "Rapat", "tidak-ada"], 2, "no published article"),
        (["add", "Warga", hit.article_id], 2, "not a collection"),
        (["list"], 0, "Rapat (collection): 1 articles"),
        (["digest", "Rapat"], 0, "Catatan: baca"),
        (["digest", "Warga", "--day", str(DAY)], 0, "Kliping Warga, Selasa, 26 November 2024"),
        (["digest", "Warga", "--day", "1999-01-01"], 1, "no article of 1999-01-01"),
        (["digest", "Rapat", "--out", str(report)], 0, "1 texts"),
        (["send"], 0, "no digest goes to a channel"),
        (["drop", "Rapat", hit.article_id], 0, "no longer in Rapat"),
        (["drop", "Rapat", hit.article_id], 1, "is not in Rapat"),
        (["remove", "Rapat"], 0, "is removed"),
        (["remove", "Rapat"], 2, "nothing is saved as 'Rapat'; saved: Warga"),
    ):
        monkeypatch.setattr("sys.argv", ["kliping", "saved", *given])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert says in told.out + told.err, given
        assert (ended.value.code or 0) == code, (given, told)
    assert pipeline.find_saved(own_day, "Warga").query == "warga NOT kapal"
    assert report.read_bytes().startswith(b"%PDF-")
