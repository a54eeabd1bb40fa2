"""The pictures of docs/operator.md are of the pages as they are now, and small."""

from __future__ import annotations

import base64
import os
import re
import shutil
import struct
import tomllib
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.web.conftest import Served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium")
PICTURES = tomllib.loads(Path(__file__).with_name("pictures.toml").read_text())
WIDTH = 960
MOST_BYTES = 60_000
SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 48
READ_PIXELS = """async packed => {
    const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + packed)).blob());
    const drawn = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    drawn.drawImage(picture, 0, 0);
    const pixels = drawn.getImageData(0, 0, picture.width, picture.height).data;
    let text = "";
    for (let at = 0; at < pixels.length; at += 32768) {
        text += String.fromCharCode(...pixels.subarray(at, at + 32768));
    }
    return btoa(text);
}"""
KEY = b"Headings\0"


@pytest.fixture(scope="module")
def page(desk: Served) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-lcd-text"])
        page = browser.new_context(
            viewport={"width": WIDTH, "height": 600}, color_scheme="light", locale="en"
        ).new_page()
        page.goto(desk.entrance, timeout=120_000)
        yield page
        browser.close()


def read_headings(page: Page) -> str:
    """Return the titles of a page and of its tables: what makes a picture of it old when it changes."""
    found = page.locator("h1, h2, thead th").all_inner_texts()
    return "|".join(" ".join(each.split()) for each in found)


def read_chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += length + 12


def draw_page(page: Page, height: int, headings: str) -> bytes:
    """Return a picture of the top of a page as a PNG of few colours, that says of which headings it was made."""
    taken = page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": height}, full_page=True)
    blank = page.context.new_page()  # the desk's own pages load no picture from elsewhere
    raw = base64.b64decode(blank.evaluate(READ_PIXELS, base64.b64encode(taken).decode()))
    blank.close()
    pixels = [raw[at : at + 3] for at in range(0, len(raw), 4)]
    palette = {colour: place for place, (colour, _) in enumerate(Counter(pixels).most_common(COLOURS))}
    nearest = cache(
        lambda colour: min(palette, key=lambda kept: sum(abs(a - b) for a, b in zip(kept, colour, strict=True)))
    )
    places = bytes(palette[nearest(colour)] for colour in pixels)
    rows = b"".join(b"\0" + places[at : at + WIDTH] for at in range(0, len(places), WIDTH))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", WIDTH, height, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"zTXt", KEY + b"\0" + zlib.compress(headings.encode())),
        (b"IEND", b""),
    ]
    return SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def find_headings(picture: bytes) -> str:
    data = dict(read_chunks(picture))[b"zTXt"]
    return zlib.decompress(data.removeprefix(KEY + b"\0")).decode()


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_of_the_page_as_it_is(page: Page, desk: Served, repository: Path, name: str) -> None:
    asked = PICTURES[name]
    path = repository / f"docs/pictures/{name}.png"
    page.goto(desk.address + asked["path"], timeout=120_000)
    headings = read_headings(page)
    assert page.locator("h1").inner_text().strip() in headings
    if os.environ.get("KLIPING_DRAW"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(draw_page(page, asked["height"], headings))
    picture = path.read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (WIDTH, asked["height"])
    assert len(picture) < MOST_BYTES
    assert find_headings(picture) == headings, "draw it anew: tests/web/pictures.toml says how"


def test_every_picture_is_in_the_text_and_no_other(repository: Path) -> None:
    shown = re.findall(r"!\[[^\]]{20,}\]\(pictures/(\w+)\.png\)", (repository / "docs/operator.md").read_text())
    assert sorted(shown) == sorted(PICTURES)
    assert sorted(path.stem for path in (repository / "docs/pictures").iterdir()) == sorted(PICTURES)
