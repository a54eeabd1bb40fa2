"""What a page says about itself to machines: JSON-LD, OpenGraph and other meta tags, microdata.

Nothing is decided here: each field keeps every candidate with where it came from, most trusted first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborNode

from kliping.scrape.facts.json_ld import ARTICLE_TYPES, PAGE_TYPES, as_list, is_type, load_json, types_of, walk_things
from kliping.scrape.facts.json_ld_values import is_free_to_read, read_people_names, read_value_date, read_value_text
from kliping.scrape.facts.meta_dates import find_date_field
from kliping.scrape.lines.author_names import split_names
from kliping.scrape.lines.plain import fold_words, plain_text, title_text

MAX_JSON_CHARS = 2_000_000
MAX_TAGS = 20
_LOOSE = {
    name: re.compile(rf'"{name}"\s*:\s*"((?:[^"\\]|\\.){{1,400}})"')
    for name in ("headline", "datePublished", "dateModified", "articleSection", "@type")
}


@dataclass(slots=True)
class PageFacts:
    """Candidates per field as (method, value), most trusted first."""

    titles: list[tuple[str, str]] = field(default_factory=list)
    published: list[tuple[str, str]] = field(default_factory=list)
    modified: list[tuple[str, str]] = field(default_factory=list)
    authors: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    sections: list[tuple[str, str]] = field(default_factory=list)
    tags: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)
    canonical: list[tuple[str, str]] = field(default_factory=list)
    languages: list[tuple[str, str]] = field(default_factory=list)

    site_names: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    """Names that stand in elements marked as the author's."""
    times: list[LexborNode] = field(default_factory=list)
    """``<time datetime>``, whosever it is: the article's, a teaser's, a comment's."""
    page_title: str = ""
    bodies: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    """Lower-case schema.org types and ``og:<type>``."""
    free: bool | None = None
    """``isAccessibleForFree``, where stated."""

    @property
    def claims(self) -> list[str]:
        """Return what metadata and ``<title>`` give as the headline."""
        stated = [value for _, value in self.titles]
        if self.page_title:
            stated.append(self.page_title)
        return stated


_META = {
    "og:title": "titles", "twitter:title": "titles", "dc.title": "titles", "headline": "titles", "title": "titles",
    "author": "authors", "article:author": "authors", "article:author_name": "authors", "content_author": "authors",
    "parsely-author": "authors", "dc.creator": "authors", "twitter:data1": "", "sailthru.author": "authors",
    "article:section": "sections", "content_category": "sections", "parsely-section": "sections", "section": "sections",
    "news_keywords": "tags", "keywords": "tags", "content_tag": "tags", "article:tag": "tags",
    "og:image": "images", "og:image:secure_url": "images", "twitter:image": "images", "twitter:image:src": "images",
    "og:url": "canonical", "og:site_name": "site_names", "application-name": "site_names",
    "og:locale": "languages", "language": "languages", "content-language": "languages",
}  # fmt: skip


Thing = tuple[dict[str, Any], dict[str, dict[str, Any]]]
"""An object of JSON-LD, and the named objects of its script by ``@id``."""
_DATES = ((("datePublished", "dateCreated", "uploadDate"), "published"), (("dateModified",), "modified"))
_PROPERTIES = {
    "datePublished": "published", "dateModified": "modified", "headline": "titles", "articleSection": "sections",
}  # fmt: skip


def read_page_facts(declared: Iterable[LexborNode]) -> PageFacts:
    """Return every candidate that the machine-readable nodes of a page hold. Broken parts are skipped, never fatal."""
    facts = PageFacts()
    several: dict[str, list[str]] = {}
    links: list[LexborNode] = []
    things: list[Thing] = []
    budget = MAX_JSON_CHARS
    for node in declared:
        tag = node.tag
        if tag == "script":
            source = _script_text(node)
            budget -= len(source)
            if budget >= 0:
                things += _read_json_ld(source, facts)
        elif tag == "meta":
            _read_meta(node.attributes, several, facts)
        elif tag == "link":
            links.append(node)
        elif tag == "html":
            if language := node.attributes.get("lang"):
                facts.languages.insert(0, ("html:lang", plain_text(language)))
        elif tag == "title":
            if not facts.page_title and (parent := node.parent) is not None and parent.tag == "head":
                facts.page_title = title_text(node.text_lexbor())
        else:
            _read_microdata(node, facts)
    facts.canonical = [*_canonical_links(links), *facts.canonical]
    _choose_things(things, facts)
    _split_lists(several, facts)
    return facts


def _script_text(node: LexborNode) -> str:
    """Return what a script says; empty for one that has only an address, where lexbor has no text at all."""
    if node.first_child is None:
        return ""
    return node.text_lexbor()


def _canonical_links(links: Iterable[LexborNode]) -> list[tuple[str, str]]:
    """Return the addresses of canonical links: the head's, else the first of the body's own, never an inner box's."""
    heads: list[tuple[str, str]] = []
    bodies: list[tuple[str, str]] = []
    for node in links:
        address = plain_text(node.attributes.get("href") or "")
        parent = node.parent
        if not address or parent is None:
            continue
        if parent.tag == "head":
            heads.append(("link:canonical", address))
        elif parent.tag == "body":  # an error in the head ends it before its time
            bodies.append(("link:canonical", address))
    return heads or bodies[:1]


def _split_lists(several: dict[str, list[str]], facts: PageFacts) -> None:
    """Add the meta tags that hold several names or words."""
    for name, values in several.items():
        if _META[name] == "authors":
            names = [name for value in values if "://" not in value for name in split_names(value)]
            facts.authors.append((f"meta:{name}", tuple(names)))
            continue
        words = values
        if name != "article:tag" or len(values) == 1:
            words = [word for value in values for word in value.split(",")]
        found = tuple(word.strip() for word in words if word.strip())
        if len(found) <= MAX_TAGS:  # some outlets cut the whole summary into keywords
            facts.tags.append((f"meta:{name}", found))


