"""An article's page as WordPress themes, page builders and plug-ins of the local press show it."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

from tests.scrape.theme_stories import RELATED, ROOT, SITE, ThemeStory, body, head, items, link, menu

FOOTER = (
    '<footer id="colophon" class="site-footer"><div class="widget"><h4>Tentang Kami</h4><p>Suara Halmahera adalah media siber yang '
    "memberitakan Maluku Utara sejak 2016 dengan mematuhi kode etik jurnalistik.</p></div><ul><li><a href=/redaksi/>Redaksi</a></li>"
    "<li><a href=/pedoman/>Pedoman Media Siber</a></li></ul><p>Hak cipta © 2025 Suara Halmahera.</p></footer></body></html>"
)
COMMENTS = (
    '<div id="comments" class="comments-area"><h2 class="comments-title">2 Komentar</h2><ol class="comment-list"><li class="comment even">'
    '<article class="comment-body"><footer class="comment-meta"><b class="fn">Pak Cik</b> <span class="says">berkata:</span> <time '
    'datetime="2025-12-01T10:00:00+07:00">1 Desember 2025 pukul 10:00</time></footer><div class="comment-content"><p>Semoga pemerintah benar-benar '
    "mendengar suara warga kecil seperti kami yang tinggal jauh dari kota, terima kasih redaksi.</p></div></article></li></ol><div id=respond "
    'class="comment-respond"><h3 id="reply-title">Tinggalkan Balasan</h3><form><p class="comment-notes">Alamat email Anda tidak akan dipublikasikan. '
    "Ruas yang wajib ditandai *</p><label>Komentar *</label><textarea></textarea><p>Simpan nama, email, dan situs web saya pada peramban ini untuk "
    "komentar saya berikutnya.</p></form></div></div>"
)


def tag_links(story: ThemeStory, between: str = ", ") -> str:
    return between.join(
        f'<a href="{ROOT}/tag/{tag.lower().replace(" ", "-")}/" rel="tag">{tag}</a>' for tag in story.tags
    )


def category_link(story: ThemeStory, css: str = "") -> str:
    return f'<a href="{ROOT}/category/{story.section.lower()}/" rel="category tag" class="{css}">{story.section}</a>'


def block_theme(story: ThemeStory, seo: str) -> str:
    """A block theme: everything is ``wp-block-...``, no theme's own names; the title is an ``h1``, "oleh" a paragraph."""
    inset = {1: f'<blockquote class="wp-block-quote"><p><strong>Baca Juga:</strong> {link(0)}</p></blockquote>'}
    return f"""{head(story, seo)}<body class="post-template-default single wp-embed-responsive"><div class="wp-site-blocks"><header class="wp-block-template-part">
    <div class="wp-block-group is-layout-flex"><p class="wp-block-site-title"><a href="{ROOT}">{SITE}</a></p><nav class="wp-block-navigation"><ul>{menu("wp-block-navigation-item")}</ul></nav></div></header>
    <main class="wp-block-group"><div class="wp-block-group has-global-padding"><figure class="wp-block-post-featured-image"><img src="a.jpg"></figure>
    <h1 class="wp-block-post-title">{story.title}</h1><div class="wp-block-group is-layout-flex"><div class="wp-block-post-date"><time datetime="{story.published.isoformat()}">{story.shown}</time></div>
    <p class="has-contrast-2-color">oleh</p><div class="wp-block-post-author-name"><a href="{ROOT}/author/x/">{story.author}</a></div><p>di</p><div class="taxonomy-category wp-block-post-terms">{category_link(story)}</div></div></div>
    <div class="entry-content wp-block-post-content is-layout-constrained">{body(story, inset, p='<p class="wp-block-paragraph">{}</p>', h='<h3 class="wp-block-heading">{}</h3>')}
    <figure class="wp-block-image"><img src="b.jpg"><figcaption class="wp-element-caption">{story.caption}</figcaption></figure></div>
    <div class="taxonomy-post_tag wp-block-post-terms"><span class="wp-block-post-terms__prefix">Kata kunci: </span>{tag_links(story)}</div>
    <nav class="wp-block-group"><div class="post-navigation-link-previous wp-block-post-navigation-link"><span class="post-navigation-link__label">Pos sebelumnya:</span> {link(1)}</div></nav>
    <div class="wp-block-comments"><h2>Komentar</h2><div id="respond" class="comment-respond wp-block-post-comments-form"><h3>Tinggalkan Balasan</h3><p class="comment-notes">Alamat email Anda tidak akan dipublikasikan.</p></div></div>
    <div class="wp-block-query"><h2 class="wp-block-heading">Artikel lain</h2><ul class="wp-block-post-template">{items("li", '<h3 class="wp-block-post-title">{}</h3>')}</ul></div></main>{FOOTER}"""


