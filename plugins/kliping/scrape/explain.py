"""Why a page reads as it does: every block of the container with its score, its rule and its reasons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kliping.canonical import canonicalise_url
from kliping.model import Article, RemovedKind, Source
from kliping.scrape import article as scraping
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.decide import block_features, features
from kliping.scrape.decide.reading import parse_page
from kliping.scrape.fields.build import build_article
from kliping.scrape.parse.page_bytes import Headers, find_content_type, why_not_html

MAX_REASONS = 4


@dataclass(frozen=True, slots=True)
class BlockTrace:
    """One block: ``kind`` None was kept. ``reasons`` are the features that counted most, as (name, weight)."""

    text: str
    path: str
    kind: RemovedKind | None
    rule: str
    score: float
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The article, where its story was found, and what was decided on each block there, before clean."""

    article: Article
    container: str
    blocks: tuple[BlockTrace, ...]

    def lines(self) -> list[str]:
        """Return lines for a terminal: the fields with their methods, then each block (``+`` kept, ``-`` dropped)."""
        a = self.article
        out = [f"{a.kind}: {a.method.get('kind', '')}  {a.canonical_url}"]
        fields = ("title", "published_at", "authors", "section", "tags")
        out += [f"{name}: {getattr(a, name)}  [{a.method.get(name, '-')}]" for name in fields]
        out.append(f"notes: {', '.join(a.notes) or '-'}")
        out.append(f"container: {self.container}  [{a.method.get('body', '-')}]")
        for block in self.blocks:
            sign = "+" if block.kind is None else "-"
            why = " ".join(f"{name}={weight:+.1f}" for name, weight in block.reasons)
            out.append(f"{sign} {block.score:+6.2f} {block.kind or 'story':<9} {block.rule:<12} {block.text[:90]}")
            out.append(f"         {block.path}  {why}")
        out += [f"clean: {a.scraped_text[r.start : r.end].strip()[:90]!r} {r.kind} {r.rule}" for r in a.removed]
        return out


def explain_page(
    html: bytes,
    *,
    url: str,
    source: Source | None = None,
    fetched_at: dt.datetime | None = None,
    headers: Headers | None = None,
) -> Explanation:
    """Scrape a page and give the reasons. Never raises on content; a page that is no HTML has no blocks."""
    source = source or scraping.choose_source(url)
    media = find_content_type(headers)
    if reason := why_not_html(html, media):
        other = Article(url=url, canonical_url=canonicalise_url(url), kind="other", notes=(f"not_html:{reason}",))
        return Explanation(other, "", ())
    page = parse_page(html, source=source, day=scraping.find_fetch_day(fetched_at), media=media)
    article = build_article(page, url=url, source=source, fetched_at=fetched_at)
    layout = page.layout
    if page.container < 0:
        return Explanation(article, "", ())
    element = layout.elements[page.container]
    seen = block_features.observe_blocks(layout, range(element.first, element.last))
    weight = features.load_block_weights()
    traces = []
    for decision, shown in zip(page.decisions, seen, strict=True):
        block = layout.blocks[decision.block]
        counted = sorted(
            ((features.name_feature(n), weight(n)) for n in features.number_features(shown)),
            key=lambda pair: -abs(pair[1]),
        )
        traces.append(
            BlockTrace(
                block.text,
                describe_path(layout, block.element, 3),
                decision.kind,
                decision.rule,
                decision.score,
                tuple(counted[:MAX_REASONS]),
            )
        )
    return Explanation(article, describe_path(layout, page.container, 4), tuple(traces))


def describe_path(layout: Layout, at: int, depth: int) -> str:
    """Return the innermost ``depth`` elements around ``at`` as CSS would name them, outermost first."""
    names = []
    for number in list(layout.ancestors(at))[:depth]:
        element = layout.elements[number]
        classes = "".join(f".{name}" for name in element.names.split()[:2])
        names.append(element.tag + classes)
    return " > ".join(reversed(names))
