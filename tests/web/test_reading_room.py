"""The reading room: what its pages show, what leads where, what is sent as a file, and addresses that say it all."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import quote

import pytest
from kliping import pipeline, warehouse
from kliping.settings import Settings
from kliping.web.reading.story import mark_story, split_marks
from kliping.web.reading.timeline import MOST_BARS, list_periods

from tests.web.conftest import DAY, HARMFUL, Served, serve_desk
from tests.web.test_pages import Look, read_text


@pytest.fixture(scope="session")
def word(a_day: Settings) -> str:
    """A word of the title of an article."""
    page = pipeline.search_articles(a_day, "*", limit=1)
    assert page.hits[0].title
    return max(page.hits[0].title.split(), key=len)


def test_everything_is_shown_where_nothing_is_asked(look: Look, a_day: Settings) -> None:
    page = look("/read")
    total = pipeline.search_articles(a_day, "*").total
    assert f"{total} articles" in read_text(page)
    assert page.count("<article>") == min(20, total)
    days = re.findall(r"<title>[^<:]+: (\d+) of (\d+) articles, [^<]+</title><rect", page)
    assert sum(int(number) for number, _ in days) == total
    second = look("/read?page=2")
    assert set(re.findall(r'href="/read/article/(\w+)', page)).isdisjoint(re.findall(r"/read/article/(\w+)", second))


def test_a_query_is_narrowed_by_its_facets(look: Look, a_day: Settings, word: str) -> None:
    page = look(f"/read?q={quote(word)}")
    assert "<mark>" in page
    found = pipeline.search_articles(a_day, word, count=True)
    assert found.counts
    for outlet, number in found.counts.outlets.items():
        address = re.search(rf'<a href="([^"]+outlet={outlet}[^"]*)">[^<]+</a> <small>{number}</small>', page)
        assert address, outlet
        narrowed = look(address[1].replace("&amp;", "&"))
        assert f"{number} article" in read_text(narrowed)
        assert f'value="{outlet}"' in narrowed, "the form keeps what was chosen"


def test_a_search_that_finds_nothing_says_what_there_is_and_what_to_leave_out(look: Look, a_day: Settings) -> None:
    page = look("/read?q=qwxyz&outlet=gema&section=Budaya&from=2024-11-20&to=2024-11-26")
    of_outlet = pipeline.search_articles(a_day, "*", outlet="gema").total
    assert f"There are {of_outlet} articles, " in read_text(page)
    ways = {"Without the dates": "from=", "In all outlets": "outlet=", "In all sections": "section="}
    for named, dropped in ways.items():
        address = re.search(rf'href="([^"]+)">{named}</a>', page)
        assert address, named
        assert dropped not in address[1]
        assert "q=qwxyz" in address[1]


def test_every_way_to_compare_takes_the_query_along(look: Look, word: str) -> None:
    page = look(f"/read?q={quote(word)}&outlet=gema&from=2024-11-20")
    addresses = re.findall(r'href="(/read/compare[^"]*)"', page)
    assert len(addresses) == 2
    for address in addresses:
        assert f"q={quote(word)}" in address
        assert f'value="{word}"' in look(address.replace("&amp;", "&"))
    assert "from=2024-11-20" in addresses[1]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/read?q=%22banjir", 400, "a quotation mark is not closed"),
        ("/read?q=warna:merah", 400, "there is no such field"),
        ("/read?q=banjir&from=kemarin", 400, "is not a day"),
        ("/read?q=banjir&from=2024-11-26&to=2024-11-20", 200, "No article matches."),
        ("/read?page=99999999999999999999", 200, "There is no such page of the results."),
        ("/read?page=-1", 200, "articles"),
        ("/read?q=" + "a" * 5000, 200, "No article matches."),
        ("/read/article/0000", 404, "No article has this id."),
        ("/read/name?name=Nobody", 404, "No article that is loaded mentions this name."),
        ("/read/outlet/nobody", 404, "Nothing of this outlet was ever loaded."),
        ("/read/export/kliping.exe", 404, "choose of csv"),
        ("/read/nothing", 404, "There is no such page."),
        ("/read/help", 200, "The word as it is."),
        ("/read/names?q=zzz", 200, "No name is like that."),
    ],
)
def test_what_cannot_be_shown_is_said(desk: Served, path: str, status: int, said: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == status
    assert said in read_text(answer.text)


def test_a_result_is_sent_as_a_file(desk: Served, a_day: Settings, word: str) -> None:
    asked = f"?q={quote(word)}"
    total = pipeline.search_articles(a_day, word).total
    lines = desk.get(f"/read/export/kliping.jsonl{asked}").text.splitlines()
    assert len(lines) == total
    assert all(word.lower() in (row["title"] + row["body"]).lower() for row in map(json.loads, lines[:3]))
    answer = desk.get(f"/read/export/kliping.csv{asked}")
    assert 'filename="kliping.csv"' in answer.headers["content-disposition"]
    assert len(list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))) == total
    assert desk.get(f"/read/export/kliping.parquet{asked}").content[:4] == b"PAR1"
    assert desk.get(f"/read/export/kliping.xlsx{asked}").content[:2] == b"PK"
    assert desk.get(f"/read/export/kliping.bib{asked}").text.count("@online{") == total
    assert desk.get(f"/read/export/kliping.ris{asked}").text.count("TY  - NEWS") == total


def test_an_article_has_its_names_quotations_and_copies(look: Look, a_day: Settings) -> None:
    with warehouse.reader(a_day) as db:
        assert db
        article, body, group = db.execute(
            """SELECT article_id, body, duplicate_group_id FROM articles
            WHERE article_id IN (SELECT article_id FROM mentions) ORDER BY len(quotes) DESC, article_id LIMIT 1"""
        ).fetchone()
        names = db.execute('SELECT DISTINCT kind, "name" FROM mentions WHERE article_id = ?', [article]).fetchall()
        quotes = db.execute('SELECT "text" FROM quotes WHERE article_id = ?', [article]).fetchall()
        shared = db.execute(
            """SELECT any_value(article_id), count(*) FROM articles
            GROUP BY duplicate_group_id HAVING count(*) > 1 LIMIT 1"""
        ).fetchone()
    page = look(f"/read/article/{article}")
    assert all(" ".join(paragraph.split()) in read_text(page) for paragraph in body.split("\n"))
    for kind, name in names:
        assert f'href="/read/name?kind={kind}&amp;name=' in page
        assert name in read_text(look(f"/read/name?kind={kind}&name={quote(name)}"))
    for (text,) in quotes:
        assert " ".join(text.split()) in read_text(page)
    assert group
    if shared:
        assert "Who had it first" in look(f"/read/article/{shared[0]}")


def test_names_and_outlets_lead_to_their_pages(look: Look) -> None:
    names = re.findall(r'href="(/read/name\?[^"]+)"', look("/read/names"))
    assert len(names) > 3
    page = look(names[0].replace("&amp;", "&"))
    assert '<svg class="timeline"' in page
    assert "per thousand" in page
    outlet = re.findall(r'href="(/read/outlet/[^"]+)"', look("/read/outlets"))
    assert len(outlet) == 6
    assert "Newest articles" in look("/read/outlet/gema")


def test_texts_that_mean_harm_are_texts(harm: Settings) -> None:
    warehouse.refresh_engine(harm)
    with serve_desk(harm) as served, warehouse.reader(harm) as db:
        assert db
        for (article,) in db.execute("SELECT article_id FROM articles ORDER BY 1").fetchall():
            assert served.get(f"/read/article/{article}").status_code == 200
        for text in HARMFUL:
            asked = quote(text)
            for path in (f"?q={asked}", f"?outlet={asked}&section={asked}", f"/name?name={asked}", f"/outlet/{asked}"):
                answer = served.get(f"/read{path}")
                assert answer.status_code in (200, 400, 404), path
                assert "<script>" not in answer.text.replace("</script>", "").lower().split("<main", 1)[1]


BODY = 'Wali Kota Asep bilang "air naik".\nWarga Garut pergi.'


@pytest.mark.parametrize(
    ("mentions", "quotes"),
    [
        ([], []),
        ([(10, 14, "person", "Asep Hidayat"), (41, 46, "place", "Garut")], [(23, 31)]),
        ([(0, 14, "person", "a"), (5, 14, "person", "b")], [(0, 40)]),
        ([(-5, 3, "person", "a"), (40, 999, "place", "b"), (7, 7, "place", "c"), (900, 999, "place", "d")], [(999, 1)]),
        ([(30, 40, "place", "across a line feed")], [(20, 45)]),
    ],
)
def test_a_marked_story_is_the_story(mentions: list[tuple[int, int, str, str]], quotes: list[tuple[int, int]]) -> None:
    rows = [{"start": a, "end": b, "kind": kind, "name": name} for a, b, kind, name in mentions]
    said = [{"start": a, "end": b} for a, b in quotes]
    for body in (BODY, "", "\n\n", BODY + "\n"):
        paragraphs = mark_story(body, rows, said)
        assert "\n".join("".join(piece.text for piece in paragraph) for paragraph in paragraphs) == body


def test_what_is_marked_is_what_was_meant() -> None:
    rows = [{"start": 10, "end": 14, "kind": "person", "name": "Asep Hidayat"}]
    first, second = mark_story(BODY, rows, [{"start": 23, "end": 31}])
    assert [(piece.text, piece.name) for piece in first if piece.name] == [("Asep", "Asep Hidayat")]
    assert [piece.text for piece in first if piece.said] == ["air naik"]
    assert not any(piece.said or piece.name for piece in second)
    assert split_marks("air naik", ((0, 3),)) == [("air", True), (" naik", False)]


@pytest.mark.parametrize("days", [1, 30, MOST_BARS + 1, 3000])
def test_a_timeline_counts_every_day_once(days: int) -> None:
    import datetime as dt

    every = {DAY - dt.timedelta(days=n): 10 for n in range(days)}
    found = dict.fromkeys(list(every)[::2], 3)
    periods = list_periods(found, every, dict.fromkeys(every, "C"), min(every), DAY)
    assert len(periods) <= MOST_BARS
    assert sum(one.articles for one in periods) == sum(found.values())
    assert sum(one.every for one in periods) == sum(every.values())
    assert (periods[0].first, periods[-1].last) == (min(every), DAY)
    assert list_periods({}, {}, {}) == []
    assert list_periods(found, every, {}, DAY, DAY - dt.timedelta(days=1)) == []


def test_what_is_said_about_a_term_is_listed_with_its_speakers(look: Look, a_day: Settings) -> None:
    with warehouse.reader(a_day) as db:
        assert db is not None
        row = db.execute(
            'SELECT "text", article_id FROM quotes WHERE "name" IS NOT NULL ORDER BY ALL LIMIT 1'
        ).fetchone()
    assert row is not None
    term = max(re.findall(r"\w+", row[0]), key=len)
    page = look(f"/read/quotes?q={quote(term)}")
    assert row[0] in read_text(page)
    assert f"/read/article/{row[1]}" in page or "articles have it" in page
    assert all(term.lower() in one.lower() for one in re.findall(r'<p class="text">([^<]*)</p>', page))
    assert f'href="/read/quotes?q={quote(term)}"' in look(f"/read?q={quote(term)}")


@pytest.mark.parametrize("term", ["", "*", " ", "tidakadakata", '"(', "%", *HARMFUL])
def test_nothing_is_said_about_what_is_no_term(look: Look, term: str) -> None:
    assert "<blockquote" not in look(f"/read/quotes?q={quote(term)}")


@pytest.mark.parametrize("query", ["banjir NOT surut", 'title:"banjir"', "keban*", "=banjir"])
def test_a_query_with_grammar_leads_to_no_quotations(look: Look, query: str) -> None:
    assert "/read/quotes" not in look(f"/read?q={quote(query)}")
