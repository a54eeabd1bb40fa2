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
LABELS = (
    ("Kiper", "Bek", "Gelandang", "Penyerang", "Pelatih", "Cadangan", "Wasit"),
    ("Setter", "Spiker", "Libero", "Quicker", "Pelatih"), ("Alto", "Tenor", "Sopran", "Bas", "Dirigen"),
    ("Ketua Panitia", "Sekretaris", "Bendahara", "Seksi Acara", "Seksi Konsumsi", "Humas", "Dokumentasi"),
    ("Sutradara", "Penulis skenario", "Produser", "Penata musik", "Penyunting gambar", "Pemain"),
    ("Film terbaik", "Sutradara terbaik", "Aktor terbaik", "Editor terbaik", "Penulis naskah terbaik"),
    ("Pemimpin Umum", "Pemimpin Redaksi", "Redaktur Foto", "Reporter", "Fotografer", "Penata Letak", "Keuangan"),
    ("Juara I", "Juara II", "Juara III", "Harapan I", "Juara Favorit"),
    ("Hakim", "Jaksa", "Panitera", "Penasihat Hukum"),
)  # fmt: skip
"""Labels of lists of names and posts."""
DATA_LABELS = (
    ("Judul", "Penulis", "Penerbit", "Tahun terbit", "Tebal"),
    ("Nama", "Tempat lahir", "Posisi", "Tinggi badan", "Klub"),
    ("Mesin", "Tenaga", "Torsi", "Transmisi", "Harga"), ("Layar", "Memori", "Kamera", "Baterai", "Harga"),
    ("Alamat", "Jam buka", "Harga tiket", "Telepon", "Fasilitas"), ("Lokasi", "Waktu", "Kedalaman", "Magnitudo"),
)  # fmt: skip
"""Labels of what is known of a book, a player, a car, a place."""
QUESTIONS = (
    "Target Anda tahun ini?", "Sejak kapan menekuni usaha ini?", "Bagaimana awal ceritanya?",
    "Apa kendala terbesarnya?",
    "Ada pesan untuk anak muda?", "Berapa lama latihannya?", "Mengapa memilih pulang kampung?",
)  # fmt: skip
ANSWERS = (
    "Kami ingin lebih banyak warga yang terlibat.", "Sudah sepuluh tahun, awalnya hanya coba-coba.",
    "Modal, tetapi itu bisa dicari.", "Jangan takut gagal dan jangan malu bertanya.",
)  # fmt: skip
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


