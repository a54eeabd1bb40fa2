"""What a page is: an article, or one of the things that are never loaded as one.

Prose decides, not labels: outlets call their front pages ``og:type: article`` and put ``NewsArticle`` on galleries. A
page with little prose is named by its words, its types and its address; one with much is an article unless it is a list
of teasers.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from kliping.model import Access, PageKind
from kliping.scrape.blocks.layout import TextBlock
from kliping.scrape.blocks.scope import MIN_STORY_PROSE
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.decide.stand_ins import name_stand_in
from kliping.scrape.facts.access import CLOSED_ACCESS, read_condition

MIN_ARTICLE_PROSE = 120
"""Characters of prose below which a page is no article, whatever else it shows."""
SHORT_PAGE_PROSE = 2 * MIN_STORY_PROSE
"""Characters of prose below which a page that says it is something else is believed."""

_CHALLENGE = re.compile(
    r"(?i)just a moment|checking (?:if the site connection|your browser)|attention required"
    r"|verify(?:ing)? (?:that )?you are"
    r"|(?:are you|you are|not) a (?:robot|human)|captcha|access denied|ddos protection|unusual (?:traffic|activity)"
    r"|enable (?:javascript|js) and cookies|security (?:check|verification)|bukan robot|akses ditolak|request blocked"
    r"|pardon our interruption|error code: 10\d\d|ray id"
)
_NOT_FOUND = re.compile(
    r"(?i)(?:^|[|\-–—:»·(]\s*|\b(?:error|http|kode|code|status|galat|kesalahan|page|halaman|laman)\W{0,3})4(?:04|10)\b"
    r"(?=\W*(?:$|[|\-–—:»·(]|4\d\d\b|not\b|error|gone|page|file|halaman|laman|tidak|oops|ups\b|maaf))"
    r"|^\W*not found|page not found|^\W*tidak (?:dapat )?ditemukan"
    r"|page (?:does ?n[o']t|no longer|you (?:requested"
    r"|are looking))"
    r"|halaman (?:yang )?(?:anda|kamu) (?:cari|tuju|minta)|(?:artikel|berita|halaman"
    r"|konten) (?:ini )?(?:sudah |telah )?"
    r"(?:tidak (?:tersedia|ada|(?:dapat )?ditemukan)|dihapus|hilang)|no longer available"
)
"""What a page says that stands where there is none. A number of 404 or 410 may be one of people or of money."""
_STUB = re.compile(
    r"(?i)berlangganan (?:untuk|sekarang|dan)|(?:hanya|khusus|eksklusif)(?: untuk| bagi)? (?:pelanggan|member|anggota)"
    r"|(?:daftar|masuk|berlangganan)\b[^.]{0,20} (?:untuk|agar bisa|supaya bisa) (?:melanjutkan|terus|lanjut)"
    r"|(?:lanjut\w*|terus) membaca (?:dengan|setelah) (?:berlangganan|mendaftar|masuk)|(?:log ?in|masuk"
    r"|daftar) (?:untuk|terlebih|dulu)"
    r"|konten premium|artikel premium|(?:lanjut|baca) selengkapnya dengan|subscribe to (?:continue|read)"
    r"|subscribers? only"
    r"|(?:sign|log) in to (?:continue|read)|already a subscriber|sudah (?:berlangganan|punya akun"
    r"|jadi member)|buka akses"
)
_ARTICLES = frozenset(
    {"newsarticle", "reportagenewsarticle", "article", "blogposting", "opinionnewsarticle", "analysisnewsarticle"}
)
_GALLERIES = frozenset({"imagegallery", "mediagallery"})
_PLAYER = "video,amp-video,amp-youtube,amp-brightcove,amp-dailymotion,amp-jwplayer," + ",".join(
    f'iframe[src*="{site}"],iframe[data-src*="{site}"]'
    for site in ("youtube.com/embed", "youtube-nocookie.", "dailymotion.", "vidio.com", "player.vimeo", "jwplayer")
)
"""What plays a video, as a selector."""
MAX_APPEAL = 400
"""Characters of a block that asks to subscribe."""
MIN_GALLERY_PICTURES = 4
"""Pictures that lead nowhere and make a page without text a gallery."""
_LISTS = frozenset({"collectionpage", "itemlist", "searchresultspage"})
_VIDEO = re.compile(r"(?i)/(?:video|videos|streaming|watch|vidio)s?/|^(?:video|tv|20\.detik|www\.vidio)\b")
_PHOTO = re.compile(
    r"(?i)/(?:foto|photo|photos|galeri|gallery|fotonews|photostory|infografis)/|^(?:foto|photo|images?)\."
)
_LISTED = re.compile(
    r"(?i)^/?(?:index|indeks|home|terkini|terbaru|terpopuler|populer|search|cari)?(?:\.\w+)?/?$"
    r"|/(?:tags?|topik|topic|indeks|index|category|kategori|rubrik|search|author|penulis|page)/"
)


def classify_page(page: ParsedPage, url: str) -> tuple[PageKind, str]:
    """Return the kind, and the sign that decided it."""
    layout, types, prose = page.layout, page.facts.types, page.prose
    host, path, query = _split_address(url)
    heading = " ".join(filter(None, (page.title, page.facts.page_title)))
    if reason := _find_stand_in(page, heading, prose):
        return "other", reason
    if prose < SHORT_PAGE_PROSE:
        if found := _judge_by_words(page, heading, prose):
            return found
        if found := _judge_by_medium(types, host, path, prose) or _judge_by_picture(page, prose):
            return found
    if prose < 2 * SHORT_PAGE_PROSE and _shows_teaser(page):
        return "stub", "words"
    if prose < MIN_ARTICLE_PROSE and not _is_short_news(page, prose):
        headlines = sum(_is_headline(block) for block in layout.blocks)
        if headlines >= 5:
            return "index", "links"
        return "other", "no_prose"
    if page.body_method == "rule:body":
        return "article", "rule"
    if _is_list(page, prose, path, query):
        return "index", "teasers"
    return "article", "prose"


def _find_stand_in(page: ParsedPage, heading: str, prose: int) -> str | None:
    """Return what stands in the article's place; None for a page that is long, dated, or states that it is one."""
    if prose >= SHORT_PAGE_PROSE or page.facts.published or page.facts.types & _ARTICLES:
        return None
    shown = " ".join(block.text for block in page.layout.blocks[:60] if not block.link_chars)[:3_000]
    return name_stand_in(heading, shown)


