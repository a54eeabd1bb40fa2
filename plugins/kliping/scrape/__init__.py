"""From any news page to a true article: structured data, outlet rules, and a generic reader for the rest."""

from kliping.scrape.article import further_pages, scrape
from kliping.scrape.explain import Explanation, explain
from kliping.scrape.pages import join
from kliping.scrape.probe import probe
from kliping.scrape.version import RULES_VERSION

__all__ = ["RULES_VERSION", "Explanation", "explain", "further_pages", "join", "probe", "scrape"]
