"""Articles of several pages: which pages there are, and how they become one article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping.canonical import canonical_url, host_of
from kliping.model import Article, Removed
from kliping.scrape.headline import words

MAX_PAGES = 30
# Both begin with a set of characters, which the engine leaps from one to the next of.
_NUMBER = re.compile(
    r"(?i)([?&/-](?:(?<=[?&])(?:page|pages|paged|halaman|hal|pg)=|(?<=/)(?:page/|(?=\d{1,2}/?$)|hal-)|(?<=-)part))"
    r"(\d{1,2})(?=$|[/&#?])"
)
_TRAILING = re.compile(r"(?<=[^/]{4})/\d{1,2}$")
_SLUG = re.compile(r"[\w.-]{4,}", re.ASCII)
_WHOLE = re.compile(
    r"(?i)[?&/](?:(?<=[?&])(?:(?:page|halaman|hal)=(?:all|semua|full)\b|(?:single|single_page|singlepage|showpage"
    r"|show_?all|showall|fullpage)=(?:1|all|true|yes)\b|(?:single|singlepage|showall)$)|(?<=/)(?:all|full)/?$)"
)


def others(tree: LexborHTMLParser | LexborNode, url: str, selectors: Sequence[str] = ()) -> tuple[str, ...]:
    """Addresses of the article's other pages, in order; the one page that holds all of it, where the outlet has one.

    ``tree`` is the page; without ``selectors``, the part of it around the story will do.

    Only links whose canonical address is this page's are looked at: "page 2" of an index is never followed.
    """
    if _WHOLE.search(url):
        return ()
    identity = canonical_url(url)
    found = [node.attributes.get("href") or "" for query in selectors or (_near(identity),) for node in tree.css(query)]
    links = found if selectors else [link for link in found if _is_at(identity, link)]
    here = _page_of(url)
    whole: str | None = None
    numbered: dict[int, str] = {}
    template = ""
    for address in _resolved(links, url):
        if selectors or _TRAILING.sub("", canonical_url(address)) == _TRAILING.sub("", identity):
            if _WHOLE.search(address):
                whole = whole or address
            elif match := _last_number(address):
                numbered.setdefault(int(match[2]), address)
                template = template or address[: match.start(2)] + "{}" + address[match.end(2) :]
    if whole:
        return (whole,)
    if not template or max(numbered) > MAX_PAGES:
        return ()
    return tuple(numbered.get(n) or template.replace("{}", str(n)) for n in range(here + 1, max(numbered) + 1))


def _near(identity: str) -> str:
    """A selector of the few links, of the hundreds of a page, that may lead to a page of the article.

    Such an address has the article's slug in it, or is a query alone.
    """
    slug = _TRAILING.sub("", identity).partition("?")[0].rpartition("/")[2]
    return f'a[href*="{slug}" i],a[href^="?"]' if _SLUG.fullmatch(slug) else "a[href]"


def _is_at(identity: str, link: str) -> bool:
    """May the link lead to the article's site? A sharer's, which holds its address, does not."""
    if not link.startswith(("http:", "https:", "//")):
        return True
    site = ".".join(host_of(identity).split(".")[-2:])
    return site in link.partition("//")[2].partition("/")[0].lower()


def _resolved(links: Sequence[str], url: str) -> Iterator[str]:
    for link in links:
        if link and link[0] != "#" and (_NUMBER.search(link) or _WHOLE.search(link)):
            try:
                yield urljoin(url, link.strip())
            except ValueError:
                continue


def _last_number(address: str) -> re.Match[str] | None:
    return max(_NUMBER.finditer(address), key=lambda m: m.start(), default=None)


def _page_of(url: str) -> int:
    match = _last_number(url)
    return int(match[2]) if match and int(match[2]) else 1


def join(articles: Sequence[Article]) -> Article:
    """One article from its pages, in order: no paragraph twice, none missing.

    Title, date and the rest are the first page's; ``scraped_text`` is the pages' joined, and a paragraph that a page
    repeats is a removal like any other. Pages that are no article add nothing. Raises ``ValueError`` for no pages.
    """
    if not articles:
        raise ValueError("no pages to join")
    pages = [a for a in articles if a.kind == "article"]
    if not pages:
        return articles[0]
    if len(pages) == 1:
        return replace(pages[0], url=articles[0].url)
    whole = next((p for p in pages[1:] if all(_contains(p, other) for other in pages if other is not p)), None)
    if whole is not None:  # the page that holds all of it
        pages = [replace(pages[0], scraped_text=whole.scraped_text, removed=whole.removed, body=whole.body,
                         repairs=whole.repairs, credits=whole.credits, related=whole.related)]  # fmt: skip
        return replace(pages[0], url=articles[0].url, pages=())
    texts: list[str] = []
    removed: list[Removed] = []
    body: list[str] = []
    seen: set[str] = set()
    at = 0
    for page in pages:
        fresh = [p for p in page.paragraphs if _key(p) not in seen]
        repeated = [p for p in page.paragraphs if _key(p) in seen]
        spans = [*page.removed, *_spans(page, repeated)]
        removed += [replace(span, start=span.start + at, end=span.end + at) for span in sorted(spans)]
        texts.append(page.scraped_text)
        at += len(page.scraped_text) + 1
        body += fresh
        seen |= {_key(p) for p in fresh if len(p) >= 30}
    first = pages[0]
    return replace(
        first,
        url=articles[0].url,
        body="\n".join(body),
        scraped_text="\n".join(texts),
        removed=tuple(removed),
        repairs=tuple(dict.fromkeys(r for p in pages for r in p.repairs)),
        authors=next((p.authors for p in pages if p.authors), ()),
        credits=tuple(dict.fromkeys(c for p in pages for c in p.credits)),
        related=tuple(dict.fromkeys(r for p in pages for r in p.related)),
        tags=next((p.tags for p in pages if p.tags), ()),
        wire_source=next((p.wire_source for p in pages if p.wire_source), None),
        pages=(),
        notes=tuple(dict.fromkeys(n for p in pages for n in p.notes)),
    )


def _key(paragraph: str) -> str:
    return " ".join(words(paragraph))


def _contains(page: Article, other: Article) -> bool:
    """Does ``page`` hold all of ``other`` and more?"""
    have = {_key(p) for p in page.paragraphs}
    return len(page.body) > len(other.body) and all(_key(p) in have for p in other.paragraphs)


def _spans(page: Article, repeated: Sequence[str]) -> list[Removed]:
    """Where ``repeated`` paragraphs stand in the page's scraped text, each with its line feed."""
    spans = []
    at = 0
    for paragraph in repeated:
        pattern = re.compile(r"\s+".join(map(re.escape, paragraph.split())))
        for match in pattern.finditer(page.scraped_text, at):
            start, end = match.span()
            if any(start < span.end and span.start < end for span in page.removed):
                continue
            end += page.scraped_text[end : end + 1] == "\n" and not any(s.start <= end < s.end for s in page.removed)
            spans.append(Removed(start, end, "other", "join:repeated"))
            at = end
            break
    return spans
