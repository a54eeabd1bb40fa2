"""One article at two addresses: the newer one is current, whatever was loaded first; nothing of the old one is lost."""

from __future__ import annotations

import itertools
from typing import Any

import duckdb
import pytest
from kliping.minhash import make_signature
from kliping.warehouse import load_batch

from tests.warehouse.staging import capture
from tests.warehouse.test_laws import memory

WORDS = [
    "warga",
    "desa",
    "membahas",
    "saluran",
    "air",
    "yang",
    "rusak",
    "sejak",
    "musim",
    "hujan",
    "lalu",
    "bersama",
    "kepala",
    "dusun",
    "dan",
    "panitia",
]
BODY = " ".join(f"{word}{n}" for n in range(6) for word in WORDS)
EDITED = BODY.replace("kepala3", "ketua3")
OTHER = " ".join(f"{word}{n}" for n in range(6, 12) for word in WORDS)

SHORT = "Isi berita."
TITLE = "Warga Benahi Saluran"
CASES: dict[str, tuple[str, str, dict[str, str], bool]] = {
    # name: (old path, new path, what the new one shows that the old one did not, are they one article)
    "a number of its own": ("berita/2/warga", "berita/2/warga-benahi", {}, True),
    "a number, another title": ("berita/2/warga", "berita/2/warga-benahi", {"title": "Warga Turun Tangan"}, True),
    "a date and no number": ("2024/11/26/warga", "2024/11/26/warga-benahi", {}, True),
    "no number, another title": ("2024/11/26/warga", "2024/11/26/warga-benahi", {"title": "Warga Lain"}, False),
    "two numbers": ("berita/2/warga", "berita/3/warga-benahi", {}, False),
    "a long number, edited": ("d-7654321/warga", "d-7654321/warga-2", {"body": EDITED, "title": "Warga Lain"}, True),
    "a long number, another text": ("d-7654321/warga", "d-7654321/warga-2", {"body": OTHER}, False),
    "a short number, edited": ("berita/2/warga", "berita/2/warga-benahi", {"body": EDITED}, False),
    "a section moved": ("nasional/read/7654321/warga", "daerah/read/7654321/warga", {}, True),
    "another host": ("lain/berita/2/warga", "berita/2/warga-benahi", {}, False),
    "a short text": ("berita/2/warga", "berita/2/warga-benahi", {"body": SHORT}, False),
}


def show(path: str, hours: float, rules: str = "r1", host: str = "koran.test", **more: str) -> dict[str, Any]:
    """A page at ``path`` as it was ``hours`` after noon."""
    shown = {"body": BODY, "title": TITLE} | more
    return capture(f"https://{host}/{path}", hours=hours, rules=rules, signature=make_signature(shown["body"]), **shown)


def read_addresses(db: duckdb.DuckDBPyConnection, host: str) -> dict[str, list[tuple[Any, ...]]]:
    """Current articles, revisions and moves of a host, by path."""
    path, columns = f"replace(url, 'https://{host}/', '')", "title, body, first_fetched_at, last_fetched_at"
    asked = {
        "articles": f"SELECT {path}, {columns} FROM articles",
        "article_revisions": f"SELECT {path}, {columns} FROM article_revisions",
        "moved_articles": f"SELECT {path}, (SELECT {path} FROM articles WHERE article_id = moved_to) "
        "FROM moved_articles",
    }
    where = f" WHERE url LIKE 'https://{host}/%' ORDER BY ALL"
    return {table: db.execute(query + where).fetchall() for table, query in asked.items()}


@pytest.mark.parametrize("backwards", [False, True])
def test_which_two_addresses_are_one_article(*, backwards: bool) -> None:
    old, new = [], []
    for number, (before, after, more, _) in enumerate(CASES.values()):
        host = f"c{number}.test"
        first = {name: value for name, value in more.items() if value == SHORT}
        if before.startswith("lain/"):
            old.append(show(before.removeprefix("lain/"), 0, host=f"lain.{host}", **first))
        else:
            old.append(show(before, 0, host=host, **first))
        new.append(show(after, 5, host=host, **more))
    with memory() as (db, stage):
        for rows in (new, old) if backwards else (old, new):
            load_batch(db, stage.of(*rows))
        current = {url for (url,) in db.execute("SELECT url FROM articles").fetchall()}
        for name, was, now in zip(CASES, old, new, strict=True):
            assert now["url"] in current, name
            assert (was["url"] not in current) == CASES[name][3], name
        versions = "SELECT count(*) FROM (SELECT url FROM articles UNION ALL SELECT url FROM article_revisions)"
        assert db.execute(versions).fetchone() == (2 * len(CASES),), "the old one's text stays"


def test_an_article_that_moved_is_not_new() -> None:
    with memory() as (db, stage):
        load_batch(db, stage.of(show("berita/2/warga", 0), show("berita/4/warga", 0)))
        edited = show("berita/4/warga-benahi", 5, title="Warga Turun Tangan")
        load_batch(db, stage.of(show("berita/2/warga-benahi", 5), edited))
        ends = db.execute("SELECT result, reason FROM outcomes ORDER BY load_id, url").fetchall()
    assert ends == [("loaded", None), ("loaded", None), ("unchanged", "moved"), ("revised", "moved")]


def test_both_addresses_in_one_load() -> None:
    with memory() as (db, stage):
        report = load_batch(db, stage.of(show("berita/2/warga", 0), show("berita/2/warga-benahi", 1)))
        assert report.outlets[0].counts["loaded"] == 1
        assert report.outlets[0].counts["duplicate"] == 1


A, B, C = "berita/2/warga", "berita/2/warga-benahi", "berita/2/warga-turun"
HISTORIES: dict[str, list[tuple[str, float, dict[str, str]]]] = {
    "moved twice": [(A, 0, {}), (B, 5, {}), (C, 9, {})],
    "moved and then edited": [(A, 0, {}), (B, 5, {}), (B, 8, {"body": OTHER})],
    "moved back": [(A, 0, {}), (B, 5, {}), (A, 9, {})],
    "edited, then moved": [(A, 0, {"body": OTHER}), (A, 3, {}), (B, 5, {})],
    "edited while it moved": [(A, 0, {}), (B, 5, {"title": "Warga Turun Tangan"}), (B, 6, {})],
}


def test_the_order_of_loads_does_not_matter() -> None:
    orders = {
        f"h{number}-{nth}.test": order
        for number, history in enumerate(HISTORIES.values())
        for nth, order in enumerate(itertools.permutations(history))
    }
    with memory() as (db, stage):
        for rules in ("r1", "r2"):  # and as if they had never been read otherwise
            for step in range(3):
                rows = [
                    show(path, at, rules, host, **more)
                    for host, order in orders.items()
                    for path, at, more in [order[step]]
                ]
                load_batch(db, stage.of(*rows))
        for number, name in enumerate(HISTORIES):
            hosts = [host for host in orders if host.startswith(f"h{number}-")]
            found = [read_addresses(db, host) for host in hosts]
            assert len(found[0]["articles"]) == 1, name
            assert all(one == found[0] for one in found), name


def test_the_old_address_is_back_when_the_new_one_is_withdrawn() -> None:
    with memory() as (db, stage):
        for row in (show(A, 0), show(B, 5)):
            load_batch(db, stage.of(row))
        load_batch(db, stage.of(refused=[(show(B, 5, "r2"), "body_empty")]))
        assert db.execute("SELECT url FROM articles").fetchall() == [(f"https://koran.test/{A}",)]
        assert db.execute("SELECT count(*) FROM moved_articles").fetchall() == [(0,)]
