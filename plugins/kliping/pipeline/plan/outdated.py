"""Articles that older rules scraped: how many there are, and the command that brings them up to date."""

from __future__ import annotations

from kliping import warehouse
from kliping.pipeline.learn import learning
from kliping.pipeline.plan import planning
from kliping.settings import Settings
from kliping.warehouse import Problem, make_problem

STAMPED_QUERY = """
    SELECT outlet, rules_version, learned_snapshot, count(*), min(jakarta_day(fetched_at)), max(jakarta_day(fetched_at))
    FROM articles WHERE route <> 'import' AND archive <> '' GROUP BY ALL ORDER BY ALL
"""


def find_outdated(settings: Settings) -> list[Problem]:
    """Return one problem where articles of the archive were scraped by older rules of Kliping or of their outlets.

    What was learned since does not count: it changes with every `kliping learn`, and a rerun of a day uses it.
    """
    known = planning.read_known_sources(settings)
    with warehouse.reader(settings) as connection:
        if connection is None:
            return []
        rows = connection.execute(STAMPED_QUERY).fetchall()
    older = [
        (outlet, count, first, last)
        for outlet, stamped, snapshot, count, first, last in rows
        if outlet in known
        and stamped != learning.stamp_outlet_version(learning.stamp_rules_version(snapshot), known[outlet])
    ]
    if not older:
        return []
    outlets = sorted({outlet for outlet, *_ in older})
    first, last = min(row[2] for row in older), max(row[3] for row in older)
    names = warehouse.name_outlets(settings, outlets)
    articles = sum(row[1] for row in older)
    return [
        make_problem("outdated_rules", articles=articles, outlets=len(outlets), first=first, last=last, names=names)
    ]