def amp_plugin(story: ThemeStory, seo: str) -> str:
    """The AMP plug-in's reader template."""
    inset = {2: f"<p>Baca juga: {link(2)}</p>", 3: '<amp-ad width=300 height=250 type="adsense"></amp-ad>'}
    return f"""{head(story, seo)}<body class=""><header id="top" class="amp-wp-header"><div><a href="{ROOT}"><span class="amp-site-title">{SITE}</span></a></div></header>
    <article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{story.title}</h1><div class="amp-wp-meta amp-wp-byline"><amp-img src="x.png" width=24 height=24></amp-img>
    <span class="amp-wp-author author vcard">{story.author}</span></div><div class="amp-wp-meta amp-wp-posted-on"><time datetime="{story.published.isoformat()}">8 bulan ago</time></div></header>
    <figure class="amp-wp-article-featured-image wp-caption"><amp-img src="a.jpg" width=800 height=500></amp-img><p class="wp-caption-text">{story.caption}</p></figure>
    <div class="amp-wp-article-content">{body(story, inset)}</div><footer class="amp-wp-article-footer"><div class="amp-wp-meta amp-wp-tax-category">Categories: {category_link(story)}</div>
    <div class="amp-wp-meta amp-wp-tax-tag">Tags: {tag_links(story)}</div></footer></article><footer class="amp-wp-footer"><div><h2>{SITE}</h2><p class="back-to-top">Kembali ke atas</p></div></footer></body></html>"""


def elementor(story: ThemeStory, seo: str) -> str:
    """Elementor's theme builder: the date and the author are items of a list of icons, the story is a widget among others."""
    return f"""{head(story, seo)}<body class="elementor-default elementor-page-{story.number}"><header data-elementor-type="header" class="elementor elementor-12 elementor-location-header"><nav class="elementor-nav-menu--main"><ul>{menu("menu-item")}</ul></nav></header>
    <div data-elementor-type="single-post" class="elementor elementor-location-single post-{story.number} post type-post category-daerah"><section class="elementor-section"><div class="elementor-container"><div class="elementor-column"><div class="elementor-widget-wrap">
    <div class="elementor-widget elementor-widget-theme-post-title"><div class="elementor-widget-container"><h1 class="elementor-heading-title elementor-size-default">{story.title}</h1></div></div>
    <div class="elementor-widget elementor-widget-post-info"><div class="elementor-widget-container"><ul class="elementor-inline-items elementor-icon-list-items elementor-post-info">
    <li class="elementor-icon-list-item elementor-inline-item" itemprop="author"><a href="{ROOT}/author/a/"><span class="elementor-icon-list-icon"><i class="far fa-user-circle"></i></span><span class="elementor-icon-list-text elementor-post-info__item elementor-post-info__item--type-author">{story.author}</span></a></li>
    <li class="elementor-icon-list-item" itemprop="datePublished"><a href="{ROOT}/2025/"><span class="elementor-icon-list-text elementor-post-info__item elementor-post-info__item--type-date"><time>{story.shown}</time></span></a></li>
    <li class="elementor-icon-list-item"><span class="elementor-icon-list-text elementor-post-info__item--type-time"><time>{story.published:%H:%M}</time></span></li>
    <li class="elementor-icon-list-item"><span class="elementor-icon-list-text elementor-post-info__item--type-terms"><span class="elementor-post-info__terms-list"><a href="{ROOT}/category/{story.section.lower()}/" class="elementor-post-info__terms-list-item">{story.section}</a></span></span></li></ul></div></div>
    <div class="elementor-widget elementor-widget-share-buttons"><div class="elementor-share-btn"><span class="elementor-share-btn__title">Facebook</span></div></div>
    <div class="elementor-widget elementor-widget-theme-post-featured-image"><figure class="wp-caption"><img src="a.jpg"><figcaption class="widget-image-caption wp-caption-text">{story.caption}</figcaption></figure></div>
    <div class="elementor-widget elementor-widget-theme-post-content"><div class="elementor-widget-container">{body(story)}</div></div>
    <div class="elementor-widget elementor-widget-post-navigation"><span class="post-navigation__prev--label">Sebelumnya</span>{link(0)}</div>
    <div class="elementor-widget elementor-widget-author-box"><div class="elementor-author-box__text"><h4 class="elementor-author-box__name">{story.author}</h4><div class="elementor-author-box__bio"><p>Menulis tentang laut dan pulau kecil sejak menjadi mahasiswa di Ternate, dan gemar memotret perahu.</p></div></div></div>
    <div class="elementor-widget elementor-widget-posts"><div class="elementor-posts-container">{items("article", '<div class="elementor-post__text"><h3 class="elementor-post__title">{}</h3><div class="elementor-post__excerpt"><p>Kabar ini disampaikan oleh warga setempat yang berharap ada perhatian dari pemerintah kabupaten.</p></div></div>')}</div></div>
    </div></div></div></section></div>{FOOTER}"""


