"""Persons that their place in a sentence shows: after a title, a rank or a verb of saying, or in front of one."""

from __future__ import annotations

import pytest
from kliping.names import tag


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Direktur RSUD Ende, dr. Aries Dwi Lestari, membantah kabar itu.", ["Aries Dwi Lestari"]),
        ('"Saya lega," ujar Lely.', ["Lely"]),
        ("Bripka Suharno tersenyum.", ["Suharno"]),
        ("Tarmin mengaku lelah.", ["Tarmin"]),
        ("Suparti, pemilik salah satu rumah, mendengar suara gemuruh.", ["Suparti"]),
        ("Kepala Dinas Pemadam Kebakaran Sidoarjo M. Ainur Rahman hadir.", ["M. Ainur Rahman"]),
        ('"Anak saya belum pulang," tutur Karsem lirih.', ["Karsem"]),
        ("Juminten, warga Dusun Krajan, menanam cabai.", ["Juminten"]),
        ("Anggota tim, Dr. Lestari Puspaningrum, menambahkan data.", ["Lestari Puspaningrum"]),
        ("Wali Kota Ternate M. Tauhid Sangaji menyerahkan kunci.", ["M. Tauhid Sangaji"]),
        ("Tukijo mengangguk.", ["Tukijo"]),
        ("Seorang warga, Ibu Nining, menutup hidung saat ditemui.", ["Ibu Nining"]),
        ("Rekannya, Wagiman, bahkan mogok. “Setor empat puluh ribu,” kata Wagiman.", ["Wagiman", "Wagiman"]),
        ('"Kami kecewa," kata kuasa hukum penggugat, Marhaban.', ["Marhaban"]),
        ('"Abate baru dibagikan," kata Ketua RT 05 Maryam.', ["Maryam"]),
        ("Ketua RW Mulyono khawatir kejadian itu terulang.", ["Mulyono"]),
        ('"Yang datang empat puluh," ucap Bidan Sulastri.', ["Sulastri"]),
        ('"Kami punya vaksin," ujar drh. Lalu Taufikurrahman.', ["Lalu Taufikurrahman"]),
        ('"Kami kecewa," kata kuasa hukum penggugat, Senin.', []),
        ("Mbah Paimun mencabut sehelai daun kering.", ["Paimun"]),
        ("Warga memanggil Pak Polisi dan Bu Guru.", []),
        ("Ketua Badan Tim Nasional Sumardjo mengatakan pemain siap.", ["Sumardjo"]),
        ("Direktur PT Jaya Arkanda meninjau pabrik.", []),
        ("Atlet panjat tebing Desak Rita Kusuma meraih perak.", ["Desak Rita Kusuma"]),
        ("Ia kalah angka dari Defri Palulu. “Siapa takut?” tantang Defri.", ["Defri Palulu", "Defri"]),
        ("Warga RT 05 Kelurahan Tamansari memasang kamera.", []),
        ("Lurah Abadijaya membenarkan izin itu. Pabrik berdiri di Kelurahan Abadijaya.", []),
        ("Alhasil, warga mengungsi ke balai desa.", []),
        ("Kendati begitu, petani mengaku untung.", []),
        ("Pertamina mengatakan stok aman.", []),
        ("Harga cabai naik, kata Pemerintah Kota Solo.", []),
        ("Direktur Jenderal Penyelenggaraan Haji menutup rapat.", []),
    ],
)
def test_a_person_is_found_by_its_place(text: str, persons: list[str]) -> None:
    assert [text[each.start : each.end] for each in tag(text) if each.kind == "person"] == persons
