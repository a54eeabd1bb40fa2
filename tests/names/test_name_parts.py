"""Parts of names that weights leave out: abbreviations in brackets, companies' forms, first words of a sentence."""

from __future__ import annotations

import pytest
from kliping.mentions import NameKind
from kliping.names import tag


def list_names(text: str, kind: NameKind) -> list[str]:
    return [text[start:end] for start, end, found in tag(text) if found == kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Koalisi Merah Putih (KMP) menolak usul itu.", "Koalisi Merah Putih (KMP)"),
        ("Ketua Mahkamah Konstitusi (MK) hadir di Jakarta.", "Mahkamah Konstitusi (MK)"),
        ("Organisasi Kesehatan Dunia (WHO) mengirim vaksin ke Papua.", "Organisasi Kesehatan Dunia (WHO)"),
        ("Menurut Badan Pangan Nasional (Bapanas), stok beras cukup.", "Badan Pangan Nasional (Bapanas)"),
        ("Kementerian Hukum dan HAM menyita aset itu.", "Kementerian Hukum dan HAM"),
        ("Dinas Pertanian dan Peternakan membagi bibit.", "Dinas Pertanian dan Peternakan"),
        ("Kementerian Sosial dan Polri bertemu.", "Kementerian Sosial"),
        ("Menteri Keuangan dan Bank Indonesia sepakat.", "Bank Indonesia"),
        ("Laba PT Bank Mandiri naik tahun ini.", "PT Bank Mandiri"),
        ("Kredit dari PT. Bank Rakyat Indonesia disalurkan kepada petani.", "PT. Bank Rakyat Indonesia"),
    ],
)
def test_an_organisation_is_whole(text: str, name: str) -> None:
    assert name in list_names(text, "organisation")


def test_the_last_field_of_an_office_is_no_organisation() -> None:
    assert list_names("Menteri Energi dan Sumber Daya Mineral (ESDM) Darto Wiryo hadir.", "organisation") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [("Laga itu digelar di Stadion Manahan (Solo) pada Minggu.", "Solo"), ("Ia lahir di Ngawi (Jawa Timur).", "Ngawi")],
)
def test_a_place_in_brackets_is_another_place(text: str, place: str) -> None:
    assert not [name for name in list_names(text, "place") if place in name and "(" in name]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Haswandra kemudian menanyakan asal uang itu.", "Haswandra"),
        ("Semtani, yang melarikan diri, ditangkap di Garut.", "Semtani"),
        ("Ruminta juga meminta warga bersabar.", "Ruminta"),
        ("Hasil panen naik.\nWigatno menggandeng para petani muda.", "Wigatno"),
        ("Parjoko dan anaknya pulang ke Klaten.", "Parjoko"),
        ("Bachrudin Jusuf Hartono tiba di Semarang pada Senin.", "Bachrudin Jusuf Hartono"),
    ],
)
def test_who_begins_a_sentence_is_a_person(text: str, person: str) -> None:
    assert person in list_names(text, "person")


@pytest.mark.parametrize(
    "text",
    [
        "Ketekunan membuatnya berhasil.", "Kekesalan itu pun memuncak.", "Mundurnya pelatih itu mengejutkan pemain.",
        "Adapun juga tersedia layanan lain.", "Gerilyawan membunuh dua tentara.", "Jakarta juga dilanda banjir.",
        "Pemerintah kemudian menambah stok.", "Pertamina juga menambah pasokan.", "Sementara petani menunggu hujan.",
    ],
)  # fmt: skip
def test_another_word_that_begins_a_sentence_is_no_person(text: str) -> None:
    assert list_names(text, "person") == []
