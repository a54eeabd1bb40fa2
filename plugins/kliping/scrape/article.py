"""From one page to one article: ``scrape``, the function that the other rooms call."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from kliping import dates
from kliping.canonical import canonicalise_url, parse_host
from kliping.clean import Snapshot, clean, wire_source
from kliping.model import JAKARTA, Article, Credit, Related, Removed, Rules, Source
from kliping.scrape import bylines, completion, date_resolution, document, hints, kinds, links, outlet_rules, pages
from kliping.scrape.canonical_link import choose_canonical
from kliping.scrape.parsed_page import Headers, ParsedPage, find_content_type, parse_page
from kliping.scrape.removed_spans import merge_removed

SOURCE_LINE_REACH = 8
"""A line that names the story's source is one of this many blocks behind it."""
BELIEVED_CHANGE_DATES = frozenset({"json-ld:dateModified", "json-ld~dateModified", "meta:article:modified_time"})
"""Dates of a change that may stand in for the publication's; others change with the page around the article."""
_LANGUAGE = re.compile(r"(?i)[a-z]{2}(?:[-_]|$)")
_CLOSING = re.compile(r"(?i)\W{0,3}(?:sumber\s?:|source\s?:|(?:artikel|berita|tulisan|konten) ini )")


def scrape(
    html: bytes,
    *,
    url: str,
    source: Source | None = None,
    fetched_at: dt.datetime | None = None,
    learned: Snapshot | None = None,
    headers: Headers | None = None,
) -> Article:
    """The article on a page. A page that is none has its ``kind`` named and an empty body; never raises on content.

    ``source`` None is looked up by the URL's host; ``Source.GENERIC`` uses no outlet rules. ``fetched_at`` (aware) is
    what relative dates count from and what no date may lie behind; ``learned`` is clean's snapshot of the outlet's
    recurring blocks; ``headers`` are the answer's, for its media type and character set.
    """
    source = choose_source(url) if source is None else source
    media = find_content_type(headers)
    if reason := document.why_not_html(html, media):
        return Article(url=url, canonical_url=canonicalise_url(url), kind="other", notes=(f"not_html:{reason}",))
    reading = parse_page(
        html, source=source, day=fetched_at.astimezone(JAKARTA).date() if fetched_at else None, media=media
    )
    return assemble(reading, url=url, source=source, fetched_at=fetched_at, learned=learned)


def further_pages(html: bytes, *, url: str, source: Source | None = None) -> tuple[str, ...]:
    """Addresses of the article's other pages, in order; empty for most. Cheaper than ``scrape``: nothing is walked."""
    source = choose_source(url) if source is None else source
    if document.why_not_html(html, None):
        return ()
    in_force = source.rules_for(None)
    return pages.find_other_pages(document.parse_html(html).tree, url, in_force.pages if in_force else ())


def assemble(
    reading: ParsedPage,
    *,
    url: str,
    source: Source,
    fetched_at: dt.datetime | None = None,
    learned: Snapshot | None = None,
) -> Article:
    """The article of a page that was read."""
    facts = reading.facts
    kind, reason = kinds.classify_page(reading, url)
    pieces = completion.complete_pieces(reading) if kind == "article" else reading.pieces
    cleaned = clean(
        [text for text, kind, _ in pieces if kind is None], title=reading.title, outlet=source.id, learned=learned
    )
    canonical = choose_canonical(url, facts.canonical, reading.title)
    method = {"title": reading.title_method, "kind": reason}
    notes = list(reading.notes)
    if canonical.refused:
        notes.append("canonical_refused")
    when, modified = _when(reading, source, fetched_at, method, notes)
    outlets = [*facts.site_names, source.name, *parse_host(url).split(".")]
    authors = _authors(reading, cleaned.credits, source, outlets, method, notes)
    section = _field("section", reading, tuple(facts.sections), method, notes)
    tags = _tags(reading, method, notes)
    language = next((v for _, v in facts.languages if _LANGUAGE.match(v)), None)
    story: dict[str, Any] = {}
    if kind == "article":
        method["body"] = reading.body_method
        if any(rule == completion.COMPLETION_RULE for _, _, rule in pieces):
            method["body"] += f"+{completion.COMPLETION_RULE}"
            notes.append(completion.COMPLETION_NOTE)
        scraped_text, removed = merge_removed(pieces, cleaned.removed)
        story = {
            "body": cleaned.text,
            "scraped_text": scraped_text,
            "removed": removed,
            "repairs": cleaned.repairs,
            "dateline": cleaned.dateline,
            "credits": cleaned.credits,
            "date_text": cleaned.date_text,
            "wire_source": _wire_source(reading, cleaned.wire_source, outlets),
            "related": _related(reading, url, cleaned.related, scraped_text, removed),
            "pages": _pages(reading, url),
        }
    return Article(
        url=url,
        canonical_url=canonical.url,
        kind=kind,
        title=reading.title,
        authors=authors,
        published_at=when.at if when else None,
        published_precision=when.precision if when else None,
        modified_at=modified.at if modified else None,
        section=section,
        tags=tags,
        image=_image(url, facts.images),
        caption=_caption(reading),
        language=language[:2].lower() if language else None,
        method={name: value for name, value in method.items() if value},
        notes=tuple(dict.fromkeys(notes)),
        **story,
    )


