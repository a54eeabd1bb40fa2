"""Dates in every form that feeds, sitemaps, pages and imported texts write them, read in one place."""

from kliping.dates.reading import EARLIEST, Moment, parse_date
from kliping.dates.story import published_in, stated_in, told_today
from kliping.dates.words import MONTH_NAME

__all__ = ["EARLIEST", "MONTH_NAME", "Moment", "parse_date", "published_in", "stated_in", "told_today"]
