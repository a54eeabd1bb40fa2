"""Articles of several pages: which pages there are, and how they become one article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping import pagers
from kliping.canonical import canonicalise_url, parse_host
from kliping.model import Article, Removed
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.fields.pager_attributes import list_attribute_addresses, list_next_links
from kliping.scrape.lines.plain import fold_words
from kliping.sites import find_site

MAX_ARTICLE_PAGES = 30
_SLUG = re.compile(r"[\w.-]{4,}", re.ASCII)
_EXTENSION = re.compile(r"\.(?:html?|php)$")
_NEXT = re.compile(
    r"(?i)\W*(?:(?:baca|lanjut(?:kan)?|buka) )?(?:ke )?(?:hal(?:aman)? |page )?"
    r"(?:\d{1,2}|[ivx]{1,4}|berikutnya|berikut|selanjutnya|lanjut|next)(?: (?:dari|of) \d{1,2})?\W*"
)
"""What a link to a further page says."""


class _Link(NamedTuple):
    address: str
    text: str


def list_further_pages(page: ParsedPage, url: str) -> tuple[str, ...]:
    """Return the addresses of the other pages of the article that ``page`` is one of."""
    if page.rules and page.rules.pages:  # they may point anywhere
        return find_other_pages(page.document.tree, url, page.rules.pages)
    around: LexborHTMLParser | LexborNode | None = None  # what holds the part that was walked: where a pager may stand
    if page.layout.elements:
        around = page.layout.elements[0].node.parent
    return find_other_pages(page.document.tree, url, around=around)


def find_other_pages(
    tree: LexborHTMLParser, url: str, selectors: Sequence[str] = (), around: LexborHTMLParser | LexborNode | None = None
) -> tuple[str, ...]:
    """Return the addresses of the article's other pages, in order; of one that holds all of it, only that.

    ``around``: the part of the page that holds the story, which is searched without ``selectors``. Where no link leads
    on, what scripts read is looked at, and ``<link rel="next">``.

    Only links whose canonical address is this page's are looked at: "page 2" of an index is never followed.
    """
    if pagers.asks_for_whole(url):
        return ()
    identity = canonicalise_url(url)
    article = _strip_paging(identity, sure=True)
    part = around or tree
    queries = selectors or (_select_near_links(article),)
    links = [_Link(_read_href(node), node.text()) for query in queries for node in part.css(query)]
    forms = _find_forms(_resolve_links(links, url, identity, chosen=bool(selectors)), identity, article, selectors)
    if not (forms or selectors) and _SLUG.fullmatch(slug := _find_slug(article)):
        stated = [*list_attribute_addresses(part, slug), *list_next_links(tree)]
        links = [_Link(address, text) for address, text in stated]
        forms = _find_forms(_resolve_links(links, url, identity, chosen=False), identity, article, ())
    if isinstance(forms, str):
        return (forms,)
    if not forms:
        return ()
    form, numbered = max(forms.items(), key=lambda item: len(item[1]))
    return _fill_gaps(form, numbered, pagers.find_page_number(url))


def _find_forms(
    links: Iterable[_Link], identity: str, article: str, selectors: Sequence[str]
) -> dict[pagers.PageForm, dict[int, str]] | str:
    """Return the addresses of the article's pages by their form and number; of a whole one, only that."""
    forms: dict[pagers.PageForm, dict[int, str]] = {}
    for link in links:
        own = bool(selectors) or _is_ours(link, identity, article)
        if own and pagers.asks_for_whole(link.address):
            return link.address
        if own and (page := pagers.find_page_number(link.address)):
            forms.setdefault(page.form, {}).setdefault(page.number, link.address)
    return forms


def _fill_gaps(form: pagers.PageForm, numbered: dict[int, str], here: pagers.PageNumber | None) -> tuple[str, ...]:
    """Return the pages after this one, those between that it does not link to among them."""
    first, step = 1, 1
    if form.offset:
        first, step = 0, min((number for number in numbered if number), default=1)
    if here and here.form == form and here.number:
        first = here.number
    last = max(numbered)
    if last > MAX_ARTICLE_PAGES * step:
        return ()
    known = next(iter(numbered.values()))
    place = pagers.find_page_number(known)
    before, after = known, ""
    if place:
        before, after = known[: place.start], known[place.end :]
    return tuple(numbered.get(n) or f"{before}{n}{after}" for n in range(first + step, last + 1, step))