def wpbakery(story: ThemeStory, seo: str) -> str:
    """WPBakery: the story is cut into rows and text blocks, with an "also read" box between them."""
    half = len(story.paragraphs) // 2
    whole = body(story).split("\n\n")
    first, second = "".join(whole[:half]), "".join(whole[half:])
    if not second:
        first, second = body(story), ""
    return f"""{head(story, seo)}<body class="single wpb-js-composer"><div id="wrap"><div class="top"><ul>{menu("menu-item")}</ul></div><div class="content-wrap"><div class="single-post-meta"><div class="cat">{category_link(story)}</div>
    <h1 class="entry-title single-title">{story.title}</h1><p class="single-info">Oleh <a href="{ROOT}/author/x" title="Tulisan oleh {story.author}" rel="author">{story.author}</a> pada {story.shown} {story.published:%H:%M} WIB</p></div>
    <div class="post-content"><div class="vc_row wpb_row vc_row-fluid"><div class="wpb_column vc_column_container vc_col-sm-12"><div class="vc_column-inner"><div class="wpb_wrapper"><div class="wpb_text_column wpb_content_element"><div class="wpb_wrapper">{first}</div></div>
    <div class="vc_row wpb_row vc_inner"><div class="wpb_wrapper"><div class="wpb_raw_code"><strong>BACA JUGA</strong><br>{link(3)}</div></div></div><div class="wpb_text_column wpb_content_element"><div class="wpb_wrapper">{second}</div></div></div></div></div></div></div>
    <div class="post-tags">Topik: {tag_links(story, " ")}</div><div class="related"><h3>Bacaan Terkait</h3><ul>{items()}</ul></div>{COMMENTS}</div></div>{FOOTER}"""


