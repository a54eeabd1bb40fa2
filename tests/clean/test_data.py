"""What is removed becomes data where it is data."""

from __future__ import annotations

import pytest
from kliping.clean import RULES_VERSION, clean
from kliping.model import Credit, Dateline

STORY = "Warga Desa Sukamaju memanen jagung di lahan seluas dua hektare."


@pytest.mark.parametrize(
    ("dateline", "place", "outlet"),
    [
        ("JAKARTA, KOMPAS.com -", "JAKARTA", "KOMPAS.com"),
        ("Jakarta (ANTARA) -", "Jakarta", "ANTARA"),
        ("Bucharest | EGINDO.co –", "Bucharest", "EGINDO.co"),
        ("REPUBLIKA.CO.ID, SEMARANG --", "SEMARANG", "REPUBLIKA.CO.ID"),
        ("KONTAN.CO.ID - JAKARTA.", "JAKARTA", "KONTAN.CO.ID"),
        ("TEMPO.CO, Jakarta -", "Jakarta", "TEMPO.CO"),
        ("Jakarta, CNN Indonesia --", "Jakarta", "CNN Indonesia"),
        ("korannews.com –", None, "korannews.com"),
        ("KOTA MALANG -", "KOTA MALANG", None),
        ("BRUSSELS –", "BRUSSELS", None),
        ("Banyuwangi -", "Banyuwangi", None),
        ("Surabaya, Bhirawa –", "Surabaya", "Bhirawa"),
        ("[JAKARTA]", "JAKARTA", None),
    ],
)
def test_dateline(dateline: str, place: str | None, outlet: str | None) -> None:
    cleaned = clean(f"{dateline} {STORY}")
    assert cleaned.dateline == Dateline(dateline, place, outlet)
    assert cleaned.text == STORY


def test_a_place_without_a_dash_is_parted_from_the_glued_story() -> None:
    cleaned = clean(f"Liputan6.com, Jakarta{STORY}")
    assert cleaned.dateline == Dateline("Liputan6.com, Jakarta", "Jakarta", "Liputan6.com")
    assert cleaned.text == STORY


@pytest.mark.parametrize(
    "text",
    [
        "Presiden - yang juga ketua partai - hadir.",
        "Timnas Indonesia - Pelatih baru tiba.",
        "Jakarta masih hujan.",
        "PRE-CHORUS lagu itu.",
    ],
)
def test_no_dateline(text: str) -> None:
    assert clean(text).dateline is None


@pytest.mark.parametrize(
    ("credit", "credits"),
    [
        ("(fby/sfr)", (Credit("initials", "fby/sfr"),)),
        ("[ns/ab]", (Credit("initials", "ns/ab"),)),
        ("(*/Ria)", (Credit("initials", "*/Ria"),)),
        ("(Dewi Lestari)", (Credit("author", "Dewi Lestari"),)),
        (
            "(Penulis: Ardi Putra | Editor: Sabrina Asri)",
            (Credit("author", "Ardi Putra"), Credit("editor", "Sabrina Asri")),
        ),
        ("Editor: Budi Santoso", (Credit("editor", "Budi Santoso"),)),
        ("Pewarta: Rina Amelia", (Credit("reporter", "Rina Amelia"),)),
    ],
)
def test_credits(credit: str, credits: tuple[Credit, ...]) -> None:  # noqa: A002
    cleaned = clean(f"{STORY}\n{credit}")
    assert cleaned.credits == credits
    assert cleaned.text == STORY


@pytest.mark.parametrize(
    "byline",
    [
        "Laporan Wartawan KabarKita.id, Dewi Lestari",
        "Laporan Wartawan Kabar Kita, Dewi Lestari",
        "Laporan Reporter Kabar Kita Jawa Barat, Dewi Lestari",
        "Laporan wartawan: Dewi Lestari",
        "Laporan Wartawan Dewi Lestari",
    ],
)
def test_the_reporter_is_named_and_not_the_outlet(byline: str) -> None:
    cleaned = clean(f"{byline}\nKABARKITA.ID, BANDUNG - {STORY}")
    assert cleaned.credits == (Credit("reporter", "Dewi Lestari"),)
    assert cleaned.text == STORY


