"""Dates in every form that feeds, sitemaps, pages and imported texts write them, read in one place."""

from kliping.dates.reading import EARLIEST_DATE, Moment, parse_date
from kliping.dates.story import find_published_date, find_stated_date, find_today_date
from kliping.dates.words import MONTH_NAME

__all__ = [
    "EARLIEST_DATE",
    "MONTH_NAME",
    "Moment",
    "find_published_date",
    "find_stated_date",
    "find_today_date",
    "parse_date",
]
