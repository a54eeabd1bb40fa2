"""What kind of file some bytes are: by their Content-Type header, and by the magic bytes that they begin with."""

from __future__ import annotations

GZIP_MAGIC = b"\x1f\x8b"
"""The first bytes of a gzip file."""
GZIP_DEFLATE = GZIP_MAGIC + b"\x08"
"""The same with the number of the method, deflate, that all gzip files use: longer, so safer to search for."""
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"

MAGIC_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an audio file"),
)
"""Files that are sometimes served under a page's address, and how a message calls them."""
BINARY_STARTS = (*(magic for magic, _ in MAGIC_BYTES), GZIP_MAGIC, b"RIFF", b"\0\0\0", b"{\\rtf", b"\xd0\xcf\x11\xe0")
"""All beginnings that no HTML page has; gzip is one of them once a body is unpacked."""


def parse_media_type(content_type: str | None) -> str:
    """Return the media type of a Content-Type header, lower case, without parameters; ``""`` where there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def name_binary(start: bytes) -> str | None:
    """Name the file that begins with ``start`` where its magic bytes show that it is no page: "a PDF"."""
    if start[4:8] == b"ftyp":
        return "a video"
    return next((what for magic, what in MAGIC_BYTES if start.startswith(magic)), None)
