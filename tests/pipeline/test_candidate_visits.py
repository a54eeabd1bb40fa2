"""Candidates are visited: the sound ones go on trial, described as they are; the others are refused with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.model import JAKARTA, Source
from kliping.pipeline.outlets.candidate_visits import visit_candidate
from kliping.pipeline.outlets.site_address import SiteAddress, read_site_address
from kliping.pipeline.outlets.trial_review import JudgedDay, decide_next_state, read_judged_days
from kliping.pipeline.plan.outlet_states import record_and_publish
from kliping.pipeline.runs import stage
from kliping.scrape import scrape
from kliping.settings import Settings
from kliping.sources import read_outlet_text
from kliping.warehouse import StateDecision, record_states, writer

from tests.generated_sites.fleet import SiteFleet, make_sites
from tests.generated_sites.pages import make_article
from tests.generated_sites.rhythm import SetClock
from tests.generated_sites.sites import GeneratedSite
from tests.pipeline.tables import query

NOW = dt.datetime.now(JAKARTA)
CLOCK = SetClock(NOW)
DAY = dt.date(2024, 11, 26)
REASONS = {
    "parked": "parked", "for_sale": "parked", "suspended": "parked", "server_default": "parked", "defaced": "hacked",
    "hacked": "hacked", "moved": "moved", "forbidden": "wall", "challenge": "wall", "login": "wall",
    "down": "unreachable", "english": "not_indonesian", "stale": "stale", "empty": "no_articles",
    "company": "no_articles",
}  # fmt: skip


def reads_all_fields(site: GeneratedSite, decision: StateDecision) -> bool:
    """Whether the outlet that was put on trial reads all of its site's articles exactly."""
    assert decision.file
    source = read_outlet_text(site.host, decision.file)
    for post in site.posts:
        article = scrape(make_article(site, post).body, url=site.root + post.path, source=source, fetched_at=NOW)
        read = (article.title, article.paragraphs, article.published_at, article.authors)
        minute = post.published_at.replace(second=0, microsecond=0)
        if article.published_at is not None:
            read = (*read[:2], article.published_at.replace(second=0, microsecond=0), read[3])
        if read != (post.title, post.paragraphs, minute, (post.author,)):
            return False
    return True


def try_sites(sites: list[GeneratedSite], data: Path) -> tuple[list[str], list[str], list[str]]:
    """Visit the sites; return the sound ones that were not promoted with all fields right, the unsound ones that were,
    and those that were refused for another reason than theirs."""
    by_host = {site.host: site for site in sites}
    settings = Settings(data=data, delay=0)
    missed, let_in, misnamed = [], [], []
    with SiteFleet(sites) as fleet:
        decisions = list(pipeline.try_candidates(settings, [site.root for site in sites], connect=fleet.netloc))
    assert len(decisions) == len(sites)
    for decision in decisions:
        site = by_host[decision.host]
        promoted = decision.state == "trial"
        what = f"{site.host} {site.theme.family} {site.defect}: {decision.reason}: {decision.why}"
        if not site.defect and not (promoted and reads_all_fields(site, decision)):
            missed.append(what)
        if site.defect and promoted:
            let_in.append(what)
        if site.defect and decision.reason != REASONS[site.defect]:
            misnamed.append(what)
    assert pipeline.read_states(settings).keys() == by_host.keys()
    return missed, let_in, misnamed


def test_twenty_hosts(tmp_path: Path) -> None:
    sites = make_sites(20, CLOCK, unsound_every=2)
    assert try_sites(sites, tmp_path) == ([], [], [])


@pytest.mark.full
@pytest.mark.long
@pytest.mark.timeout(1_800)
def test_three_hundred_hosts(tmp_path: Path) -> None:
    sites = make_sites(300, CLOCK, unsound_every=4)
    missed, let_in, misnamed = try_sites(sites, tmp_path)
    sound = sum(not site.defect for site in sites)
    assert len(missed) <= 0.05 * sound, missed
    assert let_in == []
    assert misnamed == []


@pytest.mark.parametrize("defect", ["moved", "challenge", "down", "stale", "empty", "company"])
def test_each_defect_is_named(defect: str, settings: Settings) -> None:
    site = GeneratedSite(f"cacat-{defect}.test".replace("_", "-"), 1, make_sites(1, CLOCK)[0].theme, CLOCK, defect)
    with SiteFleet([site]) as fleet:
        decision = visit_candidate(settings, read_site_address(site.root, fleet.netloc))
    assert (decision.state, decision.reason) == ("refused", REASONS[defect])
    assert site.host in decision.why or decision.evidence


def test_a_site_that_moved_to_one_that_answers_is_moved(settings: Settings) -> None:
    theme = make_sites(1, CLOCK)[0].theme
    old, new = (GeneratedSite(host, 1, theme, CLOCK, defect) for host, defect in MOVE)
    with SiteFleet([old, new]) as fleet:
        address = MovedAddress(old.host, f"{old.root}/", old.host, connect=fleet.netloc)
        decision = visit_candidate(settings, address)
    assert (decision.state, decision.reason) == ("refused", "moved")
    assert "http://www.berita-pindahan-1.test/, which is another site: try that one" in decision.why
    assert set(new.requests) == {"/robots.txt", "/"}, "it was asked for its home page, and for nothing else"