def divi(story: ThemeStory, seo: str) -> str:
    """Divi: the meta line is "by NAME | date | section | 0 comments" in one paragraph."""
    return f"""{head(story, seo)}<body class="single et_divi_theme et_right_sidebar"><div id="page-container"><header id="main-header"><nav id="top-menu-nav"><ul id="top-menu" class="nav">{menu("menu-item")}</ul></nav></header><div id="et-main-area"><div id="main-content"><div class="container"><div id="content-area" class="clearfix"><div id="left-area">
    <article id="post-{story.number}" class="et_pb_post post type-post"><div class="et_post_meta_wrapper"><h1 class="entry-title">{story.title}</h1>
    <p class="post-meta">oleh <span class="author vcard"><a href="{ROOT}/author/a/" title="Pos oleh {story.author}" rel="author">{story.author}</a></span> | <span class="published">{story.shown}</span> | {category_link(story)} | <span class="comments-number"><a href="#respond">0 Komentar</a></span></p><img src="a.jpg" class="et-featured-image"></div>
    <div class="entry-content">{body(story, {0: f'<div class="et_pb_blurb"><h4>Baca juga</h4><p>{link(1)}</p></div>'})}</div><div class="et_post_meta_wrapper">{COMMENTS}</div></article></div>
    <div id="sidebar"><div class="et_pb_widget widget_recent_entries"><h4 class="widgettitle">Pos-pos Terbaru</h4><ul>{items()}</ul></div><div class="et_pb_widget"><h4 class="widgettitle">Komentar Terbaru</h4><ul><li>Pak Cik pada {link(2)}</li></ul></div></div></div></div></div>{FOOTER}"""


def newspaper(story: ThemeStory, seo: str) -> str:
    """tagDiv's Newspaper: "By NAME -", a date, counts of views, tags as a list, smart boxes within the story."""
    smart = f'<div class="td_block_wrap td_block_related_posts"><div class="td-block-title-wrap"><h4 class="td-related-title"><a>BACA JUGA</a></h4></div><div class="td_module_related_posts"><h3 class="entry-title td-module-title">{link(4)}</h3></div></div>'
    advert = '<div class="td-a-rec td-a-rec-id-content_inline"><span class="td-adspot-title">- Iklan -</span></div>'
    return f"""{head(story, seo)}<body class="single global-block-template-1"><div class="td-header-wrap"><ul class="sf-menu">{menu("td-menu-item")}</ul></div><div class="td-main-content-wrap"><div class="td-container td-post-template-default"><div class="td-crumb-container"><div class="entry-crumbs"><span><a class="entry-crumb" href="{ROOT}/">Beranda</a></span> <i class="td-icon-right td-bread-sep"></i> <span><a class="entry-crumb" href="{ROOT}/category/{story.section.lower()}/">{story.section}</a></span> <i class="td-icon-right td-bread-sep td-bred-no-url-last"></i> <span class="td-bred-no-url-last">{story.title}</span></div></div>
    <article id="post-{story.number}" class="post type-post"><div class="td-post-header"><ul class="td-category"><li class="entry-category"><a href="{ROOT}/category/{story.section.lower()}/">{story.section}</a></li></ul><header class="td-post-title"><h1 class="entry-title">{story.title}</h1>
    <div class="td-module-meta-info"><div class="td-post-author-name"><div class="td-author-by">By</div> <a href="{ROOT}/author/x/">{story.author}</a><div class="td-author-line"> - </div></div><span class="td-post-date"><time class="entry-date updated td-module-date" datetime="{story.published.isoformat()}">{story.shown}</time></span><div class="td-post-comments"><a href="#respond"><i class="td-icon-comments"></i>0</a></div><div class="td-post-views"><i class="td-icon-views"></i><span class="td-nr-views-{story.number}">1.284</span></div></div></header></div>
    <div class="td-post-sharing-top"><div class="td-post-sharing-visible"><a class="td-social-sharing-button"><div class="td-social-but-text">Bagikan</div></a></div></div><div class="td-post-content tagdiv-type"><div class="td-post-featured-image"><figure><a><img class="entry-thumb" src="a.jpg"></a><figcaption class="wp-caption-text">{story.caption}</figcaption></figure></div>{body(story, {1: smart, 3: advert})}</div>
    <footer><div class="td-post-source-tags"><ul class="td-tags td-post-small-box clearfix"><li><span>TAGS</span></li>{"".join(f"<li><a href='{ROOT}/tag/{t.lower()}/'>{t}</a></li>" for t in story.tags)}</ul></div><div class="td-block-row td-post-next-prev"><div class="td-block-span6 td-post-prev-post"><div class="td-post-next-prev-content"><span>Artikulli paraprak</span>{link(0)}</div></div></div>
    <div class="td-author-name vcard author" style="display: none"><span class="fn"><a href="{ROOT}/author/x/">{story.author}</a></span></div></footer></article><div class="td_block_wrap td_block_related_posts"><h4 class="td-related-title"><a class="td-related-left td-cur-simple-item">ARTIKEL TERKAIT</a></h4>{items("div", '<h3 class="entry-title td-module-title">{}</h3>')}</div>{COMMENTS}</div></div>{FOOTER}"""


