"""Every problem that an operator may see: its name, its message, what to do. The only table of them.

``status``, ``doctor`` and alerts show the same problems in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class ProblemKind(NamedTuple):
    """What is said of a problem and what to run next; facts stand in braces."""

    says: str
    remedy: str
    standing: str = ""
    """Where an outlet stands that has such a problem: a word of ``STANDINGS``; empty for a problem of no outlet."""
    brief: str = ""
    """What is wrong with the outlet, beside its name; of a diagnosis that is what it says."""


STANDINGS = ("broken", "incomplete", "behind", "never", "check", "unknown", "well", "off")
"""Where an outlet stands, the worst first. What has a problem is in the first ones, whoever asks."""


RESTORE_OR_REBUILD = "kliping restore BACKUP, or rebuild from the archive: kliping reprocess --from FIRST --to LAST"
SCRAPE_DAYS_AGAIN = "scrape their days again: kliping reprocess --from FIRST --to LAST"
FETCH_AGAIN = "make backfill FROM={first} TO={last} SOURCES={outlet} AGAIN=1"
CHECK_OUTLET = "kliping sources check {outlet}"

PROBLEMS: Mapping[str, ProblemKind] = {
    # of the whole warehouse, found by sql/doctor/checks.sql
    "law_1_loads": ProblemKind(
        "{rows} loads whose counts do not add up, such as {example}", "report it: load should have refused them"
    ),
    "law_1_outcomes": ProblemKind(
        "{rows} loads with another number of outcomes than they state, such as {example}",
        "restore a backup, or load their runs again",
    ),
    "law_1_orphans": ProblemKind("{rows} outcomes that belong to no load, such as {example}", RESTORE_OR_REBUILD),
    "law_2_spans": ProblemKind(
        "{rows} removed spans that are not in their text, such as {example}",
        "scrape their days again: kliping reprocess --from FIRST --to LAST",
    ),
    "twice_in_articles": ProblemKind("{rows} articles that appear twice, such as {example}", RESTORE_OR_REBUILD),
    "twice_in_captures": ProblemKind("{rows} captures that appear twice, such as {example}", RESTORE_OR_REBUILD),
    "twice_in_revisions": ProblemKind("{rows} revisions that appear twice, such as {example}", RESTORE_OR_REBUILD),
    "not_the_newest": ProblemKind(
        "{rows} articles that do not show their newest fetch, such as {example}", SCRAPE_DAYS_AGAIN
    ),
    "moved_and_current": ProblemKind(
        "{rows} articles that are current though they moved, such as {example}", SCRAPE_DAYS_AGAIN
    ),
    "without_capture": ProblemKind(
        "{rows} versions without a capture, such as {example}",
        "rebuild from the archive: kliping reprocess --from FIRST --to LAST",
    ),
    "without_version": ProblemKind("{rows} captures whose version is missing, such as {example}", SCRAPE_DAYS_AGAIN),
    "without_archive": ProblemKind(
        "{rows} captures that name no archived page, such as {example}", "they cannot be rebuilt: keep a backup"
    ),
    "duplicates_apart": ProblemKind(
        "{rows} copies of one text in different duplicate groups, such as {example}", "kliping regroup"
    ),
    "unknown_word": ProblemKind(
        "{rows} rows with an unknown result, status or decision, such as {example}", RESTORE_OR_REBUILD
    ),
    # of the rules
    "outdated_rules": ProblemKind(
        "{articles:,} articles of {outlets} outlets were scraped by older rules",
        "kliping reprocess --from {first} --to {last} --sources {names}",
    ),
    # of the archive
    "archive_missing": ProblemKind(
        "{rows} sampled articles whose archived page cannot be read, such as {example}",
        "restore the archive from its backup",
    ),
    "archive_part_missing": ProblemKind(
        "{rows} archive files that articles refer to are missing, such as {example}",
        "restore the archive from its backup",
    ),
    # of the disk and the published copy
    "disk": ProblemKind(
        "The disk is filling up: {free:.1f} GB free",
        "see what takes the space: kliping status --disk; then kliping compact, or set KLIPING_ARCHIVE_GIGABYTES",
    ),
    "unpublished": ProblemKind("The published copy lacks what was loaded at {loaded}", "kliping publish"),
    "held_open": ProblemKind(
        "{path} is held open for writing by {holder}: nothing is published meanwhile",
        "close it there (open it read only), then kliping publish",
    ),
    # of days
    "missed": ProblemKind("No run has loaded {days}", "{command}"),
    "gap": ProblemKind("{outlets} {lack} {days}{why}", "{command}", "incomplete", "days are missing"),
    "incomplete": ProblemKind(
        "{outlets}: about {missed:,} articles missed of {days} ({shown_by})",
        "{command}",
        "incomplete",
        "articles are missing",
    ),
    "never_loaded": ProblemKind("{run}", "{command}"),
    "step_failed": ProblemKind("{step} failed: {error}", "{command}"),
    "task_died": ProblemKind("Airflow's task {task} of {dag} failed (run {run}): {error}", "{command}"),
    # of alerts
    "undelivered": ProblemKind(
        "{alerts} alerts wait for the channel {channel}, which did not take them: {error}", "kliping alerts test"
    ),
    # of links
    "internal_error": ProblemKind(
        "{outlet}: {links} links ended in an internal error, such as {url}: {detail}",
        f"report it; when it is fixed: {FETCH_AGAIN}",
        "broken",
        "links ended in an internal error",
    ),
    "internal_error_of_route": ProblemKind(
        "{outlet}: {note}",
        f"report it; when it is fixed: {FETCH_AGAIN}",
        "broken",
        "a route ended in an internal error",
    ),
    "damaged_record": ProblemKind(
        "{outlet}: {records} archived records cannot be read, such as {detail}",
        "make backfill FROM={first} TO={last} SOURCES={outlet} REFETCH=1 AGAIN=1",
        "broken",
        "archived records cannot be read",
    ),
    "failed_links": ProblemKind(
        "{outlet} lacks {links} links of {days}: they failed, most with {reason}",
        FETCH_AGAIN,
        "incomplete",
        "many of its links failed",
    ),
    # of an outlet's day, as diagnosed
    "diagnosed": ProblemKind("{outlet} {days}: {says}{evidence}{missed}", "{command}", "broken"),
    # of an outlet as a whole; the first six are states of the view source_health
    "failing": ProblemKind(
        "{outlet} is failing: its last load failed: {error}", CHECK_OUTLET, "broken", "its last load failed"
    ),
    "behind": ProblemKind(
        "{outlet} is behind: its last day is {day}, other outlets have later ones",
        CHECK_OUTLET,
        "behind",
        "other outlets have later days",
    ),
    "silent": ProblemKind(
        "{outlet} is silent: no article on the newest day; {usual:.0f} are usual",
        CHECK_OUTLET,
        "broken",
        "no article on the newest day",
    ),
    "low": ProblemKind(
        "{outlet} loaded few articles: {articles} on the newest day; {usual:.0f} are usual",
        CHECK_OUTLET,
        "check",
        "few articles on the newest day",
    ),
    "high": ProblemKind(
        "{outlet} loaded many articles: {articles} on the newest day; {usual:.0f} are usual",
        CHECK_OUTLET,
        "check",
        "many articles on the newest day",
    ),
    "quarantined": ProblemKind(
        "{outlet}: more than a fifth of its pages went to quarantine within a week",
        "kliping quarantine list --outlet {outlet}",
        "check",
        "more than a fifth of its pages went to quarantine within a week",
    ),
    "refused": ProblemKind(
        "{outlet} was refused for {day}: {error}", "kliping status --run {run}", "broken", "its load was refused"
    ),
    "stopped": ProblemKind(
        "{outlet} is held back for {day}: {error}",
        "kliping load --run {run} --accept {outlet} (if it is right as it is)",
        "broken",
        "its load is held back",
    ),
    "noted": ProblemKind(
        "{outlet}: {note} on {articles} articles of the last load",
        CHECK_OUTLET,
        "check",
        "one note on many articles of its last load",
    ),
}
"""The states of ``source_health`` that are problems have their names."""


EVIDENCE = ("shown_by", "error", "detail", "note")
"""Facts that show a problem; the first of them that there is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a person should look at. ``cause`` is its identity: it is reported once while it lasts."""

    name: str
    cause: str
    says: str
    remedy: str
    """What to run or do next."""
    outlets: tuple[str, ...] = ()
    day: str = ""
    """The last of its days; empty where it has none."""
    evidence: str = ""
    brief: str = ""
    """What is wrong with an outlet, beside its name; the whole sentence where it is of none."""
    standing: str = ""
    """Where an outlet stands that has this problem, a word of ``STANDINGS``; empty where it is of no outlet."""
    first: str = ""
    """The first of its days, where it may have several."""

    @property
    def kind(self) -> str:
        """Return the cause that a diagnosis names, or the problem's name."""
        if self.name == "diagnosed":
            return self.cause.partition(":")[0]
        return self.name

    def __str__(self) -> str:
        return f"{self.says}. Next: {self.remedy}"


