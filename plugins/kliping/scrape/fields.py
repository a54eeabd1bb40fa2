"""The fields of an article beside its story: what outlet rules, metadata and visible text say, and which is preferred.

The preference is the same for all: the outlet's rule, then what is shown or stated, most trusted first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from kliping import dates
from kliping.canonical import parse_host
from kliping.clean import wire_source
from kliping.model import Article, Cleaned, Credit, PageKind, Related, Removed, Source
from kliping.scrape import bylines, date_resolution, hints, links, outlet_rules, pages
from kliping.scrape.beside import list_own_times
from kliping.scrape.canonical_link import choose_canonical
from kliping.scrape.completion import COMPLETION_NOTE, COMPLETION_RULE
from kliping.scrape.parsed_page import ParsedPage
from kliping.scrape.removed_spans import TextPiece, merge_removed

SOURCE_LINE_REACH = 8
"""A line that names the story's source is one of this many blocks behind it."""
WRITING_ROLES = frozenset({"author", "reporter"})
_PICTURE = hints.KIND_BITS["caption"] | hints.FIGURE_BIT
_LANGUAGE = re.compile(r"(?i)[a-z]{2}(?:[-_]|$)")
_CLOSING = re.compile(r"(?i)\W{0,3}(?:sumber\s?:|source\s?:|(?:artikel|berita|tulisan|konten) ini )")

Evidence = tuple[str, tuple[str, ...]]
"""A method, and the values that it finds."""


def build_article(
    page: ParsedPage,
    kind: tuple[PageKind, str],
    pieces: Sequence[TextPiece],
    cleaned: Cleaned,
    *,
    url: str,
    source: Source,
    fetched_at: dt.datetime | None,
) -> Article:
    """Return the article of a parsed page, with a story where its ``kind`` (and the sign of it) says that it has one.

    ``pieces`` are the container's blocks; ``cleaned`` is what the cleaner made of those that are kept.
    """
    canonical = choose_canonical(url, page.facts.canonical, page.title)
    method = {"title": page.title_method, "kind": kind[1]}
    notes = list(page.notes)
    if canonical.refused:
        notes.append("canonical_refused")
    reader = _FieldReader(page, url, source, fetched_at, method, notes)
    when = reader.read_dates()
    article = Article(
        url=url,
        canonical_url=canonical.url,
        kind=kind[0],
        title=page.title,
        authors=reader.read_authors(cleaned.credits),
        published_at=when.published.at if when.published else None,
        published_precision=when.published.precision if when.published else None,
        modified_at=when.modified.at if when.modified else None,
        section=reader.read_section(),
        tags=reader.read_tags(),
        image=reader.read_image(),
        caption=reader.read_caption(),
        language=reader.read_language(),
    )
    if article.kind == "article":
        article = _add_story(article, reader, pieces, cleaned)
    method = {name: value for name, value in method.items() if value}
    return replace(article, method=method, notes=tuple(dict.fromkeys(notes)))


def _add_story(article: Article, reader: _FieldReader, pieces: Sequence[TextPiece], cleaned: Cleaned) -> Article:
    """Return the article with its story, and with what only a story tells."""
    reader.method["body"] = reader.page.body_method
    if any(rule == COMPLETION_RULE for _, _, rule in pieces):
        reader.method["body"] += f"+{COMPLETION_RULE}"
        reader.notes.append(COMPLETION_NOTE)
    scraped_text, removed = merge_removed(pieces, cleaned.removed)
    return replace(
        article,
        body=cleaned.text,
        scraped_text=scraped_text,
        removed=removed,
        repairs=cleaned.repairs,
        dateline=cleaned.dateline,
        credits=cleaned.credits,
        date_text=cleaned.date_text,
        wire_source=reader.read_wire_source(cleaned.wire_source),
        related=reader.read_related(cleaned.related, scraped_text, removed),
        pages=reader.read_pages(),
    )