def jnews(story: ThemeStory, seo: str) -> str:
    """JNews: a share bar and "Baca Juga" lists inside the text, the date with its time as a link."""
    inset = {
        0: f'<div class="jeg_ad jeg_ad_article jnews_content_inline_ads"><span class="ads-text">Iklan</span></div><div class="jnews_inline_related_post"><div class="jeg_postblock_28"><h3 class="jeg_block_title"><span>Baca Juga</span></h3>{items("article", "<h3 class=jeg_post_title>{}</h3>")}</div></div>'
    }
    return f"""{head(story, seo)}<body class="single single-post jeg_toggle_light"><div class="jeg_viewport"><div class="jeg_header_wrapper"><ul class="jeg_menu">{menu("menu-item")}</ul></div><div class="post-wrapper"><div class="jeg_main"><div class="jeg_container"><div class="jeg_content jeg_singlepage"><div class="jeg_breadcrumbs jeg_breadcrumb_container"><div id="breadcrumbs"><span><a href="{ROOT}">Home</a></span><i class="fa fa-angle-right"></i><span class="breadcrumb_last_link"><a href="{ROOT}/category/{story.section.lower()}/">{story.section}</a></span></div></div>
    <div class="entry-header"><h1 class="jeg_post_title">{story.title}</h1><div class="jeg_meta_container"><div class="jeg_post_meta jeg_post_meta_1"><div class="meta_left"><div class="jeg_meta_author"><img src="x.jpg"><span class="meta_text">oleh</span> <a href="{ROOT}/author/x/">{story.author}</a></div><div class="jeg_meta_date"><a href="{story.url}">{story.shown} {story.published:%H:%M}</a></div><div class="jeg_meta_category"><span><span class="meta_text">in</span> <a href="{ROOT}/category/{story.section.lower()}/" rel="category tag">{story.section}</a></span></div><div class="jeg_meta_reading_time"><span>Waktu baca: 3 menit</span></div></div><div class="meta_right"><div class="jeg_meta_comment"><a href="#comments">0</a></div></div></div></div></div>
    <div class="jeg_featured featured_image"><a href="a.jpg"><div class="thumbnail-container"><img src="a.jpg"></div><p class="wp-caption-text">{story.caption}</p></a></div><div class="jeg_share_top_container"><div class="jeg_share_button"><div class="jeg_share_stats"><div class="jeg_share_count"><div class="counts">0</div><span class="sharetext">SHARES</span></div><div class="jeg_views_count"><div class="counts">214</div><span class="sharetext">VIEWS</span></div></div><a><span>Bagikan ke Facebook</span></a></div></div>
    <div class="entry-content with-share"><div class="jeg_share_button share-float"><a><span>Bagikan ke Facebook</span></a></div><div class="content-inner">{body(story, inset)}<div class="jeg_post_tags"><span>Tags:</span> {tag_links(story, "")}</div></div></div>
    <div class="jeg_authorbox"><h3 class="jeg_author_name fn"><a href="{ROOT}/author/x">{story.author}</a></h3><p class="jeg_author_desc">Tinggal di Tidore dan meliput nelayan, pelabuhan, serta pasar sejak sepuluh tahun terakhir.</p></div><div class="jnews_related_post_container"><h3 class="jeg_block_title"><span>Related <strong>Posts</strong></span></h3>{items("article", '<h3 class="jeg_post_title">{}</h3><div class="jeg_meta_date">3 Januari 2026</div>')}</div><div class="jnews_comment_container">{COMMENTS}</div></div></div></div></div></div>{FOOTER}"""


