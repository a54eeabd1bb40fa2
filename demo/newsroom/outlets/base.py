"""What every outlet can say about itself; a module per outlet says how."""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from demo.newsroom.edition import Edition, Headline, Ref, index_slugs, make_slug, name_weekday
from demo.newsroom.page import Block, escape, load_template, make_json_ld, make_meta_tags
from demo.newsroom.story import Story, is_heading

Query = Mapping[str, str]
EPOCH = dt.date(2000, 1, 1)
SMALL = frozenset(
    ("di", "ke", "dari", "dan", "yang", "untuk", "pada", "oleh", "bagi", "atau", "dengan", "hingga", "agar")
)
LABELS = {
    "politik": "Politik", "ekonomi": "Ekonomi", "olahraga": "Olahraga", "kesehatan": "Kesehatan", "cuaca": "Peristiwa",
    "teknologi": "Teknologi", "budaya": "Budaya",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """An article's address taken apart: which article, which of its pages (0: all on one), whether the AMP variant."""

    ref: Ref
    page: int = 1
    amp: bool = False


class Outlet(ABC):
    """One outlet: its addresses, its dates, its markup."""

    id: ClassVar[str]
    name: ClassVar[str]
    tagline: ClassVar[str]

    @property
    def manner(self) -> str:
        """Return how the outlet is built, for a person who looks at it."""
        return " ".join((type(self).__doc__ or "").replace("``", "").split())

    related_label: ClassVar[str] = "Baca juga:"
    tag_html: ClassVar[str] = '<a href="/tag/{slug}">{text}</a>'
    index_size: ClassVar[int] = 7
    page_size: ClassVar[int] = 0
    """Paragraphs on one page of an article; 0: all."""
    sections: ClassVar[Mapping[str, str]]
    """Topic -> its word in addresses."""
    headline_case: ClassVar[bool] = True
    past_the_end: ClassVar[str] = "empty"
    """What an index says to a page that it does not have: empty, repeat (its last page again) or missing (404)."""
    feed_path: ClassVar[str] = "/rss"
    feed_query: ClassVar[str] = ""
    """What the feed adds to its links, to know its readers."""
    atom: ClassVar[bool] = False
    """Is the feed Atom, not RSS?"""
    sitemap_suffix: ClassVar[str] = ""
    """``.gz`` where the sitemaps of past days are compressed files."""
    strict_index: ClassVar[bool] = False
    """Are other spellings of an index's address redirected (301) to its own?"""
    counts_days: ClassVar[bool] = False
    """Does it say how many articles a day has, as WordPress does?"""
    lists_posts: ClassVar[bool] = False
    """Does it answer as WordPress's REST interface does?"""
    timezone: ClassVar[str] = "Asia/Jakarta"
    """Whose clock it shows."""
    disallowed: ClassVar[tuple[str, ...]] = ("/search", "/tag/")
    """Paths that robots.txt closes."""

    @property
    def css(self) -> str:
        return load_template(f"{self.id}.css").template

    @property
    def host(self) -> str:
        return f"{self.id}.test"

    @property
    def home(self) -> str:
        return f"http://{self.host}/"

    def host_of(self, topic: str) -> str:
        """Return the host of a topic's articles: a large outlet gives each its own."""
        del topic
        return self.host

    # addresses

    @abstractmethod
    def path(self, head: Headline) -> str:
        """Return the path of the article's first page."""

    @abstractmethod
    def locate(self, edition: Edition, path: str, query: Query) -> ArticlePlace | None:
        """Return the article at ``path``; None where it is no article's address."""

    @abstractmethod
    def index_path(self, day: dt.date, page: int) -> str:
        """Return path and query of a page (from 1) of the day's index."""

    @abstractmethod
    def locate_index(self, path: str, query: Query) -> tuple[dt.date, int] | None:
        """Return day and page (from 1) of an index's address. Raises ValueError where the date is none."""

    def url(self, head: Headline) -> str:
        return f"http://{self.host_of(head.topic)}{self.path(head)}"

    def section_path(self, topic: str) -> str:
        return f"/{self.sections[topic]}"

    def section_url(self, topic: str) -> str:
        return f"http://{self.host_of(topic)}{self.section_path(topic)}"

    def page_url(self, url: str, page: int) -> str:
        """Return the address of a further page of the article at ``url``."""
        return f"{url}?page={page}"

    def variant_url(self, head: Headline) -> str:
        """Return another address of the same article, under which the outlet lists it a second time."""
        return f"{self.url(head)}?utm_source=beranda&utm_medium=headline"

    def amp_url(self, head: Headline) -> str:
        return f"{self.url(head)}?amp=1"

    # an article

    def typeset(self, text: str) -> str:
        """Return a paragraph in the outlet's typography."""
        return text

    def title(self, head: Headline) -> str:
        return capitalise_title(head.title) if self.headline_case else head.title

    @abstractmethod
    def date_line(self, at: dt.datetime) -> str:
        """Return the time of publication as a reader sees it, in Jakarta's time."""

    @abstractmethod
    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        """Return the article's container, in order: story and boilerplate."""

    def article(self, story: Story, body: str, pager: str) -> str:
        """Return the article's markup (``templates/ID.html``) around ``body``; ``pager`` is empty for a single page."""
        head = story.head
        return load_template(f"{self.id}.html").substitute(
            home=self.home,
            name=self.name,
            section=LABELS[head.topic],
            section_url=self.section_url(head.topic),
            title=escape(self.title(head), quote=False),
            author=escape(story.author),
            crew=self.crew(story),
            photographer=escape(story.photographer),
            PHOTOGRAPHER=escape(story.photographer.upper()),
            caption=escape(story.caption),
            image=f"/img/{head.seed % 10**8}.svg",
            date=self.date_line(head.published_at),
            machine_date=head.published_at.astimezone(dt.UTC).isoformat(),
            tags=" ".join(self.tag_html.format(slug=make_slug(tag), text=escape(tag)) for tag in story.tags),
            body=body,
            pager=pager,
        )

    def paragraphs(self, story: Story) -> list[Block]:
        """Return the story after its first paragraph: headings marked, a link to its place in every third."""
        name = escape(story.head.place.name, quote=False)
        link = f'<a href="http://{self.host}/tag/{make_slug(name)}">{name}</a>'
        blocks = []
        for at, text in enumerate(story.paragraphs[1:]):
            html = escape(text, quote=False)
            mark = "h2" if is_heading(text) else "p"
            blocks.append(Block(f"<{mark}>{html.replace(name, link, 1) if at % 3 == 0 else html}</{mark}>", text))
        return blocks

    def related(self, head: Headline) -> Block:
        """Return a pointer to another article inside the story (``templates/ID.related.html``)."""
        title = self.title(head)
        html = load_template(f"{self.id}.related.html").substitute(
            url=escape(self.url(head)), title=escape(title, quote=False)
        )
        return Block(html, f"{self.related_label} {title}", "related")

    def fixed(self, name: str, text: str, kind: str) -> Block:
        """Return boilerplate that is the same on every page (``templates/ID.NAME.html``)."""
        return Block(load_template(f"{self.id}.{name}.html").template, text, kind)

    def crew(self, story: Story) -> str:
        """Return the box with author and editor, for outlets that have one outside the text."""
        del story
        return ""

    def authors(self, story: Story) -> tuple[str, ...]:
        """Return the names of the writers as the page shows them."""
        return (story.author,)

    def metadata(self, story: Story) -> str:
        """Return the head's part that is the article's own: title, meta, JSON-LD."""
        head = story.head
        url, title = self.url(head), self.title(head)
        published, modified = self.machine_dates(story)
        image = f"http://{self.host}/img/{head.seed % 10**8}.svg"
        return (
            f"<title>{escape(title)} - {self.name}</title>\n"
            f'<link rel="canonical" href="{escape(url)}">\n<link rel="amphtml" href="{escape(self.amp_url(head))}">\n'
            + make_meta_tags({
                "viewport": "width=device-width, initial-scale=1", "description": story.teaser,
                "keywords": ", ".join(story.tags), "og:type": "article", "og:title": title,
                "og:description": story.teaser, "og:url": url, "og:image": image, "og:site_name": self.name,
                "article:published_time": published, "article:modified_time": modified,
                "article:section": LABELS[head.topic], "twitter:card": "summary_large_image",
            })
            + self.linked_data(story, url, title, image, published, modified)
        )  # fmt: skip

    def linked_data(self, story: Story, url: str, title: str, image: str, published: str, modified: str) -> str:
        return make_json_ld({
            "@context": "https://schema.org", "@type": "NewsArticle", "headline": title,
            "mainEntityOfPage": {"@type": "WebPage", "@id": url}, "image": {"@type": "ImageObject", "url": image},
            "datePublished": published, "dateModified": modified, "description": story.teaser,
            "author": [{"@type": "Person", "name": name} for name in self.authors(story)],
            "publisher": {"@type": "Organization", "name": self.name, "url": self.home},
        })  # fmt: skip

    def machine_dates(self, story: Story) -> tuple[str, str]:
        """Return the metadata's dates, published and modified; some outlets get them wrong, as their models do."""
        published = story.head.published_at
        return published.isoformat(), (story.modified_at or published).isoformat()

    # lists

    def beside(self, edition: Edition, day: dt.date) -> str:
        """Return what the first page of the day's index shows beside that day's articles."""
        del edition, day
        return ""

    def render_list(self, heading: str, heads: Sequence[Headline], extra: str, pager: str) -> str:
        """Return a page of links to ``heads``; ``extra`` are further entries."""
        items = "".join(self.items(head) for head in heads) + extra or '<p class="list__empty">Tidak ada berita.</p>'
        return f'<h1 class="list__title">{escape(heading)}</h1>\n<div class="list-content">{items}</div>{pager}'

    def items(self, head: Headline) -> str:
        """Return the entry of an article on an index or a category page, or two where it is listed ``twice``."""
        urls = [self.url(head)] + ([self.variant_url(head)] if head.fault == "twice" else [])
        return "".join(self.item(url, self.title(head), self.date_line(head.published_at)) for url in urls)

    def item(self, url: str, title: str, date: str) -> str:
        """Return one entry of an index or a category page."""
        return (
            f'<article class="list-content__item"><h3 class="media__title"><a class="media__link" href="{escape(url)}">'
            f'{escape(title)}</a></h3><div class="media__date">{date}</div></article>'
        )


def capitalise_title(title: str) -> str:
    """Capitalise a title: ``Harga cabai di Kota Malang`` becomes ``Harga Cabai di Kota Malang``."""
    words = title.split(" ")
    return " ".join(word if i and word in SMALL else word[:1].upper() + word[1:] for i, word in enumerate(words))


def make_number(ref: Ref) -> int:
    """Return an article's number in an outlet's system: grows with time, as such numbers do."""
    return (ref.day - EPOCH).days * 100_000 + ref.n


def parse_ref(outlet: str, text: str) -> Ref | None:
    """Return the article with this number; None where there can be none."""
    days, n = divmod(int(text), 100_000)
    try:
        return Ref(outlet, EPOCH + dt.timedelta(days=days), n)
    except OverflowError:
        return None


def find_ref(edition: Edition, outlet: str, match: re.Match[str]) -> Ref | None:
    """Return the article with the slug and day (groups y, m, d, slug) of an address without a number."""
    day = parse_day(match["y"], match["m"], match["d"])
    return index_slugs(edition, outlet, day).get(match["slug"])


def parse_day(year: str, month: str, day: str) -> dt.date:
    """Return the day of a date in an address. Raises ValueError where there is no such day."""
    return dt.date(int(year), int(month), int(day))


def parse_iso_day(text: str) -> dt.date:
    """Read ``2024-11-26`` or ``2024-11-6``. Raises ValueError where it is no day."""
    match = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", text)
    if match is None:
        raise ValueError(f"{text} is no day")
    return parse_day(*match.groups())


def parse_page(query: Query, *, first: int = 1) -> int:
    """Return the page that a query asks for, from 1, whatever number the outlet gives to its first."""
    text = query.get("page", query.get("p", str(first)))
    return max(1, int(text) - first + 1) if text.isdigit() else 1


def name_day(at: dt.datetime) -> str:
    """Return the Indonesian name of the weekday: ``Selasa``."""
    return name_weekday(at.date())
