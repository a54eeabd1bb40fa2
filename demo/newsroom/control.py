"""The newsroom's reports and switches under ``/_newsroom/``; only its own address answers there, no outlet's."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from demo.newsroom.breakages import BREAKAGES
from demo.newsroom.edition import OUTLETS
from demo.newsroom.faults import KINDS, SLOW_OUTLET
from demo.newsroom.page import Answer
from demo.newsroom.site import Request, Site

MOST_SECONDS = 600
HIDING = ("feed", "sitemap", "index", "wordpress")
FAULTS = ", ".join(("none", *filter(None, KINDS)))
TEACHES = {
    "GET health": "is it there, and which outlets does it have",
    "GET state": "clock, seed, counts of requests and articles served, what is down, edited or set",
    "POST edit?day=YYYY-MM-DD": "articles of that day that get edited show their new text once they were served",
    "POST down?host=gema.test": "the outlet hangs up on every request",
    "POST up?host=gema.test": "and answers again",
    "POST slow?host=gema.test&seconds=2": "each answer of the outlet takes so long; 0 ends it",
    "POST redesign?host=gema.test": "classes and ids of its articles get other names; &undo=1: the old ones again",
    "POST hide?host=gema.test&route=index&share=0.2": "the feed, sitemap, index or wordpress leaves out a fifth",
    "POST break?host=gema.test&kind=paywall": f"the whole outlet breaks: {', '.join(BREAKAGES)}; none mends it",
    "POST fault?url=http://gema.test/a/...&kind=gone": f"set what is wrong with a page: {FAULTS}",
    "POST reset": "forget all of this, and what was served",
}


def answer_control(site: Site, method: str, path: str, query: Mapping[str, str]) -> Answer:
    """Return the answer to ``/_newsroom/<path>``; changes want POST. 400 says what is wrong with the query."""
    name = path.strip("/")
    if name in ("", "health", "state"):
        reports = {"": lambda _: TEACHES, "health": report_health, "state": report_state}
        return _answer_json(200, reports[name](site))
    if name not in ("edit", "down", "up", "slow", "redesign", "hide", "break", "fault", "reset"):
        return _answer_json(404, {"error": f"no such thing: {name}", "known": TEACHES})
    if method != "POST":
        return _answer_json(405, {"error": f"{name} changes something: POST it"})
    try:
        _change_site(site, name, query)
    except (KeyError, ValueError) as error:
        wrong = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        return _answer_json(400, {"error": wrong, "known": TEACHES})
    return _answer_json(200, report_state(site))


def _change_site(site: Site, name: str, query: Mapping[str, str]) -> None:
    if name == "edit":
        site.articles.edited_days.add(dt.date.fromisoformat(query["day"]))
    elif name == "fault":
        _set_fault(site, query["url"], query["kind"])
    elif name == "reset":
        for changed in (site.down, site.slow, site.redesigned, site.hidden, site.broken):
            changed.clear()
        site.articles.reset()
    else:
        outlet = site.outlet(query["host"])
        if outlet is None:
            raise ValueError(f"{query['host']} is not an outlet of this newsroom")
        _set_outlet(site, name, outlet.host, query)


def _set_outlet(site: Site, name: str, host: str, query: Mapping[str, str]) -> None:
    if name == "slow":
        seconds = float(query.get("seconds", SLOW_OUTLET))
        if not 0 <= seconds <= MOST_SECONDS:
            raise ValueError(f"seconds is {seconds}: it must be from 0 to {MOST_SECONDS}")
        site.slow[host] = seconds
    elif name == "break":
        _break(site, host, query["kind"])
    elif name == "hide":
        _hide(site, host, query["route"], float(query["share"]))
    elif name == "redesign":
        (site.redesigned.discard if query.get("undo") else site.redesigned.add)(host)
    else:
        (site.down.add if name == "down" else site.down.discard)(host)


def _break(site: Site, host: str, kind: str) -> None:
    if kind == "none":
        site.broken.pop(host, None)
    elif kind in BREAKAGES:
        site.broken[host] = kind
    else:
        raise ValueError(f"{kind} is no breakage; known: none, {', '.join(BREAKAGES)}")


def _hide(site: Site, host: str, route: str, share: float) -> None:
    if route not in HIDING:
        raise ValueError(f"{route} hides nothing; known: {', '.join(HIDING)}")
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share}: it must be from 0 to 1")
    site.hidden[host, route] = share


def _set_fault(site: Site, url: str, kind: str) -> None:
    kind = "" if kind == "none" else kind
    host, _, target = url.partition("://")[2].partition("/")
    request = Request.of(host, f"/{target}")
    outlet = site.outlet(host)
    where = outlet.locate(site.edition, request.path, request.query) if outlet else None
    if where is None:
        raise ValueError(f"{url} is no article's address")
    if kind not in KINDS:
        raise ValueError(f"{kind} is no fault; known: {FAULTS}")
    site.articles.set_faults[where.ref] = kind


def report_health(site: Site) -> dict[str, object]:
    """Report that the newsroom answers, and for which outlets."""
    return {"ok": True, "outlets": [f"{outlet}.test" for outlet in OUTLETS], "now": site.clock().isoformat()}


def report_state(site: Site) -> dict[str, object]:
    """Report everything that can differ between two newsrooms, and what happened so far."""
    edition, articles = site.edition, site.articles
    return {
        "now": site.clock().isoformat(),
        "seed": edition.seed,
        "articles_per_day": edition.articles_per_day,
        "faults": edition.faults,
        "page_weight": site.page_weight,
        "requests": dict(site.requests),
        "articles_served": sum(articles.served.values()),
        "down": sorted(site.down),
        "slow": {host: seconds for host, seconds in sorted(site.slow.items()) if seconds},
        "redesigned": sorted(site.redesigned),
        "broken": dict(sorted(site.broken.items())),
        "hidden": {f"{host} {route}": share for (host, route), share in sorted(site.hidden.items()) if share},
        "edited_days": sorted(map(str, articles.edited_days)),
        "set_faults": {f"{ref.outlet} {ref.day} {ref.n}": kind for ref, kind in articles.set_faults.items()},
    }


def _answer_json(status: int, data: object) -> Answer:
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    return Answer(status, [text.encode()], "application/json; charset=utf-8")