def bloksy(story: ThemeStory, seo: str) -> str:
    """Bloksy and Kadence: the hero holds the meta list, names of classes say little."""
    return f"""{head(story, seo)}<body class="single single-post ct-loading" data-header="type-1"><div id="main-container"><header class="ct-header"><nav class="header-menu-1"><ul class="menu">{menu("menu-item")}</ul></nav></header><main id="main" class="site-main hfeed"><div class="ct-container-full" data-content="narrow"><article id="post-{story.number}" class="post type-post">
    <div class="hero-section" data-type="type-1"><header class="entry-header"><ul class="entry-meta" data-type="simple:slash"><li class="meta-categories" data-type="simple">{category_link(story, "ct-term-7")}</li></ul><h1 class="page-title" title="{story.title}">{story.title}</h1><ul class="entry-meta"><li class="meta-author"><a class="ct-media-container-static" href="{ROOT}/author/x/"><img src="x.jpg"></a><a class="ct-meta-element-author" href="{ROOT}/author/x/"><span>{story.author}</span></a></li><li class="meta-date"><time class="ct-meta-element-date" datetime="{story.published.isoformat()}">{story.shown}</time></li><li class="meta-comments"><a href="#comments">Belum ada komentar</a></li></ul></header></div>
    <figure class="ct-featured-image"><div class="ct-media-container"><img src="a.jpg"></div><figcaption>{story.caption}</figcaption></figure><div class="entry-content is-layout-flow">{body(story, {2: f'<p style="background:#eee"><strong>BACA JUGA : {link(0)}</strong></p>'})}</div><div class="entry-tags"><span class="ct-module-title">Tags</span><div class="entry-tags-items">{tag_links(story, "")}</div></div>
    <div class="ct-share-box"><span class="ct-module-title">Bagikan berita ini</span></div><nav class="post-navigation"><a href="{ROOT}/x/" class="nav-item-prev"><div class="item-content"><span class="item-label">Sebelumnya <span>Pos</span></span><span class="item-title">{RELATED[3]}</span></div></a></nav></article><div class="ct-related-posts-container"><h3 class="ct-module-title">Berita Terkait</h3>{items("article", '<h4 class="related-entry-title">{}</h4>')}</div>{COMMENTS}</div></main></div>{FOOTER}"""


def generatepress(story: ThemeStory, seo: str) -> str:
    """GeneratePress: microdata, the section and the tags in the footer of the entry."""
    return f"""{head(story, seo)}<body class="single right-sidebar" itemtype="https://schema.org/Blog" itemscope><header class="site-header"><p class="main-title" itemprop="headline"><a href="{ROOT}/" rel="home">{SITE}</a></p></header><nav class="main-navigation"><ul class="menu">{menu("menu-item")}</ul></nav><div id="page" class="site grid-container"><div id="content"><div id="primary" class="content-area"><main id="main">
    <article id="post-{story.number}" class="post type-post" itemtype="https://schema.org/CreativeWork" itemscope><div class="inside-article"><div class="featured-image page-header-image-single"><img itemprop="image" src="a.jpg"></div><header class="entry-header"><h1 class="entry-title" itemprop="headline">{story.title}</h1><div class="entry-meta"><span class="posted-on"><time class="updated" datetime="2025-12-05T08:00:00+07:00" itemprop="dateModified">5 Desember 2025</time><time class="entry-date published" datetime="{story.published.isoformat()}" itemprop="datePublished">{story.shown}</time></span> <span class="byline">oleh <span class="author vcard" itemprop="author" itemtype="https://schema.org/Person" itemscope><a class="url fn n" href="{ROOT}/author/x/" rel="author" itemprop="url"><span class="author-name" itemprop="name">{story.author}</span></a></span></span></div></header>
    <div class="entry-content" itemprop="text">{body(story, {1: f'<div class="gb-container"><p><em>Baca juga: {link(1)}</em></p></div>'})}</div><footer class="entry-meta" aria-label="Meta entri"><span class="cat-links"><span class="gp-icon icon-categories"></span><span class="screen-reader-text">Kategori </span>{category_link(story)}</span> <span class="tags-links"><span class="screen-reader-text">Tag </span>{tag_links(story)}</span><nav class="post-navigation"><div class="nav-previous"><span class="prev">{link(2)}</span></div></nav></footer></div></article>{COMMENTS}</main></div>
    <div class="widget-area sidebar is-right-sidebar" id="right-sidebar"><aside class="widget"><h2 class="widget-title">Terkini</h2><ul>{items()}</ul></aside></div></div></div>{FOOTER}"""


