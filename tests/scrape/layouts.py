"""One story, written for these tests, in the page layouts that Indonesian newsrooms use.

``LAYOUTS`` maps a layout's name to its page. Each shows the headline, byline, date and paragraphs of ``STORY``, and around
and inside them the kinds of boilerplate in ``NOISE``, none of which may reach the body.
"""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import json

TITLE = "Warga Kampung Nelayan Muara Angin Panen Air Bersih dari Kabut"
AUTHOR = "Ratna Puspitasari"
EDITOR = "Gilang Mahardika"
SHOWN = "Selasa, 26 Nov 2024 14:05 WIB"
STORY = (
    "Sejak tiga bulan terakhir, warga Kampung Nelayan Muara Angin tidak lagi mengantre air di ujung jalan. Mereka memanen "
    "kabut yang turun setiap dini hari dengan jaring setinggi empat meter.",
    "Jaring itu dipasang di punggung bukit, sekitar satu kilometer dari permukiman. Setiap pagi, butir air yang menempel "
    "mengalir melalui talang bambu menuju bak penampung di balai kampung.",
    "“Dulu saya berjalan dua jam untuk dua jeriken. Sekarang anak-anak bisa mandi sebelum berangkat sekolah,” kata Sulastri "
    "(43), ibu tiga anak yang ikut menenun jaring tersebut, Senin (25/11/2024).",
    "Dikerjakan bersama-sama",
    "Gagasan memanen kabut datang dari Yusran Latief, guru fisika di sekolah menengah setempat. Ia mengajak murid-muridnya "
    "mengukur kelembapan udara selama setahun sebelum mengajukan rencana itu kepada kepala desa.",
    "Biaya pembuatan enam jaring mencapai Rp 18 juta. Separuhnya berasal dari dana desa, sisanya dikumpulkan warga lewat "
    "arisan dan hasil lelang ikan.",
    "Menurut Yusran, satu jaring menghasilkan rata-rata 40 liter air per hari pada musim hujan. Hasilnya turun menjadi "
    "belasan liter ketika kemarau panjang.",
    "Kepala desa berencana menambah empat jaring tahun depan. Ia juga meminta dinas kesehatan memeriksa mutu air secara "
    "berkala agar layak diminum langsung.",
)
RELATED = (
    "Nelayan Muara Angin Tolak Rencana Tambang Pasir Laut",
    "Cara Warga Lereng Gunung Menyimpan Air Hujan Setahun Penuh",
    "Harga Ikan Kembung Naik Dua Kali Lipat Jelang Akhir Tahun",
)
CAPTION = "Warga memeriksa jaring kabut di bukit Muara Angin, Senin (25/11/2024). (Foto: Dok. Warga)"
NOISE = (
    *RELATED,
    CAPTION,
    "Bagikan artikel ini",
    "Terpopuler hari ini",
    "Tulis komentar Anda di sini",
    "Hak cipta dilindungi",
)
_MENU = "".join(
    f'<li><a href="/{word}">{word.title()}</a></li>'
    for word in "news bola tekno gaya otomotif kesehatan".split()  # noqa: SIM905
)


def _head(extra: str = "", kind: str = "article") -> str:
    return (
        f"<!DOCTYPE html><html lang='id'><head><meta charset='utf-8'><title>{TITLE} - Kabar Muara</title>"
        f'<meta property="og:title" content="{TITLE} - Kabar Muara"><meta property="og:type" content="{kind}">'
        f'<meta property="og:site_name" content="Kabar Muara">{extra}</head>'
    )


