"""The table of hosts that may become outlets."""

from __future__ import annotations

import re

from kliping.sources import load_sources, read_candidates

STANDINGS = re.compile(r"((faktual|administratif)/(siber|cetak|televisi|radio))?")


def test_every_row_is_one_host_with_what_is_known_of_it() -> None:
    rows = list(read_candidates())
    hosts = [row.host for row in rows]
    assert len(hosts) == 1_244
    assert hosts == sorted(set(hosts)), "each once, in order, so that a change is one line"
    assert [host for host in hosts if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host)] == []
    assert [row for row in rows if not STANDINGS.fullmatch(row.standing)] == []
    assert all(value == value.strip() for row in rows for value in (row.name, row.province, row.family))


def test_a_host_that_an_outlet_has_is_no_candidate() -> None:
    hosts = {row.host for row in read_candidates()}
    taken = {"www.acehportal.com", "tribunnews.com", "portal.com"}
    left = {row.host for row in read_candidates(taken)}
    assert "acehportal.com" in hosts - left
    assert "ambon.tribunnews.com" in hosts - left, "an outlet's host stands for its subdomains"
    assert {host for host in hosts - left if not host.endswith("tribunnews.com")} == {"acehportal.com"}


def test_the_outlets_that_are_known_are_left_out() -> None:
    known = {host for source in load_sources().values() for host in source.hosts}
    assert not known & {row.host for row in read_candidates(known)}
