"""``python -m demo.newsroom``: the newsroom as a process."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from demo.newsroom.faults import SLOW_OUTLET
from demo.newsroom.server import Newsroom


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m demo.newsroom",
        description="A news site on loopback: six Indonesian outlets of different make, with articles for any day.",
        epilog="""examples:
  python -m demo.newsroom                          then open http://127.0.0.1:8090/
  python -m demo.newsroom --port 0 --port-file p   a free port; p holds host:port once it listens
  python -m demo.newsroom --articles-per-day 10000 --page-weight 105 --no-faults
  curl -x http://127.0.0.1:8090 http://gema.test/robots.txt
  curl -X POST 'http://127.0.0.1:8090/_newsroom/edit?day=2024-11-26'""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--port",
        type=make_number_reader(0, 65_535),
        default=8090,
        help="port on 127.0.0.1; 0 picks a free one (default: 8090)",
    )
    add("--port-file", type=Path, help="write host:port here once listening")
    add("--seed", type=int, default=1, help="another seed, other articles (default: 1)")
    add("--articles-per-day", type=int, default=60, metavar="N", help="of all outlets together (default: 60)")
    add(
        "--page-weight",
        type=make_number_reader(0, 10_000),
        default=30,
        metavar="KB",
        help="about (default: 30; real ones: 100)",
    )
    add("--today", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="stop the clock at this day's end")
    add("--no-faults", action="store_true", help="no page misbehaves")
    add("--down", action="append", default=[], metavar="HOST", help="this outlet hangs up; may be repeated")
    add("--slow", action="append", default=[], metavar="HOST[=SECONDS]", type=_host_and_seconds,
        help=f"each answer of this outlet takes so long (default: {SLOW_OUTLET:g}); may be repeated")  # fmt: skip
    add("--redesign", action="append", default=[], metavar="HOST",
        help="classes and ids of this outlet's articles have other names; may be repeated")  # fmt: skip
    add("--edit", action="store_true", help="edited articles show their new text from the second fetch on")
    add("--replay", type=Path, metavar="FOLDER",
        help="serve saved pages as replay.test: FOLDER/gold.jsonl has "
        "one JSON object a line with file (a gzipped page, path within FOLDER) and url, and may have title and "
        "published_at (ISO 8601); demo/newsroom/README.md shows one")  # fmt: skip
    return parser


def make_number_reader(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from ``low`` to ``high``, for argparse."""

    def read_number(text: str) -> int:
        if not text.lstrip("-").isdigit() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text} is not a whole number from {low} to {high}")
        return int(text)

    return read_number


def _host_and_seconds(text: str) -> tuple[str, float]:
    """Read ``gema.test`` or ``gema.test=5``, for argparse."""
    host, given, seconds = text.partition("=")
    try:
        return host, float(seconds) if given else SLOW_OUTLET
    except ValueError:
        raise argparse.ArgumentTypeError(f"{seconds} is no number of seconds") from None


async def serve_newsroom(newsroom: Newsroom, port_file: Path | None) -> None:
    """Listen until SIGTERM or SIGINT."""
    server = await newsroom.start()
    if port_file:
        draft = port_file.with_name(f".{port_file.name}.{os.getpid()}")
        draft.write_text(newsroom.netloc)
        draft.replace(port_file)
    print(f"newsroom ready at {newsroom.address}", flush=True)  # noqa: T201
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    await stop.wait()
    await newsroom.stop(server)


def main() -> int:
    """Run; 2 for a mistake of the user's."""
    given = make_parser().parse_args()
    try:
        newsroom = Newsroom(
            port=given.port, seed=given.seed, articles_per_day=given.articles_per_day, page_weight=given.page_weight,
            faults=not given.no_faults, today=given.today, down=given.down, slow=dict(given.slow),
            redesigned=given.redesign, edit=given.edit, replay=given.replay,
        )  # fmt: skip
        asyncio.run(serve_newsroom(newsroom, given.port_file))
    except OSError as error:
        sys.stderr.write(
            f"newsroom: cannot listen on 127.0.0.1:{given.port}: {error.strerror or error}. Try --port 0.\n"
        )
        return 2
    except ValueError as error:
        sys.stderr.write(f"newsroom: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
