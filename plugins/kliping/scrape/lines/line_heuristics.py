"""What the words and the punctuation of one line say, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kliping.lexicon import role_words

_CLOSERS = "\"'”’»)]"
_ENDINGS = frozenset(".!?…:;")
_PITCH = frozenset(
    "subscribe newsletter newsletters cookie cookies privacy copyright click download comment comments login register "  # noqa: SIM905
    "email e-mail advertisement affiliate disclosure disclaimer follow contact sign learn free reserved originally "
    "baca simak lihat ikuti langganan berlangganan daftar bagikan komentar redaksi hak cipta "
    "sumber saksikan tonton video infografis gabung unduh klik halaman lainnya terkait selengkapnya".split()
).union(role_words("author", "reporter", "editor"))
_SIDE_HEADING = re.compile(
    r"(?i)\W*(?:related|recommended|more (?:from|on|stories|articles|like)|you (?:may|might)|read (?:next"
    r"|more|also)|popular"
    r"|trending|latest|references|sources|works cited|notes|footnotes|about (?:the )?(?:author|us)|author"
    r"|comments?|leave a"
    r"|\d+ (?:comments?|responses|thoughts)|share|follow|subscribe|sign up|newsletter|disclaimer|copyright"
    r"|topics|tags|contact"
    r"|keep reading|what'?s next|further reading|baca|simak|lihat|berita|artikel|terkait|rekomendasi|terpopuler|terkini"
    r"|terbaru|komentar|tulis komentar|bagikan|ikuti|topik|tag|video|foto|infografis|pilihan|sumber|referensi"
    r"|tentang penulis|jangan lewatkan|lainnya|saksikan)\b"
)
_CAPTION_START = re.compile(
    r"(?i)\W{0,3}(?:(?:foto|photo|ilustrasi|illustration|gambar|dok(?:umentasi)?|courtesy|credit|image)\b\s*[:./]|©)"
)
_CAPTION_END = re.compile(
    r"(?i)\((?:foto|photo|dok|ist|sumber|source|ilustrasi|shutterstock|istimewa|instagram|twitter|antara"
    r"|reuters|afp|ap|getty)"
    r"\b[^()]*\)\W*$"
)


_ANNOUNCEMENT = re.compile(
    r"(?i)\W{0,4}(?:(?:baca|simak|lihat|tonton)\s?(?:juga|pula|lainnya|selengkapnya)"
    r"|(?:berita|artikel|bacaan|liputan) (?:sebelumnya|terkait|lainnya|lain|terpopuler|pilihan)"
    r"|pilihan (?:editor|redaksi)"
    r"|(?:read|see|watch) (?:also|more|next)|also read|related(?: (?:articles?|stories|news|posts?))?)\W{0,4}"
)
_INDONESIAN = frozenset(
    "yang dan di dari untuk dengan itu ini pada dalam tidak akan oleh juga ke para karena ada sudah telah bisa".split()  # noqa: SIM905
)
_ENGLISH = frozenset("the of and to in is that for with was on it as be by are this from at have".split())  # noqa: SIM905
_ENOUGH_WORDS = 600


def reads_indonesian(texts: Iterable[str]) -> bool:
    """Return whether the texts hold more of Indonesian's commonest words than of English's."""
    indonesian = english = seen = 0
    for text in texts:
        words = text.lower().split()
        indonesian += sum(word in _INDONESIAN for word in words)
        english += sum(word in _ENGLISH for word in words)
        seen += len(words)
        if seen >= _ENOUGH_WORDS:
            break
    return indonesian > english


_ANNOUNCING = re.compile(
    r"(?i)\W{0,4}(?:(?:baca|simak|lihat|tonton)\s?(?:juga|pula|lainnya)?"
    r"|(?:berita|artikel|bacaan|liputan) (?:sebelumnya|terkait|lainnya|lain)"
    r"|(?:read|see) (?:also|more)|also read|related)\s*[:：|»>-]+\s*"
)


SECTION_LABEL = re.compile(r"(?i)^(?:kategori|kanal|rubrik|category)\s*[:/]\s*")
"""What stands before a section's name in a line by the headline."""


def strip_announcement(text: str) -> str:
    """Return a headline without "Baca juga:" before it."""
    if found := _ANNOUNCING.match(text):
        return text[found.end() :]
    return text


def is_announcement(text: str) -> bool:
    """Return whether the line says that links to other articles follow ("Baca juga:"), and nothing else."""
    return len(text) <= 40 and _ANNOUNCEMENT.fullmatch(text) is not None


def is_caption(text: str) -> bool:
    """Return whether the line reads like the caption of a picture, by its credit."""
    if _CAPTION_START.match(text) or "/©" in text:
        return True
    return text.rstrip(" .").endswith(")") and _CAPTION_END.search(text) is not None


def ends_sentence(text: str) -> bool:
    """Return whether the text ends as a sentence does, perhaps inside quotes or brackets."""
    last = text[-1]
    return last in _ENDINGS or (last in _CLOSERS and text.rstrip(_CLOSERS)[-1:] in _ENDINGS)


def is_pitch(text: str) -> bool:
    """Return whether the text speaks of subscribing, sharing, reading on, rather than of news."""
    return not _PITCH.isdisjoint(text[:200].lower().split())


def is_side_heading(text: str) -> bool:
    """Return whether the heading is one of those that stand over anything but the story."""
    return _SIDE_HEADING.match(text) is not None
