"""What a page says about itself to machines: JSON-LD, OpenGraph and other meta tags, microdata.

Nothing is decided here: each field keeps every candidate with where it came from, most trusted first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from selectolax.lexbor import LexborNode

MAX_JSON = 2_000_000
MAX_NODES = 5_000
MAX_TAGS = 20
MAX_TIMES = 50
_ARTICLES = frozenset(
    [
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "blogposting",
        "liveblogposting",
        "report",
        "techarticle",
        "scholarlyarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "socialmediaposting",
        "medicalscholarlyarticle",
        "review",
    ]
)
_PAGES = {
    "collectionpage": "index",
    "itemlist": "index",
    "searchresultspage": "index",
    "imagegallery": "photo",
    "videoobject": "video",
}
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_WRAPPED = re.compile(
    r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|(?://)?\s*\]\]>"
    r"|/\*\s*\]\]>\s*\*/)\s*;?\s*$|;\s*$"
)
_LOOSE = {
    name: re.compile(rf'"{name}"\s*:\s*"((?:[^"\\]|\\.){{1,400}})"')
    for name in ("headline", "datePublished", "dateModified", "articleSection", "@type")
}


@dataclass(slots=True)
class Facts:
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
    descriptions: list[str] = field(default_factory=list)
    site_names: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    """Names that stand in elements marked as the author's."""
    times: list[str] = field(default_factory=list)
    """What ``<time datetime>`` says, whosever it is: the article's, a teaser's, a comment's."""
    page_title: str = ""
    bodies: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    """Lower-case schema.org types and ``og:<type>``."""
    free: bool | None = None
    """``isAccessibleForFree``, where stated."""


_META = {
    "og:title": "titles", "twitter:title": "titles", "dc.title": "titles", "headline": "titles", "title": "titles",
    "article:published_time": "published", "og:article:published_time": "published", "article.published": "published",
    "pubdate": "published", "publishdate": "published", "publish-date": "published", "publish_date": "published",
    "datepublished": "published", "dc.date.issued": "published", "dc.date": "published", "dcterms.created": "published",
    "dcterms.date": "published", "date": "published", "content_publisheddate": "published",
    "parsely-pub-date": "published",
    "sailthru.date": "published", "cxenseparse:recs:publishtime": "published", "article:published": "published",
    "og:published_time": "published", "published_time": "published", "citation_publication_date": "published",
    "originalpublicationdate": "published", "createdate": "published", "published-date": "published",
    "tanggal": "published",
    "article:modified_time": "modified", "og:updated_time": "modified", "lastmod": "modified",
    "datemodified": "modified",
    "last-modified": "modified", "dcterms.modified": "modified",
    "author": "authors", "article:author": "authors", "article:author_name": "authors", "content_author": "authors",
    "parsely-author": "authors", "dc.creator": "authors", "twitter:data1": "", "sailthru.author": "authors",
    "article:section": "sections", "content_category": "sections", "parsely-section": "sections", "section": "sections",
    "news_keywords": "tags", "keywords": "tags", "content_tag": "tags", "article:tag": "tags",
    "og:image": "images", "og:image:secure_url": "images", "twitter:image": "images", "twitter:image:src": "images",
    "og:url": "canonical", "description": "descriptions", "og:description": "descriptions",
    "twitter:description": "descriptions",
    "og:site_name": "site_names", "application-name": "site_names", "og:locale": "languages", "language": "languages",
    "content-language": "languages",
}  # fmt: skip


_PROPERTIES = {
    "datePublished": "published", "dateModified": "modified", "headline": "titles", "articleSection": "sections",
}  # fmt: skip


def read(declared: Iterable[LexborNode]) -> Facts:  # noqa: C901, PLR0912 - one branch per kind of node
    """Every candidate that the machine-readable nodes of a page hold. Broken parts are skipped, never fatal."""
    facts = Facts()
    several: dict[str, list[str]] = {}
    budget = MAX_JSON
    for node in declared:
        tag = node.tag
        if tag == "script":
            source = node.text_lexbor() if node.first_child is not None else ""
            budget -= len(source)
            if budget >= 0:
                _json_ld(source, facts)
        elif tag == "meta":
            _meta(node.attributes, several, facts)
        elif tag == "link":
            if href := node.attributes.get("href"):
                facts.canonical.insert(0, ("link:canonical", href))
        elif tag == "html":
            if language := node.attributes.get("lang"):
                facts.languages.insert(0, ("html:lang", language))
        elif tag == "title":
            if not facts.page_title and (parent := node.parent) is not None and parent.tag == "head":
                facts.page_title = " ".join(node.text_lexbor().split())
        else:
            _microdata(node, facts)
    for name, values in several.items():
        if _META[name] == "authors":
            names = [n for v in values for n in ([v] if len(v) > 80 else re.split(r"\s*[,;]\s*", v)) if "://" not in n]
            facts.authors.append((f"meta:{name}", tuple(names)))
        else:
            listed = values if name == "article:tag" and len(values) > 1 else [w for v in values for w in v.split(",")]
            found = tuple(w.strip() for w in listed if w.strip())
            if len(found) <= MAX_TAGS:  # some outlets cut the whole summary into keywords
                facts.tags.append((f"meta:{name}", found))
    return facts