def _links(tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/baca/{n}">{title}</a></{tag}>' for n, title in enumerate(RELATED))


def _paragraphs(wrap: str = "<p>{}</p>", heading: str = "<h2>{}</h2>", after: dict[int, str] | None = None) -> str:
    out = []
    for n, text in enumerate(STORY):
        out.append((heading if n == 3 else wrap).format(text))
        out.append((after or {}).get(n, ""))
    return "".join(out)


def _json_ld() -> str:
    thing = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Kabar Muara"},
            {
                "@type": "NewsArticle",
                "headline": TITLE,
                "datePublished": "2024-11-26T14:05:00+07:00",
                "dateModified": "2024-11-26T16:20:00+07:00",
                "author": [{"@type": "Person", "name": AUTHOR}],
                "articleSection": "Nusantara",
                "keywords": "air bersih, kabut, nelayan",
                "image": {"@type": "ImageObject", "url": "https://img.kabarmuara.id/kabut.jpg"},
            },
        ],
    }
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def inset_table() -> str:
    """Paragraphs in a deep ``div``; related headlines in a table inside the body, share bar and tags after it."""
    inset = f'<table class="linksisip"><tbody><tr><td><div><strong>Baca juga:</strong>{_links("div")}</div></td></tr></tbody></table>'
    return f"""{_head(_json_ld())}<body><header><nav><ul>{_MENU}</ul></nav></header>
    <div class="container"><article class="detail"><div class="detail__header"><h1 class="detail__title">{TITLE}</h1>
    <div class="detail__author">{AUTHOR} - <span>kabarNews</span></div><div class="detail__date">{SHOWN}</div></div>
    <div class="detail__media"><figure><img src="a.jpg"><figcaption class="detail__media-caption">{CAPTION}</figcaption></figure></div>
    <div class="detail__body"><div class="detail__body-text itp_bodycontent">{_paragraphs(after={1: inset})}
    <p><strong>(rps/gmh)</strong></p></div><div class="detail__body-tag"><a href="/tag/kabut">kabut</a> <a href="/tag/air">air bersih</a></div>
    <div class="share-box"><span>Bagikan artikel ini</span></div></div></article>
    <aside class="column-4"><div class="box"><h3>Terpopuler hari ini</h3><ul>{_links()}</ul></div></aside></div>
    <footer><p>Hak cipta dilindungi undang-undang.</p></footer></body></html>"""


def links_in_paragraphs() -> str:
    """Each ``Baca juga`` is a paragraph of its own between the story's; the section is named above the headline."""
    inset = {n: f'<p><strong>Baca juga: <a href="/baca/{n}">{RELATED[n]}</a></strong></p>' for n in (0, 1, 2)}
    return f"""{_head(_json_ld())}<body><div class="header"><ul class="nav">{_MENU}</ul></div><div class="wrap"><div class="container">
    <div class="breadcrumb__wrap"><ul><li><a href="/">Beranda</a></li><li><a href="/n">Nusantara</a></li></ul></div>
    <h1 class="read__title">{TITLE}</h1><div class="read__time">Kabar Muara - 26/11/2024, 14:05 WIB</div>
    <div class="credit-title">Penulis: {AUTHOR} | Editor: {EDITOR}</div>
    <div class="photo"><img src="a.jpg"><div class="photo__caption">{CAPTION}</div></div>
    <div class="read__content"><div class="clearfix">{_paragraphs(after=inset, heading="<p><strong>{}</strong></p>")}</div></div>
    <div class="tag__article"><ul><li><a href="/t/kabut">kabut</a></li></ul></div>
    <div class="comment"><p>Tulis komentar Anda di sini, sampaikan dengan santun dan bertanggung jawab ya, pembaca.</p></div>
    <div class="latest"><h3>Terpopuler hari ini</h3>{_links("div")}</div></div></div></body></html>"""


def breaks_in_div() -> str:
    """No paragraphs at all: text stands in a ``div`` and is parted by ``<br><br>``, as old systems did."""
    text = "<br /><br />\n".join(f"<strong>{t}</strong>" if n == 3 else t for n, t in enumerate(STORY))
    return f"""{_head()}<body><table width="960"><tr><td colspan="2"><div id="menu"><ul>{_MENU}</ul></div></td></tr><tr><td valign="top">
    <div class="judul"><h1>{TITLE}</h1></div><div class="tanggal">{SHOWN}</div><div class="penulis">Oleh: {AUTHOR}</div>
    <div class="isi"><img src="a.jpg"><span class="teks-foto"></span>{text}<br /><br />Baca juga: <a href="/x">{RELATED[0]}</a></div>
    <div class="share">Bagikan artikel ini</div></td><td valign="top"><div class="kanan"><b>Terpopuler hari ini</b><ul>{_links()}</ul></div></td></tr>
    </table></body></html>"""


def hashed_classes() -> str:
    """Every paragraph alone in a ``div`` with a generated class name; no word in it says anything."""
    wrap = '<div dir="ltr" class="bbc-19j92fr ebmt73l0"><p dir="ltr" class="bbc-1y32vyc e17g058b0">{}</p></div>'
    heading = '<div dir="ltr" class="bbc-hhl7in e17g058b0"><h2 tabindex="-1" class="bbc-1ff36h2">{}</h2></div>'
    links = _links("li")
    return f"""{_head(_json_ld())}<body><header role="banner"><div class="bbc-1x"><ul class="bbc-2">{_MENU}</ul></div></header>
    <div class="bbc-1fxtbkn"><div class="bbc-irdbz7"><main role="main" class="bbc-fa0wmp">
    <div class="bbc-1151pbn"><h1 id="content" tabindex="-1" class="bbc-14gqcmb">{TITLE}</h1></div>
    <figure class="bbc-1qdcvv9"><div><img src="a.jpg"></div><figcaption class="bbc-16jsv2"><p>{CAPTION}</p></figcaption></figure>
    <section class="bbc-byline"><ul><li><span>Penulis, {AUTHOR}</span></li></ul></section>
    <div class="bbc-19j92fr"><time datetime="2024-11-26">26 November 2024 14:05 WIB</time></div>
    {_paragraphs(wrap, heading)}
    <section class="bbc-rel" aria-labelledby="x"><h2>Terpopuler hari ini</h2><ul>{links}</ul></section></main></div></div></body></html>"""