def _shows_teaser(page: ParsedPage) -> bool:
    """Return whether a page that states it is for subscribers asks its reader to become one: it shows a teaser."""
    if page.facts.access not in CLOSED_ACCESS:
        return False
    return any(len(block.text) < MAX_APPEAL and asks_to_subscribe(block.text) for block in page.layout.blocks)


def _split_address(url: str) -> tuple[str, str, str]:
    """Return host, path and query; nothing for a malformed address."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.path, parts.query
    except ValueError:
        return "", "", ""


def asks_to_subscribe(text: str) -> bool:
    """Return whether the text says that the rest is for those who subscribe or sign in."""
    return _STUB.search(text) is not None


def read_shown_access(page: ParsedPage) -> Access | None:
    """Return for whom a teaser says that the rest is; None where nothing shown says it."""
    appeals = (block.text for block in page.layout.blocks if len(block.text) < MAX_APPEAL)
    said = (read_condition(text) for text in appeals if asks_to_subscribe(text))
    return next((access for access in said if access in CLOSED_ACCESS), None)


def _judge_by_medium(types: set[str], host: str, path: str, prose: int) -> tuple[PageKind, str] | None:
    """Return video or photo by the page's type or address; None for any other, also for an article with a video."""
    least = MIN_STORY_PROSE
    if types & _ARTICLES:
        least = MIN_ARTICLE_PROSE
    embedded = prose >= least
    if any(name.startswith("og:video") for name in types) or ("videoobject" in types and not embedded):
        return "video", "type"
    if _VIDEO.search(path) or _VIDEO.search(host):
        return "video", "address"
    if types & _GALLERIES:
        return "photo", "type"
    if _PHOTO.search(path) or _PHOTO.search(host):
        return "photo", "address"
    return None


