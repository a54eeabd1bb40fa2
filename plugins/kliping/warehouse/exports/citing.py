"""Articles as lists of citations, for LaTeX (BibTeX) and reference managers such as Zotero (RIS)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb

from kliping.warehouse.access.connection import fetch_rows

TEX_MARKS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_TEX_MARK = re.compile(r"[\\{}&%$#_~^]")


class Citation(NamedTuple):
    """What a citation tells of an article. Dates are days in Jakarta."""

    article_id: str
    outlet: str | None
    outlet_name: str | None
    url: str
    title: str | None
    authors: list[str] | None
    section: str | None
    language: str | None
    published: dt.date | None
    fetched: dt.date


def write_citations(connection: duckdb.DuckDBPyConnection, chosen: str, path: Path, kind: str) -> int:
    """Write a citation of each article that ``chosen`` (FROM ... ORDER BY ...) finds; return their number."""
    found = connection.execute(
        f"""
        SELECT
            article_id, outlet, (SELECT any_value(name) FROM sources WHERE sources.outlet = chosen.outlet), url, title,
            authors, section, language, jakarta_day(published_at), jakarta_day(last_fetched_at)
        FROM (SELECT * {chosen}) AS chosen ORDER BY published_at, article_id
        """  # noqa: S608  # our own text
    )
    written = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in fetch_rows(found):
            file.write(CITATION_FORMATS[kind](Citation(*row)))
            written += 1
    return written


def render_bibtex(citation: Citation) -> str:
    """Return an entry ``@online``; its key is the outlet, the year and the beginning of the article's id."""
    year = citation.published.year if citation.published else "undated"
    outlet = re.sub(r"[^A-Za-z0-9]", "", citation.outlet or "") or "article"
    fields = {
        "title": f"{{{_escape_tex(citation.title or citation.url)}}}",  # twice in braces: capitals stay
        "author": " and ".join(f"{{{_escape_tex(name)}}}" for name in citation.authors or ()),
        "organization": _escape_tex(citation.outlet_name or citation.outlet or ""),
        "date": str(citation.published or ""),
        "url": citation.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": str(citation.fetched),
        "keywords": _escape_tex(citation.section or ""),
        "langid": "indonesian" if citation.language == "id" else "",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{outlet}{year}{citation.article_id[:8]},\n{lines}}}\n\n"


def render_ris(citation: Citation) -> str:
    """Return a reference of type NEWS."""
    lines = [
        ("TY", "NEWS"),
        ("TI", citation.title or citation.url),
        *(("AU", name) for name in citation.authors or ()),
        ("T2", citation.outlet_name or citation.outlet or ""),
        ("PY", f"{citation.published:%Y}" if citation.published else ""),
        ("DA", f"{citation.published:%Y/%m/%d}" if citation.published else ""),
        ("SE", citation.section or ""),
        ("UR", citation.url),
        ("Y2", f"{citation.fetched:%Y/%m/%d}"),
        ("LA", citation.language or ""),
        ("ID", citation.article_id),
    ]
    texts = "".join(f"{tag}  - {' '.join(value.split())}\n" for tag, value in lines if value)
    return f"{texts}ER  - \n\n"


def _escape_tex(text: str) -> str:
    """Return a text on one line, with the marks that TeX reads written out."""
    return _TEX_MARK.sub(lambda mark: TEX_MARKS[mark[0]], " ".join(text.split()))


CITATION_FORMATS: dict[str, Callable[[Citation], str]] = {"bib": render_bibtex, "ris": render_ris}
"""How each format writes one citation."""
