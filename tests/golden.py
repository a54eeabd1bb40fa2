"""What cleaner, scraper and names make of texts and pages written for Kliping, a fingerprint each: ``make golden``.

``tests/golden.toml`` holds the fingerprints. Where one has changed, ``make golden`` raises the declared version by one
and records what is given now, so that articles which older rules scraped can be distinguished.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from dataclasses import asdict
from pathlib import Path

import yaml
from kliping.clean import clean
from kliping.pipeline.naming import name_article
from kliping.scrape import scrape

from tests.clean.marked import articles
from tests.scrape.layouts import LAYOUTS, RELATED, STORY, TITLE
from tests.scrape.test_hidden import HIDDEN
from tests.scrape.test_short_cards import CARDS
from tests.scrape.test_themes import THEMES
from tests.scrape.theme_stories import STORIES

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "tests" / "golden.toml"
DECLARED = {
    "cleaner": ROOT / "plugins" / "kliping" / "clean" / "version.txt",
    "scraper": ROOT / "plugins" / "kliping" / "scrape" / "data" / "version.txt",
    "names": ROOT / "plugins" / "kliping" / "names" / "version.txt",
}
TEXTS = ("articles.txt", "outlets.txt", "pages.txt", "traps.txt", "unseen.txt")


def list_pages() -> list[str]:
    """The pages written for the tests of the scraper."""
    story = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    cases = yaml.safe_load((ROOT / "tests" / "scrape" / "headers.yml").read_text("utf-8"))
    inserted = "".join(f"<p>{STORY[n % 2]} {form} {STORY[2]}</p>" for n, form in enumerate(HIDDEN.values()))
    cards = [form.format(u="/b/harga-ikan-naik", h=RELATED[0], t="Warga menutup jalan.") for form in CARDS.values()]
    return [
        *LAYOUTS.values(),
        *(theme(STORIES[0], "none") for theme in THEMES),
        *(case["page"].format(title=TITLE, story=story) for case in cases),
        *(f"<html lang=id><h1>{TITLE}</h1><div>{story}{card}{story}</div>" for card in cards),
        f"<html lang=id><h1>{TITLE}</h1><div>{inserted}</div>",
    ]


def clean_texts() -> list[object]:
    texts = [article for file in TEXTS for article in articles(file)]
    return [asdict(clean(article.text, title=article.title)) for article in texts]


def scrape_pages() -> list[object]:
    url = "https://www.muaraangin.example/berita/77123/panen-kabut"
    return [asdict(scrape(page.encode(), url=url)) for page in list_pages()]


def name_texts() -> list[object]:
    said = (ROOT / "tests" / "quotes" / "said.txt").read_text("utf-8").split("\n\n")
    texts = ["\n".join(line for line in case.splitlines() if line[:1] not in "#>") for case in said]
    return [name_article(text) for text in texts]


def fingerprints() -> dict[str, str]:
    """What is given now, by what gives it."""
    given = {"cleaner": clean_texts(), "scraper": scrape_pages(), "names": name_texts()}
    return {
        name: hashlib.sha256(json.dumps(each, sort_keys=True, default=str).encode()).hexdigest()[:16]
        for name, each in given.items()
    }


def recorded() -> dict[str, str]:
    return tomllib.loads(RECORD.read_text("utf-8")) if RECORD.is_file() else {}


def main() -> None:
    before, now = recorded(), fingerprints()
    for name, path in DECLARED.items():
        if name in before and before[name] != now[name]:
            path.write_text(f"{int(path.read_text()) + 1}\n")
        sys.stdout.write(f"{name}: version {path.read_text().strip()}, {now[name]}\n")
    head = "# Written by `make golden`: what cleaner, scraper and names give for the texts and pages of the tests.\n"
    RECORD.write_text(head + "".join(f'{name} = "{digest}"\n' for name, digest in now.items()), "utf-8")


if __name__ == "__main__":
    main()
