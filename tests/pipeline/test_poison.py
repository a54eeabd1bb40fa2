"""One odd page: the outlet's other articles load, in the run and when the archive is scraped again."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.settings import Settings

from tests.hostile.server import HostileServer, answer
from tests.pipeline.site import DATE, STORY, TITLE, make_live_settings, open_outlets, page
from tests.pipeline.tables import query

DAY = dt.date(2024, 11, 26)
HALF = "\\ud83d"
BARE = "\ud83d"
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def ld(more: str) -> bytes:
    return page(
        2, ld=f'{{"@type":"NewsArticle","headline":"{TITLE.format("Banjarsari")}","datePublished":"{DATE}",{more}}}'
    )


def story(old: str, new: str) -> bytes:
    return page(2, body="".join(f"<p>{line.format('Banjarsari')}</p>" for line in STORY).replace(old, new))


PAGES: dict[str, bytes] = {
    "halfhead": page(2, title="", ld=f'{{"@type":"NewsArticle","headline":"Tanam {HALF}","datePublished":"{DATE}"}}'),
    "halfauthor": ld(f'"author":{{"name":"Rina Melati {HALF}"}}'),
    "halftags": ld(f'"keywords":["banjir {HALF}","{HALF}"],"articleSection":"{HALF}"'),
    "halfimage": ld(f'"image":"https://gambar.test/{HALF}.jpg"'),
    "halfcanonical": page(2, head=f'<link rel="canonical" href="http://halfcanonical.test/berita/2/{BARE}-padi">'),
    "halftext": story("Desa", f"De{BARE}sa"),
    "halfreference": story("Desa", "De&#55357;sa"),
    "nultitle": ld('"keywords":["banjir\\u0000x"],"author":{"name":"Ri\\u0000na"},"articleSection":"Dae\\u0000rah"'),
    "escapes": ld('"keywords":["a\\u001b[31mb"],"author":{"name":"Ri\\u009bna\\u0008"}'),
    "lateyear": page(2, ld='{"@type":"NewsArticle","datePublished":"9999-12-31T23:59:59-14:00"}'),
    "firstyear": page(2, ld='{"@type":"NewsArticle","datePublished":"0001-01-01T00:00:00+14:00"}'),
    "deepjson": page(2, ld="[" * 90_000 + "]" * 90_000),
    "longnumber": ld('"wordCount":' + "9" * 6_000),
    "oddtypes": ld('"author":[[{"name":["A","B"]}],7,null],"image":{"url":["x",{"y":1}]},"keywords":{"a":[1]}'),
    "badbase": page(2, head='<base href="http://[bad"><base href="javascript:alert(1)">'),
    "badcanonical": page(2, head='<link rel="canonical" href="http://[::1/berita/2">'),
    "verylong": ld('"author":{"name":"' + "R" * 300_000 + '"}'),
    "numberdate": ld('"dateModified":' + "1" * 400 + ',"dateCreated":NaN,"uploadDate":[Infinity,{"@value":true}]'),
    "wrongtypes": page(2, ld='{"@type":{"a":1},"headline":[7,null,{"x":[]}],"datePublished":{"@value":[false]}}'),
    "graphloop": page(2, ld='{"@id":"a","@graph":[{"@id":"a","@graph":[{"@ref":"a"}],"mainEntity":{"@id":"a"}}]}'),
    "arabicday": page(
        2, head='<time datetime="\u0662\u0660\u0662\u0664-\u0661\u0661-\u0662\u0666T\u00b2:\u2460"></time>'
    ),
    "farzone": page(2, head='<meta property="article:published_time" content="2024-11-26T25:61:61+99:99">'),
    "farport": page(2, head='<link rel="canonical" href="http://farport.test:99999999/berita/2/a"><base href="//:x">'),
    "longhost": page(2, head='<link rel="canonical" href="http://' + "\u00e9" * 300 + '.test/berita/2/a">'),
    "emptylabel": page(2, head='<link rel="canonical" href="http://..test/berita/2/a"><link rel="amphtml" href="//">'),
    "oddpager": page(
        2, body=f'<p>{STORY[0].format("B")}</p><a rel="next" href="http://[">2</a><a href="http://x:y/2">2</a>'
    ),
    "oddrefresh": page(2, head='<meta http-equiv="refresh" content="0;url=http://[::"><link rel="next" href="http://[">'),
    "oddimage": page(
        2, head='<meta property="og:image" content="http://[::1/a.jpg"><meta property="og:url" content="x:">'
    ),
    "oddauthorlink": ld('"author":{"@type":"Person","name":{"@value":"Rina"},"url":"http://[","sameAs":[7,"//"]}'),
    "onlymarks": story("Desa", "D" + "\u0301" * 50_000),
    "onlyturned": page(2, title="\u202e\u200b\ufeff", ld="{}"),
    "longtitle": page(2, title="Banjir " * 100_000, ld="{}"),
    "plaintext": page(2, head="<template><plaintext></template><svg><title><script>{</script></title></svg>"),
    "nextloop": page(
        2, body='<script id="__NEXT_DATA__" type="application/json">{"props":{"n":1e999,"m":-0.0}}</script>'
    ),
    "nuxtloop": page(
        2, body='<script id="__NUXT_DATA__" type="application/json">[["Reactive",0],{"a":1,"b":9e9}]</script>'
    ),
    "cutstream": page(2, body='<script>self.__next_f.push([1,"1:{\\"a\\":\\"$1\\"}\\n2:I[\\ud83d"])</script>'),
    "manynames": ld('"author":[' + ",".join(f'{{"name":"Rina Melati {n}"}}' for n in range(5_000)) + "]"),
    "manymetas": page(2, head='<meta name="author" content="%s"><meta property="article:tag" content="{">' * 20_000),
    "ofnul": b"\0" * 3_000,
    "empty": b"",
}  # fmt: skip
TYPES: dict[str, tuple[str, bytes]] = {
    "jsonerror": ("application/json", b'{"status":404,"message":"Artikel tidak ditemukan"}'),
    "jsonlist": ("application/json; charset=utf-8", b"[]"),
    "jsonnull": ("application/json", b'{"text":null}'),
    "jsontext": ("application/json", b'{"text":"Petani menanam padi.","title":5}'),
    "jsonscalar": ("application/json", b"12"),
    "jsoncut": ("application/json", b'{"text":"Petani'),
    "jsonbytes": ("application/json", b"\xff\xfe\x00"),
    "multipart": ("multipart/x-mixed-replace; boundary=x", page(2)),
    "nonsense": (";;;=\x01", page(2)),
}
READ_AS_PAGES = {
    "jsonpage": "application/json",
    "plainpage": "text/plain; charset=utf-8",
    "ldpage": "application/ld+json",
}
"""HTML under another type is read as the HTML that it is."""
CHARACTER_SETS = (
    "undefined",
    "idna",
    "hex",
    "base64",
    "punycode",
    "unicode_escape",
    "utf-7",
    "utf-16",
    "zlib",
    "rot13",
    "mbcs",
    "bz2",
    "utf-32",
    "cp65001",
    "uu",
    "raw_unicode_escape",
    "x-user-defined",
)
HEADERS: dict[str, dict[str, str]] = {
    "oddetag": {"ETag": '"\xff\xfe\xe9"', "Last_Modified": "kemarin sore"},
    "oddcookie": {"Set_Cookie": "a=\x01\xff; expires=Foo; Path=;;;", "X_Robots_Tag": "noarchive, \xff"},
    "oddlink": {
        "Link": '<http://[::>; rel="canonical", <>;;',
        "Refresh": "soon; url=http://[",
        "Content_Language": "\xff",
    },
    "oddexpiry": {
        "Last_Modified": "Mon, 01 Jan 0001 00:00:00 GMT",
        "Expires": "-1",
        "Age": "9" * 400,
        "Retry_After": "NaN",
    },
    "oddname": {
        "Content_Disposition": "attachment; filename*=utf-8''%ff%00",
        "Content_Location": "http://[",
        "Vary": "*",
    },
    "odddate": {"Last_Modified": "Mon, 99 Foo 2024 99:99:99 GMT", "ETag": "x" * 9_000},
}

ODD_ROUTES: dict[str, tuple[str, bytes]] = {
    "feednested": ("feed", b"<rss><channel><item><title>" + b"<b>" * 50_000),
    "feedattributes": ("feed", b"<rss" + b"".join(b" a%d='1'" % n for n in range(5_000)) + b"><channel/></rss>"),
    "feedentities": ("feed", b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>'),
    "feedhtml": ("feed", page(2)),
    "feednothing": ("feed", b""),
    "feedzeros": ("feed", b"\0" * 5_000),
    "feedjson": ("feed", b'{"items": {"a": [1]}}'),
    "feeddeepjson": ("feed", b"[" * 90_000),
    "feedbadlinks": ("feed", b"<rss><channel><item><link>http://[::1</link></item><item><link>x:</link></item></channel></rss>"),
    "feedebcdic": ("feed", '<?xml version="1.0" encoding="cp037"?><rss></rss>'.encode("cp037")),
    "feedcut": ("feed", b"<rss><channel><item><title>Petani</title><link>http://feedcut.test/beri"),
    "mapopentag": ("sitemap", b"<urlset>" + b"<url a='" * 50_000),
    "mapnested": ("sitemap", b"<urlset>" + b"<url>" * 50_000),
    "mapitself": ("sitemap", b"<sitemapindex><sitemap><loc>http://mapitself.test/odd.xml</loc></sitemap></sitemapindex>"),
    "maphtml": ("sitemap", page(2)),
    "mapbadindex": ("sitemap", b"<sitemapindex><sitemap><loc>http://[</loc></sitemap><sitemap><loc>file:///etc/passwd"
                    b"</loc></sitemap><sitemap/></sitemapindex>"),
    "mapdates": ("sitemap", "<urlset><url><loc>/a</loc><lastmod>\u0662\u0660</lastmod></url></urlset>".encode()),
}  # fmt: skip
"""A route that is odd, beside a sound feed that shows two articles."""
FORBIDDEN = b"User-agent: *\nDisallow: /berita/2/\n"
ODD_ROBOTS: dict[str, bytes] = {
    "robotsutf32": FORBIDDEN.decode().encode("utf-32"),
    "robotstwomarks": b"\xef\xbb\xbf" * 2 + FORBIDDEN,
    "robotsmegabyte": b"# x\n" * 100_000 + FORBIDDEN,
    "robotslongline": b"User-agent: *\nDisallow: /" + b"a" * 300_000 + b"\nDisallow: /berita/2/\n",
    "robotswildcards": b"User-agent: *\nDisallow: /" + b"*a" * 3_000 + b"$\nDisallow: /berita/2/\n",
    "robotsagents": b"".join(b"User-agent: b%d\n" % n for n in range(20_000)) + FORBIDDEN,
    "robotsreturns": FORBIDDEN.replace(b"\n", b"\r"),
    "robotsunknown": b"Noindex: /\n" + FORBIDDEN + b"Clean-param: a /\nContent-Signal: ai-train=no\n",
    "robotsdelay": FORBIDDEN + b"Crawl-delay: NaN\nCrawl-delay: -5\nCrawl-delay: 1e999\n",
    "robotspercents": b"User-agent: *\nDisallow: /%zz%\nDisallow: /berita%2\nDisallow: /berita/2/\n",
    "robotspacked": gzip.compress(FORBIDDEN),
    "robotsbreaks": FORBIDDEN.replace(b"\n", b"<br>\n"),
    "robotsquotes": b'User-agent: "*"\nDisallow: "/berita/2/"\n',
    "robotscolons": FORBIDDEN.decode().replace(":", "\uff1a").encode(),
    "robotsunderscore": FORBIDDEN.replace(b"User-agent", b"User_agent"),
    "robotslist": b"User-agent: Googlebot, Kliping\nDisallow: /berita/2/\n\nUser-agent: *\nDisallow:\n",
}  # fmt: skip
"""Each forbids the second article."""


def show_odd_routes(site: HostileServer, folder: Path) -> None:
    """Give the outlets of ``ODD_ROUTES`` their first route, and those of ``ODD_ROBOTS`` their rules."""
    for name, (kind, body) in ODD_ROUTES.items():
        file = folder / f"{name}.yml"
        site.paths[f"{name}.test/odd.xml"] = answer(body, Content_Type="application/xml")
        file.write_text(file.read_text().replace("routes:\n", f"routes:\n  - {kind}: http://{name}.test/odd.xml\n"))
    for name, rules in ODD_ROBOTS.items():
        site.paths[f"{name}.test/robots.txt"] = answer(rules, Content_Type="text/plain")


pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def site() -> Iterator[HostileServer]:
    server = HostileServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def a_day(site: HostileServer, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder that a run and a reprocess of the odd outlets went over."""
    odd = {name: answer(body) for name, body in PAGES.items()}
    odd |= {name: answer(body, Content_Type=kind) for name, (kind, body) in TYPES.items()}
    odd |= {name: answer(page(2), Content_Type=kind) for name, kind in READ_AS_PAGES.items()}
    odd |= {name: answer(page(2), **said) for name, said in HEADERS.items()}
    for name in CHARACTER_SETS:
        wrong = page(2).replace(b"Desa", b"\x93Desa\x94").replace(b'charset="utf-8"', f'charset="{name}"'.encode())
        odd["cs" + re.sub(r"\W|_", "", name)] = answer(wrong, Content_Type=f"text/html; charset={name}")
    odd |= {name: answer(page(2)) for name in (*ODD_ROUTES, *ODD_ROBOTS)}
    folder = tmp_path_factory.mktemp("poison")
    open_outlets(site, folder / "sources", odd)
    show_odd_routes(site, folder / "sources")
    settings = make_live_settings(folder / "data", folder / "sources")
    report = pipeline.run_day(settings, day=DAY, spec=",".join(odd))
    assert not report.refused, report.summary()
    for report in pipeline.reprocess_days(settings, first=DAY, last=DAY):
        assert not report.refused, report.summary()
    return settings


