"""``kliping learn``: count recurring boilerplate, show what it cuts, pin it for later runs, or unpin it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kliping.cli.command import app
from kliping.cli.options import DaysOption, LimitOption
from kliping.cli.output import print_line

if TYPE_CHECKING:
    from kliping.pipeline import LearnedCut


@app.command("learn", rich_help_panel="Maintenance")
def learn_command(
    *,
    days: DaysOption = 28,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be cut; pin nothing.")] = False,
    unpin: Annotated[bool, typer.Option("--unpin", help="Let later runs cut nothing that was learned.")] = False,
    limit: LimitOption = 20,
) -> None:
    """Learn each outlet's boilerplate from what recurs in its articles, for all later runs, and show what it cuts.

    `kliping reprocess` cleans days that are loaded already by what was learned, and after `--unpin` gives them back
    what was cut. The DAG `learn` pins anew every day: pause it where nothing is to be learned.
    """
    from kliping import pipeline, settings
    from kliping.clean import Snapshot

    config = settings.load_settings()
    if unpin:
        version = pipeline.unpin_snapshot(config)
        print_line(f"unpinned {version}" if version else "nothing was pinned")
        return
    rows = pipeline.count_blocks(config, days=days)
    snapshot = Snapshot.from_rows(rows)
    _print_cuts(pipeline.list_learned_cuts(config, snapshot), limit)
    if not dry_run:
        pipeline.pin_snapshot(config, rows)
    blocks = sum(len(shares) for shares in snapshot.shares.values())
    done = "not pinned" if dry_run else f"pinned as {snapshot.version}"
    print_line(f"{blocks} recurring blocks of {len(snapshot.shares)} outlets, {done}")


def _print_cuts(cuts: list[LearnedCut], limit: int) -> None:
    """Print what is cut from the newest articles, and an example of each."""
    for cut in cuts[:limit]:
        print_line(f"{cut.outlet}: cut from {cut.articles} of {cut.looked_at}: {cut.text}")
        print_line(f"    for example after “{cut.before}” in {cut.url}")
    if len(cuts) > limit:
        print_line(f"... and {len(cuts) - limit} more; --limit shows them")
    if not cuts:
        print_line("nothing would be cut from the newest articles")
