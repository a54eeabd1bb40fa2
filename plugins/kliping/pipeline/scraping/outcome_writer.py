"""Where scraped links end: under the canonical URL that their page states, and only once for each article."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from kliping import batch, warehouse
from kliping.diskdict import DiskDict
from kliping.model import Source, make_article_id
from kliping.pipeline.learn import learning
from kliping.pipeline.runs import ledger, stage
from kliping.pipeline.runs.ledger import RowWriter
from kliping.settings import Settings

FailureCause = tuple[str, str]
"""Reason and detail of an outcome ``failed``."""


class OutcomeWriter:
    """Collects what scrape found out about the links of one outlet, and writes an outcome for each of them.

    It keeps its notes on disk, so that the size of a day does not matter.
    """

    def __init__(self) -> None:
        self.known = DiskDict()
        """Record -> canonical URL of the article that the published copy has from it, by the same rules."""
        self._renamed = DiskDict()
        """Canonical URL of a link -> the one that its page states, where that is another."""
        self._row_counts = DiskDict()
        """Canonical URL -> number of its staged rows."""
        self._failures = DiskDict()
        """Canonical URL of a link or of a row -> what kept it from having a row."""

    def look_up_known(self, settings: Settings, planned: stage.Plan, source: Source, parts: Sequence[str]) -> None:
        """Look up which records of ``parts`` need not be scraped again: content is decided by record and rules."""
        version = learning.stamp_outlet_version(planned.rules_version, source)
        found = warehouse.read_captured(
            settings, parts, rules_version=version, learned_snapshot=planned.learned_snapshot
        )
        for ref, url in found:
            self.known[ref] = url

    def is_known(self, ref: str) -> bool:
        """Return whether the article whose first page is this record is known already."""
        return ref in self.known

    def note_row(self, link_url: str, url: str) -> None:
        """Note that the link to the canonical URL ``link_url`` gave a row whose own is ``url``."""
        self._row_counts[url] = (self._row_counts.get(url) or 0) + 1
        if url != link_url:
            self._renamed[link_url] = url

    def note_failure(self, link_url: str, failure: FailureCause) -> None:
        """Note that the link to the canonical URL ``link_url`` gave no row."""
        self._failures[link_url] = failure

    def drop_row(self, url: str, failure: FailureCause) -> None:
        """Note that a row of the canonical URL ``url`` could not be written."""
        self._row_counts[url] = self._row_counts.get(url) - 1
        self._failures[url] = failure

    def _find_failure(self, link_url: str, url: str) -> FailureCause | None:
        """Return what kept a link from having any row; None where it has one, if only from another capture."""
        if self._row_counts.get(url):
            return None
        failure = self._failures.get(link_url) or self._failures.get(url)
        if not failure:
            return None
        return failure[0], failure[1]

    def write(self, source: Path, out: Path, chunk: int) -> int:
        """Write the outcomes of the ledger ``source`` to ``out``; return the number of those that are ``unchanged``.

        Where two links turn out to be one article, the later one is a duplicate.
        """
        unchanged = 0
        with RowWriter(out, batch.OUTCOME_SCHEMA, chunk) as outcomes, DiskDict() as taken:
            for row in ledger.read_rows(source, chunk):
                refs, again = row.pop("refs"), row.pop("again")
                del row["part"]
                if again:
                    continue
                known = self.known.get(refs[0]) if refs else None
                url = known or self._renamed.get(row["canonical_url"]) or row["canonical_url"]
                if row["result"] is None:
                    if not known and (failure := self._find_failure(row["canonical_url"], url)):
                        row |= {"result": "failed", "reason": failure[0], "detail": failure[1]}
                    elif not taken.add(url):
                        row |= {"result": "duplicate", "reason": "page_names_same_canonical_url"}
                    elif known and not self._row_counts.get(url):
                        row |= {"result": "unchanged", "reason": "loaded_before"}
                        unchanged += 1
                outcomes.add(row | {"canonical_url": url, "article_id": make_article_id(url)})
        return unchanged

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for kept in (self.known, self._renamed, self._row_counts, self._failures):
            kept.close()