def blog_theme() -> str:
    """A WordPress theme with a related-posts plug-in, an author's box, comments and a sidebar of widgets."""
    return f"""{_head(_json_ld())}<body class="post-template-default single has-sidebar comments-open"><div id="page" class="site">
    <header id="masthead"><nav>{_MENU}</nav></header><div id="content"><div id="primary" class="content-area"><main id="main">
    <article id="post-77" class="post-77 post type-post"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1>
    <div class="entry-meta"><span class="author vcard"><a rel="author" href="/author/r">{AUTHOR}</a></span>
    <time class="entry-date published" datetime="2024-11-26T14:05:00+07:00">26 November 2024</time></div></header>
    <div class="post-thumbnail wp-caption"><img src="a.jpg"><p class="wp-caption-text">{CAPTION}</p></div>
    <div class="entry-content"><div class="wp-block-group">{_paragraphs(heading='<h3 class="wp-block-heading">{}</h3>')}</div>
    <div class="jp-relatedposts"><h3>Artikel terkait</h3>{_links("div")}</div>
    <div class="sharedaddy"><h3>Bagikan artikel ini</h3><ul><li><a href="#">Facebook</a></li></ul></div></div>
    <footer class="entry-footer"><span class="tags-links"><a href="/tag/kabut">kabut</a></span></footer></article>
    <div class="author-box"><h4>{AUTHOR}</h4><p>Menulis tentang kampung nelayan dan perubahan iklim sejak 2015 di pesisir utara.</p></div>
    <div id="comments" class="comments-area"><ol class="comment-list"><li class="comment"><p>Salut untuk warga, semoga ditiru desa lain
    yang setiap kemarau selalu kekurangan air bersih!</p></li></ol><p>Tulis komentar Anda di sini</p></div></main></div>
    <aside id="secondary" class="widget-area"><section class="widget"><h2>Terpopuler hari ini</h2><ul>{_links()}</ul></section></aside></div>
    <footer id="colophon"><p>Hak cipta dilindungi © 2024 Kabar Muara, ditenagai dengan bangga oleh WordPress.</p></footer></div></body></html>"""


def blogger() -> str:
    """A Blogger page: the story straight in ``post-body``, parted by ``<br>`` and stray ``div``s."""
    text = "".join(f'<div style="text-align: justify;">{t}</div><div><br /></div>' for t in STORY)
    return f"""{_head()}<body><div class="navbar section"><div class="widget Navbar"></div></div><div class="body-fauxcolumns"></div>
    <div class="content-outer"><div class="main-outer"><div class="column-center-inner"><div class="main section" id="main"><div class="widget Blog">
    <div class="blog-posts hfeed"><div class="date-outer"><h2 class="date-header"><span>{SHOWN}</span></h2><div class="post hentry">
    <h3 class="post-title entry-title">{TITLE}</h3><div class="post-body entry-content" id="post-body-9"><div class="separator"><a href="b.jpg">
    <img src="b.jpg"></a></div>{text}</div><div class="post-footer"><span class="post-author">Diposting oleh {AUTHOR}</span>
    <div class="post-share-buttons">Bagikan artikel ini</div><span class="post-labels">Label: <a href="/l">kabut</a></span></div></div></div></div>
    <div id="related-posts"><h4>Artikel terkait:</h4><ul>{_links()}</ul></div></div></div></div>
    <div class="column-right-outer"><aside><div class="widget PopularPosts"><h2>Terpopuler hari ini</h2><ul>{_links()}</ul></div></aside></div>
    </div></div></body></html>"""