def _read_meta(attributes: dict[str, str | None], several: dict[str, list[str]], facts: PageFacts) -> None:
    name = (
        attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        or attributes.get("http-equiv") or ""
    ).lower()  # fmt: skip
    kind = _META.get(name) or find_date_field(name)
    if not kind and name != "og:type":
        return
    given = attributes.get("content") or ""
    if len(given) > 5_000:
        return
    content = plain_text(given)
    if "&" in given:
        content = title_text(given)
    if not content:
        return
    if not kind:
        facts.types.add("og:" + content.lower())
    elif kind in ("tags", "authors"):
        several.setdefault(name, []).append(content)
    elif kind == "site_names":
        facts.site_names.append(content)
    else:
        getattr(facts, kind).append((f"meta:{name}", content))


def _read_microdata(node: LexborNode, facts: PageFacts) -> None:
    attributes = node.attributes
    if node.tag == "time":
        facts.times.append(node)
    name = attributes.get("itemprop") or ""
    if field_name := _PROPERTIES.get(name):
        value = title_text(attributes.get("content") or attributes.get("datetime") or node.text())
        if value and len(value) < 500:
            getattr(facts, field_name).append((f"itemprop:{name}", value))
    elif name in ("author", "creator"):
        if (value := plain_text(node.text(separator=" "))) and len(value) < 80:
            facts.marked.append(value)
    elif node.tag == "time" and ("pubdate" in attributes or "publish" in (attributes.get("class") or "")):
        facts.published.append(("time", attributes.get("datetime") or ""))


def _read_json_ld(source: str, facts: PageFacts) -> list[Thing]:
    """Return the objects of a script that describe an article or a page.

    What cannot be parsed is searched by its keys.
    """
    data = load_json(source)
    if data is None:
        _search_keys(source, facts)
        return []
    things = list(walk_things(data))
    for thing in things:
        facts.types |= types_of(thing)
    people = {str(thing["@id"]): thing for thing in things if "name" in thing and isinstance(thing.get("@id"), str)}
    return [(thing, people) for thing in things if is_type(thing, ARTICLE_TYPES) or is_type(thing, PAGE_TYPES)]


def _search_keys(source: str, facts: PageFacts) -> None:
    """Take what a broken JSON-LD still tells, by its keys."""
    if not any(match[1].lower() in ARTICLE_TYPES for match in _LOOSE["@type"].finditer(source)):
        return
    for name, target in (
        ("headline", facts.titles),
        ("datePublished", facts.published),
        ("dateModified", facts.modified),
        ("articleSection", facts.sections),
    ):
        if match := _LOOSE[name].search(source):
            target.append((f"json-ld~{name}", title_text(match[1].replace('\\"', '"').replace("\\/", "/"))))


def _choose_things(things: Iterable[Thing], facts: PageFacts) -> None:
    """Take the fields of the objects that describe this page's article.

    An object with another headline is a teaser's where one has the page's; one without a headline is no teaser's. A
    page's own object counts where there is no article's.
    """
    claims = {fold_words(value) for _, value in facts.titles} | {fold_words(facts.page_title)}
    articles = [thing for thing in things if is_type(thing[0], ARTICLE_TYPES)]
    headlines = [read_value_text(thing[0].get("headline")) for thing in articles]
    agrees = [_is_of_page(headline, claims) for headline in headlines]
    chosen = articles or list(things)
    if any(agrees):
        own = zip(articles, headlines, agrees, strict=True)
        chosen = [thing for thing, headline, is_own in own if is_own or not headline]
    for thing, people in chosen:
        _read_thing(thing, people, facts)


def _is_of_page(headline: str, claims: set[tuple[str, ...]]) -> bool:
    shown = fold_words(headline)
    return len(shown) >= 3 and any(claim[: len(shown)] == shown for claim in claims)


def _read_thing(thing: dict[str, Any], people: dict[str, dict[str, Any]], facts: PageFacts) -> None:
    for key in ("headline", "name"):
        if title := read_value_text(thing.get(key)):
            facts.titles.append((f"json-ld:{key}", title))
    for keys, field_name in _DATES:
        dates = ((f"json-ld:{key}", read_value_date(thing.get(key))) for key in keys)
        getattr(facts, field_name).extend(islice(((key, date) for key, date in dates if date), 1))
    names = ((f"json-ld:{key}", read_people_names(thing.get(key), people)) for key in ("author", "creator"))
    facts.authors[:0] = islice(((key, found) for key, found in names if found), 1)
    sections = map(read_value_text, as_list(thing.get("articleSection")))
    facts.sections.extend(("json-ld:articleSection", section) for section in sections if section)
    words = [word for value in as_list(thing.get("keywords")) for word in read_value_text(value).split(",")]
    if tags := tuple(word.strip() for word in words if word.strip()):
        facts.tags.append(("json-ld:keywords", tags))
    _read_media(thing, facts)
    if isinstance(body := thing.get("articleBody"), str):
        facts.bodies.append(body)
    if (free := is_free_to_read(thing)) is not None:
        facts.free = free


def _read_media(thing: dict[str, Any], facts: PageFacts) -> None:
    for image in as_list(thing.get("image")):
        address = image
        if isinstance(image, dict):
            address = image.get("url")
        if isinstance(address, str):
            facts.images.append(("json-ld:image", plain_text(address)))
    if language := read_value_text(thing.get("inLanguage")):
        facts.languages.append(("json-ld:inLanguage", language))
