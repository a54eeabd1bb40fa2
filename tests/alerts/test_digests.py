"""Digests of saved searches and collections, sent to receivers on loopback: each text of a day once to each channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.errors import InputError
from kliping.minhash import make_signature
from kliping.pipeline import COLLECTION, Saved
from kliping.saved import hold_sending, saved_path
from kliping.settings import Settings
from kliping.warehouse import load_batch, publish_copy, refresh_engine, writer

from tests.alerts.conftest import PASSWORD, Mailbox, Receiver
from tests.warehouse.staging import DAY, NOON, Stage, capture

NOW = NOON + dt.timedelta(hours=6)
POLICY = (
    "channels:\n  webhook: null\n  hook: {{form: json, url: '{address}/hook'}}\n"
    "  chat: {{form: slack, url: '{address}/slack'}}\n"
)
FLOOD = (
    "Banjir merendam tiga desa di Demak sejak malam. Warga mengungsi ke balai desa dan sekolah terdekat sambil "
    "menunggu air surut. Petugas mendirikan dapur umum di halaman kantor kecamatan dan membagikan selimut kepada "
    "keluarga yang membawa anak kecil. Jalan utama ke pasar tertutup lumpur, sehingga pedagang memindahkan lapak ke "
    "terminal lama. Bupati meminta sekolah di sepanjang sungai meliburkan murid sampai tinggi air kembali biasa."
)


def news(url: str, body: str, hours: float = 0, **stated: object) -> dict:
    published = NOON + dt.timedelta(hours=hours)
    return capture(url, body, hours, signature=make_signature(body), published_at=published, **stated)


def load(settings: Settings, stage: Stage, *rows: dict, outlet: str = "koran") -> None:
    with writer(settings) as db:
        load_batch(db, stage.batch(stage.outlet(*rows, outlet=outlet), run=f"run-{outlet}-{len(rows)}", day=DAY))
    publish_copy(settings)
    refresh_engine(settings)


@pytest.fixture
def desk(settings: Settings, tmp_path: Path, receiver: Receiver, mailbox: Mailbox, make_policy: Callable) -> Settings:
    """Two channels of a policy and a mail server, over three articles of two texts."""
    own = settings.model_copy(
        update={
            "alerts": make_policy(POLICY.format(address=receiver.address)), "webhook": "",
            "smtp": f"smtp://kliping:{PASSWORD}@127.0.0.1:{mailbox.port}", "mail_to": "redaksi@koran.test",
            "mail_from": "kliping@koran.test",
        }
    )  # fmt: skip
    stage = Stage(tmp_path / "stage")
    load(own, stage, news("https://koran.test/1", FLOOD, title="Banjir di Demak"),
         news("https://koran.test/2", "Perajin tahu menaikkan harga.", title="Harga <b>tahu</b>"))  # fmt: skip
    later = news("https://warta.test/1", FLOOD, 1, outlet="warta", title="Demak kebanjiran")
    load(own, stage, later, outlet="warta")
    return own


def keep(settings: Settings, **stated: object) -> Saved:
    return pipeline.keep_saved(settings, Saved(**({"name": "Banjir", "query": "banjir"} | stated)), now=NOW)


def send(settings: Settings) -> list[tuple[str, int, str]]:
    reports = pipeline.send_digests(settings, day=DAY, now=NOW)
    return [(one.channel, one.texts, one.error) for one in reports]


def test_each_text_goes_once_to_each_channel(desk: Settings, receiver: Receiver, mailbox: Mailbox) -> None:
    keep(desk, channels=("hook", "chat", "email"))
    assert send(desk) == [("hook", 1, ""), ("chat", 1, ""), ("email", 1, "")]
    (_, headers, body), (_, _, chat) = receiver.posts
    (text,) = body["digest"]["texts"]
    assert (text["title"], text["outlet"], text["url"]) == ("Banjir di Demak", "koran", "https://koran.test/1")
    assert [copy["outlet"] for copy in text["copies"]] == ["warta"]
    assert text["page"].startswith("https://desk.example/read/article/")
    assert headers["Idempotency-Key"]
    assert "lalu: warta" in chat["text"]
    (mail,) = mailbox.mails
    assert mail["Subject"] == body["subject"] == "Kliping Banjir, Selasa, 26 November 2024: 1 teks"
    (report,) = mail.iter_attachments()
    assert report.get_filename() == f"kliping-{DAY}.pdf"
    assert report.get_content().startswith(b"%PDF-")
    assert send(desk) == [("hook", 0, ""), ("chat", 0, ""), ("email", 0, "")]
    assert (len(receiver.posts), len(mailbox.mails)) == (2, 1)


def test_a_later_text_of_the_day_goes_alone(desk: Settings, receiver: Receiver, tmp_path: Path) -> None:
    keep(desk, query="*", channels=("hook",))
    assert send(desk) == [("hook", 2, "")]
    rows = [
        news("https://koran.test/3", "Kapal baru tiba di Tegal.", 2, title="Kapal"),
        news("https://koran.test/4", FLOOD, 3, title="Banjir lagi"),
    ]
    load(desk, Stage(tmp_path / "more"), *rows)
    assert send(desk) == [("hook", 1, "")], "the copy of what was sent is not sent again"
    assert [text["title"] for text in receiver.posts[-1][2]["digest"]["texts"]] == ["Kapal"]


def test_what_a_channel_refuses_is_sent_by_the_next_call(desk: Settings, receiver: Receiver, mailbox: Mailbox) -> None:
    keep(desk, channels=("hook", "email"))
    receiver.status, mailbox.refusal = 503, "451 later"
    assert send(desk) == [("hook", 1, "HTTP 503"), ("email", 1, "SMTP 451")]
    receiver.status, mailbox.refusal = 200, ""
    assert send(desk) == [("hook", 1, ""), ("email", 1, "")]
    first, second = (headers["Idempotency-Key"] for _, headers, _ in receiver.posts)
    assert first == second, "a receiver can tell that it is the same"


def test_a_collection_is_sent_with_its_notes(desk: Settings, receiver: Receiver) -> None:
    kept = keep(desk, name="Untuk rapat", kind=COLLECTION, channels=("hook",))
    pipeline.keep_article(desk, kept, "https://koran.test/2", "Tanyakan\nke dinas", by="sari", now=NOW)
    assert send(desk) == [("hook", 1, "")]
    (text,) = receiver.posts[0][2]["digest"]["texts"]
    assert (text["title"], text["note"]) == ("Harga <b>tahu</b>", "Tanyakan\nke dinas")
    assert "Catatan: Tanyakan ke dinas" in receiver.posts[0][2]["text"]
    before = pipeline.make_digest(desk, kept, day=DAY - dt.timedelta(days=1), today=DAY)
    assert not before.clippings.found


def test_one_that_cannot_be_sent_holds_up_no_other(desk: Settings, receiver: Receiver) -> None:
    keep(desk, name="A", channels=("email",))
    keep(desk, name="B", channels=("hook",))
    off = desk.model_copy(update={"smtp": ""})
    missing = "channel 'email' is unknown, or one of its settings is missing"
    assert send(off) == [("email", 1, missing), ("hook", 1, "")]
    with hold_sending(desk), pytest.raises(InputError, match="another process is sending"):
        send(desk)


def test_loads_and_publications_leave_what_is_saved(desk: Settings, tmp_path: Path) -> None:
    kept = keep(desk, name="Untuk rapat", kind=COLLECTION, note="Selasa")
    pipeline.keep_article(desk, kept, "https://koran.test/1", "dulu", by="sari", now=NOW)
    before = saved_path(desk).read_bytes()
    load(desk, Stage(tmp_path / "more"), news("https://koran.test/9", "Isi lain.", 4))
    assert saved_path(desk).read_bytes() == before
    assert [one.note for one in pipeline.list_articles(desk, kept)] == ["dulu"]


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ({"name": " \x1b "}, "needs a name"), ({"name": "x" * 101}, "at most 100"),
        ({"query": '"banjir'}, "not closed"),
        ({"query": "warna:biru"}, "no such field"), ({"channels": ("fax",)}, "channel 'fax' is unknown"),
        ({"name": "TAHU"}, "saved already"), ({"note": "x" * 10_001}, "at most 10,000"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_and_nothing_is_saved(desk: Settings, stated: dict, says: str) -> None:
    keep(desk, name="Tahu", query="tahu")
    with pytest.raises(InputError, match=says):
        keep(desk, **stated)
    assert [one.name for one in pipeline.list_saved(desk)] == ["Tahu"]
