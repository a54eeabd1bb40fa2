"""What the pages show: the verdict of the command, what a stranger types, nothing that runs, nothing that waits."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from kliping import pipeline, warehouse
from kliping.settings import Settings
from kliping.warehouse.access.connection import writer_lock_path
from kliping.warehouse.access.lock import hold_lock
from kliping.web.article import list_fields

from tests.web.conftest import DAY, HARMFUL, Served, serve_desk

Look = Callable[[str], str]


def read_text(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_first_page_begins_with_what_is_broken(look: Look) -> None:
    page = look("/")
    rows = re.findall(r'<tr class="(\w+)">\s*<th scope="row"><a href="([^"]+)"', page)
    assert rows[0] == ("broken", "/outlet/pedoman")
    assert len(rows) == 6
    assert "the articles end before a paywall" in page
    label = re.search(r'role="img"[^>]+aria-label="([^"]+, \d+ no run)"', page)
    assert label
    assert sum(int(part.split()[0]) for part in label[1].split(", ")) == 30


@pytest.mark.parametrize(
    ("query", "outlets"),
    [("q=PEDO", ["pedoman"]), ("q=Detak", ["detakkini"]), ("standing=broken", ["pedoman"]), ("q=nobody", []),
     ("page=99&q=pedoman", ["pedoman"])],
)  # fmt: skip
def test_outlets_are_found(look: Look, query: str, outlets: list[str]) -> None:
    assert re.findall(r'<th scope="row"><a href="/outlet/([^"]+)"', look(f"/?{query}")) == outlets


def test_an_outlet_has_the_verdict_of_kliping_why(look: Look, a_day: Settings) -> None:
    verdict = pipeline.diagnose_outlet(a_day, "pedoman", DAY).verdict
    text = read_text(look("/outlet/pedoman"))
    assert f"Tuesday, 26 November 2024: {verdict.says}" in text
    for line in (*verdict.evidence, verdict.command, "kliping why pedoman --day 2024-11-26"):
        assert line in text
    assert f"{verdict.broke_at or 'found'}" in text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/outlet/pedomann", 404, "pedoman"),
        ("/outlet/gema?day=kemarin", 404, "'kemarin' is not a day"),
        ("/outlet/gema?day=2020-01-01", 200, "no run has tried the day"),
        ("/day/2024-13-01", 404, "is not a day"),
        ("/day/1999-01-01", 200, "No run has tried this day."),
        ("/calendar?month=2024-13", 404, "is not a month"),
        ("/run/nobody", 404, "No load knows this run."),
        ("/host-run?run_id=manual__2020", 404, "loaded nothing yet"),
        ("/article/0000", 404, "No article has this id."),
        ("/article?q=https://x.test/", 404, "No article has this id or address."),
        ("/quarantine/page/0000", 404, "No page in quarantine"),
        ("/quarantine/cause/nothing", 200, "Nothing is here."),
        ("/nothing", 404, "There is no such page."),
    ],
)
def test_what_is_not_there_is_a_clear_page_with_the_way_out(desk: Served, path: str, status: int, said: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == status
    assert said in read_text(answer.text)
    assert 'href="/"' in answer.text


def test_an_article_shows_before_and_after_and_its_record(look: Look, a_day: Settings) -> None:
    with warehouse.reader(a_day) as db:
        assert db is not None
        identity, url, body, kinds = db.execute(
            "SELECT article_id, url, body, list_transform(removed, lambda r: r.kind) FROM articles "
            "WHERE len(removed) > 2 ORDER BY len(list_distinct(list_transform(removed, lambda r: r.kind))) DESC, url"
        ).fetchone()
    page = look(f"/article/{identity}")
    for paragraph in body.split("\n"):
        assert html.escape(paragraph, quote=False).replace('"', "&#34;").replace("'", "&#39;") in page
    assert re.findall(r'<del class="k-(\w+)">', page) == kinds
    assert ".warc.gz#" in page
    assert "The whole page as text" in page
    assert "rule:body" in page
    assert look(f"/article?q={url}") == page


def test_a_day_and_its_run(look: Look, a_day: Settings) -> None:
    run = pipeline.read_status(a_day).runs[0].run
    assert f'href="/run/{run}"' in look(f"/day/{DAY}")
    page = read_text(look(f"/run/{run}"))
    assert "page_is_stub" in page
    assert "related" in page
    assert look(f"/host-run?run_id={run.partition('.')[2]}") == look(f"/run/{run}")


def test_todays_rules_are_tried_on_archived_pages(look: Look) -> None:
    page = read_text(look("/quarantine/try/page_is_stub?outlet=pedoman"))
    assert re.search(r"0 of \d+ archived pages would read as articles", page)


def test_nothing_is_published_yet(tmp_path: Path) -> None:
    with serve_desk(Settings(data=tmp_path / "data"), gate=AnyAccess()) as served:
        for path in ("/", "/outlet/detik", "/calendar", "/quarantine", f"/day/{DAY}"):
            answer = served.get(path)
            assert answer.status_code == 404
            assert "Nothing is published yet." in answer.text


class AnyAccess:
    async def admit(self, request: object) -> object:
        from kliping.web import Visitor

        return Visitor("sari", may_act=True, session="sari")


def test_no_page_waits_for_a_load(desk: Served, a_day: Settings) -> None:
    """While somebody holds the writer's lock and writes, every page answers."""
    with hold_lock(writer_lock_path(a_day), 5):
        for path in ("/", "/outlet/pedoman", f"/day/{DAY}", "/quarantine", "/calendar"):
            assert desk.get(path).status_code == 200


