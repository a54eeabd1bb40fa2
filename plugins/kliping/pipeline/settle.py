"""Where scraped links end: under the canonical URL that their page states, and only once for each article."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from kliping import batch, warehouse
from kliping.diskdict import DiskDict
from kliping.errors import INTERNAL_ERROR
from kliping.model import article_id
from kliping.pipeline import ledger, stage
from kliping.pipeline.ledger import RowWriter
from kliping.settings import Settings


class Settled:
    """What scrape found out about the links of one outlet; on disk, so that a day's size does not matter."""

    def __init__(self) -> None:
        self.known = DiskDict()
        """Record -> canonical URL of the article that the published copy has from it, by the same rules."""
        self._renamed = DiskDict()
        self._staged = DiskDict()
        """Canonical URL -> number of its rows."""
        self._broken = DiskDict()
        """Canonical URL of a link or of a row -> what bug kept it from having one."""

    def know(self, settings: Settings, planned: stage.Plan, parts: Sequence[str]) -> None:
        """Look up which records of ``parts`` need not be scraped again: content is decided by record and rules."""
        found = warehouse.captured(
            settings, parts, rules_version=planned.rules_version, learned_snapshot=planned.learned_snapshot
        )
        for ref, url in found:
            self.known[ref] = url

    def has(self, ref: str) -> bool:
        """Is the article whose first page is this record known already?"""
        return ref in self.known

    def scraped(self, asked: str, url: str) -> None:
        """The link to the canonical URL ``asked`` gave a row whose own is ``url``."""
        self._staged[url] = (self._staged.get(url) or 0) + 1
        if url != asked:
            self._renamed[asked] = url

    def broke(self, asked: str, detail: str) -> None:
        """The link to the canonical URL ``asked`` gave no row: its page brought out a bug."""
        self._broken[asked] = detail

    def misfit(self, url: str, detail: str) -> None:
        """A row of the canonical URL ``url`` could not be written."""
        self._staged[url] = self._staged.get(url) - 1
        self._broken[url] = detail

    def _bug(self, asked: str, url: str) -> str | None:
        """What kept a link from having any row; None where it has one, if only from another capture."""
        if self._staged.get(url):
            return None
        detail: str | None = self._broken.get(asked) or self._broken.get(url)
        return detail

    def write(self, source: Path, out: Path, chunk: int) -> int:
        """Write the outcomes of the ledger ``source`` to ``out``; gives the number of those that are ``unchanged``.

        Where two links turn out to be one article, the later one is a duplicate.
        """
        unchanged = 0
        with RowWriter(out, batch.OUTCOMES, chunk) as outcomes, DiskDict() as taken:
            for row in ledger.rows(source, chunk):
                refs, again = row.pop("refs"), row.pop("again")
                del row["part"]
                if again:
                    continue
                known = self.known.get(refs[0]) if refs else None
                url = known or self._renamed.get(row["canonical_url"]) or row["canonical_url"]
                if row["result"] is None:
                    if not known and (bug := self._bug(row["canonical_url"], url)):
                        row |= {"result": "failed", "reason": INTERNAL_ERROR, "detail": bug}
                    elif not taken.add(url):
                        row |= {"result": "duplicate", "reason": "page_names_same_canonical_url"}
                    elif known and not self._staged.get(url):
                        row |= {"result": "unchanged", "reason": "loaded_before"}
                        unchanged += 1
                outcomes.add(row | {"canonical_url": url, "article_id": article_id(url)})
        return unchanged

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for kept in (self.known, self._renamed, self._staged, self._broken):
            kept.close()
