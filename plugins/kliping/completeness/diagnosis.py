"""Why an outlet's day lacks articles: one cause, its evidence, and the next command.

The tests stand in the order in which a link goes its way: what stops it first is the cause, and what stands after
that is its effect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kliping.completeness.causes import AGAIN, CAUSES
from kliping.completeness.evidence import DayEvidence, Ending, SeenPage

MOST = 0.5
"""Share of the links or pages from which on one reason is the day's cause."""
FEWEST = 3
"""Links or pages; fewer are a page's trouble and not the outlet's."""
MOST_OF_SECTION = 0.8
"""The same within one section, whose pages are few."""
DATED_DROP = 0.4
"""By how much the share of dated articles must fall to be a cause."""
REASON_CAUSES = {
    "dns": "host_gone", "connect": "refused", "reset": "refused", "tls": "certificate", "robots": "robots",
    "http_429": "rate_limited", "paused": "rate_limited", "timeout": "slow", "deadline": "slow",
    "robots_unreachable": "server_error", "maintenance": "maintenance", "suspended": "maintenance",
    "broken": "maintenance", "empty": "blank", "parked": "parked", "consent": "consent",
}  # fmt: skip
"""Reason of a failed page or link -> the cause that it stands for."""
GONE = ("http_404", "http_410")
LINK_CAUSES = REASON_CAUSES | dict.fromkeys(GONE, "articles_gone")
"""The same of links alone: a route that is gone says nothing about the articles."""
ASKED_FOR_OTHER = "same_canonical_url"
"""Reason of links that were not followed, for another one leads to the same article."""

IMPLIED = {
    "section_redesigned": ("body_redesigned", "paywall", "login", "scripted", "articles_gone"),
    "body_redesigned": ("paywall", "login", "scripted", "articles_gone"),
    "title_redesigned": ("scripted", "articles_gone"),
    "date_redesigned": ("scripted", "articles_gone"),
    "quarantined": ("paywall", "login", "scripted", "articles_gone", "body_redesigned", "title_redesigned"),
}
"""Cause -> the causes with which it need not be named: it is one of their effects."""


@dataclass(frozen=True, slots=True)
class CauseFinding:
    """A cause that the evidence shows, with what shows it."""

    cause: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayVerdict:
    """What is wrong with an outlet's day. ``also``: causes beside the first, which may be its effects."""

    cause: str
    says: str
    evidence: tuple[str, ...]
    command: str
    broke_at: str
    """The step of the funnel at which it broke; empty where it did not."""
    also: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        return self.cause == "well"


def diagnose_day(evidence: DayEvidence) -> DayVerdict:
    """Return the verdict on an outlet's day."""
    found = [finding for test in _TESTS for finding in test(evidence)]
    if not found:
        found = [_judge_without_cause(evidence)]
    first = found[0]
    kind = CAUSES[first.cause]
    command = kind.command
    if first.cause == "well" and first.evidence:
        command = AGAIN  # the outlet is well, and single pages of it failed
    return DayVerdict(
        first.cause,
        kind.says,
        first.evidence,
        command.format(outlet=evidence.outlet, day=evidence.day, run=evidence.run, resume=evidence.begun.command),
        _find_break(evidence),
        _list_further([each.cause for each in found]),
    )


def _list_further(causes: Sequence[str]) -> tuple[str, ...]:
    """Return the causes other than the first that none of the others implies."""
    further = dict.fromkeys(cause for cause in causes if cause != causes[0])
    return tuple(cause for cause in further if not set(IMPLIED.get(cause, ())) & set(causes))


def _judge_without_cause(evidence: DayEvidence) -> CauseFinding:
    """Return the finding for a day on which no test found a cause of the whole day."""
    failed = _list_failed(evidence)
    links = sum(ending.links for ending in evidence.endings if ending.result == "failed")
    if links >= FEWEST and links >= MOST * _count_due(evidence):
        return CauseFinding("most_failed", failed)
    if not evidence.low:
        return CauseFinding("well", failed)
    return CauseFinding("links_failed" if failed else "few", failed)


def _list_failed(evidence: DayEvidence) -> tuple[str, ...]:
    """Return a sentence for each reason why single links failed, with an example."""
    return tuple(
        f"links that failed: {ending.links}, {ending.reason}: {ending.detail} ({ending.example})"
        for ending in evidence.endings
        if ending.result == "failed"
    )


def _find_break(evidence: DayEvidence) -> str:
    """Return the first step of the funnel that passes less than half of its usual share."""
    usual = evidence.usual
    if usual is None:
        return ""
    now = evidence.funnel
    if now.found < MOST * usual.found:
        return "found"
    steps = ("fetched", "scraped", "accepted", "loaded")
    # what is known needs no fetching: the steps are held to the links that were due
    above_now, above_usual = now.found - now.known, usual.found - usual.known
    for step in steps:
        count, normal = getattr(now, step), getattr(usual, step)
        if above_now >= FEWEST and above_usual and count / above_now < MOST * normal / above_usual:
            return step
        above_now, above_usual = count, normal
    return ""


