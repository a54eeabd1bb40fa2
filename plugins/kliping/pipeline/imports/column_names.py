# ruff: noqa: E501 - a table of names
"""Which column of somebody else's file is which field: by its usual names in Indonesian and English, or as told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kliping.errors import InputError
from kliping.pipeline.imports import imported
from kliping.pipeline.imports.records import decode_text

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "article", "isi", "konten", "isi_berita", "full_text", "maintext", "articlebody",
        "article_text", "article_body", "article_content", "news_content", "content_text", "body_text", "story", "naskah",
        "isi_artikel", "isi_konten", "konten_berita", "teks", "teks_berita", "berita", "artikel", "paragraf", "paragraphs",
        "fulltext", "post_content", "content_html", "raw_text", "clean_text",
    ),
    "title": (
        "title", "judul", "headline", "judul_berita", "judul_artikel", "article_title", "news_title", "post_title", "titel",
        "heading",
    ),
    "url": (
        "url", "link", "tautan", "href", "source_url", "article_url", "news_url", "link_berita", "url_berita", "alamat",
        "permalink", "canonical_url", "web_url", "tautan_berita",
    ),
    "date": (
        "published_at", "date", "published", "publish_date", "tanggal", "date_publish", "datepublished", "pubdate",
        "datetime", "timestamp", "waktu", "tanggal_terbit", "tgl_terbit", "tgl", "tanggal_publikasi", "published_date",
        "publication_date", "date_published", "publishdate", "published_time", "publishedat", "tanggal_berita", "post_date",
        "tanggal_tayang", "waktu_terbit",
    ),
    "outlet": ("outlet", "site", "source", "media", "domain", "sumber", "publisher", "portal", "situs", "nama_media", "source_domain"),
    "author": ("author", "authors", "penulis", "byline", "wartawan", "reporter", "jurnalis", "nama_penulis", "writer", "creator"),
}  # fmt: skip
"""Names under which a row may carry each field, first match taken; case, blanks and hyphens do not count."""


HEADS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"isi", "konten", "content", "body", "text", "teks", "naskah"}),
    "title": frozenset({"judul", "title", "headline"}),
    "url": frozenset({"url", "link", "tautan", "permalink", "alamat"}),
    "date": frozenset({"tanggal", "tgl", "date", "waktu", "time", "jam"}),
    "outlet": frozenset({"media", "portal", "outlet", "situs", "publisher", "sumber"}),
    "author": frozenset({"penulis", "author", "wartawan", "reporter", "jurnalis"}),
}
"""Words of which a column's name has exactly one where nothing but ``QUALIFIERS`` is beside it: ``tgl_publish``."""
QUALIFIERS = frozenset(
    "berita artikel news article nama name terbit terbitnya publish published publication publikasi tayang rilis posting "  # noqa: SIM905
    "at on pada lengkap full penuh asli original of the dan utama main".split()
)
CLOCK_COLUMNS = ("jam", "pukul", "waktu", "time", "jam_terbit", "jam_tayang", "waktu_terbit", "published_time")
"""Columns that may have the time of day of a date in another column."""
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?!\d|[./-]\d)(?:[:.]\d\d)?")
LONGEST_NAME = 100
"""Characters of a column's name; what is longer is a value."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def parse_column_map(given: Iterable[str]) -> dict[str, str]:
    """Return ``{column: field}`` of arguments like ``judul=title``. Raises ``InputError`` for what is none."""
    mapping: dict[str, str] = {}
    for each in given:
        column, _, name = (part.strip() for part in each.partition("="))
        if not column or not name:
            raise InputError(f"--map {each}: give a column and a field, like --map judul=title")
        if name not in COLUMNS:
            raise InputError(f"--map {each}: {name!r} is no field; fields: {', '.join(COLUMNS)}")
        mapping[fold_name(column)] = name
    return mapping


def fold_name(name: object) -> str:
    """Return a column's name as it is compared: lower case, with an underscore for blanks and hyphens."""
    return "_".join(str(name).strip().lower().replace("-", " ").replace("_", " ").split())


def is_name_of(column: str, name: str) -> bool:
    """Return whether a column's name is made of one word for the field and of words that do not change its meaning."""
    words = [word.lower() for word in _WORD.findall(column)]
    left = [word for word in words if word not in QUALIFIERS]
    return len(left) == 1 and left[0] in HEADS[name]


@dataclass(slots=True)
class ColumnReader:
    """Reads rows by their columns' names. What a person said of some (``mapping``) comes before the usual names."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    """Which column each field was last taken from, as the file names it."""
    others: dict[str, None] = field(default_factory=dict)
    """Columns that no field was taken from."""

    def has_text(self, columns: Iterable[str]) -> bool:
        """Return whether one of these columns is read as an article's text."""
        for column in columns:
            told = self.mapping.get(fold_name(column))
            if told == "text" or (
                told is None and (fold_name(column) in COLUMNS["text"] or is_name_of(column, "text"))
            ):
                return True
        return False

    def count_fields(self, columns: Iterable[str]) -> int:
        """Return how many fields these columns name, as the header of a table does; 0 where none is a text."""
        names = [column for column in columns if len(column) <= LONGEST_NAME]
        if not self.has_text(names):
            return 0
        folded = {fold_name(column) for column in names}
        return sum(
            any(column in self.mapping and self.mapping[column] == name for column in folded)
            or not folded.isdisjoint(usual)
            or any(is_name_of(column, name) for column in names)
            for name, usual in COLUMNS.items()
        )

    def read_fields(self, row: Mapping[Any, Any]) -> dict[str, Any]:
        """Return the row's value for each field, None where it has none."""
        columns = {fold_name(name): (str(name).strip(), _decode_bytes(value)) for name, value in row.items()}
        fields = {name: self._read_field(name, columns) for name in COLUMNS}
        fields["date"] = _join_clock(fields["date"], columns)
        self.others |= {stated: None for stated, _ in columns.values()}
        return fields

    def _read_field(self, name: str, columns: Mapping[str, tuple[str, Any]]) -> Any:  # noqa: ANN401 - whatever a row holds
        told = [column for column, field_name in self.mapping.items() if field_name == name]
        usual = [column for column in COLUMNS[name] if column not in self.mapping]
        for column in (*told, *usual):
            stated, value = columns.get(column, ("", None))
            if not imported.is_absent(value):
                self.used[name] = stated
                return value
        for stated, value in columns.values():
            if fold_name(stated) not in self.mapping and is_name_of(stated, name) and not imported.is_absent(value):
                self.used[name] = stated
                return value
        return None

    def describe_columns(self) -> str:
        """Return which field is which column, and which columns are left out; forget them. Empty for no rows."""
        taken = [f"{name} from {column!r}" for name, column in self.used.items()]
        left = [repr(column) for column in self.others if column not in self.used.values()]
        self.used, self.others = {}, {}
        if not taken and not left:
            return ""
        line = ", ".join(taken) or "no column is known"
        if left:
            line += f"; not used: {', '.join(left[:8])}" + ", ..." * (len(left) > 8)
        return line


def _join_clock(date: object, columns: Mapping[str, tuple[str, Any]]) -> object:
    """Return a date without a time of day with the clock that a column of its own has; any other date as it is."""
    if imported.is_absent(date) or _CLOCK.search(str(date)):
        return date
    for name in CLOCK_COLUMNS:
        clock = str(columns.get(name, ("", ""))[1]).strip()
        if _CLOCK.match(clock) and str(date) != clock:
            return f"{str(date).strip()} {clock}"
    return date


def _decode_bytes(value: object) -> object:
    if isinstance(value, bytes):
        return decode_text(value)
    return value
