"""What analysts see: every name is explained, every view says what it should of a small, known warehouse."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import duckdb
import pytest
from kliping import resources
from kliping.model import JAKARTA
from kliping.settings import Settings
from kliping.warehouse import load_batch, publish_copy, read_status, reader, writer
from kliping.warehouse.access.views import SAME_COLUMNS
from kliping.warehouse.health.status import WatchCoverage

from tests.warehouse.staging import A_DAY, DAY, NOON, Stage, capture, outcome

HOUR = dt.timedelta(hours=1)
SILENT = "WHERE database_name = 'kliping' AND NOT internal AND comment IS NULL"


@pytest.fixture(scope="module")
def db(tmp_path_factory, repository):
    """Two outlets, an edit, a quarantined page, a refused outlet; published."""
    folder = tmp_path_factory.mktemp("views")
    settings, stage = Settings(data=folder / "data"), Stage(folder / "stage")
    edited = capture(body="Satu.\nDua.", hours=0), capture(body="Satu.\nTiga baru.", hours=2, title="Judul lain")
    late = capture("https://koran.test/malam", published_at=NOON + 13 * HOUR, hours=13.5)  # 01:00 in Jakarta
    with writer(settings) as connection:
        load_batch(connection, stage.batch(
            stage.outlet(edited[0], late, refused=[(capture("https://koran.test/x", "", 1), "body_length")]),
            stage.outlet(capture("https://harian.test/a", outlet="harian", published_at=None), outlet="harian"),
            run="first",
        ))  # fmt: skip
        load_batch(
            connection,
            stage.batch(
                stage.outlet(edited[1], others=[outcome(capture("https://koran.test/z"), "failed", reason="timeout")]),
                run="second",
                day=DAY + A_DAY,
            ),
        )
        load_batch(connection, stage.batch(stage.outlet(outlet="mati", error="no route answered"), run="third"))
    publish_copy(settings)
    with reader(settings) as connection:
        yield connection


def rows(db, sql):
    return db.execute(sql).fetchall()


def test_every_table_view_and_column_is_explained(db):
    assert rows(db, "SELECT table_name FROM duckdb_tables() WHERE database_name = 'kliping' AND comment IS NULL") == []
    assert (
        rows(
            db,
            "SELECT view_name FROM duckdb_views() WHERE database_name = 'kliping' AND NOT internal AND comment IS NULL",
        )
        == []
    )
    silent = rows(
        db,
        f"SELECT table_name, column_name FROM duckdb_columns() {SILENT}",
    )
    assert silent == []
    macros = f"SELECT function_name FROM duckdb_functions() {SILENT}"
    assert rows(db, macros) == []


def test_every_view_can_be_read(db):
    views = rows(db, "SELECT view_name FROM duckdb_views() WHERE database_name = 'kliping' AND NOT internal")
    assert len(views) >= 10
    for (view,) in views:
        db.execute(f'FROM "{view}"').fetchall()


@pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta", "America/New_York"])
def test_a_day_is_jakartas_whatever_the_session_says(db, zone):
    db.execute(f"SET TimeZone = '{zone}'")
    assert rows(db, 'SELECT "day", outlet, articles, undated FROM daily_volume ORDER BY ALL') == [
        (DAY, "harian", 1, 1),
        (DAY, "koran", 1, 0),
        (DAY + A_DAY, "koran", 1, 0),
    ]


def test_health_names_what_is_wrong(db):
    found = {
        outlet: (state, error)
        for outlet, state, error in rows(db, "SELECT outlet, state, last_error FROM source_health")
    }
    assert found["koran"] == ("ok", None)
    assert found["harian"] == ("behind", None)
    assert found["mati"] == ("failing", "no route answered")


def test_a_revision_shows_what_went_and_what_came(db):
    (row,) = rows(db, "SELECT old_title, new_title, removed_paragraphs, added_paragraphs, version FROM revisions")
    assert row == ("Judul berita", "Judul lain", ["Dua."], ["Tiga baru."], 2)


def test_boilerplate_is_reported_by_rule(db):
    found = rows(
        db, "SELECT outlet, kind, rule, spans, share_of_articles, commonest FROM boilerplate_report ORDER BY 1"
    )
    assert found[1] == ("koran", "related", "baca_juga", 2, 1.0, "Baca Juga: Harga cabai")


def test_outcomes_by_reason(db):
    found = rows(db, "SELECT outlet, result, reason, links FROM outcome_reasons WHERE reason IS NOT NULL ORDER BY ALL")
    assert found == [("koran", "failed", "timeout", 1), ("koran", "quarantined", "body_length", 1)]


def test_freshness_to_the_fetch(db):
    found = rows(
        db, "SELECT outlet, articles, median_minutes_to_fetch FROM freshness WHERE outlet = 'koran' ORDER BY 3"
    )
    assert found == [("koran", 1, 30), ("koran", 1, 120)]
    assert rows(db, "SELECT count(*) FROM arrivals WHERE queryable_at IS NOT NULL") == [(0,)], (
        "an old day is a backfill"
    )


def test_freshness_to_the_query(settings, stage):
    """From the page's own time to the first copy that holds the article; later copies change nothing."""
    now = dt.datetime.now(dt.UTC)
    today = now.astimezone(JAKARTA).date()
    ages = [dt.timedelta(minutes=m) for m in (10, 20, 30, 400)]
    news = [
        capture(f"https://koran.test/{n}", f"Isi {n}", published_at=now - age, fetched_at=now)
        for n, age in enumerate(ages)
    ]
    old = capture("https://koran.test/lama", published_at=now - 90 * A_DAY, fetched_at=now)
    with writer(settings) as connection:
        load_batch(connection, stage.batch(stage.outlet(*news), run="today", day=today))
        load_batch(connection, stage.batch(stage.outlet(old), run="backfill", day=today - 90 * A_DAY))
    for _ in range(2):
        publish_copy(settings)
    with reader(settings) as db:
        assert rows(db, "SELECT count(*) FROM publication") == [(2,)]
        first = rows(db, "SELECT min(published_at) FROM publication")[0][0]
        found = rows(
            db, "SELECT minutes_to_query, queryable_at FROM arrivals WHERE queryable_at IS NOT NULL ORDER BY 1"
        )
        assert [at for _, at in found] == [first] * 4
        assert [minutes for minutes, _ in found] == pytest.approx([10, 20, 30, 400], abs=1)
    fresh = read_status(settings).freshness
    assert fresh is not None
    assert (fresh.articles, fresh.median_minutes, fresh.p95_minutes) == (
        4,
        pytest.approx(25, abs=1),
        pytest.approx(344, abs=2),
    )


