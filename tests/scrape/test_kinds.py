"""Pages that are not articles are named and have no body."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from kliping.model import Source
from kliping.scrape import may_stand_in, scrape

from tests.scrape.layouts import LAYOUTS, RELATED, STORY, TITLE

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"
_LINKS = "".join(f'<li><h3><a href="/baca/{n}">{t} bagian {n}</a></h3></li>' for n in range(4) for t in RELATED)
_TEASERS = "".join(
    f'<div class="kartu"><h2><a href="/baca/{n}">{RELATED[n % 3]} {n}</a></h2><p>{STORY[n % 3]}</p></div>'
    for n in range(9)
)
_DATED = '<meta property="article:published_time" content="2024-11-26T14:05:00+07:00">'
_PICTURES = "".join(
    f"<figure><img src=/f/{n}.jpg><figcaption>Foto {n} dari 6: jaring kabut (Kabar Muara/Ani)</figcaption></figure>"
    for n in range(1, 7)
)
PAGES: dict[str, tuple[str, str, str]] = {
    "front page": ("index", "https://www.kabarmuara.id/", f"<title>Kabar Muara</title><body><ul>{_LINKS}</ul>"),
    "section of teasers": (
        "index",
        "https://www.kabarmuara.id/tag/kabut",
        f"<title>Kabut</title><body><h1>Kabut</h1>{_TEASERS}",
    ),
    "search results": (
        "index",
        "https://www.kabarmuara.id/search?q=kabut",
        f'<title>Cari</title><script type="application/ld+json">{{"@type":"SearchResultsPage"}}</script><body>{_TEASERS}',
    ),
    "video": (
        "video",
        "https://www.kabarmuara.id/video/read/9/panen-kabut",
        f'<title>{TITLE}</title><meta property="og:type" content="video.other"><body><h1>{TITLE}</h1><p>{STORY[0]}</p>',
    ),
    "gallery": (
        "photo",
        "https://www.kabarmuara.id/foto/read/9/panen-kabut",
        f"<title>{TITLE}</title><body><h1>{TITLE}</h1><figure><img src=a><figcaption>{STORY[0]}</figcaption></figure><p>{STORY[1]}</p>",
    ),
    "video by JSON-LD beside an article's": (
        "video",
        URL,
        f'<title>{TITLE}</title><script type="application/ld+json">[{{"@type":"NewsArticle","headline":"{TITLE}"}},'
        f'{{"@type":"VideoObject","name":"{TITLE}"}}]</script><body><h1>{TITLE}</h1><video></video><p>Warga memasang jaring.</p><ul>{_LINKS}</ul>',
    ),
    "video by its player": (
        "video",
        URL,
        f"<title>{TITLE}</title>{_DATED}<body><h1>{TITLE}</h1>"
        f'<iframe src="https://www.youtube.com/embed/x1"></iframe><p>Warga memasang jaring.</p><ul>{_LINKS}</ul>',
    ),
    "gallery by JSON-LD": (
        "photo",
        URL,
        f'<title>{TITLE}</title><script type="application/ld+json">{{"@type":"ImageGallery"}}</script><body><h1>{TITLE}</h1>{_PICTURES}',
    ),
    "gallery by its pictures": (
        "photo",
        URL,
        f"<title>{TITLE}</title>{_DATED}<body><h1>{TITLE}</h1>{_PICTURES}<ul>{_LINKS}</ul>",
    ),
    "front page with a player": (
        "index",
        "https://www.kabarmuara.id/",
        f"<title>Kabar Muara</title><body><video></video><ul>{_LINKS}</ul>",
    ),
    "bot challenge": (
        "challenge",
        URL,
        "<title>Just a moment...</title><body><h1>www.kabarmuara.id</h1><p>Checking your browser.</p>",
    ),
    "a challenge of two sentences": (
        "challenge",
        URL,
        "<title>Verifikasi</title><body><h1>Verifikasi</h1><p>Silakan buktikan bahwa Anda bukan robot dengan mencentang "
        "kotak di bawah ini sebelum melanjutkan ke halaman yang dituju.</p>",
    ),
    "missing page": (
        "not_found",
        URL,
        "<title>404</title><body><h1>Halaman tidak ditemukan</h1><p>Maaf, halaman yang Anda cari tidak ada.</p>",
    ),
    "removed article": (
        "not_found",
        URL,
        f"<title>Kabar Muara</title><body><p>Artikel ini sudah dihapus.</p><ul>{_LINKS}</ul>",
    ),
    "paywall": (
        "stub",
        URL,
        f"<title>{TITLE}</title><body><h1>{TITLE}</h1><p>{STORY[0]}</p><div>Berlangganan untuk membaca artikel ini.</div>",
    ),
    "paywall by metadata": (
        "stub",
        URL,
        f'<title>{TITLE}</title><script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}",'
        f'"isAccessibleForFree":"False"}}</script><body><h1>{TITLE}</h1><p>{STORY[0]}</p>',
    ),
    "script only": (
        "other",
        URL,
        "<title>Kabar</title><body><div id=root></div><script>render()</script><noscript>Aktifkan JS</noscript>",
    ),
    "feed": ("other", URL, "<?xml version='1.0'?><rss><channel><title>x</title></channel></rss>"),
    "json": ("other", URL, '{"judul": "x"}'),
}


@pytest.mark.parametrize("name", PAGES)
def test_kind(name: str) -> None:
    kind, url, html = PAGES[name]
    article = scrape(html.encode(), url=url, source=Source.GENERIC)
    assert article.kind == kind, article.method
    assert article.body == ""
    assert article.scraped_text == ""


@pytest.mark.parametrize("content_type", ["application/pdf", "image/jpeg", "video/mp4"])
def test_media_type_of_the_answer_is_believed(content_type: str) -> None:
    article = scrape(b"abc", url=URL, headers={"Content-Type": content_type})
    assert article.kind == "other"
    assert article.notes == ("not_html:binary",)


def test_short_news_is_an_article() -> None:
    html = (
        f'<title>{TITLE}</title><script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}"}}</script>'
        f"<body><h1>{TITLE}</h1><div class=isi><p>{STORY[6]}</p></div>"
    )
    assert scrape(html.encode(), url=URL, source=Source.GENERIC).kind == "article"


def test_an_article_with_a_video_and_pictures_is_an_article() -> None:
    marks = '<script type="application/ld+json">[{"@type":"NewsArticle"},{"@type":"VideoObject"}]</script>'
    story = f"<p>{STORY[0]}</p><p>{STORY[1]}</p>"
    html = f"<title>{TITLE}</title>{_DATED}{marks}<body><h1>{TITLE}</h1><video></video><div>{story}{_PICTURES}</div>"
    assert scrape(html.encode(), url=URL, source=Source.GENERIC).kind == "article"


def test_a_story_about_missing_pages_is_an_article() -> None:
    html = LAYOUTS["inset_table"].replace(TITLE, "Korban Longsor Tidak Ditemukan Setelah Tiga Hari Pencarian")
    assert scrape(html.encode(), url=URL, source=Source.GENERIC).kind == "article"


def test_root_address_does_not_make_a_story_an_index() -> None:
    assert scrape(LAYOUTS["inset_table"].encode(), url="https://example.com/", source=Source.GENERIC).kind == "article"


def test_no_index_page_is_taken_for_an_article(shared_data: Path) -> None:
    folder = shared_data / "html" / "not_articles"
    taken = [
        f.name
        for f in sorted(folder.glob("*.html.gz"))
        for url in (f"https://{f.name.split('__')[0]}/", f"https://{f.name.split('__')[0]}/news/read/12345/judul")
        if scrape(gzip.decompress(f.read_bytes()), url=url, source=Source.GENERIC).kind == "article"
    ]
    assert taken == []


def test_a_short_story_above_many_teasers_is_an_article() -> None:
    html = f"<title>{TITLE}</title><body><h1>{TITLE}</h1><div class=teks><p>{STORY[0]}</p><p>{STORY[1]}</p></div>{_TEASERS}"
    article = scrape(html.encode(), url=URL, source=Source.GENERIC)
    assert list(article.paragraphs) == [STORY[0], STORY[1]]


NOTICES = {
    "maintenance": [
        ("Situs Sedang Dalam Pemeliharaan", "Mohon maaf, situs kami sedang dalam pemeliharaan rutin. Silakan kunjungi kami lagi beberapa saat lagi."),
        ("Kabar Muara", "Website sedang dalam perbaikan untuk meningkatkan layanan kepada pembaca. Kami mohon maaf atas ketidaknyamanan ini dan akan kembali secepatnya."),
        ("Under Maintenance", "We are performing scheduled maintenance. Please check back soon, and thank you for your patience with us."),
        ("We'll be back soon!", "Sorry for the inconvenience but we are performing some maintenance at the moment."),
        ("Segera Kembali", "Server kami sedang menjalani peningkatan kapasitas sampai pukul enam pagi waktu Indonesia barat."),
        ("Service Unavailable", "The server is temporarily unable to service your request due to maintenance downtime or capacity problems."),
        ("Maintenance Mode", "Briefly unavailable for scheduled maintenance. Check back in a minute."),
    ],
    "blocked": [
        ("Internet Positif", "Situs yang Anda tuju telah diblokir karena masuk dalam daftar TrustPositif Kementerian Komunikasi dan Digital."),
        ("Situs Diblokir", "Laman ini tidak dapat diakses sesuai dengan peraturan perundang-undangan yang berlaku di Indonesia."),
        ("Mohon Maaf", "Konten yang Anda akses telah diblokir berdasarkan peraturan Kominfo; ajukan lewat aduankonten bila keliru."),
    ],
    "suspended": [
        ("Account Suspended", "This account has been suspended. Contact your hosting provider for more information."),
        ("Akun Ditangguhkan", "Akun hosting ini dinonaktifkan sementara. Silakan hubungi bagian penagihan untuk mengaktifkannya lagi."),
        ("509", "Bandwidth Limit Exceeded. The server is temporarily unable to service your request, contact your hosting provider."),
    ],
    "broken": [
        ("Database Error", "This either means that the username and password information in your wp-config.php file is incorrect."),
        ("Error establishing a database connection", ""),
        ("Kabar Muara", "SQLSTATE[HY000] [2002] Connection refused (SQL: select * from berita where id = 77 limit 1)"),
        ("Kesalahan Koneksi Database", "Sistem tidak dapat terhubung ke basis data. Silakan coba lagi nanti atau hubungi administrator."),
        ("502 Bad Gateway", "nginx"),
        ("WordPress &rsaquo; Error", "There has been a critical error on this website. Fatal error: Uncaught Exception in index.php"),
    ],
    "parked": [
        ("kabarmuara.id", "This domain is for sale. Get a price in less than a day and buy it safely from its present owner today."),
        ("kabarmuara.id", "kabarmuara.id is for sale. This domain is parked. Click here to inquire about it today."),
        ("Domain ini dijual", "Hubungi pemilik domain untuk mendapatkan penawaran harga terbaik sebelum orang lain membelinya."),
        ("Welcome to nginx!", "If you see this page, the nginx web server is successfully installed and working. Further configuration is required."),
    ],
    "consent": [
        ("Kami menghargai privasi Anda", "Kami dan 842 mitra kami menyimpan dan mengakses informasi pada perangkat Anda, seperti kuki."),
        ("Before you continue to Kabar Muara", "We use cookies and data to deliver and maintain our services and to measure audiences."),
        ("Kabar Muara", "Kami dan 842 mitra kami menyimpan dan/atau mengakses informasi pada perangkat, dan memproses data pribadi."),
    ],
}  # fmt: skip
CASES = [(reason, *page) for reason, pages in NOTICES.items() for page in pages]


@pytest.mark.parametrize(("reason", "title", "text"), CASES, ids=[f"{case[0]}: {case[1]}" for case in CASES])
@pytest.mark.parametrize(
    "layout", ["<h1>{0}</h1><p>{1}</p>", "<div><h2>{0}</h2><div>{1}</div><p>&copy; 2024 Kabar Muara</p></div>"]
)
def test_a_notice_is_no_article(reason: str, title: str, text: str, layout: str) -> None:
    page = f'<html lang="id"><head><title>{title}</title></head><body>{layout.format(title, text)}</body></html>'
    read = scrape(page.encode(), url=URL)
    assert (read.kind != "article", read.method["kind"]) == (True, reason)
    assert may_stand_in(page.encode())


NEWS_OF_NOTICES = [
    ("Situs Judi Diblokir Komdigi, Ini Daftarnya", "Komdigi mengatakan seribu situs judi telah diblokir sejak Senin."),
    (
        "Website KPU Sedang Dalam Perbaikan, Pemilih Diminta Bersabar",
        "Situs KPU sedang dalam pemeliharaan sampai malam.",
    ),
    ("Domain Ini Dijual Rp 2 Miliar, Begini Kisahnya", "Pemilik domain itu seorang petani yang membelinya pada 1998."),
    ("Akun Bupati Ditangguhkan, Hosting Diperiksa", "Akun itu ditangguhkan penyedia layanan setelah dibajak orang."),
    ("Jembatan Dalam Perbaikan, Warga Memutar", "Jembatan gantung sedang dalam perbaikan sampai akhir bulan ini."),
]


@pytest.mark.parametrize(("title", "lead"), NEWS_OF_NOTICES)
@pytest.mark.parametrize("dated", [True, False])
def test_news_of_a_notice_is_an_article(title: str, lead: str, dated: bool) -> None:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in (lead, *(STORY if not dated else STORY[:1])))
    head = _DATED + '<script type="application/ld+json">{"@type":"NewsArticle"}</script>' if dated else ""
    page = (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{story}</article></body></html>"
    )
    assert scrape(page.encode(), url=URL).kind == "article"


NUMBERED = [
    "Gempa Tewaskan 410 Orang, 404 Rumah Rusak",
    "404 Warga Mengungsi ke Balai Desa",
    "Anggaran Jembatan Rp 404 Miliar Disetujui",
    "KRI Teluk 404 Bersandar di Ambon",
    "Tidak Ditemukan Unsur Pidana, Penyelidikan Dihentikan",
    "Konten Ini Sudah Dihapus, Pengunggahnya Diperiksa",
    "Warga Keluhkan Captcha di Situs Pendaftaran",
    "Akses Ditolak Satpam, Wartawan Menunggu di Luar",
]


@pytest.mark.parametrize("title", NUMBERED)
def test_a_short_story_whose_headline_sounds_like_an_error_is_an_article(title: str) -> None:
    page = f"<title>{title} - Kabar Muara</title>{_DATED}<body><article><h1>{title}</h1><p>{STORY[0]}</p></article>"
    assert scrape(page.encode(), url=URL).kind == "article"


@pytest.mark.parametrize("title", NUMBERED[:4])
def test_a_number_in_a_headline_is_no_error_even_without_a_date(title: str) -> None:
    page = f"<title>{title} - Kabar Muara</title><body><article><h1>{title}</h1><p>{STORY[0]}</p></article>"
    assert scrape(page.encode(), url=URL).kind == "article"


@pytest.mark.parametrize(
    "title",
    ["404", "404 Not Found", "Kabar Muara | 404", "Error 404 (Not Found)!!1", "404 - Kabar Muara", "Halaman 404", "HTTP 410",
     "410 Gone", "Oops! 404: Halaman Hilang", "Kabar Muara - 404 Halaman Tidak Ada"],
)  # fmt: skip
def test_an_error_s_number_names_a_missing_page(title: str) -> None:
    page = f"<title>{title}</title><body><h1>{title}</h1><p>{STORY[0]}</p><ul>{_LINKS}</ul>"
    assert scrape(page.encode(), url=URL).kind == "not_found"
