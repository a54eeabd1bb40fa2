"""What a person does at the desk goes the way of the commands, with who and why, or does nothing and says so."""

from __future__ import annotations

from kliping import pipeline, warehouse
from kliping.settings import Settings
from kliping.warehouse.access.connection import writer_lock_path
from kliping.warehouse.access.lock import hold_lock
from kliping.web import Host

from tests.web.conftest import DAY, Served, serve_desk


def sign(served: Served) -> str:
    return served.get("/outlet/gema").text.partition('name="signed" value="')[2].partition('"')[0]


def select(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with warehouse.reader(settings) as db:
        assert db is not None
        return db.execute(query).fetchall()


def test_pages_are_dropped_dismissed_and_scraped_again(own_day: Settings) -> None:
    acts: list[tuple[str, dict[str, object]]] = []
    host = Host("Tuan", record_action=lambda request, act, details: acts.append((act, details)))
    with serve_desk(own_day, host=host) as served:
        signed = sign(served)
        stubs = [page.quarantine_id for page in pipeline.read_quarantine(own_day, rule="page_is_stub")]
        again = [("signed", signed), ("act", "again"), ("why", "coba"), ("id", stubs[0])]
        assert f"scraped again: pedoman {DAY}" in served.post("/quarantine/decide", again).text
        fields = [("signed", signed), ("act", "drop"), ("why", "mereka menjualnya"), *(("id", i) for i in stubs[:2])]
        done = served.post("/quarantine/decide", fields)
        assert (done.status_code, "dropped 2." in done.text) == (200, True)
        every = [("signed", signed), ("act", "drop"), ("why", "semua"), ("every", "yes"), ("cause", "page_is_stub")]
        assert f"dropped {len(stubs) - 2}." in served.post("/quarantine/decide", every).text
        kept = select(own_day, "SELECT DISTINCT decided_by, why FROM overrides ORDER BY why")
        assert [why for _, why in kept] == ["mereka menjualnya", "semua"]

        done = served.post("/outlet/pedoman/dismiss", {"signed": signed, "day": str(DAY), "why": "dijual"})
        assert f"dismissed {DAY}" in done.text
        assert select(own_day, "SELECT outlet, why FROM dismissals") == [("pedoman", "dijual")]
        assert "Dismissed by" in done.text
    assert [act for act, _ in acts] == ["quarantine again", "quarantine drop", "quarantine drop", "dismiss"]
    assert acts[1][1]["pages"] == sorted(stubs[:2])
    assert acts[1][1]["why"] == "mereka menjualnya"


def test_a_release_loads_the_page(harm: Settings, tmp_path: object) -> None:
    import shutil

    shutil.copytree(harm.data_path, tmp_path / "data")
    settings = harm.model_copy(update={"data": tmp_path / "data"})
    before = select(settings, "SELECT count(*) FROM articles")[0][0]
    (page, *_) = pipeline.read_quarantine(settings)
    with serve_desk(settings) as served:
        signed = served.get(f"/quarantine/page/{page.quarantine_id}").text.partition('"signed" value="')[2][:64]
        fields = {"signed": signed, "act": "release", "why": "<b>layak</b>", "id": page.quarantine_id}
        assert "released 1 of 1" in served.post("/quarantine/decide", fields).text
    assert select(settings, "SELECT count(*) FROM articles")[0][0] == before + 1
    assert select(settings, "SELECT why FROM overrides") == [("<b>layak</b>",)]


def test_what_lacks_something_does_nothing(desk: Served, a_day: Settings) -> None:
    signed = sign(desk)
    page = pipeline.read_quarantine(a_day)[0].quarantine_id
    for fields, said in (
        ({"act": "drop", "id": page, "why": " "}, "A decision needs a reason"),
        ({"act": "burn", "id": page, "why": "x"}, "Choose what to do"),
        ({"act": "drop", "why": "x"}, "No page was chosen"),
        ({"act": "drop", "id": "0000", "why": "x"}, "No page was chosen"),
        ({"act": "release", "id": page, "why": "x"}, "gave no article that could be loaded"),
    ):
        answer = desk.post("/quarantine/decide", fields | {"signed": signed})
        assert answer.status_code >= 400
        assert said in answer.text
    assert desk.post("/outlet/gema/dismiss", {"signed": signed, "day": "x", "why": "x"}).status_code == 404
    assert desk.post("/calendar/backfill", {"signed": signed, "first": "2024-11-26"}).status_code == 404
    assert select(a_day, "SELECT count(*) FROM overrides") == [(0,)]


def test_an_act_does_not_wait_long_for_a_load(a_day: Settings) -> None:
    impatient = a_day.model_copy(update={"lock_timeout": 0.2})
    with serve_desk(impatient) as served, hold_lock(writer_lock_path(a_day), 5):
        signed = sign(served)
        answer = served.post("/outlet/gema/dismiss", {"signed": signed, "day": str(DAY), "why": "x"})
    assert answer.status_code == 503
    assert select(a_day, "SELECT count(*) FROM dismissals") == [(0,)]


def test_the_host_starts_the_backfill_of_a_gap(own_day: Settings) -> None:
    asked: list[tuple[object, ...]] = []

    def start(request: object, *what: object) -> str:
        asked.append(what)
        return "Backfill 7 was created."

    with warehouse.writer(own_day) as db:  # a day between that no run has loaded
        db.execute('INSERT INTO loads BY NAME SELECT * REPLACE ("day" - 2 AS "day") FROM loads')
    warehouse.publish_copy(own_day)
    with serve_desk(own_day, host=Host("Tuan", start_backfill=start)) as served:
        page = served.get("/calendar?month=2024-11").text
        assert "Start Tuan's backfill" in page
        fields = {"signed": sign(served), "first": "2024-11-25", "last": "2024-11-25", "outlets": "gema,pedoman"}
        assert "Backfill 7 was created." in served.post("/calendar/backfill", fields).text
    assert [tuple(map(str, each)) for each in asked] == [("2024-11-25", "2024-11-25", "gema,pedoman")]
