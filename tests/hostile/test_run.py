"""A whole run beside a hostile outlet: each of its links ends with its reason, and the good articles load."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest
from kliping import pipeline
from kliping.settings import Settings

from tests.hostile.server import answer
from tests.hostile.test_pages import CASES

DAY = dt.date(2024, 11, 26)
OUTLET = """
name: Harian {name}
hosts: {name}.test
article: /halaman|/berita
delay: 0
concurrency: {threads}
connect: newsroom
routes:
  - index: http://{name}.test/indeks?tgl={{date:%Y-%m-%d}}
    links: h2 a
"""
STORY = """<html lang="id"><head><title>{title}</title></head><body><h1>{title}</h1>
<time datetime="2024-11-26T10:15:00+07:00">Selasa, 26 November 2024</time><article>
<p>Pemerintah Kabupaten {place} menargetkan perbaikan jalan sepanjang dua belas kilometer selesai sebelum akhir tahun,
sehingga hasil panen petani dapat diangkut ke pasar tanpa memutar jauh lewat kecamatan tetangga.</p>
<p>Kepala Dinas Pekerjaan Umum, Rahmat Hidayat, mengatakan pengerjaan dimulai dari ruas yang paling rusak. Menurut dia,
anggaran sebesar empat miliar rupiah sudah tersedia dan kontraktor dipilih melalui lelang terbuka.</p>
<p>Warga menyambut baik rencana itu. Mereka berharap saluran air di kedua sisi jalan ikut diperbaiki agar jalan yang
baru tidak cepat rusak ketika musim hujan tiba pada awal tahun depan.</p></article></body></html>"""


def story(place):
    return answer(STORY.format(title=f"Perbaikan Jalan di {place} Ditargetkan Rampung", place=place).encode())


def index(*urls):
    return answer("".join(f'<h2><a href="{url}">Judul berita</a></h2>' for url in urls).encode())


@pytest.mark.full
def test_the_good_articles_load(server, tmp_path):
    places = ["Kuningan", "Majalengka", "Indramayu"]
    folder = tmp_path / "outlets"
    folder.mkdir()
    for name, threads in (("galak", 8), ("ramah", 2)):
        (folder / f"{name}.yml").write_text(OUTLET.format(name=name, threads=threads))
    server.paths |= {f"ramah.test/berita/{place}": story(place) for place in places}
    server.paths["ramah.test/indeks"] = index(*(f"/berita/{place}" for place in places))
    server.paths["/login"] = answer(b"<form>Masuk</form>")
    cases = {}
    for number, (behaviour, _, reason) in enumerate(CASES.values()):
        host = f"h{number}.galak.test"  # each of its own: the circuit breaker speaks for a host
        server.paths[f"{host}/halaman"] = behaviour
        if reason == "robots":
            server.paths[f"{host}/robots.txt"] = answer(b"User-agent: *\nDisallow: /\n", Content_Type="text/plain")
        cases[f"http://{host}/halaman"] = reason
    server.paths["galak.test/berita"] = story("Sumedang")
    server.paths["galak.test/halaman/masuk"] = answer(
        b"<html><title>Masuk</title><h1>Masuk</h1><form action=/masuk><input name=email><input type=password>"
        b"<button>Masuk</button></form><p>Belum punya akun? Daftar sekarang.</p></html>"
    )
    twins = ["/berita", "/berita?page=2", "/berita?utm_source=x", "/berita/amp", "/berita?page=all"]
    server.paths["galak.test/indeks"] = index(*cases, *twins, "/halaman/masuk")
    limits = {"timeout": 3, "page_deadline": 10, "max_page_bytes": 1_000_000}
    settings = Settings(data=tmp_path / "data", sources_path=folder, newsroom=server.address, **limits)
    pipeline.run_day(settings, day=DAY, spec="galak,ramah")
    with duckdb.connect(str(settings.published_path), read_only=True) as tables:
        loaded = tables.execute("SELECT outlet, count(*) FROM articles GROUP BY 1 ORDER BY 1").fetchall()
        ended = dict(tables.execute("SELECT url, reason FROM outcomes WHERE outlet = 'galak'").fetchall())
        results = dict(tables.execute("SELECT result, count(*) FROM outcomes GROUP BY 1").fetchall())
    assert loaded == [("galak", 1), ("ramah", 3)]
    assert {url: ended[url] for url in cases} == cases
    assert ended["http://galak.test/halaman/masuk"] in ("page_is_stub", "page_is_other")
    assert results["quarantined"] == 1
    assert results["duplicate"] == len(twins) - 1
    assert results["loaded"] == 4
    assert results["skipped"] == 1
    assert results["failed"] == len(cases) - 1