def make_problem(name: str, *keys: object, cause: str = "", among: tuple[str, ...] = (), **facts: object) -> Problem:
    """Return the problem ``name`` of the table, its sentences filled with ``facts``.

    The cause is the name and the ``keys``, unless it is given; ``among``: the outlets that it is of, where there is no
    ``outlet`` among the facts. Raises ``KeyError`` where the name or a fact is missing.
    """
    kind = PROBLEMS[name]
    cause = cause or ":".join([name, *map(str, keys)])
    if "outlet" in facts:
        among = (str(facts["outlet"]),)
    day = facts.get("last") or facts.get("day") or ""
    shown_by = next((str(facts[fact]) for fact in EVIDENCE if facts.get(fact)), "")
    says = kind.says.format(**facts)
    brief = kind.brief or str(facts.get("brief") or says)
    standing = str(facts.get("standing") or kind.standing)
    first = str(facts.get("first") or "")
    return Problem(name, cause, says, kind.remedy.format(**facts), among, str(day), shown_by, brief, standing, first)


def find_worst(problems: Iterable[Problem]) -> dict[str, Problem]:
    """Return each outlet's worst problem: the one verdict on it that commands, pages and alerts begin with."""
    worst: dict[str, Problem] = {}
    for problem in problems:
        for outlet in problem.outlets:
            held = worst.get(outlet)
            if problem.standing and (held is None or _rank(problem) < _rank(held)):
                worst[outlet] = problem
    return worst