def astra(story: ThemeStory, seo: str) -> str:
    """Astra: "Oleh NAME / date" after "Tinggalkan sebuah Komentar / section"; its date is that of the last change."""
    return f"""{head(story, seo)}<body class="single ast-single-post" itemtype="https://schema.org/Blog" itemscope><div class="hfeed site" id="page"><header id="masthead"><div class="ast-builder-menu"><ul class="main-header-menu">{menu("menu-item")}</ul></div></header><div id="content" class="site-content"><div class="ast-container"><div id="primary" class="content-area primary"><main id="main" class="site-main"><article class="post ast-article-single" id="post-{story.number}" itemtype="https://schema.org/CreativeWork" itemscope><div class="ast-post-format- ast-no-thumb single-layout-1"><header class="entry-header"><h1 class="entry-title" itemprop="headline">{story.title}</h1>
    <div class="entry-meta"> <span class="comments-link"><a href="{story.url}#respond">Tinggalkan sebuah Komentar</a></span> / <span class="ast-terms-link"><a href="{ROOT}/category/{story.section.lower()}/">{story.section}</a></span> / Oleh <span class="posted-by vcard author" itemtype="https://schema.org/Person" itemscope itemprop="author"><a title="Lihat seluruh tulisan oleh {story.author}" href="{ROOT}/author/x/" rel="author" class="url fn n" itemprop="url"><span class="author-name" itemprop="name">{story.author}</span></a></span> / <span class="posted-on"><span class="published" itemprop="datePublished">{story.shown}</span><span class="updated" itemprop="dateModified">5 Desember 2025</span></span></div></header><div class="entry-content clear" itemprop="text">{body(story)}<div class="wp-block-group"><h4>Baca Juga:</h4><ul class="wp-block-latest-posts">{items()}</ul></div></div></div></article>
    <nav class="navigation post-navigation"><span class="ast-left-arrow">←</span> Pos Sebelumnya {link(3)}</nav>{COMMENTS}</main></div></div></div></div>{FOOTER}"""


def wpberita(story: ThemeStory, seo: str) -> str:
    """The kind of theme that is sold to Indonesian portals: many boxes of its own, editor, share bar with counts, Google News."""
    follow = '<p>Ikuti kami di <a href="https://news.google.com/x">Google News</a> dan <a href="https://whatsapp.com/channel/x">Saluran WhatsApp</a></p>'
    return f"""{head(story, seo)}<body class="single idtheme kentooz gmr-theme"><div class="gmr-topnav"><ul>{menu("menu-item")}</ul></div><div id="content" class="gmr-content"><div class="container"><div class="row"><main id="primary" class="site-main col-md-8"><div class="breadcrumbs" itemscope><span class="first-item"><a href="{ROOT}">Beranda</a></span> <span class="separator">/</span> <span><a href="{ROOT}/category/{story.section.lower()}">{story.section}</a></span></div>
    <article id="post-{story.number}" class="content-single post"><header class="entry-header entry-header-single"><div class="gmr-meta-topic"><strong><span class="cat-links-content">{category_link(story)}</span></strong></div><h1 class="entry-title"><strong>{story.title}</strong></h1><div class="list-table clearfix"><div class="table-row"><div class="table-cell gmr-gravatar-metasingle"><a class="url"><img src="x"></a></div><div class="table-cell gmr-content-metasingle"><div class="meta-content gmr-content-metasingle"><span class="author vcard"><a class="url fn n" href="{ROOT}/author/x/" title="{story.author}">{story.author}</a></span></div><div class="meta-content gmr-content-metasingle"><span class="posted-on"><time class="entry-date published" datetime="{story.published.isoformat()}">{story.shown} {story.published:%H.%M} WIB</time></span></div></div></div></div></header>
    <figure class="post-thumbnail gmr-thumbnail-single"><img src="a.jpg"><figcaption class="wp-caption-text">{story.caption}</figcaption></figure><div class="single-wrap"><div class="entry-content entry-content-single clearfix have-sidebar">{body(story, {0: f'<div class="gmr-related-infinite gmr-related-post-onlytitle"><div class="related-text-onlytitle">Baca Juga:</div><ul>{items()}</ul></div>', 3: '<div class="gmr-banner-insidecontent text-center"><ins class="adsbygoogle"></ins></div>'})}{follow}
    <footer class="entry-footer entry-footer-single"><span class="tags-links"><span class="tags-links-content">{tag_links(story, "")}</span></span><div class="gmr-cf-metacontent heading-text meta-content"></div><div class="gmr-cf-metacontent">Penulis: {story.author}</div><div class="gmr-cf-metacontent">Editor: Samsul Bahri Tomagola</div></footer></div></div><div class="list-table gmr-content-share"><div class="gmr-social-share"><span>Bagikan</span></div></div></article><div class="gmr-related-post"><h3 class="related-text">Berita Terkait</h3><ul>{items()}</ul></div>{COMMENTS}</main></div></div></div>{FOOTER}"""