def _is_ours(link: _Link, identity: str, article: str) -> bool:
    """Return whether the link leads to a page of the article; by a doubtful form only where the link says so."""
    page = pagers.find_page_number(link.address)
    pointed = _strip_paging(canonicalise_url(link.address))
    if page is not None and not page.form.sure:
        return page.number > 1 and bool(_NEXT.fullmatch(link.text)) and pointed == identity
    return pointed == article


def _strip_paging(identity: str, *, sure: bool = False) -> str:
    """Return the identity of the article that a canonical address is a page of.

    ``sure``: only by forms that name nothing else.
    """
    identity = pagers.strip_whole_marker(identity)
    page = pagers.find_page_number(identity)
    if page is None or (sure and not page.form.sure):
        return identity
    return pagers.strip_page_number(identity)


def _select_near_links(article: str) -> str:
    """Return a selector of the few links, of the hundreds of a page, that may lead to a page of the article.

    Such an address has the article's slug in it, or is a query alone.
    """
    slug = _find_slug(article)
    if not _SLUG.fullmatch(slug):
        return "a[href]"
    return f'a[href*="{slug}" i],a[href^="?"]'


def _find_slug(article: str) -> str:
    return _EXTENSION.sub("", article.partition("?")[0].rpartition("/")[2])


def _read_href(node: LexborNode) -> str:
    return (node.attributes.get("href") or "").strip()


def _is_at(identity: str, link: str) -> bool:
    """Return whether the link may lead to the article's site; a sharer's, which holds its address, does not."""
    if not link.startswith(("http:", "https:", "//")):
        return True
    return find_site(parse_host(link)) == find_site(parse_host(identity))


def _resolve_links(links: Iterable[_Link], url: str, identity: str, *, chosen: bool) -> Iterator[_Link]:
    """Yield the links that may lead to a page, with whole addresses.

    Of those that no rule has ``chosen``, the ones to the article's site.
    """
    paged: dict[str, bool] = {}  # a page links to itself again and again
    for href, text in links:
        if href not in paged:
            near = href[:1] not in ("", "#") and (chosen or _is_at(identity, href))
            paged[href] = near and bool(pagers.find_page_number(href) or pagers.asks_for_whole(href))
        if paged[href]:
            try:
                yield _Link(urljoin(url, href).partition("#")[0], " ".join(text.split()))
            except ValueError:
                continue


def join_pages(articles: Sequence[Article]) -> Article:
    """Return one article from its pages, in order: no paragraph twice, none missing.

    Title, date and the rest are the first page's; ``scraped_text`` is the pages' joined, and a paragraph that a page
    repeats is a removal like any other. Pages that are not articles add nothing. Raises ``ValueError`` for no pages.
    """
    if not articles:
        raise ValueError("no pages to join")
    pages = [a for a in articles if a.kind == "article"]
    if not pages:
        return articles[0]
    if len(pages) == 1:
        return replace(pages[0], url=articles[0].url)
    whole = next((p for p in pages[1:] if all(_holds_all_of(p, other) for other in pages if other is not p)), None)
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
        fresh = [p for p in page.paragraphs if _fold_paragraph(p) not in seen]
        repeated = [p for p in page.paragraphs if _fold_paragraph(p) in seen]
        spans = [*page.removed, *_find_spans(page, repeated)]
        removed += [replace(span, start=span.start + at, end=span.end + at) for span in sorted(spans)]
        texts.append(page.scraped_text)
        at += len(page.scraped_text) + 1
        body += fresh
        seen |= {_fold_paragraph(p) for p in fresh if len(p) >= 30}
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


def _fold_paragraph(paragraph: str) -> str:
    return " ".join(fold_words(paragraph))


def _holds_all_of(page: Article, other: Article) -> bool:
    """Return whether ``page`` holds all of ``other`` and more."""
    have = {_fold_paragraph(p) for p in page.paragraphs}
    return len(page.body) > len(other.body) and all(_fold_paragraph(p) in have for p in other.paragraphs)


def _find_spans(page: Article, repeated: Sequence[str]) -> list[Removed]:
    """Return where ``repeated`` paragraphs stand in the page's scraped text, each with its line feed."""
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