MOVE = (("kabar-lama.test", "moved"), ("berita-pindahan-1.test", ""))


class MovedAddress(SiteAddress):
    """An address whose visit also reaches the site that it moved to."""

    def make_source(self) -> Source:
        return replace(super().make_source(), hosts=tuple(host for host, _ in MOVE))


def test_an_outlet_that_is_known_is_visited_and_stays_what_it_is(make_settings: Callable[..., Settings]) -> None:
    theme = make_sites(1, CLOCK)[0].theme
    site = GeneratedSite("kabar-tetap.test", 4, theme, CLOCK)
    gone = GeneratedSite("kabar-tetap.test", 4, theme, CLOCK, "parked")
    settings, said = make_settings(), []
    with SiteFleet([site]) as fleet:
        (first,) = pipeline.try_candidates(settings, [site.host], connect=fleet.netloc)
        (again,) = pipeline.try_candidates(settings, [f"www.{site.host}"], connect=fleet.netloc, say=said.append)
    with SiteFleet([gone]) as fleet:
        (parked,) = pipeline.try_candidates(settings, [gone.host], connect=fleet.netloc)
    assert (first.state, first.reason) == ("trial", "passed")
    assert (again.outlet, again.state, again.reason) == (site.host, "trial", "passed")
    assert (parked.outlet, parked.state, parked.reason) == (site.host, "trial", "parked")
    assert f"{site.host} stays trial; the visit alone would say passed" in said[-1]
    assert query(settings, "SELECT state, reason FROM outlet_states") == [("trial", "passed")]


def test_a_day_that_our_own_fault_lost_is_not_visited(settings: Settings) -> None:
    """Loads of six days: one was loaded, one failed here, on one nobody answered, on one this outlet alone did not.

    On the last two its routes are pages of a parked domain, for all that one of them answers: alone, then with another.
    """
    ours, other = "kabar.test", "warta.test"
    parked = f"{stage.NO_ANSWER}: feed html: a page where a feed should be"
    walks = {  # load -> outlet, status or error, whether its route failed
        "muat-1": ((ours, "ok", False), (other, "ok", False)),
        "muat-2": ((ours, "failed", False), (other, "ok", False)),
        "muat-3": ((ours, "failed", True), (other, "failed", True)),
        "muat-4": ((ours, "failed", True), (other, "ok", False)),
        "muat-5": ((ours, parked, False),),
        "muat-6": ((ours, parked, False), (other, "ok", False)),
    }
    with writer(settings) as connection:
        record_states(connection, [StateDecision(ours, ours, "active", "passed", "", "rule", at(20))])
        for number, (load, outlets) in enumerate(walks.items()):
            for outlet, status, failed in outlets:
                day = DAY - dt.timedelta(days=5 - number)
                error = status if status.startswith(stage.NO_ANSWER) else ""
                connection.execute(
                    "INSERT INTO route_days VALUES (?, 'uji', ?, ?, 'feed', 'http://x.test', 0, NULL, NULL, [], ?)",
                    [load, outlet, day, failed],
                )
                given = {"load": load, "outlet": outlet, "day": day, "error": error}
                connection.execute(LOADED, {**given, "status": "failed" if error else status})
        judged = read_judged_days(connection, [ours], DAY)
    assert [each.visited for each in judged[ours]] == [True, False, False, True, False, True]


LOADED = """
INSERT INTO loads BY NAME SELECT $load AS load_id, 'uji' AS run, 'ingest' AS job, $day AS "day", $outlet AS outlet,
    $status AS status, $error AS error, 0 AS discovered, 0 AS known, 0 AS loaded, 0 AS revised, 0 AS unchanged,
    0 AS duplicate, 0 AS quarantined, 0 AS skipped, 0 AS failed, '' AS rules_version, '' AS learned_snapshot,
    now() AS started_at, now() AS finished_at
"""


def at(days_ago: int) -> dt.datetime:
    return dt.datetime.combine(DAY - dt.timedelta(days=days_ago), dt.time(12), JAKARTA)


def current(state: str, days_ago: int = 20) -> StateDecision:
    return StateDecision("kabar.test", "kabar.test", state, "passed", "", "try", at(days_ago))  # type: ignore[arg-type]


def judged(pattern: str) -> list[JudgedDay]:
    """Return a day for each mark.

    ``c`` is a complete day, ``l`` a likely complete one, ``i`` an incomplete one, ``u`` one that nothing confirms,
    ``p`` one of which a part is loaded, ``.`` one without an article, ``-`` one on which the run itself failed.
    """
    names = {"c": "complete", "l": "likely complete", "i": "incomplete"}
    first = DAY - dt.timedelta(days=len(pattern) - 1)
    return [
        JudgedDay(
            first + dt.timedelta(days=n),
            names.get(mark, "unknown"),
            found=9 * (mark not in ".-"),
            held=9 * (mark in "cliu") + 5 * (mark == "p"),
            visited=mark != "-",
        )
        for n, mark in enumerate(pattern)
    ]


