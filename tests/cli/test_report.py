"""Which notes of a run want a person."""

from __future__ import annotations

import pytest
from kliping.cli.report import ROUTINE_NOTE
from kliping.discover import RouteNote
from kliping.pipeline.collecting.notices import tell_notes


@pytest.mark.parametrize(
    ("reason", "shown"),
    [("reach", False), ("other_days", False), ("cap", True), ("http_500", True), ("malformed", True), ("stale", True)],
)
def test_routine_notes_are_left_out_of_the_report(reason: str, shown: bool) -> None:
    (note,) = tell_notes([RouteNote("koran", "feed", "https://koran.test/feed", reason, "goes back only so far")])
    assert (ROUTINE_NOTE.match(note) is None) == shown