def _test_run(evidence: DayEvidence) -> Iterator[CauseFinding]:
    if evidence.begun.says:
        yield CauseFinding("going" if evidence.begun.going else "never_loaded", (evidence.begun.says,))
    elif not evidence.run:
        yield CauseFinding("not_run", (f"no run has tried {evidence.day}",))
    elif evidence.error and not evidence.routes:
        yield CauseFinding("broke_off", (evidence.error,))


def _test_host(evidence: DayEvidence) -> Iterator[CauseFinding]:
    """Test whether no route answered, or what most links ended by."""
    routes = [walk for walk in evidence.routes if walk.kind != "total"]
    if routes and all(walk.failed for walk in routes):
        reason, detail = _split_note(next((note for walk in routes for note in walk.blind), evidence.error))
        yield CauseFinding(_name_cause(reason, detail) or "route_failed", (f"{routes[0].kind} {reason}: {detail}",))
    due = _count_due(evidence)
    by_cause: dict[str, list[Ending]] = {}
    for ending in evidence.endings:
        cause = _name_cause(ending.reason, ending.detail, LINK_CAUSES)
        if cause and ending.result in ("failed", "skipped"):
            by_cause.setdefault(cause, []).append(ending)
    for cause, endings in by_cause.items():
        links = sum(ending.links for ending in endings)
        if links >= FEWEST and links >= MOST * due:
            first = max(endings, key=lambda ending: ending.links)
            yield CauseFinding(
                cause, (f"{links} of {due} links: {first.reason}: {first.detail}", f"such as {first.example}")
            )


def _count_due(evidence: DayEvidence) -> int:
    """Return how many links were to be followed: those that were not known, each article once."""
    elsewhere = sum(ending.links for ending in evidence.endings if ending.reason == ASKED_FOR_OTHER)
    return evidence.funnel.found - evidence.funnel.known - elsewhere


def _name_cause(reason: str, detail: str, causes: Mapping[str, str] = REASON_CAUSES) -> str | None:
    """Return the cause that a reason stands for; None where it is a page's own."""
    if reason == "blocked":
        marks = (("challenge", "challenge"), ("a login page", "login"))
        return next((cause for mark, cause in marks if mark in detail), "forbidden")
    if reason.startswith("http_5"):
        return "server_error"
    return causes.get(reason)


def _split_note(note: str) -> tuple[str, str]:
    reason, _, detail = note.partition(": ")
    return reason, detail


ROUTE_CAUSES = {"html": "feed_html", "links_missed": "index_redesigned", "cached": "cached"}
"""Reason of a route's note -> cause."""


def _test_routes(evidence: DayEvidence) -> Iterator[CauseFinding]:
    """Test what single routes have to say, then whether they stand still."""
    for walk in evidence.routes:
        for note in walk.blind:
            reason, detail = _split_note(note)
            if cause := ROUTE_CAUSES.get(reason):
                yield CauseFinding(cause, (f"{walk.kind}: {detail}",))
            elif walk.failed:
                cause = "route_gone" if reason in GONE else _name_cause(reason, detail)
                yield CauseFinding(cause or "route_failed", (f"{walk.kind} {reason}: {detail}",))
            elif reason == "empty" and walk.kind == "feed":
                yield CauseFinding("feed_empty", (f"feed: {detail}",))
            elif reason == "empty" and walk.kind in ("index", "category", "state", "post") and not _any_found(evidence):
                yield CauseFinding("index_redesigned", (f"{walk.kind}: {detail}",))
    for message in evidence.route_messages:
        _, _, rest = message.partition(" ")
        reason = rest.partition(" ")[0].rstrip(":")
        if reason == "moved":
            yield CauseFinding("feed_moved", (message,))
    yield from _test_silent(evidence)
    stands_still = not _any_found(evidence) and evidence.found_before >= FEWEST
    if stands_still and not any(walk.failed for walk in evidence.routes):
        yield CauseFinding(
            "cached",
            (f"every route answers, with {evidence.found_before} articles of the day before and none of the day",),
        )


def _test_silent(evidence: DayEvidence) -> Iterator[CauseFinding]:
    """Test whether a route that always showed the day shows nothing of it, and another one does."""
    fullest = max(evidence.routes, key=lambda walk: walk.found, default=None)
    if fullest is None or fullest.found < FEWEST:
        return
    for walk in evidence.routes:
        usual = evidence.routes_usual.get(walk.route_url, 0)
        if walk.found or walk.failed or walk.blind or usual < FEWEST:
            continue
        counts = f"{walk.kind}: none of the day, usually {usual}; {fullest.kind} shows {fullest.found}"
        elsewhere = next((end for end in evidence.endings if end.reason == "not_an_article"), None)
        shown = [f"{walk.kind}: {walk.route_url}"]
        if elsewhere and elsewhere.links >= FEWEST:
            shown.append(f"{elsewhere.links} links lead to no article of the outlet, such as {elsewhere.example}")
        yield CauseFinding("route_silent", (counts, *shown))


