"""Recurring blocks are counted by distinct article, whatever was loaded twice."""

from __future__ import annotations

import datetime as dt

from kliping.warehouse import count_recurring_blocks, load_batch, publish_copy, writer

from tests.postgres import BOTH_AT_LENGTH
from tests.warehouse.staging import DAY, NOON, capture

SHAPES = BOTH_AT_LENGTH

PROMO, LEAD = 0xFEDCBA9876543210, 7


def rows(count, outlet="koran", days=0, blocks=(PROMO,)):
    return [
        capture(
            f"https://{outlet}.test/{days}-{n}", f"{days} {n}", outlet=outlet,
            blocks=[*blocks, 1000 * days + n], published_at=NOON - dt.timedelta(days=days),
        )
        for n in range(count)
    ]  # fmt: skip


def test_blocks_that_recur(settings, stage):
    batches = [
        stage.of(*rows(5, days=3, blocks=())),
        stage.of(*rows(6, days=1)),
        stage.of(*rows(2, days=0, blocks=(PROMO, PROMO, LEAD))),
        stage.of(*rows(3, "harian"), outlet="harian"),
        stage.of(*rows(9, days=40, blocks=(LEAD,))),
    ]
    with writer(settings) as db:
        for batch in [*batches, *batches[::-1]]:
            assert not load_batch(db, batch).refused
    publish_copy(settings)
    assert count_recurring_blocks(settings, DAY) == [("koran", "fedcba9876543210", 8, 8)]
    assert count_recurring_blocks(settings, DAY, least=2) == [
        ("harian", "fedcba9876543210", 3, 3),
        ("koran", "0000000000000007", 2, 2),
        ("koran", "fedcba9876543210", 8, 8),
    ]
    assert count_recurring_blocks(settings, DAY - dt.timedelta(days=1)) == [("koran", "fedcba9876543210", 6, 6)]


def test_nothing_is_learned_from_nothing(settings):
    assert count_recurring_blocks(settings, DAY) == []
