"""Hosts that may become outlets: known from public registers, visited by nobody yet. One table, not a thousand files.

From the Press Council's register of April 2023 (``standing`` is its verification and medium), the menu of the Pikiran
Rakyat network and Tribun's local editions. Many may be dead, moved or sold since.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from kliping.canonical import strip_twin_labels

CANDIDATES_FILE = Path(__file__).with_name("candidates.tsv")


@dataclass(frozen=True, slots=True)
class OutletCandidate:
    """One host. Everything but the host may be empty; ``family`` is a guess by the network that it belongs to."""

    host: str
    name: str
    province: str
    standing: str
    """``faktual`` (fully verified) or ``administratif``, and the medium: ``faktual/siber``."""
    family: str


def read_candidates(known: Collection[str] = ()) -> Iterator[OutletCandidate]:
    """Yield the candidates by host, without those that outlets have already: ``known`` are hosts of outlets.

    An outlet's host stands for its subdomains, as everywhere.
    """
    taken = {strip_twin_labels(host) for host in known}
    with CANDIDATES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not taken.intersection(_list_parents(row["host"])):
                yield OutletCandidate(**row)


def _list_parents(host: str) -> Iterator[str]:
    """Yield a host and the domains above it: ``jateng.contoh.id``, ``contoh.id``, ``id``."""
    host = strip_twin_labels(host)
    while host:
        yield host
        host = host.partition(".")[2]
