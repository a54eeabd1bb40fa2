"""Stories for the themes' pages, and the parts that themes have in common: heads, menus, boxes around a story."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from html import escape

from kliping.model import JAKARTA

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
SITE = "Suara Halmahera"
ROOT = "https://suarahalmahera.id"


@dataclass(frozen=True)
class ThemeStory:
    """One article: what a reader of its page must find."""

    number: int
    title: str
    author: str
    published: dt.datetime
    section: str
    tags: tuple[str, ...]
    paragraphs: tuple[str, ...]
    caption: str

    @property
    def slug(self) -> str:
        return "-".join("".join(c if c.isalnum() else " " for c in self.title.lower()).split())

    @property
    def url(self) -> str:
        return f"{ROOT}/{self.section.lower().replace(' ', '-')}/{self.slug}/"

    @property
    def shown(self) -> str:
        when = self.published
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


STORIES = (
    ThemeStory(
        8121, "Nelayan Pulau Mare Kembali Menenun Layar dari Serat Pandan", "Hasna Umagapi",
        dt.datetime(2025, 3, 11, 8, 42, tzinfo=JAKARTA), "Daerah", ("nelayan", "Pulau Mare", "kerajinan"),
        (
            "Suara alat tenun terdengar lagi dari rumah-rumah panggung di Pulau Mare sejak awal tahun. Para perempuan di sana menganyam serat pandan menjadi layar, pekerjaan yang sudah ditinggalkan selama dua generasi.",
            "Hasna, salah seorang penenun, mengatakan satu layar berukuran enam meter membutuhkan waktu tiga minggu. Serat pandan harus direndam dalam air payau, dijemur, lalu dipintal dengan tangan.",
            "“Nenek saya berhenti menenun ketika mesin tempel datang. Sekarang solar mahal, jadi layar dicari orang lagi,” kata Hasna saat ditemui di rumahnya, Senin (10/3/2025).",
            "Kelompok penenun itu beranggotakan sebelas orang dan telah menyelesaikan sembilan layar. Lima di antaranya dipakai oleh nelayan dari Tidore yang berlayar sampai ke perairan Batang Dua.",
            "Menurut catatan kelompok, nelayan yang memakai layar menghemat 14 liter solar dalam satu kali melaut. Harga selembar layar mencapai Rp 2,4 juta, termasuk pemasangan di perahu.",
            "Dinas perindustrian setempat berjanji membantu alat pintal yang digerakkan dengan kayuh. Alat itu dijadwalkan tiba sebelum musim angin selatan.",
        ),
        "Seorang penenun menjemur serat pandan di halaman rumahnya di Pulau Mare. (Foto: Dok. Kelompok Penenun)",
    ),
    ThemeStory(
        8134, "DPRD Minta Jembatan Kali Oba Dikerjakan Sebelum Musim Hujan", "Rustam Kaunar",
        dt.datetime(2025, 8, 2, 19, 5, tzinfo=JAKARTA), "Politik", ("DPRD", "jembatan", "Oba"),
        (
            "Komisi Tiga DPRD meminta pemerintah kota mempercepat pekerjaan Jembatan Kali Oba. Permintaan itu disampaikan dalam rapat dengar pendapat pada Jumat sore.",
            "Ketua komisi, Abdul Wahid Togubu, menyebut progres pekerjaan baru mencapai 38 persen, padahal kontrak berakhir pada bulan Oktober.",
            "“Kalau hujan turun lebih dulu, pelajar dari tiga desa akan menyeberang dengan rakit seperti tahun lalu. Itu yang tidak kami inginkan,” ujarnya.",
            "Kontraktor beralasan pengiriman rangka baja dari Surabaya tertunda dua kali karena gelombang tinggi. Rangka terakhir diperkirakan tiba pekan depan.",
            "Kepala Bidang Bina Marga, Yusnita Albaar, mengatakan pihaknya sudah menegur kontraktor secara tertulis.",
            "Ada tiga langkah yang disepakati dalam rapat:",
            "Menambah jam kerja sampai malam hari.",
            "Mendatangkan alat berat kedua dari Sofifi.",
            "Melaporkan kemajuan setiap Senin kepada komisi.",
            "Jembatan sepanjang 46 meter itu dibangun dengan anggaran Rp 11,7 miliar dari kas daerah.",
        ),
        "Rangka baja Jembatan Kali Oba yang belum selesai dipasang, Jumat.",
    ),
    ThemeStory(
        8150, "Harga Cengkih Turun, Petani Menyimpan Panen di Lumbung Desa", "Mochtar Sangaji",
        dt.datetime(2025, 11, 20, 6, 30, tzinfo=JAKARTA), "Ekonomi", ("cengkih", "petani"),
        (
            "Petani cengkih di lereng Gamalama memilih menyimpan hasil panen setelah harga turun menjadi Rp 74.000 per kilogram. Pada bulan yang sama tahun lalu harganya masih Rp 112.000.",
            "Lumbung desa yang dibangun dengan dana gotong royong kini menampung 23 ton cengkih kering. Petani menerima surat titipan yang bisa dipakai sebagai jaminan pinjaman di koperasi.",
            "Harga Ditentukan Pembeli",
            "Ketua koperasi, Salma Djafar, menjelaskan bahwa pembeli dari luar pulau datang bersamaan ketika panen raya, lalu menentukan harga sesukanya. Dengan lumbung, petani tidak perlu menjual pada hari yang sama.",
            "“Kami pernah mencoba pada 2022 tetapi gagal karena gudang bocor dan cengkih berjamur. Sekarang lantainya papan dan ada pengukur kelembapan,” tutur Salma.",
            "Petani membayar Rp 150 per kilogram setiap bulan untuk ongkos penjagaan. Separuh uang itu ditabung untuk membeli alat pengering bertenaga surya.",
            "Pemerintah kabupaten belum memutuskan apakah lumbung serupa akan dibangun di dua kecamatan lain.",
        ),
        "Petani menimbang cengkih kering di lumbung desa.",
    ),
)  # fmt: skip
HEADINGS = frozenset({"Harga Ditentukan Pembeli"})
LIST_ITEMS = frozenset(STORIES[1].paragraphs[6:9])

RELATED = (
    "Warga Moti Gotong Royong Memperbaiki Dermaga Kayu",
    "Festival Pala Digelar Tiga Hari di Kampung Makeang",
    "Sekolah Apung di Teluk Kao Menerima Murid Baru",
    "Harga Kopra Naik Tipis Menjelang Akhir Pekan",
    "Tim Dayung Ternate Raih Perak di Makassar",
)
NOISE = (
    *RELATED, "Bagikan", "Baca Juga", "Baca juga", "Komentar", "Alamat email Anda", "Ikuti kami", "Hak cipta",
    "Google News", "Saluran WhatsApp", "Pos sebelumnya", "Tentang Penulis", "kali dibaca", "Waktu baca", "Cek berita",
    "Foto: Dok", "Langganan", "Iklan", "Kata kunci", "Topik", "Bacaan", "Dilihat", "View Comments", "Share this",
)  # fmt: skip
"""Words of the boxes around and inside a story; none may be in its body."""


def link(n: int) -> str:
    return f'<a href="{ROOT}/daerah/{RELATED[n].lower().replace(" ", "-")}/">{RELATED[n]}</a>'


def items(tag: str = "li", wrap: str = "{}") -> str:
    return "".join(f"<{tag}>{wrap.format(link(n))}</{tag}>" for n in range(len(RELATED)))


def menu(css: str) -> str:
    words = ("Beranda", "Daerah", "Politik", "Ekonomi", "Olahraga", "Opini", "Indeks")
    return "".join(f'<li class="{css}"><a href="/{word.lower()}/">{word}</a></li>' for word in words)


def body(
    story: ThemeStory, inset: dict[int, str] | None = None, *, p: str = "<p>{}</p>", h: str = "<h3>{}</h3>"
) -> str:
    """The story's paragraphs, with boxes after some of them."""
    out = []
    for n, text in enumerate(story.paragraphs):
        safe = escape(text, quote=False)
        if text in LIST_ITEMS:
            first, last = story.paragraphs[n - 1] not in LIST_ITEMS, story.paragraphs[n + 1] not in LIST_ITEMS
            out.append("<ol>" * first + f"<li>{safe}</li>" + "</ol>" * last)
        else:
            out.append((h if text in HEADINGS else p).format(safe))
        out.append((inset or {}).get(n, ""))
    return "\n".join(out)


