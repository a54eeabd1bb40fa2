"""Character sets, declared, lied about and doubled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kliping.model import Source
from kliping.scrape import scrape
from kliping.scrape.parse.encoding import convert_to_utf8, join_surrogates

from tests.scrape.layouts import LAYOUTS, STORY

LINE = "“Café” di Jalan Merdeka – dibuka, “Silakan datang” kata Siti…"
META = "<meta charset={}>"


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (LINE.encode("utf-8"), None),
        (b"\xef\xbb\xbf" + LINE.encode("utf-8"), None),
        (LINE.encode("utf-8"), "text/html; charset=iso-8859-1"),
        (LINE.encode("cp1252"), None),
        (LINE.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (META.format("utf-8").encode() + LINE.encode("cp1252"), None),
        (LINE.encode("utf-16"), None),
        (LINE.encode("utf-16-le"), None),
        (LINE.encode("utf-8").decode("cp1252", "replace").replace("\ufffd", "\x9d").encode("utf-8"), None),
        (LINE.encode("utf-8").decode("latin-1").encode("utf-8"), None),
        (LINE.encode("utf-8").replace(b"dibuka", b"di\x00buka"), None),
    ],
    ids=["utf-8", "bom", "header lies", "cp1252", "declared latin-1", "declared utf-8", "utf-16", "utf-16 without mark",
         "twice by cp1252", "twice by latin-1", "nul"],
)  # fmt: skip
def test_reads_as_written(raw: bytes, content_type: str | None) -> None:
    assert convert_to_utf8(raw, content_type)[0].decode("utf-8").endswith(LINE)


NO_CHARACTER_SETS = (
    "undefined",
    "idna",
    "punycode",
    "base64",
    "hex",
    "rot13",
    "zlib",
    "bz2",
    "uu",
    "quopri",
    "unicode_escape",
    "raw_unicode_escape",
    "utf-7",
    "utf-16",
    "utf-16le",
    "utf-16be",
    "utf-32",
    "utf-32be",
    "charmap",
    "mbcs",
    "oem",
    "cp037",
    "cp500",
    "cp437",
    "unicode",
    "none",
    "null",
    "utf8mb4",
    "iso-8859-1-windows",
    "utf_8_sig",
    "cp65001",
    "palmos",
    "string_escape",
    "hz",
)


@pytest.mark.parametrize("where", ["header", "meta", "http-equiv", "both"])
@pytest.mark.parametrize("name", NO_CHARACTER_SETS)
def test_what_is_no_character_set_is_not_used(name: str, where: str) -> None:
    stated = {
        "header": "",
        "meta": META.format(name),
        "http-equiv": f'<meta http-equiv="Content-Type" content="text/html; charset={name}">',
        "both": META.format("idna"),
    }[where]
    content_type = f"text/html; charset={name}" if where in ("header", "both") else "text/html"
    assert convert_to_utf8(stated.encode() + LINE.encode("cp1252"), content_type)[0].decode("utf-8").endswith(LINE)
    assert convert_to_utf8(stated.encode() + LINE.encode("utf-8"), content_type)[0].decode("utf-8").endswith(LINE)


def test_the_meta_tag_counts_where_the_header_names_no_character_set() -> None:
    text = "今日のニュース" * 5
    raw = META.format("euc-jp").encode() + text.encode("euc-jp")
    assert convert_to_utf8(raw, "text/html; charset=hex")[0].decode("utf-8").endswith(text)


def test_other_declared_charset() -> None:
    text = "今日のニュース" * 5
    assert convert_to_utf8(b"<meta charset='euc-jp'>" + text.encode("euc-jp"), None)[0].decode("utf-8").endswith(text)


def test_a_few_broken_bytes_do_not_change_the_charset() -> None:
    raw = (LINE * 20).encode("utf-8") + b"\xe2\x80"
    assert convert_to_utf8(raw, None)[1] == "utf-8"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Panen kopi \ud83d\ude00 dimulai", "Panen kopi 😀 dimulai"),
        ("Panen kopi \ud83d dimulai", "Panen kopi  dimulai"),
        ("Panen \udc00kopi\ud83d", "Panen kopi"),
        ("Panen \ude00\ud83d kopi", "Panen  kopi"),
        ("“Panen” – kopi \ud83d\ude00\ud83c", "“Panen” – kopi 😀"),
    ],
)
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "undefined"])
def test_surrogates_that_are_written_as_characters(written: str, read: str, declared: str) -> None:
    raw = META.format(declared).encode() + written.encode("utf-8", "surrogatepass")
    text, name = convert_to_utf8(raw, None)
    assert text.decode("utf-8").endswith(read)
    assert name == "utf-8"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("kopi &#55357;&#56832; panas", "kopi 😀 panas"),
        ("kopi &#xD83D;&#xde00; panas", "kopi 😀 panas"),
        ("kopi &#55357; panas", "kopi  panas"),
        ("kopi &#xDE00;&#55357;panas", "kopi panas"),
        ("kopi &#55357;&#56832;&#55357;&#56832;", "kopi 😀😀"),
        ("kopi &#128512; &#55295; &#57344; &#8211; panas", "kopi &#128512; &#55295; &#57344; &#8211; panas"),
    ],
)
def test_numeric_references_to_halves_of_an_emoji(written: str, read: str) -> None:
    assert join_surrogates(written.encode()).decode() == read


@given(st.binary(max_size=400))
def test_any_bytes_become_utf8_without_nul(raw: bytes) -> None:
    assert "\0" not in convert_to_utf8(raw, "text/html; charset=bogus")[0].decode("utf-8")


@given(st.text(max_size=200).filter(lambda text: "\0" not in text and not any(c in text for c in "âÂ\ufeff")))
def test_utf8_is_left_alone(text: str) -> None:
    raw = text.encode("utf-8", "replace")
    assert convert_to_utf8(raw, None) == (raw, "utf-8")


def test_a_page_of_1252_keeps_its_quotes() -> None:
    html = LAYOUTS["breaks_in_div"].replace("charset='utf-8'", "charset='iso-8859-1'").encode("cp1252")
    article = scrape(html, url="https://www.kabarmuara.id/read/77/x", source=Source.GENERIC)
    assert STORY[2] in article.paragraphs
