"""What a user would pick instead of Kliping, over the same pages: `python bench/peers.py scrapy --newsroom HOST:PORT`.

Each as its documentation has it, with the pace set free, in a process of its own that `bench/collect.py` starts; prints
one JSON object: pages, seconds (without imports), CPU seconds, and how many of the pages gave a text.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

THREADS = 16


def scrapy(urls: list[str], newsroom: str, out: Path) -> Callable[[], int]:
    """Return a crawl by a spider that extracts with trafilatura; the feed exporter writes JSON Lines."""
    import scrapy
    import trafilatura
    from scrapy.crawler import CrawlerProcess

    class News(scrapy.Spider):
        name = "news"

        async def start(self) -> Any:
            for url in urls:
                yield scrapy.Request(url, meta={"proxy": f"http://{newsroom}"})

        def parse(self, response: Any) -> Any:
            found = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
            if found is not None:
                yield {"url": response.url, "title": found.title, "date": found.date, "text": found.text}

    process = CrawlerProcess({
        "FEEDS": {str(out): {"format": "jsonlines"}}, "ROBOTSTXT_OBEY": True, "LOG_LEVEL": "ERROR",
        "CONCURRENT_REQUESTS": THREADS, "CONCURRENT_REQUESTS_PER_DOMAIN": THREADS, "DOWNLOAD_DELAY": 0,
        "TELNETCONSOLE_ENABLED": False,
    })  # fmt: skip

    def run() -> int:
        process.crawl(News)
        process.start()
        with out.open(encoding="utf-8") as lines:
            return sum(bool(json.loads(line)["text"]) for line in lines)

    return run


def newspaper(urls: list[str], newsroom: str, out: Path) -> Callable[[], int]:
    """Return a crawl by ``fetch_news`` with threads, as its page on multithreading says."""
    from newspaper import Article
    from newspaper.mthreading import fetch_news

    resolve_to(newsroom)

    def run() -> int:
        articles = fetch_news([Article(url, language="id") for url in urls], threads=THREADS)
        with out.open("w", encoding="utf-8") as lines:
            for found in articles:
                row = {"url": found.url, "title": found.title, "date": str(found.publish_date), "text": found.text}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        return sum(bool(found.text) for found in articles)

    return run


def trafilatura(urls: list[str], newsroom: str, out: Path) -> Callable[[], int]:
    """Return a crawl by ``buffered_downloads``, as its command line does for lists of addresses, and ``extract``."""
    from trafilatura import extract
    from trafilatura.downloads import buffered_downloads
    from trafilatura.settings import Extractor, use_config

    resolve_to(newsroom)
    config = use_config()
    config["DEFAULT"]["SSRF_PROTECTION"] = "false"
    options = Extractor(config=config, output_format="json", with_metadata=True)

    def run() -> int:
        with_text = 0
        with out.open("w", encoding="utf-8") as lines:
            for url, page in buffered_downloads(urls, THREADS, options=options):
                found = extract(page, url=url, output_format="json", with_metadata=True) if page else None
                if found:
                    lines.write(found + "\n")
                    with_text += bool(json.loads(found)["text"])
        return with_text

    return run


PEERS = {"scrapy": scrapy, "newspaper": newspaper, "trafilatura": trafilatura}


def resolve_to(newsroom: str) -> None:
    """Let every name under ``.test`` be the newsroom, in this process."""
    host, _, port = newsroom.rpartition(":")
    real = socket.getaddrinfo

    def getaddrinfo(name: Any, *rest: Any, **more: Any) -> Any:
        if isinstance(name, str) and name.endswith(".test"):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, int(port)))]
        return real(name, *rest, **more)

    socket.getaddrinfo = getaddrinfo


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("--newsroom", required=True)
    parser.add_argument("--urls", type=Path, required=True, help="one address a line")
    parser.add_argument("--out", type=Path, required=True, help="JSON Lines")
    given = parser.parse_args()
    urls = given.urls.read_text().split()
    run = PEERS[given.peer](urls, given.newsroom, given.out)
    began = time.perf_counter()
    with_text = run()
    seconds = time.perf_counter() - began
    spent = os.times()
    cpu = spent.user + spent.system
    json.dump({"pages": len(urls), "seconds": seconds, "cpu": cpu, "with_text": with_text}, sys.stdout)


if __name__ == "__main__":
    main()
