"""From any news page to a true article: structured data, outlet rules, and a generic reader for the rest."""

from kliping.scrape.article import further_pages, scrape
from kliping.scrape.decide.stand_ins import STAND_IN_HEADINGS, may_stand_in
from kliping.scrape.explain import Explanation, explain_page
from kliping.scrape.fields.pages import join_pages
from kliping.scrape.inspection import PageInspection, inspect_page, read_visible_text
from kliping.scrape.lines.labelled_names import choose_authors
from kliping.scrape.probe import draft_outlet, find_stated_address
from kliping.scrape.repaired_rules import KnownPage, find_rules
from kliping.scrape.version import SCRAPER_VERSION, digest_rules

STAND_INS = frozenset(STAND_IN_HEADINGS)
"""What ``Article.method["kind"]`` says of a page that stands in an article's place for a while."""

__all__ = [
    "SCRAPER_VERSION",
    "STAND_INS",
    "Explanation",
    "KnownPage",
    "PageInspection",
    "choose_authors",
    "digest_rules",
    "draft_outlet",
    "explain_page",
    "find_rules",
    "find_stated_address",
    "further_pages",
    "inspect_page",
    "join_pages",
    "may_stand_in",
    "read_visible_text",
    "scrape",
]