def amp() -> str:
    """An AMP page: no scripts of its own, ``amp-`` elements between the paragraphs."""
    inset = {
        1: '<amp-ad width="300" height="250" type="doubleclick"></amp-ad>',
        4: f'<p>Baca Juga: <a href="/b">{RELATED[1]}</a></p>',
    }
    canonical = '<link rel="canonical" href="https://www.kabarmuara.id/nusantara/read/77/panen-kabut">'
    return f"""{_head(_json_ld() + canonical)}<body><amp-sidebar id="s"><ul>{_MENU}</ul></amp-sidebar><header class="amp-header"><a href="/">Kabar</a></header>
    <main><article class="amp-wp-article"><header><h1 class="amp-wp-title">{TITLE}</h1><div class="amp-wp-meta">{AUTHOR} | {SHOWN}</div></header>
    <amp-img src="a.jpg" width="600" height="400"></amp-img><p class="amp-wp-caption-text caption">{CAPTION}</p>
    <div class="amp-wp-article-content">{_paragraphs(after=inset)}</div><amp-social-share type="twitter"></amp-social-share>
    <div class="related-amp"><h3>Terpopuler hari ini</h3><ul>{_links()}</ul></div></article></main></body></html>"""


def sections() -> str:
    """The story in several ``section``s with pictures between them, each with a caption, and a poll in the middle."""
    parts = [STORY[0:3], STORY[3:6], STORY[6:8]]
    body = f'<figure><img src="b.jpg"><figcaption>{CAPTION}</figcaption></figure>'.join(
        '<section class="konten-artikel">'
        + "".join(f"<h2>{t}</h2>" if t == STORY[3] else f"<p>{t}</p>" for t in part)
        + "</section>"
        for part in parts
    )
    return f"""{_head(_json_ld())}<body><div class="topbar"><ul>{_MENU}</ul></div><div class="page"><div class="kiri"><h1>{TITLE}</h1>
    <p class="byline">Oleh {AUTHOR}</p><p class="waktu">{SHOWN}</p><div class="artikel">{body}
    <div class="polling"><form><p>Menurut Anda, perlukah desa lain meniru?</p><label>Ya</label><label>Tidak</label></form></div></div>
    <div class="bagikan">Bagikan artikel ini</div><h3>Terpopuler hari ini</h3><ul class="daftar">{_links()}</ul></div></div></body></html>"""


def bare() -> str:
    """A page with no metadata and no classes at all."""
    return f"""<html><head><title>Kabar Muara: {TITLE}</title></head><body><div><a href="/">Beranda</a> <a href="/n">Nusantara</a></div>
    <div><h1>{TITLE}</h1><i>{SHOWN}</i><div>{_paragraphs(heading="<p><b>{}</b></p>")}</div></div>
    <div><b>Terpopuler hari ini</b><br>{_links("p")}</div><div>Hak cipta dilindungi</div></body></html>"""


def teasers() -> str:
    """The story in ``<br>`` lines, then a list of other stories, each with a picture, a linked headline and a sentence."""
    items = "".join(
        f'<div class="item"><div class="img"><img src="x.jpg"></div><div class="txt"><a href="/b/{n}"><h3>{RELATED[n % 3]}</h3></a>'
        f"<p>Simak kisah lengkapnya di sini, dari warga yang mengalaminya sendiri sejak {n + 2} tahun yang lalu.</p></div></div>"
        for n in range(8)
    )
    text = (
        "<br><br>".join(STORY[:3])
        + f'<div class="inline"><div>Baca Juga:</div><a href="/x">{RELATED[0]}</a></div>'
        + "<br><br>".join(STORY[3:])
    )
    return f"""{_head(_json_ld())}<body><div class="detail"><h1 class="detail-title">{TITLE}</h1><div class="detail-nama-redaksi"><a href="/a">{AUTHOR}</a></div>
    <div class="detail-date-artikel">{SHOWN}</div><div class="detail-img"><img src="a.jpg"><figcaption>{CAPTION}</figcaption></div>
    <div class="detail-desc" id="detail-desc">{text}<br><br>(rps)</div><div class="detail-tag"><ul><li><a href="/t">kabut</a></li></ul></div>
    <h3>Terpopuler hari ini</h3>{items}</div></body></html>"""


def breaks_in_cell() -> str:
    """Text parted by ``<br><br>`` right inside a cell of the table that lays out the page."""
    return f"""{_head(_json_ld())}<body><table width="100%"><tr><td class="judulberita"><h1>{TITLE}</h1></td></tr>
    <tr><td class="tgl"><font size="1">{SHOWN} | Oleh : {AUTHOR} | Dibaca : 512 kali</font></td></tr>
    <tr><td class="isiberita">{"<br><br>".join(STORY)}</td></tr></table>
    <table><tr><td>Terpopuler hari ini</td></tr><tr><td>{_links("div")}</td></tr></table></body></html>"""


LAYOUTS = {
    layout.__name__: layout()
    for layout in (
        inset_table,
        links_in_paragraphs,
        breaks_in_div,
        breaks_in_cell,
        hashed_classes,
        blog_theme,
        blogger,
        amp,
        sections,
        bare,
        teasers,
    )
}
