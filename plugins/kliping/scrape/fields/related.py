"""Where the headlines of other articles lead that stood in the text: the container's links beside what was removed."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from kliping.model import Related, Removed
from kliping.scrape.blocks.layout import HEADING_TAGS
from kliping.scrape.blocks.line_parts import split_line
from kliping.scrape.decide.linked_teasers import LEAST_TEASER_WORDS
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.fields.shown_links import leads_to_neighbour, leads_to_tag
from kliping.scrape.lines.line_heuristics import ends_sentence, is_announcement, strip_announcement
from kliping.scrape.lines.plain import fold_words, plain_text

MIN_HEADLINE_CHARS, MIN_HEADLINE_WORDS = 12, 2
"""Characters and words of a headline."""
MAX_LINKS = 500


def find_related_links(
    page: ParsedPage, url: str, said: tuple[Related, ...], text: str, removed: Sequence[Removed]
) -> tuple[Related, ...]:
    """Return the related headlines with their addresses, in the order of the text.

    ``said`` are the headlines that the cleaner found; ``removed`` are spans of ``text``.
    """
    spans = [span for span in removed if span.kind == "related"]
    if page.container < 0 or not (spans or said):
        return said
    container = page.layout.elements[page.container].node
    dropped = _fold_line(" \n ".join(text[span.start : span.end] for span in spans))
    linked: dict[str, Related] = {}
    for node in container.css("a[href]")[:MAX_LINKS]:
        title = _read_headline(node)
        key = _fold_line(title)
        if not title or key not in dropped:
            continue
        address = _read_address(node, url)
        if address and not (leads_to_tag(node) or leads_to_neighbour(node)):
            linked.setdefault(key, Related(title, address))
    found: dict[str, Related] = {}
    for related in said:
        key = _fold_line(related.title)
        match = linked.get(key) or next((one for other, one in linked.items() if key in other or other in key), None)
        if match:
            found[key] = Related(related.title, match.url)
        else:
            found[key] = related
    addresses = {related.url for related in found.values()}
    found |= {key: one for key, one in linked.items() if key not in found and one.url not in addresses}
    if len(found) < 2:
        return tuple(found.values())
    folded = _fold_line(text)
    return tuple(found[key] for key in sorted(found, key=folded.find))


def _fold_line(text: str) -> str:
    return f" {' '.join(fold_words(text))} "


def _read_headline(node: LexborNode) -> str:
    """Return what a link says: the headline in it, where it holds a summary too; empty where it is none."""
    whole = node.text(separator=" ")
    if len(whole) < MIN_HEADLINE_CHARS:
        return ""
    stands_apart = [inner.text(separator=" ") for inner in node.traverse() if inner.tag in HEADING_TAGS]
    long = [part.text for part in split_line([node]) if len(part.text.split()) >= LEAST_TEASER_WORDS]
    if not stands_apart and any(text[0].isupper() and ends_sentence(text) for text in long[1:]):  # a summary
        stands_apart = long[:1]
    for stated in [*stands_apart, whole]:
        text = strip_announcement(plain_text(stated))
        if len(text) >= MIN_HEADLINE_CHARS and len(text.split()) >= MIN_HEADLINE_WORDS and not is_announcement(text):
            return text
    return ""


def _read_address(node: LexborNode, url: str) -> str | None:
    """Return the absolute web address of a link to another page; None for any other."""
    try:
        address = urljoin(url, plain_text(node.attributes.get("href") or ""))
    except ValueError:  # a malformed host
        return None
    address = address.partition("#")[0]
    if not address.startswith(("http://", "https://")) or address == url.partition("#")[0]:
        return None
    return address
