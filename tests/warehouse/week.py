# ruff: noqa: E501  # paragraphs of prose are lines
"""A made-up week of four outlets: wire copies, an edit, boilerplate, a quarantined page. For docs and their tests."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from kliping.minhash import make_signature
from kliping.model import Source
from kliping.pipeline.naming import name_article
from kliping.settings import Settings
from kliping.warehouse import load_batch, publish_copy, register_outlets, writer

from tests.warehouse.staging import DAY, Stage, capture, outcome

OUTLETS = (
    Source("harian", "Harian Nusantara", hosts=("harian.test",), family="portal", expected=(2, 60)),
    Source("kabar", "Kantor Kabar", hosts=("kabar.test",), family="wire"),
    Source("koran", "Koran Kota", hosts=("koran.test",), family="portal"),
    Source("warta", "Warta Pesisir", hosts=("warta.test",), family="wordpress", scope="local"),
)
TOPICS = (
    ("Pembangunan Jembatan Kali Besar Selesai Lebih Cepat", "BANDUNG", (
        "Pembangunan jembatan di atas kali besar selesai tiga pekan lebih cepat dari rencana, kata Kepala Dinas Pekerjaan Umum Kota Bandung, Asep Hidayat.",
        "Jembatan sepanjang delapan puluh meter itu menghubungkan dua kecamatan yang selama ini hanya terhubung oleh perahu.",
        "Warga berharap angkutan umum segera melewati jalur baru agar anak-anak tidak lagi berjalan kaki ke sekolah.",
        "Pemerintah kota menyiapkan lampu jalan dan trotoar yang akan dikerjakan sampai akhir tahun.",
    )),
    ("Banjir Rendam Tiga Desa, Warga Mengungsi ke Balai", "DEMAK", (
        "Banjir merendam tiga desa setelah hujan turun tanpa henti selama dua hari dan sebuah tanggul sungai jebol.",
        "Lebih dari empat ratus warga mengungsi ke balai desa dan masjid, sebagian besar anak-anak dan orang lanjut usia.",
        "\"Banjir kali ini lebih tinggi daripada tahun lalu, dapur umum kami dirikan di empat titik,\" kata Bupati Demak, Eni Kusumawati, di balai desa.",
        "Badan penanggulangan bencana meminta warga di hilir tetap waspada karena hujan diperkirakan turun lagi malam ini.",
    )),
    ("Harga Cabai Turun Setelah Panen Raya di Dataran Tinggi", "GARUT", (
        "Harga cabai di pasar induk turun hampir separuh dalam sepekan karena petani di dataran tinggi memanen serentak.",
        "Ketua paguyuban pedagang, Ujang Permana, mengatakan bahwa pasokan setiap malam dua kali lebih banyak dari bulan lalu.",
        "Petani berharap ada gudang pendingin supaya hasil panen tidak dijual murah pada saat yang sama.",
        "Dinas perdagangan mencatat harga bawang dan tomat tidak banyak berubah.",
    )),
    ("Nelayan Minta Cuaca Diumumkan Lebih Awal", "CILACAP", (
        "Nelayan di pesisir selatan meminta prakiraan cuaca diumumkan lewat radio sebelum mereka berangkat tengah malam.",
        "Pekan lalu dua perahu terbalik karena gelombang naik lebih cepat dari yang diperkirakan, tetapi semua awak selamat.",
        "Kepala Stasiun Meteorologi Cilacap, Teguh Wardoyo, menyatakan siap menambah siaran khusus untuk pelabuhan kecil.",
        "Koperasi nelayan akan membagikan pesawat radio bekas kepada anggotanya.",
    )),
)  # fmt: skip
AUTHORS = ("Sari Wulandari", "Budi Santoso", "Made Arta", "Ningsih Lestari")


def article(outlet: str, day: int, topic: int, hour: int, *, wire: str | None = None, edited: str = "", by: int = 0):
    """An article of ``outlet`` on the week's ``day`` at ``hour`` WIB; ``edited`` replaces its last paragraph later."""
    title, place, paragraphs = TOPICS[topic]
    at = dt.datetime.combine(DAY + dt.timedelta(days=day), dt.time(hour, 15), dt.timezone(dt.timedelta(hours=7)))
    lead = f"Kabar hari ke-{day + 1}: " if outlet in ("koran", "warta") else ""
    body = "\n".join([lead + paragraphs[(0)], *paragraphs[1:-1], edited or paragraphs[-1]])
    if not wire:
        body += f"\nCatatan redaksi {outlet} nomor {day * 7 + topic * 3 + hour}: " + " ".join(
            f"{outlet}{day}{topic}{n}" for n in range(90)
        )
    related, share = f"Baca juga: {TOPICS[(topic + 1) % 4][0]}", "Bagikan artikel ini"
    dateline = f"{place}, {outlet.upper()} - "
    blocks = [dateline + body, related, share] + ([f"Sumber: {wire}"] if wire else [])
    kinds = ["related", "share", "credit"]
    text, removed, start = "\n".join(blocks), [], len(blocks[0])
    removed.append({"start": 0, "end": len(dateline), "kind": "dateline", "rule": "dateline", "text": dateline})
    for block, kind in zip(blocks[1:], kinds, strict=False):
        end = start + 1 + len(block)
        removed.append({"start": start, "end": end, "kind": kind, "rule": kind, "text": text[start:end]})
        start = end
    title = f"{title} (Diperbarui)" if edited else title
    url = f"https://{outlet}.test/{(DAY + dt.timedelta(days=day)):%Y/%m/%d}/{topic}"
    row = capture(url, body, outlet=outlet, title=title, **name_article(body))
    fetched = at + dt.timedelta(minutes=25 + 7 * topic, hours=6 if edited else 0)
    return row | {
        "published_at": at, "published_offset_minutes": 420, "fetched_at": fetched, "scraped_text": text,
        "removed": removed, "related": [{"title": related[11:], "url": None}], "dateline": dateline.strip(), "place": place,
        "authors": [] if wire else [AUTHORS[(by + topic) % 4]], "wire_source": wire, "section": "Daerah",
        "signature": make_signature(body), "payload_digest": hashlib.sha256(f"{url}{fetched}".encode()).hexdigest(),
    }  # fmt: skip


