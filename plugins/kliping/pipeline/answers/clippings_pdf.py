"""The clippings of a day as a PDF report to print or to send: a list of contents, then each text once, whole.

The report is in Indonesian, like what it holds. Its fonts are those that every PDF reader has, so a letter that
Windows-1252 lacks is written without its accent, or as a question mark.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping

from babel.dates import format_date
from fpdf import FPDF

from kliping.model import JAKARTA
from kliping.pipeline.answers.clippings import Clippings, FoldedHit
from kliping.pipeline.answers.lookups import Row

ENCODING = "windows-1252"
FONT, TEXT_SIZE, SMALL_SIZE, TITLE_SIZE, HEAD_SIZE = "Helvetica", 10.5, 8.5, 13, 20
GREY, BLACK = 90, 0
LINE = 1.35
"""Height of a line, of the size of its letters."""
MILLIMETRES_A_POINT = 25.4 / 72
ROOM_FOR_HEADING = 35.0
"""Millimetres that a heading and the first lines after it need together; with less, the next page begins."""


class _Report(FPDF):
    """Pages with the name of the report above and their number below."""

    def __init__(self, name: str, made_at: dt.datetime) -> None:
        super().__init__(format="A4")
        self.core_fonts_encoding = ENCODING
        self._name = name
        self.set_title(name)
        self.set_creator("Kliping")
        self.set_lang("id")
        self.set_creation_date(made_at)
        self.set_margins(20, 18, 20)
        self.set_auto_page_break(auto=True, margin=18)

    def header(self) -> None:
        if self.page_no() > 1:
            self._write_line(self._name, SMALL_SIZE, GREY)
            self.ln(3)

    def footer(self) -> None:
        self.set_y(-13)
        self.set_font(FONT, size=SMALL_SIZE)
        self.set_text_color(GREY)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")

    def _write_line(self, text: str, size: float, grey: int = BLACK, style: str = "", link: int | str = "") -> None:
        self.set_font(FONT, style=style, size=size)
        self.set_text_color(grey)
        height = size * LINE * MILLIMETRES_A_POINT
        self.multi_cell(0, height, encode_text(text), align="L", new_x="LMARGIN", new_y="NEXT", link=link)

    def write_cover(self, clippings: Clippings, described: str, links: list[int]) -> None:
        """Write the head of the report and its list of contents."""
        self.add_page()
        self._write_line(self._name, HEAD_SIZE, style="B")
        total, texts = clippings.page.total, len(clippings.found)
        self._write_line(described, TEXT_SIZE, GREY)
        self._write_line(f"{texts} teks dalam {total} artikel", TEXT_SIZE, GREY)
        if total > len(clippings.page.hits):
            self._write_line(f"Hanya {len(clippings.page.hits)} artikel terbaru yang dimuat.", TEXT_SIZE, GREY)
        self.ln(4)
        for number, (one, link) in enumerate(zip(clippings.found, links, strict=True), start=1):
            self.set_link(link, page=1)  # until the text has a place
            self._write_line(f"{number}. {one.first.title or one.first.url}", TEXT_SIZE, link=link)
            self._write_line(_describe_source(one), SMALL_SIZE, GREY)
            self.ln(1)

    def write_clipping(self, number: int, one: FoldedHit, text: Row | None, link: int, note: str) -> None:
        """Write one text: its title, where and when it was first, who copied it, the words."""
        if self.will_page_break(ROOM_FOR_HEADING):
            self.add_page()
        self.ln(6)
        self.set_link(link, y=self.get_y(), page=self.page_no())
        title = one.first.title or one.first.url
        self.start_section(encode_text(title))
        self._write_line(f"{number}. {title}", TITLE_SIZE, style="B")
        authors = ", ".join((text or {}).get("authors") or ())
        self._write_line(" · ".join(filter(None, [_describe_source(one), authors])), SMALL_SIZE, GREY)
        self._write_line(one.first.url, SMALL_SIZE, GREY, link=one.first.url)
        if note:
            self.ln(1)
            self._write_line(f"Catatan: {note}", TEXT_SIZE, style="I")
        self.ln(2)
        for paragraph in ((text or {}).get("body") or one.first.snippet.text).split("\n"):
            if paragraph.strip():
                self._write_line(paragraph, TEXT_SIZE)
                self.ln(1.5)


def render_clippings(
    clippings: Clippings,
    texts: Mapping[str, Row],
    described: str,
    made_at: dt.datetime,
    *,
    notes: Mapping[str, str] | None = None,
) -> bytes:
    """Return the report as the bytes of a PDF.

    ``texts``: what ``read_clipped_texts`` returns; ``described``: what was searched for, in a line; ``notes`` by the
    id of a text's first article.
    """
    report = _Report(f"Kliping {format_date(clippings.day, 'EEEE, d MMMM y', locale='id')}", made_at)
    links = [report.add_link() for _ in clippings.found]
    report.write_cover(clippings, described, links)
    for number, (one, link) in enumerate(zip(clippings.found, links, strict=True), start=1):
        if number == 1:
            report.add_page()
        report.write_clipping(
            number, one, texts.get(one.first.article_id), link, (notes or {}).get(one.first.article_id, "")
        )
    return bytes(report.output())


def encode_text(text: str) -> str:
    """Return a text in letters that the fonts have."""
    return "".join(_encode_letter(letter) for letter in text)


def _encode_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)
    for form in (letter, plain, plain[0] if plain else ""):
        try:
            form.encode(ENCODING)
        except UnicodeEncodeError:
            continue
        return form if form >= " " or form == "\n" else " "
    return "?"


def _describe_source(one: FoldedHit) -> str:
    at = one.first.at.astimezone(JAKARTA)
    copies = ", ".join(dict.fromkeys(copy.outlet for copy in one.copies))
    return f"{one.first.outlet}, {at:%H.%M} WIB" + (f" · juga dimuat {copies}" if copies else "")