def _make_scores(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def sets() -> str:
        return f"{dice.randint(0, 7)}-{dice.randint(0, 7)}"

    return [f"{dice.choice(bank.persons)} vs {dice.choice(bank.persons)}: {sets()} {sets()}" for _ in range(count)]


def _make_counts(dice: random.Random, bank: Bank, count: int) -> list[str]:
    names = dice.sample(PROVINCES, min(count, len(PROVINCES)))
    end = dice.choice(("", ".", " kasus", " orang"))
    return [f"{name}: {dice.randint(0, 9000)}{end}" for name in names]


def _make_names(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def line(number: int) -> str:
        post = dice.choice(("", f" ({dice.choice(bank.places)})", f" - {dice.choice(POSTS)}"))
        return f"{number}. {dice.choice(bank.persons)}{post}"

    return [line(number) for number in range(1, count + 1)]


def _make_recipe(dice: random.Random, bank: Bank, count: int) -> list[str]:
    bullet = dice.choice(("- ", "• ", ""))
    needed = [f"{bullet}{dice.randint(1, 500)} {dice.choice(UNITS)} {dice.choice(INGREDIENTS)}" for _ in range(count)]
    return ["Bahan:", *needed, "Cara Membuat:", *STEPS]


def _make_schedule(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def line() -> str:
        clock = f"{dice.randint(10, 23):02}.{dice.choice(('00', '30', '15', '45'))}"
        return f"{clock} WIB {dice.choice(('', '- '))}{dice.choice(bank.places)} vs {dice.choice(bank.places)}"

    return [line() for _ in range(count)]


def _make_prices(dice: random.Random, bank: Bank, count: int) -> list[str]:
    ware = dice.choice(("Emas", "Harga emas", "Antam"))
    return [f"{ware} {gram} gram: Rp{dice.randint(400, 9000)}.000" for gram in (0.5, 1, 2, 3, 5, 10, 25, 50, 100)]


def _make_line_up(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def team() -> str:
        players = ", ".join(dice.choice(bank.persons).split()[-1] for _ in range(11))
        formation = dice.choice(("4-3-3", "4-2-3-1", "3-5-2"))
        end = dice.choice((".", f"; {dice.choice(bank.persons)}", f" Pelatih: {dice.choice(bank.persons)}"))
        return f"{dice.choice(bank.places)} FC ({formation}): {players}{end}"

    return [team(), team()]


def _make_law(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def article() -> str:
        return f"Pasal {dice.randint(1, 90)} {dice.choice(('ayat (1)', '', 'huruf a'))}: {dice.choice(LAWS)}"

    return [article() for _ in range(min(count, 6))]


def _make_needs(dice: random.Random, bank: Bank, count: int) -> list[str]:
    bullet = dice.choice(("- ", "• ", "* ", "– ", ""))
    return [bullet + need for need in dice.sample(NEEDS, dice.randint(3, 8))]


def _make_fares(dice: random.Random, bank: Bank, count: int) -> list[str]:
    name = dice.choice(("Zona", "Rute", "Kelas", "Kategori"))
    return [f"{name} {letter}: Rp {dice.randint(5, 500)}.000" for letter in "ABCDEFGH"[: dice.randint(3, 8)]]


def _make_subheading(dice: random.Random, bank: Bank, count: int) -> list[str]:
    return [dice.choice(SUBHEADINGS)]


def _make_points(dice: random.Random, bank: Bank, count: int) -> list[str]:
    end = dice.choice(("", "", ";", ","))
    return [point + end for point in dice.sample(POINTS, min(count, 9))]


def _make_posts(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def names() -> str:
        return ", ".join(dice.choice(bank.persons) for _ in range(dice.choice((1, 1, 2, 4))))

    apart = dice.random() < 0.2  # the name below its label
    labels = dice.choice(LABELS)
    return [line for label in labels for line in ((f"{label}:", names()) if apart else (f"{label}: {names()}",))]


def _make_data(dice: random.Random, bank: Bank, count: int) -> list[str]:
    def value(label: str) -> str:
        if label in {"Penulis", "Nama"}:
            return dice.choice(bank.persons)
        words = dice.choice(bank.headlines).split()[: dice.randint(1, 4)]
        return dice.choice((" ".join(words), dice.choice(bank.places), f"{dice.randint(2, 900)} {dice.choice(UNITS)}"))

    return [f"{label}{dice.choice((':', ' :'))} {value(label)}" for label in dice.choice(DATA_LABELS)]


def _make_table(dice: random.Random, bank: Bank, count: int) -> list[str]:
    joint = dice.choice((" / ", " | ", "\t", "  ", " - "))

    def row() -> str:
        cells = [f"{dice.randint(1, 40)}.{dice.randint(0, 999):03}" for _ in range(dice.choice((2, 3)))]
        return joint.join([dice.choice(bank.places), *cells])

    return [row() for _ in range(min(count, 10))]


def _make_interview(dice: random.Random, bank: Bank, count: int) -> list[str]:
    asks, tells = dice.choice((("T: ", "J: "), ("Tanya: ", "Jawab: "), ("", ""), ("+ ", "- ")))
    questions = dice.sample(QUESTIONS, dice.randint(2, 5))
    return [line for question in questions for line in (asks + question, tells + dice.choice(ANSWERS))]


MAKERS: tuple[Maker, ...] = (
    _make_scores, _make_counts, _make_names, _make_recipe, _make_schedule, _make_prices, _make_line_up, _make_law,
    _make_needs, _make_fares, _make_subheading, _make_points, _make_posts, _make_posts, _make_data, _make_table,
    _make_interview,
)  # fmt: skip