def sort_problems(problems: Iterable[Problem], outlet: str) -> list[Problem]:
    """Return the problems of one outlet, the worst first."""
    return sorted((problem for problem in problems if problem.standing and outlet in problem.outlets), key=_rank)


EFFECTS = ("failing", "gap", "silent", "low")
"""Problems of an outlet's day that any cause may have."""


def fold_effects(problems: Iterable[Problem]) -> list[tuple[Problem, tuple[Problem, ...]]]:
    """Return each problem with those that are the effects of its cause; what several causes explain stands once."""
    listed = list(problems)
    causes = [problem for problem in listed if problem.name == "diagnosed"]
    folded: dict[Problem, list[Problem]] = {}
    for problem in listed:
        explained = [cause for cause in causes if _is_effect(problem, cause)]
        if problem.outlets and {outlet for cause in explained for outlet in cause.outlets} == set(problem.outlets):
            folded.setdefault(explained[0], []).append(problem)
        else:
            folded.setdefault(problem, [])
    return [(problem, tuple(folded[problem])) for problem in listed if problem in folded]


def _is_effect(problem: Problem, cause: Problem) -> bool:
    """Return whether a diagnosed cause explains a problem: it has its days, or ended with the same error."""
    if problem.kind not in EFFECTS or not set(cause.outlets) <= set(problem.outlets):
        return False
    same_error = bool(cause.evidence) and problem.evidence == cause.evidence
    return same_error or cause.first <= (problem.first or problem.day) <= problem.day <= cause.day


def _rank(problem: Problem) -> tuple[int, bool, int]:
    """Order problems of one outlet: the worst standing first, of these a diagnosis, of these the newest."""
    return STANDINGS.index(problem.standing), problem.name != "diagnosed", -int(problem.day.replace("-", "") or 0)