def choose_source(url: str) -> Source:
    """The outlet of an address; ``Source.GENERIC`` for an unknown one."""
    from kliping import sources

    return sources.find_source(url) or Source.GENERIC


def _related(
    reading: ParsedPage, url: str, said: tuple[Related, ...], text: str, removed: tuple[Removed, ...]
) -> tuple[Related, ...]:
    if reading.container < 0:
        return said
    return links.find_related_links(reading.layout.elements[reading.container].node, url, said, text, removed)


def _pages(reading: ParsedPage, url: str) -> tuple[str, ...]:
    if reading.rules and reading.rules.pages:  # a rule may point anywhere
        return pages.find_other_pages(reading.document.tree, url, reading.rules.pages)
    return pages.find_other_pages(reading.surroundings, url)


def _when(
    reading: ParsedPage, source: Source, fetched_at: dt.datetime | None, method: dict[str, str], notes: list[str]
) -> tuple[dates.Moment | None, dates.Moment | None]:
    facts = reading.facts
    zone = ZoneInfo(source.timezone)

    def parse(text: str) -> dates.Moment | None:
        return dates.parse_date(text, fetched_at=fetched_at, zone=zone)

    stated = [(name, moment) for name, value in facts.published if (moment := parse(value))]
    stated.sort(key=lambda one: one[1].clock.time() == dt.time())  # midnight is what a template says
    first, _ = _extent(reading)
    shown, updated = bylines.read_date_lines(reading.layout, reading.title_block, first, fetched_at, zone)
    ruled = _ruled("date", reading.rules, reading, notes)
    if ruled and (moment := parse(ruled)):
        shown.insert(0, moment)
    indonesian = _indonesian(reading, source)
    settled = date_resolution.resolve_date(stated, shown, fetched_at=fetched_at, zone=zone, indonesian=indonesian)
    if exact := date_resolution.find_exact_time(
        [m for value in facts.times if (m := parse(value))], settled.moment, fetched_at, zone
    ):
        settled = settled._replace(moment=exact, method="time")
    method["published_at"] = "rule:date" if ruled and shown and settled.moment == shown[0] else settled.method
    notes += settled.notes
    changed = date_resolution.resolve_changes(
        [*updated, *(moment for _, value in facts.modified if (moment := parse(value)))],
        stated,
        settled.moment,
        fetched_at=fetched_at,
        zone=zone,
        indonesian=indonesian,
    )
    if settled.moment is None and not updated:
        trusted = [
            (name, moment)
            for name, value in facts.modified
            if name in BELIEVED_CHANGE_DATES and (moment := parse(value))
        ]
        moments = [moment for _, moment in trusted]
        believed = date_resolution.resolve_changes(
            moments, (), None, fetched_at=fetched_at, zone=zone, indonesian=indonesian
        )
        if believed:
            method["published_at"] = trusted[0][0]
            notes.append("date_from_modified")
            return min(believed, key=lambda moment: moment.at), None
    after = [m for m in changed if settled.moment is None or m.at > settled.moment.at]
    return settled.moment, next(iter(after), None)


def _indonesian(reading: ParsedPage, source: Source) -> bool:
    if source is not Source.GENERIC:
        return source.language == "id"
    return any(stated.lower().startswith("id") for _, stated in reading.facts.languages[:1])