def _meta(attributes: dict[str, str | None], several: dict[str, list[str]], facts: Facts) -> None:
    name = (
        attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        or attributes.get("http-equiv") or ""
    ).lower()  # fmt: skip
    kind = _META.get(name)
    if not kind and name != "og:type":
        return
    content = (attributes.get("content") or "").strip()
    if not content or len(content) > 5_000:
        return
    if not kind:
        facts.types.add("og:" + content.lower())
        return
    content = unescape(content) if "&" in content else content
    if kind in ("tags", "authors"):
        several.setdefault(name, []).append(content)
    elif kind in ("descriptions", "site_names"):
        getattr(facts, kind).append(content)
    else:
        getattr(facts, kind).append((f"meta:{name}", content))


def _microdata(node: LexborNode, facts: Facts) -> None:
    attributes = node.attributes
    if node.tag == "time" and len(facts.times) < MAX_TIMES:
        facts.times.append(attributes.get("datetime") or "")
    name = attributes.get("itemprop") or ""
    if field_name := _PROPERTIES.get(name):
        value = attributes.get("content") or attributes.get("datetime") or " ".join(node.text().split())
        if value and len(value) < 500:
            getattr(facts, field_name).append((f"itemprop:{name}", value))
    elif name in ("author", "creator"):
        if (value := " ".join(node.text(separator=" ").split())) and len(value) < 80:
            facts.marked.append(value)
    elif node.tag == "time" and ("pubdate" in attributes or "publish" in (attributes.get("class") or "")):
        facts.published.append(("time", attributes.get("datetime") or ""))


def _json_ld(source: str, facts: Facts) -> None:
    data = _loads(source)
    if data is None:
        _loose(source, facts)
        return
    for thing in _things(data):
        types = {str(t).lower().rpartition("/")[2] for t in _list(thing.get("@type"))}
        facts.types |= types
        if types & _ARTICLES:
            _article(thing, facts)


def _loads(source: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """JSON, forgiving what newsrooms get wrong: raw line breaks in strings, trailing commas, comment wrappers."""
    for mend in (str.strip, _unwrapped, lambda s: _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", _unwrapped(s)))):
        try:
            return json.loads(mend(source), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(source: str) -> str:
    return _WRAPPED.sub("", source.strip()).strip()


def _loose(source: str, facts: Facts) -> None:
    """What a broken JSON-LD still tells, by its keys."""
    kind = _LOOSE["@type"].search(source)
    if not kind or not any(m[1].lower() in _ARTICLES for m in _LOOSE["@type"].finditer(source)):
        return
    for name, target in (
        ("headline", facts.titles),
        ("datePublished", facts.published),
        ("dateModified", facts.modified),
        ("articleSection", facts.sections),
    ):
        if match := _LOOSE[name].search(source):
            target.append((f"json-ld~{name}", unescape(match[1].replace('\\"', '"').replace("\\/", "/"))))


def _things(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    """Every object of a JSON-LD document, depth first, without recursion and at most ``MAX_NODES``."""
    stack, seen = [data], 0
    while stack and seen < MAX_NODES:
        thing = stack.pop()
        seen += 1
        if isinstance(thing, list):
            stack.extend(reversed(thing))
        elif isinstance(thing, dict):
            yield thing
            stack.extend(
                thing[key]
                for key in ("mainEntity", "mainEntityOfPage", "@graph")
                if isinstance(thing.get(key), (list, dict))
            )


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - whatever JSON holds
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("url") or ""
    return " ".join(unescape(value).split()) if isinstance(value, str) else ""


def _article(thing: dict[str, Any], facts: Facts) -> None:
    for key, target in (("headline", facts.titles), ("name", facts.titles), ("datePublished", facts.published),
                        ("dateModified", facts.modified)):  # fmt: skip
        if value := _text(thing.get(key)):
            target.append((f"json-ld:{key}", value))
    people = tuple(name for person in _list(thing.get("author")) if (name := _text(person)) and "://" not in name)
    if people:
        facts.authors.insert(0, ("json-ld:author", people))
    facts.sections.extend(("json-ld:articleSection", s) for s in map(_text, _list(thing.get("articleSection"))) if s)
    words = [w for value in _list(thing.get("keywords")) for w in _text(value).split(",")]
    if any(w.strip() for w in words):
        facts.tags.append(("json-ld:keywords", tuple(w.strip() for w in words if w.strip())))
    for image in _list(thing.get("image")):
        address = image.get("url") if isinstance(image, dict) else image
        if isinstance(address, str):
            facts.images.append(("json-ld:image", address))
    if language := _text(thing.get("inLanguage")):
        facts.languages.append(("json-ld:inLanguage", language))
    if isinstance(body := thing.get("articleBody"), str):
        facts.bodies.append(body)
    free = thing.get("isAccessibleForFree")
    if free is not None:
        facts.free = str(free).lower() not in ("false", "0", "no")
