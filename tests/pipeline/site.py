"""Small outlets on loopback whose second of three articles is odd: what becomes of it, and of the other two?"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from kliping.settings import Settings

from tests.hostile.server import HostileServer, answer

DATE = "2024-11-26T10:00:00+07:00"
PLACES = ("Cibadak", "Banjarsari", "Sukamaju")
STORY = (
    "Petani di Desa {0} mulai menanam padi setelah bendung selesai diperbaiki oleh dinas pengairan setempat.",
    "Ketua kelompok tani {0}, Ujang Sumarna, berkata air kini mengalir sampai ke petak yang paling jauh dari saluran.",
    "Pemerintah kabupaten menyiapkan benih dan pupuk bagi dua ratus keluarga petani {0} untuk musim tanam kali ini.",
)
TITLE = "Petani Desa {} Mulai Menanam Padi Lagi"


def path(number: int) -> str:
    return f"/berita/{number}/petani-{PLACES[number - 1].lower()}-mulai-menanam-padi"


def page(
    number: int, *, ld: str | None = None, head: str = "", body: str | None = None, title: str | None = None
) -> bytes:
    """The article's page; ``ld`` and ``body`` in place of the usual ones."""
    place = PLACES[number - 1]
    title = TITLE.format(place) if title is None else title
    usual = json.dumps({"@type": "NewsArticle", "headline": title, "datePublished": DATE})
    story = "".join(f"<p>{paragraph.format(place)}</p>" for paragraph in STORY) if body is None else body
    text = (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f'<script type="application/ld+json">{usual if ld is None else ld}</script></head>'
        f"<body><article><h1>{title}</h1>{story}</article></body></html>"
    )
    return text.encode("utf-8", "surrogatepass")


def open_outlets(server: HostileServer, folder: Path, names: Mapping[str, Callable[..., None]]) -> None:
    """An outlet for each name, whose second article behaves as the name's value says."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, odd in names.items():
        host = f"{name}.test"
        feed = "".join(
            f"<item><title>Berita</title><link>http://{host}{path(number)}</link>"
            "<pubDate>Tue, 26 Nov 2024 10:00:00 +0700</pubDate></item>"
            for number in (1, 2, 3)
        )
        server.paths[f"{host}/feed.xml"] = answer(
            f'<rss version="2.0"><channel>{feed}</channel></rss>'.encode(), Content_Type="application/rss+xml"
        )
        for number in (1, 3):
            server.paths[host + path(number)] = answer(page(number))
        server.paths[host + path(2)] = odd
        (folder / f"{name}.yml").write_text(
            f"name: {name}\nhosts: [{host}]\narticle: /berita/\\d+/\nroutes:\n  - feed: http://{host}/feed.xml\n"
            f"connect: {server.address}\ndelay: 0\n"
        )


def make_live_settings(data: Path, folder: Path) -> Settings:
    """The settings of a run that visits the outlets of ``folder``."""
    return Settings(data=data, sources_path=folder, timeout=2, page_deadline=5, delay=0)
