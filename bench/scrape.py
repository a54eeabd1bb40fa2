"""Measure the scraper beside its peers on the same pages, in one run: `make bench-scrape`.

Needs the shared data beside the checkout (KLIPING_SHARED_DATA). Scores are counted as ../shared/tools/score_html.py
counts them. Extractors take turns on every page, and the fastest of the rounds counts, so that a busy machine slows
all alike.
Peers (dependency group `peers`) that cannot be imported are named and left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("KLIPING_SHARED_DATA", ROOT.parent / "shared" / "data"))
sys.path.insert(0, str(ROOT / "plugins"))

from kliping.model import Article, Source  # noqa: E402
from kliping.scrape import SCRAPER_VERSION, scrape  # noqa: E402

Extract = Callable[[bytes, str], Any]


@dataclass
class Page:
    html: bytes
    url: str
    gold: dict[str, Any]


@dataclass
class Tally:
    f1: list[float] = field(default_factory=list)
    leaked: int = 0
    known: int = 0
    milliseconds: float = 0.0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)


def trafilatura() -> Extract:
    import trafilatura as peer

    return lambda html, url: peer.extract(html, url=url, include_comments=False) or ""


def resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    return lambda html, _: extract_plain_text(
        HTMLTree.parse_from_bytes(html, detect_encoding(html)), main_content=True, alt_texts=False, links=False
    )


def readability() -> Extract:
    import lxml.html
    from readability import Document

    return lambda html, _: "\n".join(
        lxml.html.fromstring(Document(html.decode("utf-8", "replace")).summary()).itertext()
    )


def beautifulsoup() -> Extract:
    from bs4 import BeautifulSoup

    return lambda html, _: "\n".join(p.get_text(" ", strip=True) for p in BeautifulSoup(html, "lxml").find_all("p"))


EXTRACTORS: dict[str, Callable[[], Extract]] = {
    "kliping": lambda: lambda html, url: scrape(html, url=url),
    "kliping-generic": lambda: lambda html, url: scrape(html, url=url, source=Source.GENERIC),
    "trafilatura": trafilatura,
    "readability": readability,
    "resiliparse": resiliparse,
    "beautifulsoup <p>": beautifulsoup,
}


def split_words(text: str | None) -> list[str]:
    return re.findall(r"\w+", (text or "").lower())


def fold_text(text: str | None) -> str:
    return " ".join(split_words(text))


def read_pages(folder: Path) -> list[Page]:
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()]
    return [
        Page(gzip.decompress((folder / row["file"]).read_bytes()), row.get("url") or "https://example.com/", row)
        for row in rows
    ]  # fmt: skip


def score_page(tally: Tally, got: Any, gold: dict[str, Any]) -> None:
    body = got.body if isinstance(got, Article) else str(got)
    want, have = Counter(split_words("\n".join(gold["body"]))), Counter(split_words(body))
    have -= (have - want) & Counter(split_words("\n".join([gold.get("dateline") or "", *(gold.get("optional") or [])])))
    hit = (have & want).total()
    tally.f1.append(2 * hit / (have.total() + want.total()) if hit else 0.0)
    flat, inside = fold_text(body), fold_text("\n".join(gold["body"]))
    lines = [line for line in map(fold_text, gold.get("without") or []) if line and line not in inside]
    tally.known += len(lines)
    tally.leaked += sum(line in flat for line in lines)
    if isinstance(got, Article) and gold.get("site"):
        tally.asked.update(("title", "date", "authors"))
        tally.right["title"] += fold_text(got.title) == fold_text(gold["title"])
        tally.right["authors"] += {*map(fold_text, got.authors)} == {*map(fold_text, gold.get("authors") or [])}
        tally.right["date"] += (
            got.published_at is not None and got.published_at.isoformat()[:16] == gold["published_at"][:16]
        )


def measure_extractors(folder: Path, extractors: dict[str, Extract], rounds: int) -> dict[str, Tally]:
    tallies = {name: Tally() for name in extractors}
    pages = read_pages(folder)
    for extract in extractors.values():  # what each loads at its first page is no page's cost
        extract(pages[0].html, pages[0].url)
    for page in pages:
        for name, extract in extractors.items():
            best, got = float("inf"), None
            for _ in range(rounds):
                began = time.process_time()
                got = extract(page.html, page.url)
                best = min(best, time.process_time() - began)
            tallies[name].milliseconds += 1000 * best
            score_page(tallies[name], got, page.gold)
    return tallies


def print_tallies(folder: str, tallies: dict[str, Tally]) -> None:
    count = len(next(iter(tallies.values())).f1)
    print(f"\n{folder}, {count} pages\n{'':<20}{'F1':>8}{'leaked':>10}{'ms/page':>9}   title  date authors")
    for name, tally in tallies.items():
        fields = "".join(
            f"{tally.right[k]:>4}/{tally.asked[k]}" for k in ("title", "date", "authors") if tally.asked[k]
        )
        leaked = f"{tally.leaked}/{tally.known}"
        print(f"{name:<20}{sum(tally.f1) / count:>8.4f}{leaked:>10}{tally.milliseconds / count:>9.2f}   {fields}")
    mine = tallies["kliping-generic"].milliseconds
    for peer in ("trafilatura", "resiliparse"):
        if peer in tallies:
            print(f"CPU of kliping-generic / {peer}: {mine / tallies[peer].milliseconds:.3f}")


def measure_memory() -> None:
    """Measure the resident peak: of one page of 20 MB, then of many pages."""
    paragraph = "<p>" + "Warga memanen kabut setiap pagi di punggung bukit yang tinggi. " * 12 + "</p>"
    whole = "<title>Kabut</title><h1>Kabut</h1><article>" + paragraph * (20_000_000 // len(paragraph)) + "</article>"
    article = scrape(whole.encode(), url="https://contoh.id/read/1/kabut", source=Source.GENERIC)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    size, body = len(whole) / 1e6, len(article.body) / 1e6
    print(f"\none page of {size:.0f} MB: {body:.0f} MB of body, peak of the process {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if not DATA.is_dir():
        raise SystemExit(f"needs the shared data set (set KLIPING_SHARED_DATA; looked in {DATA})")
    print(SCRAPER_VERSION)
    measure_memory()
    extractors = {}
    for name, make in EXTRACTORS.items():
        try:
            extractors[name] = make()
        except ImportError as error:
            print(f"without {name}: {error}")
    for folder in ("html", "html-english"):
        print_tallies(folder, measure_extractors(DATA / folder, extractors, given.rounds))
    folder = DATA / "html" / "not_articles"
    kinds = Counter(
        scrape(gzip.decompress(path.read_bytes()), url=f"https://{path.name.split('__')[0]}/").kind
        for path in sorted(folder.glob("*.html.gz"))
    )
    print(f"\npages that are no article: {kinds.total()}, taken for one: {kinds['article']} ({dict(kinds)})")


if __name__ == "__main__":
    main()