def _any_found(evidence: DayEvidence) -> bool:
    return any(walk.found for walk in evidence.routes)


def _test_pages(evidence: DayEvidence) -> Iterator[CauseFinding]:
    """Test what the pages of articles show: first what hides the story, then what rules do not find."""
    pages = evidence.pages
    refused = sum(ending.links for ending in evidence.endings if ending.result == "quarantined")
    fetched = max(1, evidence.funnel.fetched)
    if refused >= FEWEST and refused >= MOST * fetched:
        yield from _test_refused(pages, refused, fetched)
    alike = [ending for ending in evidence.endings if ending.reason == "page_names_same_canonical_url"]
    alone = evidence.notes.get("canonical_refused", 0)
    same = sum(ending.links for ending in alike) + alone
    if same >= FEWEST and same >= MOST * fetched:
        examples = [ending.example for ending in alike] + [page.url for page in pages]
        summary = f"{same} of {fetched} pages name another page's address as their own"
        yield CauseFinding("one_canonical", (summary, *(f"such as {url}" for url in examples[:1])))
    title, titled = evidence.common_title
    if titled >= FEWEST and titled >= MOST * fetched:
        yield CauseFinding("one_title", (f"{titled} of {fetched} articles have the title {title!r}",))
    yield from _test_rules(evidence, fetched)


def _test_refused(pages: tuple[SeenPage, ...], refused: int, fetched: int) -> Iterator[CauseFinding]:
    summary = f"{refused} of {fetched} pages are not fit to load"
    for cause, marked in (
        ("paywall", [page for page in pages if page.paywalled]),
        ("scripted", [page for page in pages if page.scripted]),
    ):
        if marked and len(marked) >= MOST * len(pages):
            yield CauseFinding(cause, (summary, f"such as {marked[0].url}"))

    led = Counter(page.leads_to for page in pages if page.leads_to)
    target, times = led.most_common(1)[0] if led else ("", 0)
    if led and times >= min(FEWEST, len(pages)) and times >= MOST * len(pages):
        example = next(page.url for page in pages if page.leads_to == target)
        yield CauseFinding("articles_gone", (summary, f"{example} and others redirect to {target}"))


def _test_rules(evidence: DayEvidence, fetched: int) -> Iterator[CauseFinding]:
    for field in ("body", "title", "date"):
        missed = evidence.notes.get(f"rule_missed:{field}", 0)
        if missed >= FEWEST and missed >= MOST * fetched:
            rule = evidence.selectors.get(field, "")
            page = next((page for page in evidence.pages if page.found.get(field, "") is None), None)
            where = (f"such as {page.url}",) if page else ()
            yield CauseFinding(
                f"{field}_redesigned", (f"{rule!r} finds nothing on {missed} of {fetched} pages", *where)
            )
    for miss in evidence.sections_missed:
        rule = evidence.selectors.get("body", "")
        if miss.missed >= FEWEST and miss.missed >= MOST_OF_SECTION * miss.pages:
            summary = f"{rule!r} finds nothing on {miss.missed} of {miss.pages} pages of {miss.section}"
            yield CauseFinding("section_redesigned", (summary, f"such as {miss.example}"))
    ahead = evidence.notes.get("date_in_future", 0)
    if ahead >= FEWEST and ahead >= MOST * fetched:
        summary = f"{ahead} of {fetched} pages have a date after they were fetched"
        yield CauseFinding("future_dates", (summary, *(f"such as {page.url}" for page in evidence.pages[:1])))
    dated = evidence.dated
    if dated.before is not None and dated.now < dated.before - DATED_DROP:
        yield from _test_dates(evidence)
    ends = [ending for ending in evidence.endings if ending.result == "quarantined"]
    refused = sum(ending.links for ending in ends)
    if refused >= FEWEST and refused >= MOST * fetched:
        most = max(ends, key=lambda ending: ending.links)
        yield CauseFinding(
            "quarantined",
            (f"{refused} of {fetched} pages, most of them {most.reason}: {most.detail}", f"such as {most.example}"),
        )


def _test_dates(evidence: DayEvidence) -> Iterator[CauseFinding]:
    dated = evidence.dated
    share = f"{dated.now:.0%} of the articles have a date; before it were {dated.before:.0%}"
    shown = [page for page in evidence.pages if page.found.get("date")]
    if shown:
        yield CauseFinding("yearless", (share, f"the page says {shown[0].found['date']!r}", f"such as {shown[0].url}"))
    else:
        where = (f"such as {evidence.pages[0].url}",) if evidence.pages else ()
        yield CauseFinding("undated", (share, *where))


_TESTS: tuple[Callable[[DayEvidence], Iterator[CauseFinding]], ...] = (_test_run, _test_host, _test_routes, _test_pages)
