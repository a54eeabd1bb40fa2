"""Every cause that a diagnosis can name: what it means, what to do next. The one table of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class CauseKind(NamedTuple):
    """What is said of a cause and the command to run next; facts stand in braces."""

    says: str
    command: str


CHECK = "kliping sources check {outlet}"
REPAIR = "kliping sources repair {outlet}"
AGAIN = "make backfill FROM={day} TO={day} SOURCES={outlet} AGAIN=1 (when it is over)"
EDIT_ROUTES = "edit the routes in the file of {outlet} (docs/outlets.md), then " + CHECK

CAUSES: Mapping[str, CauseKind] = {
    # of the host
    "host_gone": CauseKind("the host has no address any more (DNS)", EDIT_ROUTES),
    "refused": CauseKind("the host refuses connections", AGAIN),
    "certificate": CauseKind("the host's certificate is not valid", AGAIN),
    "forbidden": CauseKind(
        "the outlet refuses our robot",
        "ask the outlet (SECURITY.md says who we are); set enabled: false in its file until it answers",
    ),
    "challenge": CauseKind(
        "a bot challenge is shown instead of the pages",
        "ask the outlet to let the user agent pass; set enabled: false in its file until then",
    ),
    "robots": CauseKind(
        "robots.txt forbids the site now", "set enabled: false in the outlet's file: it has asked not to be read"
    ),
    "rate_limited": CauseKind(
        "the outlet asks us to slow down", "set a larger delay: in the file of {outlet}, then " + AGAIN
    ),
    "slow": CauseKind(
        "the outlet answers too slowly for the time a run has",
        "raise KLIPING_COLLECT_DEADLINE or KLIPING_TIMEOUT, then " + AGAIN,
    ),
    "server_error": CauseKind("the outlet's server fails", AGAIN),
    "blank": CauseKind("the outlet answers with empty pages", AGAIN),
    "maintenance": CauseKind("the outlet shows a notice in place of its pages", AGAIN),
    "parked": CauseKind(
        "the domain is parked or for sale",
        "set enabled: false in the file of {outlet}, or enter its new addresses (docs/outlets.md), then " + CHECK,
    ),
    "consent": CauseKind(
        "a notice that asks for consent is shown instead of the pages",
        "ask the outlet to let the user agent pass; set enabled: false in its file until then",
    ),
    # of the routes
    "feed_moved": CauseKind("the feed has moved", EDIT_ROUTES),
    "feed_html": CauseKind("a page is where the feed was", EDIT_ROUTES),
    "feed_empty": CauseKind("the feed has no entry", EDIT_ROUTES),
    "index_redesigned": CauseKind("the lists of articles were redesigned", EDIT_ROUTES),
    "cached": CauseKind("the pages are served as they were a day ago", AGAIN),
    "route_gone": CauseKind("the address of a route leads to no page any more", EDIT_ROUTES),
    "route_silent": CauseKind("a route shows nothing of the day that others show", EDIT_ROUTES),
    "route_failed": CauseKind("a route cannot be read", CHECK),
    # of the articles' pages
    "paywall": CauseKind(
        "the articles end before a paywall",
        "set enabled: false in the outlet's file, or an article: pattern of its free articles",
    ),
    "login": CauseKind(
        "the articles ask for a login",
        "set enabled: false in the outlet's file, or an article: pattern of its free articles",
    ),
    "articles_gone": CauseKind("the addresses of the articles lead to no page any more", EDIT_ROUTES),
    "scripted": CauseKind("the articles are drawn by a script now", EDIT_ROUTES),
    "one_canonical": CauseKind("many pages name one and the same canonical address", CHECK),
    "body_redesigned": CauseKind("the articles were redesigned: the rule for the body finds nothing", REPAIR),
    "title_redesigned": CauseKind("the articles were redesigned: the rule for the title finds nothing", REPAIR),
    "date_redesigned": CauseKind("the articles were redesigned: the rule for the date finds nothing", REPAIR),
    "section_redesigned": CauseKind("a section was redesigned: the rule for the body finds nothing in it", REPAIR),
    "future_dates": CauseKind("the dates lie in the future", CHECK),
    "yearless": CauseKind("the dates have no year any more", CHECK),
    "undated": CauseKind("the pages no longer show a date", CHECK),
    "quarantined": CauseKind("the pages are not fit to load", "kliping quarantine list --outlet {outlet}"),
    "one_title": CauseKind("many articles have one and the same title", REPAIR),
    # nothing that we could name
    "not_run": CauseKind("no run has tried the day", "make backfill FROM={day} TO={day} SOURCES={outlet}"),
    "going": CauseKind("a run of the day is on its way", "kliping status"),
    "never_loaded": CauseKind("a run of the day broke off before it was loaded", "{resume}"),
    "broke_off": CauseKind("the run broke off", "kliping status --run {run}"),
    "links_failed": CauseKind("fewer articles than usual, and some links failed", AGAIN),
    "most_failed": CauseKind("most of the links failed", AGAIN),
    "few": CauseKind("fewer articles than usual, and nothing that failed", CHECK),
    "well": CauseKind("nothing is wrong with the outlet", "nothing to do"),
}