def test_several_reporters_of_one_outlet() -> None:
    cleaned = clean(f"Laporan Wartawan Kabar Kita, Dewi Lestari dan Budi Santoso\nBANDUNG - {STORY}")
    assert [credit.name for credit in cleaned.credits] == ["Dewi Lestari", "Budi Santoso"]


def test_related_headlines_are_kept() -> None:
    cleaned = clean(
        f"{STORY}\nBaca juga: Harga Beras Naik Lagi\nHujan turun.\nBaca juga:\nJembatan Lama di Lebak Segera Dibongkar"
    )
    assert [r.title for r in cleaned.related] == ["Harga Beras Naik Lagi", "Jembatan Lama di Lebak Segera Dibongkar"]


def test_wire_source_and_time_stamp() -> None:
    cleaned = clean(f"Dewi Lestari - kabarKita Kamis, 27 Des 2018 15:01 WIB {STORY}\nSumber: Kantor Berita Timur")
    assert cleaned.date_text == "Kamis, 27 Des 2018 15:01 WIB"
    assert cleaned.wire_source == "Kantor Berita Timur"


def test_syndicated_from() -> None:
    text = f"{STORY}\nArtikel ini telah tayang di kabarkita.id dengan judul Warga Panen Jagung"
    assert clean(text).wire_source == "kabarkita.id"


@pytest.mark.parametrize(
    ("line", "wire"),
    [
        ("Sumber: Nusawarta", "Nusawarta"),
        ("Sumber : Kantor Berita Timur", "Kantor Berita Timur"),
        ("Artikel ini telah tayang di Nusawarta dengan judul Warga Panen Jagung", "Nusawarta"),
        ("Berita ini telah tayang di nusawarta.co.id", "nusawarta.co.id"),
        ("Berita ini bersumber dari Kantor Berita Timur.", "Kantor Berita Timur"),
        ("Artikel ini telah tayang di KabarKita.com dengan judul Warga Panen Jagung", None),
        ("Sumber: Kabar Kita", None),
        ("Sumber: Istimewa", None),
        ("Sumber: Humas Pemkab Muara", None),
        ("Sumber : Dinas Kominfo Kota Tirta", None),
        ("Sumber: Polres Muara", None),
        ("Sumber: BPS", None),
        ("Sumber: diskominfo.muarakab.go.id", None),
        ("Sumber: Siaran pers PT Cahaya", None),
        ("Sumber: Instagram @wargamuara", None),
        ("Sumber: YouTube", None),
        ("Sumber: AFP/Nusawarta", "AFP/Nusawarta"),
        ("Sumber: Media Muara", "Media Muara"),
        ("Sumber:- Media Muara", "Media Muara"),
        ("Sumber: Ilustrasi panen. (freepik)", None),
        ("Sumber: Laras/Pixabay", None),
        ("Sumber: BERITA TERKAIT", None),
    ],
)
def test_the_source_is_another_outlet(line: str, wire: str | None) -> None:
    cleaned = clean(f"{STORY}\n{line}", outlet="kabarkita")
    assert cleaned.wire_source == wire
    assert cleaned.text == STORY


@pytest.mark.parametrize(
    ("source", "outlet", "wire"),
    [
        ("NusaJabar.id", "nusanews", None),
        ("NusaJogja.co.id", "nusa", None),
        ("KabarJogja.id", "kabar", None),
        ("KabarBanten.com", "kabarjabar", "KabarBanten.com"),
        ("NusaMerdeka.com", "nusa", "NusaMerdeka.com"),
    ],
)
def test_a_sister_of_the_outlet_is_no_other_outlet(source: str, outlet: str, wire: str | None) -> None:
    assert clean(f"{STORY}\nArtikel ini telah tayang di {source}", outlet=outlet).wire_source == wire


def test_title_repeated_above_the_dateline() -> None:
    title = "Warga Sukamaju Panen Raya Jagung Manis"
    cleaned = clean(f"{title}\n\n{title}\n\nKabarKita.com – {STORY}")
    assert cleaned.title == title
    assert cleaned.text == STORY


def test_the_rules_have_a_version() -> None:
    assert RULES_VERSION.startswith("clean-")