@dataclass(slots=True)
class _FieldReader:
    """Reads the fields of one page. ``method`` tells for each field what found it; ``notes`` what was missed."""

    page: ParsedPage
    url: str
    source: Source
    fetched_at: dt.datetime | None
    method: dict[str, str]
    notes: list[str]
    outlets: list[str] = field(init=False)
    """What the outlet calls itself: no person and no other source has these names."""

    def __post_init__(self) -> None:
        self.outlets = [*self.page.facts.site_names, self.source.name, *parse_host(self.url).split(".")]

    @property
    def is_indonesian(self) -> bool:
        """Tell whether the page is an Indonesian newsroom's, as far as is known."""
        if self.source is not Source.GENERIC:
            return self.source.language == "id"
        return any(stated.lower().startswith("id") for _, stated in self.page.facts.languages[:1])

    def read_dates(self) -> date_resolution.PageDates:
        """Return when the article was published and changed."""
        page, facts, zone = self.page, self.page.facts, ZoneInfo(self.source.timezone)

        def parse(stated: Iterable[tuple[str, str]]) -> list[tuple[str, dates.Moment]]:
            read = ((name, dates.parse_date(text, fetched_at=self.fetched_at, zone=zone)) for name, text in stated)
            return [(name, moment) for name, moment in read if moment]

        published = parse(facts.published)
        shown, updated = bylines.read_date_lines(
            page.layout, page.title_block, page.story_extent[0], self.fetched_at, zone
        )
        ruled = parse(("rule:date", text) for text in self._find_ruled("date")[:1])
        resolved = date_resolution.resolve_page_dates(
            date_resolution.DateEvidence(
                published=published,
                modified=parse(facts.modified),
                ruled=next((moment for _, moment in ruled), None),
                shown=shown,
                updated=updated,
                times=lambda: [moment for _, moment in parse(("time", text) for text in list_own_times(facts.times))],
            ),
            fetched_at=self.fetched_at,
            zone=zone,
            indonesian=self.is_indonesian,
        )
        self.method["published_at"] = resolved.method
        self.notes += resolved.notes
        return resolved

    def read_authors(self, credited: Sequence[Credit]) -> tuple[str, ...]:
        """Return who wrote the article. ``credited`` are those whom the cleaner found in the text."""
        page = self.page
        first, last = page.story_extent
        writers, editors = bylines.read_shown_authors(page.layout, page.title_block, first, last)
        writers += [credit.name for credit in credited if credit.role in WRITING_ROLES]
        editors += [credit.name for credit in credited if credit.role == "editor"]
        ruled: list[str] = []
        for text in self._find_ruled("authors"):
            labelled = list(bylines.read_labelled_names(text))
            ruled += [name for name, is_editor in labelled if not is_editor]
            editors += [name for name, is_editor in labelled if is_editor]
            if not labelled:
                ruled.append(text)
        evidence: list[Evidence] = [
            ("rule:authors", tuple(ruled)),
            ("visible", tuple(writers)),
            ("marked", tuple(page.facts.marked)),
            *page.facts.authors,
        ]
        names, self.method["authors"] = bylines.choose_authors(evidence, editors, self.outlets)
        if not names:
            alone = bylines.find_signed_names(page.layout, page.title_block, first, last, indonesian=self.is_indonesian)
            names, self.method["authors"] = bylines.choose_authors([("signed", tuple(alone))], editors, self.outlets)
        return names

    def read_section(self) -> str | None:
        """Return the section that the article stands in."""
        stated = [(name, (value,)) for name, value in self.page.facts.sections]
        return next(iter(self._choose_values("section", stated)), None)

    def read_tags(self) -> tuple[str, ...]:
        """Return the article's tags, each once."""
        return tuple(dict.fromkeys(self._choose_values("tags", self.page.facts.tags[:1])))

    def read_image(self) -> str | None:
        """Return the first stated picture that has a web address."""
        for _, value in self.page.facts.images:
            try:
                address = urljoin(self.url, value)
            except ValueError:  # a malformed host
                continue
            if address.startswith(("http://", "https://")):
                return address
        return None

    def read_caption(self) -> str | None:
        """Return the first caption between the headline and the end of the story: the main picture's."""
        page = self.page
        if not page.story:
            return None
        kept = set(page.story)
        for n in range(max(page.title_block, 0), page.story[-1]):
            block = page.layout.blocks[n]
            if block.bits & _PICTURE and n not in kept and 15 <= len(block.text) <= 600:
                return block.text
        return None

    def read_language(self) -> str | None:
        """Return the two letters of the first language that the page states."""
        for _, language in self.page.facts.languages:
            if _LANGUAGE.match(language):
                return language[:2].lower()
        return None

    def read_wire_source(self, said: str | None) -> str | None:
        """Return who had the story first, by what was cleaned away (``said``) or by a line right behind the story."""
        if said and (other := wire_source(f"Sumber: {said}", self.outlets)):
            return other
        if not self.page.story:
            return None
        behind = self.page.story[-1] + 1
        for block in self.page.layout.blocks[behind : behind + SOURCE_LINE_REACH]:
            if len(block.text) > 200 or block.bits & _PICTURE or not _CLOSING.match(block.text):
                continue
            if other := wire_source(block.text, self.outlets):
                return other
        return None

    def read_related(self, said: tuple[Related, ...], text: str, removed: tuple[Removed, ...]) -> tuple[Related, ...]:
        """Return the headlines of other articles with their addresses. ``said`` are those that the cleaner found."""
        page = self.page
        if page.container < 0:
            return said
        return links.find_related_links(page.layout.elements[page.container].node, self.url, said, text, removed)

    def read_pages(self) -> tuple[str, ...]:
        """Return the addresses of the article's other pages."""
        rules = self.page.rules
        if rules and rules.pages:  # they may point anywhere
            return pages.find_other_pages(self.page.document.tree, self.url, rules.pages)
        return pages.find_other_pages(self.page.surroundings, self.url)

    def _choose_values(self, name: str, stated: Sequence[Evidence]) -> tuple[str, ...]:
        """Return the values of a field: the outlet's rule before what the page states, first as best."""
        for method, values in ((f"rule:{name}", self._find_ruled(name)), *stated):
            if values:
                self.method[name] = method
                return values
        return ()

    def _find_ruled(self, name: str) -> tuple[str, ...]:
        """Return what the outlet's rule for a field finds; a rule that finds nothing is noted."""
        if self.page.rules is None:
            return ()
        selectors: tuple[str, ...] = getattr(self.page.rules, name)
        found = outlet_rules.find_texts(self.page.document.tree, selectors)
        if selectors and not found:
            self.notes.append(f"rule_missed:{name}")
        return found