def head(story: ThemeStory, seo: str = "none", extra: str = "") -> str:
    """A page's head as a search plug-in writes it: ``yoast``, ``rankmath``, ``og`` or ``none``."""
    when = story.published.isoformat()
    utc = story.published.astimezone(dt.UTC).isoformat()
    start = (
        f'<!DOCTYPE html><html lang="id-ID"><head><meta charset="UTF-8"><title>{story.title} - {SITE}</title>{extra}'
    )
    start += f'<link rel="canonical" href="{story.url}"><link rel="shortlink" href="{ROOT}/?p={story.number}">'
    if seo == "none":
        return f"{start}</head>"
    start += (
        f'<meta property="og:type" content="article"><meta property="og:title" content="{story.title} - {SITE}">'
        f'<meta property="og:site_name" content="{SITE}"><meta property="og:url" content="{story.url}">'
        f'<meta property="article:published_time" content="{utc}"><meta property="og:image" content="{ROOT}/wp-content/a.jpg">'
    )
    person = {"@type": "Person", "@id": f"{ROOT}/#/schema/person/1", "name": story.author}
    article = {
        "@type": "Article", "@id": f"{story.url}#article", "headline": story.title, "datePublished": utc,
        "dateModified": utc, "articleSection": [story.section], "keywords": list(story.tags), "wordCount": 311,
        "author": {"name": story.author, "@id": f"{ROOT}/#/schema/person/1"}, "inLanguage": "id",
    }  # fmt: skip
    graph: list[dict[str, object]] = []
    if seo == "yoast":
        page = {"@type": "WebPage", "@id": story.url, "name": f"{story.title} - {SITE}", "datePublished": utc}
        crumbs = {"@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Beranda", "item": f"{ROOT}/"},
            {"@type": "ListItem", "position": 2, "name": story.title}]}  # fmt: skip
        graph = [article, page, crumbs, {"@type": "WebSite", "name": SITE}, person]
    if seo == "rankmath":
        kind = {"@type": "BlogPosting", "headline": story.title, "keywords": "", "datePublished": when,
                "dateModified": when, "articleSection": story.section, "author": person, "name": story.title}  # fmt: skip
        graph = [{"@type": ["Organization", "Person"], "name": SITE}, person, kind]
    if graph:
        start += f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@graph": graph})}</script>'
    return f"{start}</head>"
