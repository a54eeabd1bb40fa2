"""What elements of the page's body state by microdata, and ``<time>``."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.facts.drawn_names import read_drawn_name
from kliping.scrape.facts.other_articles import belongs_to_other_article
from kliping.scrape.lines.plain import plain_text, title_text

_PROPERTIES = {
    "datePublished": "published", "created": "published", "dateModified": "modified", "headline": "titles",
    "articleSection": "sections",
}  # fmt: skip
DATE_PROPERTIES = frozenset({"datePublished", "dateModified", "created"})
_AUTHORS = frozenset({"author", "creator"})


def read_microdata(node: LexborNode, facts: PageFacts) -> None:
    """Add what one element states to ``facts``."""
    attributes = node.attributes
    if node.tag == "time":
        facts.times.append(node)
    name = attributes.get("itemprop") or (attributes.get("property") or "").rpartition(":")[2]
    says_published = _is_time_of_publication(node, attributes)
    if (name in DATE_PROPERTIES or name in _AUTHORS or says_published) and belongs_to_other_article(node.parent):
        return
    if field_name := _PROPERTIES.get(name):
        value = title_text(attributes.get("content") or attributes.get("datetime") or node.text())
        if value and len(value) < 500:
            getattr(facts, field_name).append((f"itemprop:{name}", value))
    elif name in _AUTHORS or _links_to_author(node, attributes):
        if (value := plain_text(node.text(separator=" "))) and len(value) < 80:
            facts.marked.append(value)
    elif says_published:
        facts.published.append(("time", attributes.get("datetime") or ""))
    elif (drawn := read_drawn_name(node, attributes)) and not belongs_to_other_article(node):
        facts.marked.append(drawn)


def _is_time_of_publication(node: LexborNode, attributes: dict[str, str | None]) -> bool:
    """Return whether a ``<time>`` says that an article was published then, by HTML5's ``pubdate`` or by its class."""
    return node.tag == "time" and ("pubdate" in attributes or "publish" in (attributes.get("class") or ""))


def _links_to_author(node: LexborNode, attributes: dict[str, str | None]) -> bool:
    """Return whether an element is a link to this article's author: ``rel="author"``, or hCard's ``fn``."""
    marks = f"{attributes.get('rel') or ''} {attributes.get('class') or ''}".split()
    if node.tag != "a" or not {"author", "fn"} & set(marks):
        return False
    return not belongs_to_other_article(node.parent)