def test_the_other_articles_load(a_day: Settings) -> None:
    loaded = query(a_day, "SELECT outlet, count(*) FILTER (NOT contains(url, '/berita/2/')) FROM articles GROUP BY 1")
    assert dict(loaded) == {name: 2 for (name,) in query(a_day, "SELECT DISTINCT outlet FROM loads")}


def test_every_link_has_an_outcome_in_every_load(a_day: Settings) -> None:
    """Of what came without a body nothing was archived: it is asked for again, and not scraped again."""
    joined = "outcomes AS o JOIN loads USING (load_id, outlet)"
    found = query(a_day, f"SELECT job, o.outlet, count(*) FROM {joined} GROUP BY ALL")
    counts = [row for row in found if row[1] not in ODD_ROUTES and row[1] not in ODD_ROBOTS]
    assert {count for job, _, count in counts if job == "ingest"} == {3}
    assert {outlet for job, outlet, count in counts if job == "reprocess" and count != 3} == {"empty", "ofnul"}


def test_no_page_brings_out_a_bug(a_day: Settings) -> None:
    assert query(a_day, "SELECT url, detail FROM outcomes WHERE reason = 'internal_error'") == []


def test_pages_of_another_type_are_read(a_day: Settings) -> None:
    loaded = query(a_day, "SELECT outlet FROM articles WHERE contains(url, '/berita/2/')")
    expected = {*READ_AS_PAGES, *HEADERS, "halfauthor", "nultitle", "escapes", "multipart"}
    assert expected <= {outlet for (outlet,) in loaded}