@pytest.mark.parametrize(
    ("state", "days_ago", "pattern", "becomes"),
    [
        ("trial", 14, "c" * 14, ("active", "complete_days")),
        ("trial", 14, "c" * 13, None),
        ("trial", 20, "cccil" * 4, ("active", "complete_days")),
        ("trial", 9, "cc.......", ("candidate", "silent")),
        ("trial", 9, "cc......", None),
        ("trial", 9, ".......c", None),
        ("trial", 45, "i" * 45, ("candidate", "incomplete")),
        ("trial", 44, "i" * 44, None),
        ("active", 30, "c" * 10 + "." * 14, ("gone", "silent")),
        ("active", 30, "c" * 10 + "." * 13, None),
        ("active", 90, "i" * 60, None),
        ("trial", 1, "", None),
        # an outlet with one feed: nothing confirms its numbers
        ("trial", 28, "u" * 28, ("active", "whole_days")),
        ("trial", 27, "u" * 27, None),
        ("trial", 30, "u" * 22 + "i" * 6, None),
        ("trial", 30, "u" * 28 + "i" * 8, None),
        ("trial", 45, "u.." * 15, ("active", "whole_days")),
        ("trial", 45, "u.." * 13, ("candidate", "incomplete")),
        ("trial", 45, "p" * 45, ("candidate", "incomplete")),
        # days on which the run itself failed
        ("active", 30, "c" * 10 + "-" * 20, None),
        ("active", 60, "c" * 10 + ".-" * 13, None),
        ("active", 60, "c" * 10 + ".-" * 14, ("gone", "silent")),
        ("trial", 9, "cc" + "-" * 7, None),
        ("trial", 9, "cc...-.-..", None),
    ],
)
def test_the_rule(state: str, days_ago: int, pattern: str, becomes: tuple[str, str] | None) -> None:
    decision = decide_next_state(current(state, days_ago), judged(pattern), DAY, NOW)
    assert (decision and (decision.state, decision.reason)) == becomes


@pytest.mark.full
def test_a_trial_ends_by_the_daily_run(make_settings: Callable[..., Settings]) -> None:
    """Thirteen complete days are in the warehouse; the run of the fourteenth makes the outlet active."""
    site = GeneratedSite("kabar-uji.test", 4, make_sites(1, CLOCK)[0].theme, CLOCK)
    settings, day = make_settings(), NOW.date() - dt.timedelta(days=1)
    with SiteFleet([site]) as fleet:
        (tried,) = pipeline.try_candidates(settings, [site.root], connect=fleet.netloc)
        assert tried.state == "trial"
        with writer(settings) as connection:
            connection.execute("UPDATE outlet_states SET decided_at = decided_at - INTERVAL 20 DAY")
            connection.execute(
                "INSERT INTO completeness BY NAME "
                "SELECT $outlet AS outlet, CAST($day - CAST(n AS INTEGER) AS DATE) AS day, "
                "'complete' AS state, 5 AS found, 5 AS held, 0 AS quarantined, '' AS why, '' AS load_id "
                "FROM range(4, 17) AS t(n)",
                {"outlet": site.host, "day": day},
            )
        pipeline.run_day(settings, day=day, spec=site.host)
    rows = query(settings, "SELECT state, reason, decided_by FROM outlet_states ORDER BY decided_at")
    assert rows == [("trial", "passed", "try"), ("active", "complete_days", "rule")]
    assert pipeline.read_states(settings)[site.host].file == tried.file, "the description goes on"
    assert site.host in pipeline.read_known_sources(settings)


def test_an_outlet_that_went_back_is_in_no_run(settings: Settings) -> None:
    text = "name: Kabar\nhosts: kabar.test\nroutes:\n  - feed: http://kabar.test/feed\nverified: never\n"
    moment = dt.datetime(2024, 11, 1, tzinfo=dt.UTC)
    on_trial = StateDecision("kabar.test", "kabar.test", "trial", "passed", "", "try", moment, text)
    back = StateDecision("kabar.test", "kabar.test", "candidate", "silent", "", "rule", moment + dt.timedelta(days=9))
    for decisions, known in (([on_trial], True), ([back], False)):
        with writer(settings) as connection:
            record_states(connection, decisions)
        pipeline.publish_loaded(settings)
        assert ("kabar.test" in pipeline.read_known_sources(settings)) is known
        assert ("kabar.test" in pipeline.list_untried(settings)) is not known, "what went back can be tried again"


def test_a_decision_is_published_at_once(make_settings: Callable[..., Settings]) -> None:
    """An outlet that was added is known to the next command, however seldom the operator publishes."""
    settings = make_settings(publish_every=60)
    with writer(settings) as connection:
        record_states(connection, [])
    pipeline.publish_loaded(settings)
    decision = StateDecision("kabar.test", "kabar.test", "refused", "parked", "", "try", dt.datetime.now(dt.UTC))
    record_and_publish(settings, [decision])
    assert pipeline.read_states(settings).keys() == {"kabar.test"}
