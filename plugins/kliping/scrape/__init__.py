"""From any news page to a true article: structured data, outlet rules, and a generic reader for the rest."""

from kliping.scrape.article import further_pages, scrape
from kliping.scrape.bylines import authors
from kliping.scrape.explain import Explanation, explain
from kliping.scrape.pages import join
from kliping.scrape.probe import probe
from kliping.scrape.standin import HEADINGS, may_stand_in
from kliping.scrape.version import RULES_VERSION

STAND_INS = frozenset(HEADINGS)
"""What ``Article.method["kind"]`` says of a page that stands in an article's place for a while."""

__all__ = [
    "RULES_VERSION",
    "STAND_INS",
    "Explanation",
    "authors",
    "explain",
    "further_pages",
    "join",
    "may_stand_in",
    "probe",
    "scrape",
]
