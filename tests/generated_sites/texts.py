"""Texts that are no Indonesian news: an English column, and what intruders publish on a site that they took over."""

from __future__ import annotations

ENGLISH = (
    "The harbour was quiet when the ferry arrived with its first passengers of the morning, most of them traders.",
    "Officials said the new timetable would reduce waiting times, although nobody could say by how much it would.",
    "Residents who spoke at the meeting asked for a roof over the pier and for cleaner water at the public taps.",
    "The council is expected to vote on the budget next month, after two earlier attempts failed for want of a quorum.",
    "Fishermen have warned that dredging would disturb the spawning grounds which lie just outside the breakwater.",
    "A spokesman for the company declined to comment on the figures that had been published by the local paper.",
)
GAMBLING = (
    "Daftar sekarang di situs slot gacor terpercaya dan nikmati bonus new member seratus persen tanpa potongan.",
    "RTP live hari ini menunjukkan pola maxwin yang mudah pecah, cukup deposit pulsa sepuluh ribu saja.",
    "Link alternatif selalu tersedia setiap hari agar pemain dapat login tanpa hambatan dari perangkat apa pun.",
    "Scatter hitam sering muncul pada jam tertentu, jadi simak bocoran pola gacor yang kami bagikan di sini.",
    "Agen slot online resmi kami menyediakan layanan pelanggan sepanjang hari dengan proses penarikan yang cepat.",
)


def _turn(texts: tuple[str, ...], number: int) -> tuple[str, ...]:
    at = number % len(texts)
    return texts[at:] + texts[:at]


def make_english(number: int) -> tuple[str, tuple[str, ...]]:
    """Return a title and paragraphs in English."""
    return f"Harbour council weighs ferry plan number {number}", _turn(ENGLISH, number)


def make_gambling(number: int) -> tuple[str, tuple[str, ...]]:
    """Return a title and paragraphs of an advertisement for gambling."""
    return f"Slot Gacor Maxwin Hari Ini Bocoran RTP Live {number}", _turn(GAMBLING, number)
