"""Lists, tables and sub-headings that belong to a story, and that a careless reader takes for lists of links."""

from __future__ import annotations

import random
from collections.abc import Callable

from bank import Bank

INTRODUCTIONS = (
    "Berikut daftarnya:", "Berikut hasil lengkapnya:", "Rinciannya sebagai berikut:", "Berikut susunan lengkapnya.",
    "Berikut ini rinciannya:", "Daftar selengkapnya:", "",
)  # fmt: skip
PROVINCES = (
    "Aceh", "Sumatera Utara", "Sumatera Barat", "Riau", "Jambi", "Bengkulu", "Lampung", "Banten", "DKI Jakarta",
    "Jawa Barat", "Jawa Tengah", "DI Yogyakarta", "Jawa Timur", "Bali", "NTB", "NTT", "Kalimantan Barat",
    "Kalimantan Timur", "Sulawesi Utara", "Sulawesi Selatan", "Gorontalo", "Maluku", "Papua",
)  # fmt: skip
INGREDIENTS = (
    "tepung terigu", "gula pasir", "santan", "bawang merah", "bawang putih", "cabai rawit", "daun jeruk", "serai",
    "lengkuas", "telur", "kecap manis", "garam", "minyak goreng", "daging ayam", "udang", "tahu", "tempe", "air",
)  # fmt: skip
UNITS = ("gram", "sdm", "sdt", "butir", "lembar", "ml", "siung", "buah")
STEPS = (
    "1. Haluskan bumbu lalu tumis hingga harum.", "2. Masukkan daging, aduk rata.",
    "3. Tuang santan dan masak hingga matang.", "4. Angkat dan sajikan hangat.",
)  # fmt: skip
POSTS = ("Ketua", "Sekretaris", "Bendahara", "Kepala Dinas Kesehatan", "Camat", "Kepala Bagian Umum")
LAWS = (
    "Setiap orang berhak atas informasi.", "Pelaku usaha wajib memberikan keterangan yang benar.",
    "Dipidana dengan pidana penjara paling lama lima tahun.",
)  # fmt: skip
NEEDS = (
    "Fotokopi KTP", "Kartu Keluarga", "Pas foto 3x4", "Surat keterangan sehat", "Ijazah terakhir", "Akta kelahiran",
    "Situs: layanan.go.id", "Website: daftar.layanan.go.id", "Aplikasi Layanan Warga (Android, iOS)",
    "Hotline 0800-123-456", "Email: info@layanan.go.id",
)  # fmt: skip
SUBHEADINGS = (
    "Faktor Usia", "Pola Makan Tidak Teratur", "Kurang Tidur", "Menjaga Kebersihan Lingkungan", "Cara Mengatasi",
    "Tips Memilih Buah Segar", "Profil Singkat", "Perjalanan Karier", "Kronologi Kejadian", "Tanggapan Warga",
    "Syarat dan Ketentuan", "Cara Akses:", "Jadwal Keberangkatan", "Referensi", "Cara Memesan Tiket Lewat Aplikasi",
)  # fmt: skip

POINTS = (
    "Bank menolak memberi pinjaman baru", "Pesanan dari luar negeri terus berkurang",
    "Karyawan kunci pindah ke perusahaan lain", "Harga bahan baku naik lebih cepat daripada harga jual",
    "Warga enggan melapor karena takut", "Jalan desa rusak dan sulit dilalui saat hujan",
    "Menjaga jarak dengan orang yang sakit", "Tidur cukup dan minum air putih setiap hari",
    "Membawa bekal dari rumah", "Tidak mudah percaya pada kabar berantai", "Mematikan lampu yang tidak dipakai",
    "Usia paling tinggi 35 tahun pada saat mendaftar", "Memiliki rekening bank atas nama sendiri",
    "Tidak sedang menjalani hukuman pidana", "Sehat jasmani dan rohani", "Bersedia ditempatkan di seluruh Indonesia",
    "Nama lengkap sesuai kartu identitas", "Nyeri dada yang menjalar ke lengan kiri", "Sesak napas saat berbaring",
    "Kulit tampak pucat dan berkeringat dingin", "Pelaku masuk lewat jendela belakang",
    "Korban sempat berteriak minta tolong",
    "Ruang kelas bertambah dari enam menjadi sembilan", "Air bersih mengalir hanya dua jam sehari",
)  # fmt: skip
"""Points of a list without bullets: neither headlines nor whole sentences."""
PROMOTIONS = (
    "Saksikan keseruannya setiap hari pukul 19.30 WIB hanya di layar kaca Anda.",
    "Penonton dapat menyaksikan pertandingan itu melalui siaran langsung televisi mulai pukul 20.00 WIB.",
    "Bagi warga yang berminat, pendaftaran dibuka di kantor kecamatan hingga akhir bulan.",
    "Untuk informasi lebih lanjut, warga dapat menghubungi pusat layanan di nomor 1500-123.",
    "Jadi, jangan ragu untuk mulai menabung sejak dini, ya!",
    "Yuk, wujudkan liburan impianmu bersama keluarga dan nikmati promonya selama persediaan masih ada!",
    "Selamat mencoba dan semoga bermanfaat.",
    "Nah, itulah beberapa tips yang bisa kamu ikuti di rumah. Kamu tertarik mencobanya?",
    "Siapakah yang akan keluar sebagai juara? Simak jawabannya dalam laga malam ini.",
    "Film ini tayang di bioskop mulai Kamis pekan depan, jadi jangan sampai ketinggalan.",
    "Pelanggan bisa mengunduh aplikasinya secara gratis di ponsel masing-masing.",
    "Masyarakat diminta melapor ke polsek terdekat bila melihat orang dengan ciri-ciri itu.",
)
"""Last sentences of stories that call on the reader, and are the story's own."""