def make(settings: Settings, folder: Path) -> None:
    """Load the week into ``settings``' warehouse and publish it."""
    stage = Stage(folder)
    with writer(settings) as db:
        register_outlets(db, OUTLETS)
        for day in range(7):
            date = DAY + dt.timedelta(days=day)
            topic = day % 4
            rows = {
                "kabar": [article("kabar", day, topic, 8, wire="KANTOR KABAR")],
                "koran": [
                    article("koran", day, topic, 9, wire="KANTOR KABAR"),
                    article("koran", day, (topic + 1) % 4, 14, by=day),
                ],
                "harian": [
                    article("harian", day, topic, 10 + day % 3, wire="KANTOR KABAR"),
                    article("harian", day, (topic + 2) % 4, 16, by=1),
                ],
                "warta": [article("warta", day, (topic + 3) % 4, 19, by=2)],
            }
            bad = capture(
                f"https://warta.test/{day}/foto", "", outlet="warta", fetched_at=rows["warta"][0]["fetched_at"]
            )
            outlets = [
                stage.outlet(
                    *found, outlet=outlet, known=2 * day,
                    refused=[(bad, "page_is_photo")] if outlet == "warta" and day % 3 == 0 else (),
                    others=[outcome(found[0], "skipped", url=f"https://{outlet}.test/tag/{day}", reason="not_an_article")],
                )
                for outlet, found in rows.items() if (outlet, day) != ("warta", 6)
            ]  # fmt: skip
            load_batch(db, stage.batch(*outlets, run=f"scheduled__{date}", day=date))
        edit = article(
            "koran", 2, 3, 14, by=2, edited="Pemerintah daerah menjanjikan bantuan radio untuk seratus perahu."
        )
        load_batch(db, stage.batch(stage.outlet(edit), run="watch", day=DAY + dt.timedelta(days=2), job="watch"))
        down = stage.outlet(outlet="warta", error="no route answered: feed https://warta.test/feed: http_503")
        load_batch(
            db, stage.batch(down, run=f"scheduled__{DAY + dt.timedelta(days=6)}", day=DAY + dt.timedelta(days=6))
        )
    publish_copy(settings)