def _judge_by_picture(page: ParsedPage, prose: int) -> tuple[PageKind, str] | None:
    """Return video or photo for a player or a gallery below the headline of a dated page, in place of paragraphs."""
    if prose >= MIN_ARTICLE_PROSE or page.title_block < 0 or not page.facts.published or _is_short_news(page, prose):
        return None
    tree = page.document.tree
    if tree.css_first(_PLAYER) is not None:
        return "video", "player"
    shown = 0
    for figure in tree.css("figure"):
        linked = figure.css_first("a[href]") is not None or (figure.parent is not None and figure.parent.tag == "a")
        shown += not linked and figure.css_first("img,amp-img,picture") is not None
    if shown < MIN_GALLERY_PICTURES:
        return None
    return "photo", "gallery"


def _is_short_news(page: ParsedPage, prose: int) -> bool:
    """Return whether this is a flash of one or two sentences on a page marked as an article that shows its headline."""
    kept = sum(len(page.layout.blocks[n].text) for n in page.story)
    return bool(page.facts.types & _ARTICLES) and page.title_block >= 0 and (prose > 0 or kept >= MIN_ARTICLE_PROSE)


def _judge_by_words(page: ParsedPage, heading: str, prose: int) -> tuple[PageKind, str] | None:
    """Return the kind of a challenge, a missing page or a stub, by the words on it; None for any other page."""
    blocks = page.layout.blocks
    shown = " ".join(block.text for block in blocks[:200] if len(block.text) < 400 and not block.link_chars)[:6_000]
    most = MIN_STORY_PROSE
    stated = bool(page.facts.published or page.facts.types & _ARTICLES)
    if stated:
        most = MIN_ARTICLE_PROSE
    if stated and prose >= MIN_ARTICLE_PROSE:
        heading = ""  # an article's headline may tell of what could not be found, or who was denied access
    if _CHALLENGE.search(heading) or (len(shown) < 1_500 and prose < most and _CHALLENGE.search(shown)):
        return "challenge", "words"
    linked = sum(_is_headline(block) for block in blocks)
    if _NOT_FOUND.search(heading) or (prose < MIN_ARTICLE_PROSE and linked < 20 and _NOT_FOUND.search(shown)):
        return "not_found", "words"
    closed = page.facts.free is False or page.facts.access in CLOSED_ACCESS
    if closed or (prose < MIN_STORY_PROSE and _STUB.search(shown)):
        return "stub", "words"
    return None


def _is_headline(block: TextBlock) -> bool:
    return 25 <= len(block.text) <= 160 and block.link_chars >= 0.8 * len(block.text)


def _is_list(page: ParsedPage, prose: int, path: str, query: str) -> bool:
    """Tell a list of teasers, by several signs: linked headlines before paragraphs, no headline of the page's own."""
    layout = page.layout
    paragraphs = announced = 0
    since = 9
    boxes: dict[int, int] = {}
    for decision in page.decisions:
        block = layout.blocks[decision.block]
        since += 1
        if _is_headline(block):
            since = 0
        if block.prose and decision.kind is None:
            paragraphs += 1
            announced += since <= 2
            home = layout.elements[block.element].home
            boxes[home] = boxes.get(home, 0) + 1
    most = max(boxes.values(), default=0)
    signs = 0
    if announced >= 4 and announced >= 0.6 * paragraphs and most < 3:
        signs += 2
    signs += page.title_block < 0 and prose < SHORT_PAGE_PROSE
    signs += bool(page.facts.types & _LISTS) and not page.facts.types & _ARTICLES
    signs += most < 4 and not query and _LISTED.search(path) is not None
    signs += "og:website" in page.facts.types and not page.facts.published
    signs += page.title is None
    signs -= bool(page.facts.types & _ARTICLES)
    signs -= prose > 2 * SHORT_PAGE_PROSE and most >= 4
    return signs >= 2
