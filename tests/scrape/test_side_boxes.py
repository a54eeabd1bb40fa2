"""Boxes that are no story though they are written in sentences; and what looks like them and is the story."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from kliping.model import Article, Source
from kliping.scrape import scrape

from tests.scrape.layouts import STORY, TITLE
from tests.scrape.test_layouts import kept_text, words

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"
PARAGRAPHS = [text for text in STORY if len(text) > 60]


def read(
    box: str,
    place: str = "middle",
    *,
    title: str = TITLE,
    paragraphs: list[str] = PARAGRAPHS,
    language: str = "lang=id",
) -> Article:
    story = [f"<p>{text}</p>" for text in paragraphs]
    if place in ("middle", "end"):
        story.insert(3 if place == "middle" else len(story), box)
    top, bottom = (box if place == "top" else ""), (box if place == "bottom" else "")
    first = box if place == "first" else ""
    body = f"{top}<main>{first}<h1>{title}</h1><div class=teks>{''.join(story)}</div></main>{bottom}"
    html = f"<html {language}><head><title>{title} - Kabar Muara</title></head><body>{body}</body></html>"
    return scrape(html.encode(), url=URL, source=Source.GENERIC)


CONSENT = (
    "Situs ini memakai kuki untuk mengukur kunjungan, menyimpan pilihan Anda, dan menampilkan iklan yang sesuai.",
    "Dengan menekan tombol setuju, Anda memberi kami izin mengolah data sesuai dengan kebijakan privasi yang berlaku.",
)
CONSENTS = {
    "hashed": '<div class="css-1x9"><div class="css-2">{0}</div><div class="css-3">{1}</div><button>Setuju</button></div>',
    "named": '<div id="cookie-law-bar"><h4>Kami menghargai privasi Anda</h4><p>{0}</p><p>{1}</p></div>',
    "dialog": '<div role="dialog" aria-modal="true"><section><h2>Privasi</h2><p>{0}</p></section><p>{1}</p></div>',
    "form": '<form class="cmp"><p>{0}</p><label>Perlu</label><input type=checkbox><p>{1}</p><a href="#">Tolak</a></form>',
    "list": '<aside class="didomi"><ul><li>{0}</li><li>{1}</li></ul></aside>',
    "lines": '<div class="usercentrics">{0}<br><br>{1}</div>',
    "one paragraph": '<div class="iubenda"><p>{0} {1}</p></div>',
}
MORE_CONSENT = [
    "Kami dan 120 mitra kami menyimpan cookie di peramban Anda agar iklan yang tampil sesuai dengan minat Anda.",
    "We use cookies and similar technologies to run this website and to understand how you use it.",
    "By clicking accept, you consent to the storing of cookies on your device as described in our privacy policy.",
    "Cookie yang diperlukan selalu aktif; yang lain dapat Anda atur melalui pengaturan di situs ini.",
    "Dengan melanjutkan membaca, Anda menyetujui kebijakan privasi dan ketentuan layanan Kabar Muara.",
]


def is_whole(article: Article, paragraphs: list[str] = PARAGRAPHS) -> None:
    assert list(article.paragraphs) == paragraphs
    assert words(kept_text(article)) == words(article.body)


@pytest.mark.parametrize("form", CONSENTS)
@pytest.mark.parametrize("place", ["top", "first", "middle", "end", "bottom"])
def test_consent_is_no_story(form: str, place: str) -> None:
    is_whole(read(CONSENTS[form].format(*CONSENT), place))


@pytest.mark.parametrize("text", MORE_CONSENT)
@pytest.mark.parametrize("place", ["top", "middle", "bottom"])
def test_consent_in_other_words(text: str, place: str) -> None:
    is_whole(read(f"<div class=x7><p>{text}</p><button>Terima</button></div>", place))


LETTERS = [
    '<div class="newsletter-signup"><p>Dapatkan ringkasan berita pesisir di kotak surel Anda setiap pagi, gratis.</p><input></div>',
    '<div class="x1"><p>Daftarkan email Anda untuk menerima buletin mingguan Kabar Muara, tanpa biaya apa pun.</p><form><input></form></div>',
    '<section class="x2"><h3>Buletin</h3><p>Jangan lewatkan kabar pesisir; berlangganan buletin kami dan terima setiap sore.</p></section>',
    "<aside><p>Sign up for our daily newsletter and get the coast's best stories in your inbox every morning.</p></aside>",
    '<div class="mc4wp"><p>Masukkan alamat email Anda di bawah ini agar kabar terbaru langsung masuk ke inbox Anda.</p><input></div>',
    '<div class="x3"><p>Unduh aplikasi Kabar Muara di Google Play atau App Store dan baca berita tanpa iklan.</p></div>',
    '<div class="x4"><p>Dukung jurnalisme pesisir: donasi Anda membuat redaksi kami tetap dapat meliput dari kampung.</p></div>',
    '<div class="x5"><p>Anda tampaknya memakai pemblokir iklan; mohon matikan agar situs ini dapat terus terbit.</p></div>',
    '<div class="x6"><p>Izinkan notifikasi agar Anda selalu tahu berita terbaru dari Kabar Muara lebih dahulu.</p></div>',
    '<div class="x7"><p>Bantu kami menjadi lebih baik dengan mengisi survei pembaca selama dua menit saja.</p></div>',
    '<div class="x8"><h4>Suara Pembaca</h4><p>Redaksi mengundang Anda mengisi kuesioner singkat tentang situs ini.</p></div>',
    "<aside><p>Ikuti survei kami dan menangkan voucer belanja bagi lima pembaca; cukup tiga menit.</p></aside>",
]


BOXES = yaml.safe_load(Path(__file__).with_name("boxes.yml").read_text("utf-8"))


@pytest.mark.parametrize("name", BOXES["no_story"])
@pytest.mark.parametrize("place", ["middle", "end"])
def test_what_readers_are_asked_or_told_beside_the_story(name: str, place: str) -> None:
    is_whole(read(BOXES["no_story"][name], place))


@pytest.mark.parametrize("name", BOXES["teasers"])
@pytest.mark.parametrize("place", ["middle", "end"])
def test_teasers_without_a_box(name: str, place: str) -> None:
    is_whole(read(BOXES["teasers"][name], place))


@pytest.mark.parametrize("name", BOXES["links in the story"])
def test_links_in_the_story_are_kept(name: str) -> None:
    article = read(BOXES["links in the story"][name])
    assert [span for span in article.removed if span.rule.startswith("box:")] == []


@pytest.mark.parametrize("name", BOXES["story"])
def test_a_story_that_says_the_same_is_kept(name: str) -> None:
    article = read(BOXES["story"][name])
    assert [span for span in article.removed if span.rule.startswith("box:")] == []


@pytest.mark.parametrize("box", LETTERS)
@pytest.mark.parametrize("place", ["middle", "end", "bottom"])
def test_appeals_are_no_story(box: str, place: str) -> None:
    is_whole(read(box, place))


ABOUT = {
    "Apa Itu Cookie dan Mengapa Situs Memintanya": [
        "Cookie adalah berkas kecil yang disimpan situs di peramban Anda agar situs itu mengenali kunjungan berikutnya.",
        "Situs yang memakai cookie pihak ketiga wajib meminta persetujuan menurut aturan pelindungan data pribadi.",
        "Pengguna dapat menghapus cookie lewat pengaturan peramban, tetapi lalu harus masuk lagi ke setiap layanan.",
        "Para ahli menyarankan agar cookie yang tidak diperlukan ditolak ketika kotak persetujuan muncul di layar.",
    ],
    "Pemkot Muara Luncurkan Buletin Surel untuk Nelayan": [
        "Pemerintah Kota Muara meluncurkan buletin surel yang memuat prakiraan ombak dan harga ikan setiap pagi.",
        "Daftarkan email Anda di balai kampung, kata Kepala Dinas Perikanan Wening Astuti kepada para nelayan.",
        "Sebanyak 1.200 nelayan sudah menerima buletin itu sejak masa percobaan dimulai pada bulan lalu.",
        "Buletin serupa akan dibuat untuk petani rumput laut mulai tahun depan, menurut rencana dinas tersebut.",
    ],
    "Survei: Nelayan Muara Lebih Suka Jaring Kabut": [
        "Lembaga survei pesisir menanyai seribu nelayan Muara tentang jaring kabut sepanjang bulan Oktober lalu.",
        "Responden mengisi kuesioner singkat yang dibagikan petugas di dermaga, kata koordinator survei Laras Pradipta.",
        "Hasil survei menunjukkan tujuh dari sepuluh nelayan lebih suka air kabut daripada air sumur yang payau.",
        "Kami akan mengulang survei ini tahun depan di tiga kabupaten lain, menurut Laras ketika ditemui di Muara.",
    ],
    "Resep Kue Kering Cookies Cokelat ala Dapur Muara": [
        "Cookies cokelat ini memakai mentega, gula aren, dan cokelat batang yang dipotong kasar sebelum dicampur.",
        "Kami memakai loyang besar agar cookies tidak saling menempel ketika mengembang di dalam oven panas.",
        "Panggang selama dua belas menit, lalu biarkan cookies dingin di rak kawat sebelum disimpan di stoples.",
        "Satu resep menghasilkan tiga puluh keping, cukup untuk dibagikan kepada para tetangga di hari raya.",
    ],
}


@pytest.mark.parametrize("title", ABOUT)
@pytest.mark.parametrize("form", ["<p>{}</p>", "<div class=a><p>{}</p></div>"])
def test_a_story_about_the_matter_is_kept(title: str, form: str) -> None:
    story = "".join(form.format(text) for text in ABOUT[title])
    html = f"<title>{title}</title><body><h1>{title}</h1><div>{story}</div>"
    article = scrape(html.encode(), url=URL, source=Source.GENERIC)
    assert list(article.paragraphs) == ABOUT[title]


CARD = "Warga pesisir lain bercerita tentang {} yang mereka alami sepanjang musim angin timur."
HEADS = ("Nelayan Tolak Tambang Pasir Laut di Muara", "Harga Ikan Kembung Naik Dua Kali Lipat")
CARDS = {
    "article": '<article class="kartu"><h3><a href="/b/{n}">{h}</a></h3><p>{t}</p></article>',
    "card": '<div class="card"><img src=a><a href="/b/{n}"><h4>{h}</h4></a><p>{t}</p></div>',
    "nameless": '<div><h3><a href="/b/{n}">{h}</a></h3><p>{t}</p></div>',
    "hashed": '<div class="css-9"><div class="css-8"><a href="/b/{n}">{h}</a></div><div class="css-7">{t}</div></div>',
    "dated": '<section><a href="/b/{n}">{h}</a><span>26 Nov 2024</span><p>{t}</p></section>',
    "list": '<ul class="x"><li><a href="/b/{n}">{h}</a><p>{t}</p></li></ul>',
    "linked whole": '<a class="x" href="/b/{n}"><div><h3>{h}</h3><p>{t}</p></div></a>',
    "read on": '<div class="item"><h3>{h}</h3><p>{t}</p><a href="/b/{n}">Baca selengkapnya</a></div>',
    "definition": '<dl><dt><a href="/b/{n}">{h}</a></dt><dd>{t}</dd></dl>',
    "figure": '<div class="m"><figure><a href="/b/{n}"><img src=a></a></figure><h5><a href="/b/{n}">{h}</a></h5><p>{t}</p></div>',
}


def cards(form: str) -> list[str]:
    return [CARDS[form].format(n=n, h=head, t=CARD.format(head.lower())) for n, head in enumerate(HEADS)]


def test_cards_of_one_list_of_definitions() -> None:
    terms = "".join(f'<dt><a href="/b/{n}">{h}</a></dt><dd>{CARD.format("hal itu")}</dd>' for n, h in enumerate(HEADS))
    is_whole(read(f"<dl>{terms}</dl>", "middle"))


@pytest.mark.parametrize("form", CARDS)
@pytest.mark.parametrize("place", ["middle", "end", "bottom"])
def test_cards_are_no_story(form: str, place: str) -> None:
    article = read("".join(cards(form)), place)
    is_whole(article)


MORE_HEADS = (*HEADS, "Pemuda Muara Rintis Sekolah Selam Gratis", "Warga Pulau Minta Kapal Perintis Ditambah Lagi")


@pytest.mark.parametrize("form", ["article", "card", "dated", "read on"])
@pytest.mark.parametrize(("count", "paragraphs"), [(3, 4), (4, 5)])
def test_headlines_of_several_cards_do_not_make_them_the_story(form: str, count: int, paragraphs: int) -> None:
    boxes = [CARDS[form].format(n=n, h=head, t=CARD.format("hal itu")) for n, head in enumerate(MORE_HEADS[:count])]
    story = PARAGRAPHS[:paragraphs]
    is_whole(read("".join(boxes), paragraphs=story), story)


@pytest.mark.parametrize("language", ["", "lang=en", "lang=en-US", "lang=''", "lang=id-ID", "lang=ID"])
@pytest.mark.parametrize("form", ["article", "nameless", "list"])
def test_cards_whatever_the_page_says_of_its_language(language: str, form: str) -> None:
    is_whole(read("".join(cards(form)), language=language))


ENGLISH = [
    "The fishermen of the northern coast have been catching fog with nets since the wells of the village ran dry.",
    "It is the first of four such projects in the province, and the others are to be finished by the end of the year.",
    "According to the head of the village, the water is enough for the school, the mosque and some forty houses.",
    "Researchers from the university say that the nets have to be cleaned once a week if they are to last for years.",
    "The women of the village weave the nets by hand in the afternoons, and sell the ones that they do not need.",
    "In the dry season the fog is thin, so that the barrels are filled from the spring that lies behind the hill.",
]


@pytest.mark.parametrize("language", ["", "lang=en", "lang=en-GB"])
@pytest.mark.parametrize("form", ["article", "card", "nameless", "read on"])
def test_round_ups_of_english_pages_are_kept(language: str, form: str) -> None:
    blurb = "It is one of the places in the region where the fog is caught for {}."
    boxes = [
        CARDS[form].format(n=n, h=head, t=blurb.format(where))
        for n, (head, where) in enumerate(
            [("A village above the clouds", "the school"), ("Nets on the hill", "drinking")]
        )
    ]
    article = read("".join(boxes), title="Nets That Catch the Fog", paragraphs=ENGLISH, language=language)
    assert [span.rule for span in article.removed if span.rule == "box:card"] == []


@pytest.mark.parametrize("form", ["article", "card", "read on"])
def test_a_single_card(form: str) -> None:
    is_whole(read(cards(form)[0]))


def test_a_single_card_without_a_name_is_known_by_its_address() -> None:
    card = cards("nameless")[0].replace("/b/0", "/b/nelayan-tolak-tambang-pasir")
    is_whole(read(card))


def test_cards_that_are_the_article_are_kept() -> None:
    names = ("Karang Bolong", "Teluk Awur", "Watu Karung", "Tanjung Lesung", "Ujung Genteng")
    items = [
        f"Di {name} pengunjung menemukan pasir putih, air tenang, dan warung ikan bakar milik warga. Datanglah sebelum pukul "
        "delapan pagi, sebab sesudah itu tempat parkir biasanya penuh oleh bus wisata dari kota."
        for name in names
    ]
    boxes = "".join(
        f'<div class="item"><h3><a href="/tempat/{n}">Pantai {names[n]} yang Tenang</a></h3><p>{text}</p></div>'
        for n, text in enumerate(items)
    )
    opening = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:2])
    html = f"<title>{TITLE}</title><body><h1>{TITLE}</h1><div>{opening}{boxes}</div>"
    article = scrape(html.encode(), url=URL, source=Source.GENERIC)
    assert [span.rule for span in article.removed if span.rule == "box:card"] == []


def test_numbered_sections_with_links_are_kept() -> None:
    boxes = "".join(
        f'<div><h3><a href="/t/{n}">{n}. Jaring kabut buatan sekolah</a></h3><p>{PARAGRAPHS[n]}</p></div>'
        for n in (5, 6)
    )
    article = read(boxes, paragraphs=PARAGRAPHS[:5])
    assert [text for text in PARAGRAPHS if text not in article.body] == []