def kadence(story: ThemeStory, seo: str) -> str:
    """Kadence: the date's element has two times, the author stands after "Oleh", tags are chips with a hash."""
    return f"""{head(story, seo)}<body class="single content-style-boxed"><div id="wrapper" class="site wp-site-blocks"><header id="masthead" class="site-header"><ul id="primary-menu">{menu("menu-item")}</ul></header><div id="inner-wrap"><section class="entry-hero post-hero-section"><header class="entry-header post-title"><div class="entry-taxonomies"><span class="category-links term-links category-style-normal"><a href="{ROOT}/category/{story.section.lower()}/" rel="tag">{story.section}</a></span></div><h1 class="entry-title">{story.title}</h1><div class="entry-meta entry-meta-divider-dot"><span class="posted-by"><span class="meta-label">Oleh</span><span class="author vcard"><a class="url fn n" href="{ROOT}/author/x/">{story.author}</a></span></span><span class="posted-on"><time class="entry-date published" datetime="{story.published.isoformat()}" itemprop="datePublished">{story.shown}</time><time class="updated" datetime="2025-12-09T01:02:03+07:00" itemprop="dateModified">9 Desember 2025</time></span></div></header></section>
    <div id="primary" class="content-area"><main id="main" class="site-main"><article id="post-{story.number}" class="entry content-bg single-entry post"><div class="entry-content-wrap"><div class="entry-content single-content">{body(story, {2: '<div class="kb-row-layout-wrap"><div class="kt-inside-inner-col"><p class="kt-adv-heading">Baca Juga</p><p>' + link(2) + "</p></div></div>"})}</div><footer class="entry-footer"><div class="entry-tags"><span class="tags-links"><span class="tags-label screen-reader-text">Tag Tulisan:</span>{"".join(f"<a href='{ROOT}/tag/{t.lower()}/' title='{t}' class='tag-link' rel='tag'><span class='tag-hash'>#</span>{t}</a>" for t in story.tags)}</span></div></footer></div></article><div class="entry-related alignfull"><h2 class="entry-related-title">Kiriman Serupa</h2>{items("article", '<h3 class="entry-title">{}</h3><div class="entry-summary"><p>Kabar dari kampung yang disampaikan langsung oleh warga kepada redaksi kami pada pekan ini.</p></div>')}</div>{COMMENTS}</main></div></div></div>{FOOTER}"""


WORDPRESS_THEMES = (
    block_theme, amp_plugin, elementor, wpbakery, divi, newspaper, jnews, bloksy, generatepress, astra, wpberita, kadence,
)  # fmt: skip