Maker = Callable[[random.Random, Bank, int], list[str]]


def make_list(dice: random.Random, bank: Bank) -> list[str]:
    """Return the lines of a list that a story may hold, mostly with a line that announces it."""
    lines = dice.choice(MAKERS)(dice, bank, dice.randint(4, 22))
    introduction = dice.choice(INTRODUCTIONS)
    return [introduction, *lines] if introduction else lines


def _scores(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def sets() -> str:
        return f"{dice.randint(0, 7)}-{dice.randint(0, 7)}"

    return [f"{dice.choice(bank.persons)} vs {dice.choice(bank.persons)}: {sets()} {sets()}" for _ in range(count)]


def _counts(dice: random.Random, bank: Bank, count: int) -> list[str]:
    names = dice.sample(PROVINCES, min(count, len(PROVINCES)))
    end = dice.choice(("", ".", " kasus", " orang"))
    return [f"{name}: {dice.randint(0, 9000)}{end}" for name in names]


def _names(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def line(number: int) -> str:
        post = dice.choice(("", f" ({dice.choice(bank.places)})", f" - {dice.choice(POSTS)}"))
        return f"{number}. {dice.choice(bank.persons)}{post}"

    return [line(number) for number in range(1, count + 1)]


def _recipe(dice: random.Random, bank: Bank, count: int) -> list[str]:
    bullet = dice.choice(("- ", "• ", ""))
    needed = [f"{bullet}{dice.randint(1, 500)} {dice.choice(UNITS)} {dice.choice(INGREDIENTS)}" for _ in range(count)]
    return ["Bahan:", *needed, "Cara Membuat:", *STEPS]


def _schedule(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def line() -> str:
        clock = f"{dice.randint(10, 23):02}.{dice.choice(('00', '30', '15', '45'))}"
        return f"{clock} WIB {dice.choice(('', '- '))}{dice.choice(bank.places)} vs {dice.choice(bank.places)}"

    return [line() for _ in range(count)]


def _prices(dice: random.Random, bank: Bank, count: int) -> list[str]:
    ware = dice.choice(("Emas", "Harga emas", "Antam"))
    return [f"{ware} {gram} gram: Rp{dice.randint(400, 9000)}.000" for gram in (0.5, 1, 2, 3, 5, 10, 25, 50, 100)]


def _line_up(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def team() -> str:
        players = ", ".join(dice.choice(bank.persons).split()[-1] for _ in range(11))
        formation = dice.choice(("4-3-3", "4-2-3-1", "3-5-2"))
        end = dice.choice((".", f"; {dice.choice(bank.persons)}", f" Pelatih: {dice.choice(bank.persons)}"))
        return f"{dice.choice(bank.places)} FC ({formation}): {players}{end}"

    return [team(), team()]


def _law(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def article() -> str:
        return f"Pasal {dice.randint(1, 90)} {dice.choice(('ayat (1)', '', 'huruf a'))}: {dice.choice(LAWS)}"

    return [article() for _ in range(min(count, 6))]


def _needs(dice: random.Random, bank: Bank, count: int) -> list[str]:
    bullet = dice.choice(("- ", "• ", "* ", "– ", ""))
    return [bullet + need for need in dice.sample(NEEDS, dice.randint(3, 8))]


def _fares(dice: random.Random, bank: Bank, count: int) -> list[str]:
    name = dice.choice(("Zona", "Rute", "Kelas", "Kategori"))
    return [f"{name} {letter}: Rp {dice.randint(5, 500)}.000" for letter in "ABCDEFGH"[: dice.randint(3, 8)]]


def _subheading(dice: random.Random, bank: Bank, count: int) -> list[str]:
    return [dice.choice(SUBHEADINGS)]


def _points(dice: random.Random, bank: Bank, count: int) -> list[str]:
    end = dice.choice(("", "", ";", ","))
    return [point + end for point in dice.sample(POINTS, min(count, 9))]


MAKERS: tuple[Maker, ...] = (
    _scores, _counts, _names, _recipe, _schedule, _prices, _line_up, _law, _needs, _fares, _subheading, _points,
)  # fmt: skip