def test_what_means_harm_is_text(harm: Settings) -> None:
    """Every page over rows whose every text means harm: no tag, attribute or address of theirs is one of ours."""
    with warehouse.reader(harm) as db:
        assert db is not None
        articles = [each for (each,) in db.execute("SELECT article_id FROM articles").fetchall()]
        held = [each for (each,) in db.execute("SELECT quarantine_id FROM quarantine").fetchall()]
    paths = ["/", "/calendar", "/quarantine", f"/day/{DAY}", "/run/run", "/outlet/koran"]
    paths += [f"/article/{each}" for each in articles] + [f"/quarantine/page/{each}" for each in held]
    with serve_desk(harm) as served:
        for text in HARMFUL:
            from urllib.parse import quote

            paths += [f"/outlet/{quote(text)}", f"/quarantine/cause/{quote(text)}", f"/?q={quote(text)}"]
        for path in paths:
            page = served.get(path).text
            assert "</html>" in page, path
            assert find_foreign_tags(page) == [], path
        assert any(html.escape(text, quote=False)[:20] in served.get("/").text for text in HARMFUL)


def find_foreign_tags(page: str) -> list[str]:
    from html.parser import HTMLParser

    found = []

    class Finder(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            given = dict(attributes)
            src = given.get("src") or ""
            if tag in ("img", "iframe", "object", "style") or (tag == "script" and not src.startswith("/desk.js?")):
                found.append(tag)
            if any(name.startswith("on") or name in ("style", "srcdoc", "autofocus") for name in given):
                found.append(f"{tag} {given}")
            if not (given.get("href") or "/").startswith(("/", "#")):
                found.append(f"{tag} {given}")

    Finder().feed(page)
    return found


def test_the_finder_finds() -> None:
    assert find_foreign_tags('<a href="javascript:x">x</a><p onclick=x><script>x</script>')


@pytest.mark.parametrize(
    ("newest", "last"),
    [(None, "2024-11-26"), ("2024-11-26", "2024-11-26"), ("2024-11-27", "2024-11-27"), ("2024-11-20", "2024-11-26"),
     ("2024-01-01", "2024-01-01")],
)  # fmt: skip
def test_strips_end_yesterday_unless_that_is_far_off(newest: str | None, last: str) -> None:
    from kliping.pipeline.answers.strips import choose_last_day

    given = dt.date.fromisoformat(newest) if newest else None
    assert str(choose_last_day(given, dt.date(2024, 11, 27), 30)) == last


def test_an_article_shows_who_may_read_it() -> None:
    assert ("access", "subscriber", "json-ld") in list_fields(
        {"access": "subscriber", "method": '{"access": "json-ld"}', "body": "Satu."}
    )