def _extent(reading: ParsedPage) -> tuple[int, int]:
    """The story's first and last block; a date line above its first sentence is not counted in."""
    story, blocks = reading.story, reading.layout.blocks
    if not story:
        return len(blocks), len(blocks)
    return next((n for n in story if blocks[n].prose), story[0]), story[-1]


def _image(url: str, stated: list[tuple[str, str]]) -> str | None:
    """The first stated picture that has a web address."""
    for _, value in stated:
        try:
            address = urljoin(url, value)
        except ValueError:  # a malformed host
            continue
        if address.startswith(("http://", "https://")):
            return address
    return None


def _caption(reading: ParsedPage) -> str | None:
    """The first caption between the headline and the end of the story: the main picture's."""
    blocks, story = reading.layout.blocks, reading.story
    kept = set(story)
    for n in range(max(reading.title_block, 0), story[-1] if story else 0):
        block = blocks[n]
        if (
            block.bits & (hints.KIND_BITS["caption"] | hints.FIGURE_BIT)
            and n not in kept
            and 15 <= len(block.text) <= 600
        ):
            return block.text
    return None


def _ruled(name: str, outlet: Rules | None, reading: ParsedPage, notes: list[str]) -> str | None:
    selectors: tuple[str, ...] = getattr(outlet, name) if outlet else ()
    if not selectors:
        return None
    text = outlet_rules.find_first_text(reading.document.tree, selectors)
    if text is None:
        notes.append(f"rule_missed:{name}")
    return text


def _field(
    name: str, reading: ParsedPage, stated: tuple[tuple[str, str], ...], method: dict[str, str], notes: list[str]
) -> str | None:
    if text := _ruled(name, reading.rules, reading, notes):
        method[name] = f"rule:{name}"
        return text
    if stated:
        method[name] = stated[0][0]
        return stated[0][1]
    return None


def _tags(reading: ParsedPage, method: dict[str, str], notes: list[str]) -> tuple[str, ...]:
    selectors = reading.rules.tags if reading.rules else ()
    found = outlet_rules.find_texts(reading.document.tree, selectors)
    if selectors and not found:
        notes.append("rule_missed:tags")
    if found:
        method["tags"] = "rule:tags"
    elif reading.facts.tags:
        method["tags"], found = reading.facts.tags[0]
    return tuple(dict.fromkeys(found))


def _authors(
    reading: ParsedPage,
    credited: tuple[Credit, ...],
    source: Source,
    outlets: list[str],
    method: dict[str, str],
    notes: list[str],
) -> tuple[str, ...]:
    first, last = _extent(reading)
    writers, editors = bylines.read_shown_authors(reading.layout, reading.title_block, first, last)
    for credit in credited:
        if credit.role in ("author", "reporter"):
            writers.append(credit.name)
        elif credit.role == "editor":
            editors.append(credit.name)
    ruled = outlet_rules.find_texts(reading.document.tree, reading.rules.authors) if reading.rules else ()
    if reading.rules and reading.rules.authors and not ruled:
        notes.append("rule_missed:authors")
    written: list[str] = []
    for text in ruled:
        if found := list(bylines.read_labelled_names(text)):
            written += [name for name, is_editor in found if not is_editor]
            editors += [name for name, is_editor in found if is_editor]
        else:
            written.append(text)
    stated = [("rule:authors", tuple(written)), ("visible", tuple(writers)), ("marked", tuple(reading.facts.marked))]
    names, method["authors"] = bylines.choose_authors([*stated, *reading.facts.authors], editors, outlets)
    if not names:
        indonesian = _indonesian(reading, source)
        alone = bylines.find_signed_names(reading.layout, reading.title_block, first, last, indonesian=indonesian)
        names, method["authors"] = bylines.choose_authors([("signed", tuple(alone))], editors, outlets)
    return names


def _wire_source(reading: ParsedPage, said: str | None, outlets: list[str]) -> str | None:
    """Who had the story first, by what was cleaned away (``said``) or by a line right behind the story."""
    if said and (other := wire_source(f"Sumber: {said}", outlets)):
        return other
    last = reading.story[-1] if reading.story else len(reading.layout.blocks)
    for block in reading.layout.blocks[last + 1 : last + 1 + SOURCE_LINE_REACH]:
        if len(block.text) <= 200 and not block.bits & (hints.KIND_BITS["caption"] | hints.FIGURE_BIT):
            closing = _CLOSING.match(block.text)
            if closing and (other := wire_source(block.text, outlets)):
                return other
    return None
