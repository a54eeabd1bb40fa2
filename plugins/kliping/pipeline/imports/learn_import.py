"""Learn an import's boilerplate before it is cleaned, so that the first import is as clean as a second one.

A corpus shows by itself what recurs in it. Its blocks are counted per outlet as ``learn`` counts the warehouse's,
joined with what is pinned already, and pinned: the run's plan, and every later run, names that snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from kliping import archive, warehouse
from kliping.clean import split_blocks
from kliping.model import Page
from kliping.pipeline.imports import documents
from kliping.pipeline.learn import learning
from kliping.pipeline.plan.planning import IMPORT
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.handover import hand_over
from kliping.pipeline.runs.ledger import RowWriter, read_fetched
from kliping.settings import Settings

BLOCKS_FILE = "blocks.parquet"
BLOCKS_SCHEMA = pa.schema([("outlet", pa.string()), ("article_id", pa.string()), ("blocks", pa.list_(pa.uint64()))])


def learn_from_import(settings: Settings, run: str, say: stage.Progress = stage.say_nothing) -> None:
    """Count the recurring blocks of the texts that ``run`` brought in; write what was learned into the run's plan."""
    with hand_over(settings, run, [IMPORT.id]):
        _learn_blocks(settings, run, say)


def _learn_blocks(settings: Settings, run: str, say: stage.Progress) -> None:
    path = stage.outlet_folder(settings, run, IMPORT.id) / BLOCKS_FILE
    with RowWriter(path, BLOCKS_SCHEMA, settings.batch_rows) as rows:
        for page in _read_texts(settings, run):
            article, outlet = documents.read_imported(page)
            if outlet and article.kind == "article":
                found = sorted({int(block.hash, 16) for block in split_blocks(article.scraped_text)})
                rows.add({"outlet": outlet, "article_id": page.canonical_url, "blocks": found})
    counted = warehouse.count_batch_blocks(path)
    path.unlink()
    if not counted:
        return
    version = learning.pin_snapshot(settings, learning.join_counts(learning.read_pinned_rows(settings), counted))
    planned = stage.read_plan(settings, run)
    if version != planned.learned_snapshot:
        updated = replace(planned, learned_snapshot=version, rules_version=learning.stamp_rules_version(version))
        stage.write_manifest(settings, run, updated)
        say(f"import: {len(counted)} blocks recur in the texts themselves; pinned as {version}")


def _read_texts(settings: Settings, run: str) -> Iterator[Page]:
    """Yield the imported texts as archived, but no HTML: its structure tells what is boilerplate."""
    collected = stage.read_manifest(settings, run, IMPORT.id, stage.Collected)
    if collected is None:
        return
    ledger = stage.outlet_folder(settings, run, IMPORT.id) / stage.LEDGER_FILE
    for part in collected.parts:
        for item in read_fetched(ledger, part):
            page = archive.read_page(settings.archive_root, item.refs[0])
            if page.media_type in documents.TEXT_TYPES:
                yield page
