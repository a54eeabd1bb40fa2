"""Damaged characters, hard wraps and lost breaks: repaired, named, and offsets still those of the text as given."""

from __future__ import annotations

import pytest
from kliping.clean import clean


@pytest.mark.parametrize(
    ("given", "text", "repairs"),
    [
        ("Ia berkata â€œsiapâ€\x9d kepada kami.", "Ia berkata “siap” kepada kami.", ("encoding",)),
        ("Kafe CafÃ© Senja tutup.", "Kafe Café Senja tutup.", ("encoding",)),
        ("Tom &amp; Jerry &quot;kembali&quot; hari ini.", 'Tom & Jerry "kembali" hari ini.', ("entities",)),
        ("Pasar&nbsp;pagi ramai.", "Pasar pagi ramai.", ("entities", "spaces")),
        ("Pasar\u200b pa\u00adgi ramai.", "Pasar pagi ramai.", ("invisible",)),
        ("Pasar pagi ramai.", "Pasar pagi ramai.", ()),
        ("AT&T; tetap & utuh &tidakada;", "AT&T; tetap & utuh &tidakada;", ()),
        (
            "Negara itu membutuhkan sistem pertahanan udara tambahan, untuk\nmelindungi kota.",
            "Negara itu membutuhkan sistem pertahanan udara tambahan, untuk melindungi kota.",
            ("hard_wraps",),
        ),
        (
            "Air surut, kata camat.Warga pun pulang ke rumah.",
            "Air surut, kata camat.\nWarga pun pulang ke rumah.",
            ("paragraph_breaks",),
        ),
        (
            '"Air surut," kata dia."Kami pulang," kata Sri.',
            '"Air surut," kata dia.\n"Kami pulang," kata Sri.',
            ("paragraph_breaks",),
        ),
        ("Laman kabarkita.com dan U.S. Army tetap utuh.", "Laman kabarkita.com dan U.S. Army tetap utuh.", ()),
        ("  Dua  spasi \n\n\n dan baris kosong.", "Dua spasi\ndan baris kosong.", ("spaces",)),
    ],
)
def test_repair(given: str, text: str, repairs: tuple[str, ...]) -> None:
    cleaned = clean(given)
    assert (cleaned.text, cleaned.repairs) == (text, repairs)
    assert cleaned.removed == ()


def test_offsets_are_those_of_the_text_as_given() -> None:
    given = (
        "JAKARTA, KABARKITA.com â€“ Harga &quot;beras&quot; naik.\n"
        "Baca\u200b juga: Tom &amp; Jerry Kembali ke Layar\nPedagang mengeluh."
    )
    cleaned = clean(given)
    assert [given[s.start : s.end] for s in cleaned.removed] == [
        "JAKARTA, KABARKITA.com â€“",
        "Baca\u200b juga: Tom &amp; Jerry Kembali ke Layar",
    ]
    assert cleaned.text == 'Harga "beras" naik.\nPedagang mengeluh.'
    assert cleaned.related[0].title == "Tom & Jerry Kembali ke Layar"


def test_blocks_are_never_joined() -> None:
    first = "Negara itu membutuhkan sistem pertahanan udara tambahan, untuk"
    assert clean([first, "melindungi kota."]).text == f"{first}\nmelindungi kota."
