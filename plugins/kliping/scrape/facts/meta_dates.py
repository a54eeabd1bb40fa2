"""Which meta tags state a date: newsrooms know dozens of names for it, most of them a prefix before a usual word."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

DateField = Literal["published", "modified"]

_ENDINGS: tuple[tuple[DateField, tuple[str, ...]], ...] = (
    ("modified", (
        "modifiedtime", "modifieddate", "modifiedat", "datemodified", "modificationdate", "lastmod", "lastmodified",
        "updatedtime", "updateddate", "updatedat", "dateupdated", "updatedate", "updatetime", "lastupdated",
        "lastupdate", "revisiondate", "daterevised", "tanggaldiperbarui", "tanggalubah", "tglubah",
    )),
    ("published", (
        "publishedtime", "publisheddate", "publishedat", "publishedon", "publishdate", "publishtime", "publishat",
        "publicationdate", "publicationtime", "publicationdatetime", "publisheddatetime", "publishdatetime",
        "datepublished", "datepublication", "datepublish", "pubdate", "pubtime", "pubdatetime",
        "dateissued", "issuedate", "datecreated", "createdate", "createddate", "createdat", "creationdate",
        "dateoriginal", "articledate", "newsdate", "postdate", "posteddate", "dateposted", "postedat", "displaydate",
        "firstpublished", "tanggalterbit", "tanggaltayang", "tanggalpublikasi", "tanggalrilis",
        "tglterbit", "waktuterbit", "waktutayang", "releasedate", "datereleased", "onlinedate", "citationdate",
        "createat", "contentpublished", "tanggalpublish", "tglpublish", "tanggalposting", "tglposting", "waktuposting",
        "postdategmt", "publisheddategmt", "tglpublikasi", "tanggalbuat", "tglbuat", "tanggalunggah", "dateadded",
    )),
)  # fmt: skip
"""How the names end, without punctuation."""
_LAST_WORDS: dict[str, DateField] = {
    "date": "published", "published": "published", "issued": "published", "created": "published",
    "tanggal": "published", "modified": "modified", "updated": "modified", "revised": "modified",
}  # fmt: skip
"""Words that state a date only as the last part of a name ("dc.date", "article:published"), or as the whole of it."""
_OTHERS = re.compile(
    r"expir|embargo|event|acara|birth|lahir|valid|unpublish|video|movie|book|music|product|comment|komentar"
)
"""What is dated by such a name is not the article."""


@lru_cache(maxsize=1_024)
def find_date_field(name: str) -> DateField | None:
    """Tell which date a meta tag of this (lower-case) name states, if any."""
    if _OTHERS.search(name):
        return None
    letters = re.sub(r"[^a-z]", "", name)
    for field, endings in _ENDINGS:
        if letters.endswith(endings):
            return field
    return _LAST_WORDS.get(re.split(r"[:.]", name)[-1])