def test_a_character_set_that_is_none_is_read_as_windows_1252(a_day: Settings) -> None:
    bodies = query(a_day, "SELECT outlet, body FROM articles WHERE starts_with(outlet, 'cs') AND contains(url, '/2/')")
    assert len(bodies) == len(CHARACTER_SETS)
    assert [outlet for outlet, body in bodies if "“Desa”" not in body] == []


def test_no_field_holds_what_cannot_be_stored(a_day: Settings) -> None:
    fields = query(a_day, "SELECT outlet, title, authors, tags, section, body FROM articles WHERE contains(url, '/2/')")
    shown = {row[0]: " ".join(map(str, row[1:])) for row in fields}
    assert [outlet for outlet, text in shown.items() if CONTROLS.search(text)] == []


def test_an_odd_route_is_named_and_the_other_is_walked(a_day: Settings) -> None:
    notes = dict(query(a_day, "SELECT outlet, array_to_string(notes, '; ') FROM loads WHERE job = 'ingest'"))
    silent = [name for name in ODD_ROUTES if f"{name}.test/odd.xml" not in notes[name]]
    assert silent == []
    assert "internal_error" not in " ".join(notes[name] for name in ODD_ROUTES)


def test_odd_rules_are_obeyed(a_day: Settings, site: HostileServer) -> None:
    of_robots = "FROM outcomes WHERE starts_with(outlet, 'robots') AND contains(url, '/2/')"
    assert dict(query(a_day, f"SELECT outlet, reason {of_robots}")) == dict.fromkeys(ODD_ROBOTS, "robots")
    assert [each.host for each in site.requests if "/berita/2/" in each.path and each.host.startswith("robots")] == []
