"""Outlet files: what they mean, and the message for a wrong one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from kliping import sources
from kliping.sources import SourceError

GOOD = """\
name: Harian Contoh
hosts: [contoh.example]
site: www.contoh.example
channels: [news, bola]
article: /berita/\\d+/
single_page_params: {single: 1}
routes:
  - feed: https://{site}/feed
  - index: https://{channel}.contoh.example/indeks?date={date:%d/%m/%Y}&page={page}
    links: h2 a
    first_page: 0
    page_step: 10
    max_pages: 7
  - category: https://{site}/terbaru
rules:
  - valid_until: 2021-05-31
    body: div.lama
  - body: [div.isi, article]
verified: 2024-11-26
"""


def write(folder: Path, text: str, name: str = "keluarga/contoh.yml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_file_is_a_source(tmp_path):
    write(tmp_path, GOOD)
    source = sources.load_sources(tmp_path)["contoh"]
    assert (source.id, source.family, source.name) == ("contoh", "keluarga", "Harian Contoh")
    assert source.single_page_params == {"single": "1"}
    assert source.verified == dt.date(2024, 11, 26)
    assert [(r.kind, r.url, r.max_pages) for r in source.routes] == [
        ("feed", "https://www.contoh.example/feed", 100),
        ("index", "https://news.contoh.example/indeks?date={date:%d/%m/%Y}&page={page}", 7),
        ("index", "https://bola.contoh.example/indeks?date={date:%d/%m/%Y}&page={page}", 7),
        ("category", "https://www.contoh.example/terbaru", 1),
    ]
    assert source.routes[1].first_page == 0
    assert source.routes[1].page_step == 10
    assert source.rules_for(dt.date(2021, 5, 31)).body == ("div.lama",)
    assert source.rules_for(dt.date(2021, 6, 1)).body == ("div.isi", "article")


def test_a_family_gives_what_the_file_leaves_out(tmp_path):
    write(tmp_path, "routes: [{feed: 'https://{site}/feed'}]\ndelay: 3\nscope: local\n", "wp/_family.yml")
    write(tmp_path, "name: Satu\nhosts: satu.example\n", "wp/satu.yml")
    write(
        tmp_path, "name: Dua\nhosts: dua.example\ndelay: 5\nroutes: [{feed: 'https://dua.example/rss'}]\n", "wp/dua.yml"
    )
    loaded = sources.load_sources(tmp_path)
    assert list(loaded) == ["dua", "satu"]
    assert (loaded["satu"].delay, loaded["satu"].scope) == (3, "local")
    assert loaded["satu"].routes[0].url == "https://satu.example/feed"
    assert loaded["dua"].delay == 5
    assert [route.url for route in loaded["dua"].routes] == ["https://dua.example/rss"]
    assert loaded["dua"].verified is None


CHANGED = [  # what is replaced in a good file, by what, and the message for its writer
    ("  - category:", "  - kategori:", "14: routes[2].kategori: unknown field; did you mean category?"),
    ("verified", "verifed", "19: verifed: unknown field; did you mean verified?"),
    ("max_pages: 7", "max_pages: banyak", "13: routes[1].max_pages: Input should be a valid integer"),
    ("name: Harian Contoh\n", "", "1: name: is missing"),
    ("[contoh.example]", "[https://c.example/]", "2: hosts[0]: 'https://c.example/' is not a host name"),
    ("/berita/\\d+/", "'/berita/(\\d+/'", "5: article: '/berita/(\\\\d+/' is not a regular expression"),
    ("/berita/\\d+/", "(" * 5_000 + ")" * 5_000, "5: article: '(((((((((("),
    ("/berita/\\d+/", "a{99999999999}", "5: article: 'a{99999999999}' is not a regular expression"),
    ("links: h2 a", "links: 'h2['", "10: routes[1].links: 'h2[' is not a CSS selector"),
    ("body: div.lama", "body: 'div['", "17: rules[0].body[0]: 'div[' is not a CSS selector"),
    ("https://{site}/feed", "ftp://{site}/feed", "8: routes[0].feed[0]: 'ftp://{site}/feed' is no http or https"),
    ("{site}/feed", "{situs}/feed", "8: routes[0].feed[0]: unknown placeholder {situs}"),
    ("{site}/feed", "{site/feed", "8: routes[0].feed[0]: malformed placeholder"),
    ("date={date:%d/%m/%Y}", "date=", "9: routes[1]: an index address needs {date:...}"),
    ("  - feed:", "  - state: https://a.example/s\n  - feed:", "8: routes[0]: a state needs path"),
    (
        "  - feed:",
        "  - path: a.b\n    feed:",
        "8: routes[0]: path and address are for state and post routes; a feed needs none",
    ),
    ("  - feed:", "  - post: https://a.example/s\n  - feed:", "8: routes[0]: form or json is what a post sends"),
    ("  - feed:", "  - form: {a: b}\n    feed:", "8: routes[0]: form or json is what a post sends"),
    (
        "  - feed:",
        "  - {post: https://a.example/s, form: {a: '{hal}'}}\n  - feed:",
        "8: routes[0]: unknown placeholder {hal}",
    ),
    (
        "  - feed:",
        "  - {post: https://a.example/s, form: {a: b}, links: a, path: b}\n  - feed:",
        "8: routes[0]: a post answers with a page (links) or with data (path), not both",
    ),
    ("  - feed:", "  - state: https://a.example/s\n    path: a b\n  - feed:", "9: routes[0].path: "),
    (
        "  - feed:",
        "  - {state: https://a.example/s, path: a, address: x}\n  - feed:",
        "8: routes[0]: address: 'x' names no field of an entry",
    ),
    (
        "  - feed:",
        "  - wordpress: https://a.example/{page}\n  - feed:",
        "8: routes[0]: a wordpress address is the site's",
    ),
    ("  - feed:", "  - sitemap: https://a.example/s\n    feed:", "8: routes[0]: a route has exactly one of"),
    ("channels: [news, bola]\n", "", "1: file: channels: an address has {channel}"),
    (
        "  - body: [div.isi, article]\n",
        "  - valid_until: 2019-01-01\n    body: p\n",
        "15: rules: rules go from the oldest",
    ),
    ("2024-11-26", "kemarin", "19: verified: is a day like 2024-11-26, or never"),
]
BROKEN = [
    ("name: Contoh\nhosts: [contoh.example\n", "3: file: is not YAML"),
    ("- name\n", "1: file: must hold fields"),
    ("", "1: file: must hold fields"),
    ("name: A\nname: B\n", "2: name: is stated twice"),
    ("name: A\nhosts: [a.example]\n", "1: file: routes: an outlet (or its family) needs at least one"),
    ("name: A\nhosts: [a.example]\nexpected: [9, 3]\n", "3: expected: expected is [fewest, most]"),
    *((GOOD.replace(old, new), message) for old, new, message in CHANGED),
]


@pytest.mark.parametrize(("text", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_an_error_names_file_line_and_field(tmp_path, text, message):
    path = write(tmp_path, text)
    with pytest.raises(SourceError) as error:
        sources.load_sources(tmp_path)
    assert f"{path}:{message}" in str(error.value)


def test_a_file_that_is_no_utf_8(tmp_path):
    path = write(tmp_path, "")
    path.write_bytes(b"name: Caf\xe9\n")
    with pytest.raises(SourceError, match=r"contoh\.yml:1: file: is not UTF-8"):
        sources.load_sources(tmp_path)


def test_every_problem_of_a_file_is_named_at_once(tmp_path):
    write(tmp_path, GOOD.replace("max_pages: 7", "max_pages: 0").replace("h2 a", "'h2['"))
    with pytest.raises(SourceError) as error:
        sources.load_sources(tmp_path)
    assert len(str(error.value).splitlines()) == 2


def test_a_host_or_an_id_belongs_to_one_outlet(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    write(first, GOOD)
    write(second, GOOD.replace("contoh.example", "lain.example"))
    with pytest.raises(SourceError, match="the id contoh is taken by"):
        sources.load_sources(first, second)
    (second / "keluarga" / "contoh.yml").unlink()
    write(second, GOOD, "keluarga/lain.yml")
    with pytest.raises(SourceError, match=r"hosts: contoh\.example belongs to"):
        sources.load_sources(first, second)


def test_select(tmp_path):
    write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace("contoh.example", "peraga.example") + "demo: true\nconnect: newsroom\n", "peraga.yml")
    write(tmp_path, GOOD.replace("contoh.example", "mati.example") + "enabled: false\n", "mati.yml")
    known = sources.load_sources(tmp_path)
    assert [s.id for s in sources.select_sources(known, "live")] == ["contoh"]
    assert [s.id for s in sources.select_sources(known, "demo")] == ["peraga"]
    assert [s.id for s in sources.select_sources(known, "mati, contoh,mati")] == ["mati", "contoh"]
    assert [s.id for s in sources.select_sources(known, "demo,contoh")] == ["peraga", "contoh"]
    with pytest.raises(SourceError, match=r"'conto'.*contoh.*kliping sources list"):
        sources.select_sources(known, "conto")
    for nothing in ("", " , "):
        with pytest.raises(SourceError, match="selects no outlet"):
            sources.select_sources(known, nothing)


def test_a_demo_outlet_is_connected_by_its_caller_and_nowhere_else(tmp_path):
    write(tmp_path, GOOD + "demo: true\nconnect: newsroom\n")
    source = sources.load_sources(tmp_path)["contoh"]
    assert source.connect == "newsroom"
    assert sources.connect_source(source, "127.0.0.1:8123").connect == "127.0.0.1:8123"
    with pytest.raises(SourceError, match="KLIPING_NEWSROOM"):
        sources.connect_source(source, "")


def test_an_address_finds_its_outlet(tmp_path, monkeypatch):
    write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace("contoh.example", "jabar.contoh.example"), "jabar.yml")
    monkeypatch.setenv("KLIPING_SOURCES_PATH", str(tmp_path))
    sources.map_hosts.cache_clear()
    try:
        assert sources.find_source("https://bola.contoh.example/berita/1/x").id == "contoh"
        assert sources.find_source("https://jabar.contoh.example/berita/1/x").id == "jabar"
        assert sources.find_source("https://tidakcontoh.example/") is None
        assert sources.find_source("bukan alamat") is None
    finally:
        sources.map_hosts.cache_clear()


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
MERGES = "m0: &m0 {x: 1}\n" + "".join(f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}\n" for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD + BOMB, "aliases make more than"),
        (GOOD + MERGES, "aliases make more than"),
        (GOOD + "tambahan: &a [*a]\n", "aliases make more than"),
        (GOOD + "tambahan: &a {b: &b {c: *a, d: *b}}\n", "aliases make more than"),
        (GOOD + "tambahan: " + "[" * 100_000, "nested deeper than"),
        (GOOD + "tambahan: " + "{a: " * 5_000, "nested deeper than"),
        (GOOD + "".join(f"{' ' * n}a{n}:\n" for n in range(200)), "nested deeper than"),
        (GOOD + "# " + "x" * 2_000_000, "is larger than"),
        (GOOD.replace("verified: 2024-11-26", "verified: 2024-99-99"), "cannot be read"),
        (GOOD.replace("name:", f"delay: {'9' * 5_000}\nname:"), "cannot be read"),
        (GOOD + "tambahan: !!python/object/apply:os.system [ls]\n", "is not YAML"),
        (GOOD + "? [a, b]\n: c\n", "is not YAML"),
        (GOOD + "tambahan: \0\n", "is not YAML"),
        (GOOD + "tambahan: *nowhere\n", "is not YAML"),
        (GOOD.replace("contoh.example", "co.id"), "would claim every outlet"),
    ],
)  # fmt: skip
def test_a_hostile_or_hurt_file_is_refused_by_name(tmp_path, text, says):
    path = write(tmp_path, text)
    with pytest.raises(SourceError, match=says) as error:
        sources.load_sources(tmp_path)
    assert str(path) in str(error.value)


def test_an_alias_that_shares_a_selector_is_welcome(tmp_path):
    write(tmp_path, GOOD.replace("body: [div.isi, article]", "body: &isi [div.isi]\n    drop: *isi"))
    assert sources.load_sources(tmp_path)["contoh"].rules[-1].drop == ("div.isi",)


def test_what_is_no_file_is_refused_by_name(tmp_path):
    (tmp_path / "folder.yml").mkdir()
    with pytest.raises(SourceError, match=r"folder\.yml:1: file: cannot be read"):
        sources.load_sources(tmp_path)


@pytest.mark.parametrize("host", ["www.contoh.example", "m.contoh.example", "CONTOH.example"])
def test_a_host_is_taken_under_its_other_names_too(tmp_path, host):
    write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace("contoh.example", host), "keluarga/lain.yml")
    with pytest.raises(SourceError, match=r"hosts: \S+ belongs to"):
        sources.load_sources(tmp_path)


def test_an_outlet_is_shown_as_its_file_would_state_it(tmp_path):
    write(tmp_path, GOOD)
    source = sources.load_sources(tmp_path)["contoh"]
    shown = yaml.safe_load(sources.write_yaml(source))
    assert shown.pop("id") == "contoh"
    assert shown.pop("family") == "keluarga"
    again = tmp_path / "again"
    write(again, yaml.safe_dump(shown))
    assert sources.load_sources(again)["contoh"] == source


def test_every_built_in_outlet_can_be_shown():
    for source in sources.load_sources().values():
        assert "(" not in sources.write_yaml(source).partition("routes:")[0].replace(source.article, "")


def test_old_words_are_read_with_a_warning(tmp_path, caplog):
    old = GOOD.replace("single_page_params", "whole").replace("valid_until", "until")
    path = write(tmp_path / "old", old)
    write(tmp_path / "new", GOOD)
    assert sources.load_sources(tmp_path / "old") == sources.load_sources(tmp_path / "new")
    assert [record.getMessage() for record in caplog.records] == [
        f"{path}:6: whole: is called single_page_params now; please rename it",
        f"{path}:16: until: is called valid_until now; please rename it",
    ]


def test_an_old_word_replaces_what_the_family_says(tmp_path):
    write(tmp_path, "single_page_params: {page: all}\n", "keluarga/_family.yml")
    write(tmp_path, GOOD.replace("single_page_params", "whole"))
    assert sources.load_sources(tmp_path)["contoh"].single_page_params == {"single": "1"}


def test_a_parameter_may_be_called_like_an_old_word(tmp_path, caplog):
    write(tmp_path, GOOD.replace("{single: 1}", "{whole: 1, until: 2}"))
    assert sources.load_sources(tmp_path)["contoh"].single_page_params == {"whole": "1", "until": "2"}
    assert caplog.records == []


def test_an_old_and_a_new_word_for_one_field(tmp_path):
    write(tmp_path, GOOD + "whole: {page: all}\n")
    with pytest.raises(SourceError, match=r"contoh.yml:20: whole: is stated twice"):
        sources.load_sources(tmp_path)
