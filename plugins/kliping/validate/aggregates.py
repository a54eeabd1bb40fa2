"""What rules about a whole outlet look at: counts that are kept while the rows stream by, and shares made of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from kliping.validate.columns import ValidationContext
from kliping.validate.shares import find_lowest_share, share_of_rows


@dataclass(slots=True)
class OutletCounts:
    """Counts of one outlet's rows; of the accepted ones where not said otherwise."""

    outlet: str = ""
    rows: int = 0
    accepted: int = 0
    quarantined: int = 0
    loaded_before: int = 0
    """Articles of the run that were not scraped again; they count for the volume and are looked at in no other way."""
    without_author: int = 0
    without_date: int = 0
    without_section: int = 0
    generic: int = 0
    """Rows whose body the generic extractor gave although the outlet has rules."""
    same_text: int = 0
    """Rows whose body another address of the outlet had before."""
    warned: Mapping[str, int] = field(default_factory=dict)
    _texts: dict[bytes, str] = field(default_factory=dict)

    def add(self, rows: pa.Table, accepted: pa.Table, context: ValidationContext) -> None:
        """Count a chunk."""
        if rows.num_rows:
            self.outlet = rows["outlet"][0].as_py()
        self.rows += rows.num_rows
        self.accepted += accepted.num_rows
        self.without_author += _count_true(pc.equal(pc.fill_null(pc.list_value_length(accepted["authors"]), 0), 0))
        self.without_date += accepted["published_at"].null_count
        self.without_section += accepted["section"].null_count
        source = context.source_of(self.outlet)
        if source is not None and any(rules.body for rules in source.rules):
            self.generic += sum(_is_generic(method) for method in accepted["method"].to_pylist())
        for body, url in zip(accepted["body"].to_pylist(), accepted["url"].to_pylist(), strict=True):
            digest = hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            self.same_text += self._texts.setdefault(digest, url) != url

    def close_counts(self, warned: Mapping[str, int], quarantined: int) -> OutletCounts:
        """Return the counts, with what the rows' own rules found; forgets the texts."""
        self.warned, self.quarantined = dict(warned), quarantined
        self._texts.clear()
        return self

    def make_columns(self, context: ValidationContext) -> dict[str, float | None]:
        """Return one row of the ``batch`` suite's frame."""
        source = context.source_of(self.outlet)
        volume = self.accepted + self.loaded_before
        fewest = most = None
        if source is not None and source.expected:
            fewest, most = source.expected
        return {
            "articles": volume,
            "lowest_quarantined": find_lowest_share(self.quarantined, self.rows),
            "lowest_without_author": find_lowest_share(self.without_author, self.accepted),
            "lowest_without_date": find_lowest_share(self.without_date, self.accepted),
            "lowest_without_section": find_lowest_share(self.without_section, self.accepted),
            "lowest_generic": find_lowest_share(self.generic, self.accepted),
            "lowest_same_text": find_lowest_share(self.same_text, self.accepted),
            "lowest_boilerplate_left": find_lowest_share(self.warned.get("boilerplate_left", 0), self.rows),
            "share_same_text": share_of_rows(self.same_text, self.accepted),
            "share_far_from_the_day": share_of_rows(self.warned.get("far_from_the_day", 0), self.rows),
            "share_of_fewest": _ratio_to(fewest, volume),
            "share_of_most": _ratio_to(most, volume),
            "share_of_usual": _ratio_to(context.usual.get(self.outlet), volume),
        }


def _ratio_to(expected: float | None, volume: int) -> float | None:
    """Return a volume as a share of the one that is expected; None where none is."""
    if not expected:
        return None
    return volume / expected


def _count_true(values: pa.ChunkedArray) -> int:
    return int(pc.sum(values).as_py() or 0)


def _is_generic(method: str | None) -> bool:
    return bool(method) and str(json.loads(method or "{}").get("body", "")).startswith("generic")