def test_what_watch_missed_is_counted(settings, stage):
    """Who loaded an article first counts; an outlet that is not watched, a backfill and a later change do not."""
    now = dt.datetime.now(dt.UTC)
    today = now.astimezone(JAKARTA).date()

    def news(n: int, outlet: str = "koran", days: int = 0, body: str = "Isi") -> dict:
        published = now - days * A_DAY
        return capture(
            f"https://{outlet}.test/{n}", f"{body} {n}", outlet=outlet, published_at=published, fetched_at=now
        )

    watched = [news(n) for n in (1, 2, 3)]
    batches = [
        ("watch", today, stage.outlet(*watched)),
        ("ingest", today, stage.outlet(news(3, body="Isi baru"), news(4), news(5, days=1))),
        ("ingest", today, stage.outlet(news(6, "warta"), outlet="warta")),
        ("ingest", today - 30 * A_DAY, stage.outlet(news(7, days=30))),
    ]
    with writer(settings) as connection:
        for n, (job, day, outlet) in enumerate(batches):
            visits = {"koran": (2, 3)} if job == "watch" else {}
            load_batch(connection, replace(stage.batch(outlet, run=f"run{n}", day=day, job=job), visits=visits))
        quiet = stage.batch(run="quiet", day=today, job="watch")
        later = replace(quiet, started_at=quiet.started_at + dt.timedelta(minutes=5))
        quiet_visits = {"koran": (1, 0), "warta": (1, 0)}
        for _ in ("loaded", "loaded again"):
            load_batch(connection, replace(later, visits=quiet_visits))
    publish_copy(settings)
    with reader(settings) as db:
        found = rows(db, "SELECT * EXCLUDE (median_minutes_to_query) FROM watch_coverage ORDER BY outlet")
        assert found == [(today, "koran", 4, 3, 1, 2, 6, 2.0), (today, "warta", 0, 0, 0, 1, 1, None)]
        assert rows(db, "SELECT median_minutes_to_query FROM watch_coverage ORDER BY outlet") == [(0,), (None,)]
    assert read_status(settings).watch == WatchCoverage(articles=4, missed=1, requests_per_article=2.33)


def test_timeline_and_snippet(db):
    assert [r[1] for r in rows(db, "FROM timeline('TIGA baru')")] == [1]
    assert rows(db, "FROM timeline('tiga bar')") == []
    assert rows(db, "SELECT snippet('awal ' || repeat('x', 200) || ' kunci akhir', 'Kunci')")[0][0].endswith(
        "kunci akhir"
    )


@pytest.mark.parametrize(
    ("name", "needs"),
    [("search", "the search engine"), ("matches", "the search engine"), ("search_words", "the full-text index")],
)
def test_search_says_what_it_needs(db, name, needs):
    with pytest.raises(Exception, match=f"needs {needs}"):
        db.execute(f"FROM {name}('apa')").fetchall()


def test_a_column_is_explained_once(db, repository):
    """Columns that tables share are written of in one place, and say the same."""
    text = (repository / "sql" / "comments.sql").read_text("utf-8")
    for name, like in SAME_COLUMNS.items():
        assert f"COMMENT ON COLUMN {name}." not in text
        differing = db.execute(
            "SELECT a.column_name FROM duckdb_columns() AS a JOIN duckdb_columns() AS b USING (column_name) "
            "WHERE a.table_name = ? AND b.table_name = ? AND a.comment IS DISTINCT FROM b.comment",
            [name, like],
        ).fetchall()
        assert differing == []


@pytest.mark.parametrize(
    ("text", "term", "holds"),
    [
        ("Kebanjiran Pesanan", "banjir", False),
        ("Kebanjiran Pesanan", "*banjir*", True),
        ("Banjir, lagi", "banjir", True),
        ("Air BANJIR\nsurut", " banjir ", True),
        ("Banjirnya surut", "banjir", False),
        ("Banjirnya surut", "banjir*", True),
        ("banjir-banjir kecil", "banjir", True),
        ("Banjir bandang tiba", "banjir bandang", True),
        ("Naik 50% lagi", "50%", True),
        ("Apa saja", ".*", False),
        ("Émilie datang", "milie", False),
        ("Apa saja", "", False),
    ],
)
def test_a_term_is_whole_words(text: str, term: str, holds: bool) -> None:
    macros = (resources.SQL_FOLDER / "views" / "00_macros.sql").read_text("utf-8")
    with duckdb.connect() as connection:
        connection.execute(macros.partition("CREATE OR REPLACE MACRO timeline")[0])
        assert connection.execute("SELECT has_term(?, ?)", [text, term]).fetchone() == (holds,)
