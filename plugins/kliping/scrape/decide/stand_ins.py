"""Pages that a server, a host or a censor puts in an article's place, with status 200: they pass, the article stays.

Such a page is short, states no date of publication, and speaks of the site, the account or the network itself.
"""

# ruff: noqa: E501 - a line for each family of phrases
from __future__ import annotations

import re
from collections.abc import Mapping

MAX_STAND_IN_BYTES = 60_000
"""Bytes; a larger page is more than a notice."""
_DATED = re.compile(rb"(?i)datepublished|published_time|pubdate|<time\b")

_SITE = r"(?:situs(?: web)?|website|web|laman|portal|halaman|layanan|server|sistem|aplikasi|site|page|service)"
STAND_IN_HEADINGS: Mapping[str, re.Pattern[str]] = {
    "maintenance": re.compile(
        rf"(?i)(?:sedang |dalam |under |scheduled |site |situs )+(?:dalam )?(?:pemeliharaan|perbaikan|perawatan"
        r"|maintenance|construction|pengembangan)|^\W*(?:maintenance(?: mode)?|pemeliharaan(?: (?:situs|sistem|rutin))?)\W*$"
        r"|(?:kami )?(?:akan )?segera (?:kembali|hadir)\W*$|^\W*(?:we'?ll be (?:right )?back|be right back|coming soon"
        rf"|back soon)|{_SITE} (?:ini )?(?:sementara )?(?:tidak (?:dapat diakses|tersedia)|tutup sementara)"
        r"|temporarily (?:unavailable|offline|down|closed)|service (?:temporarily )?unavailable"
    ),
    "blocked": re.compile(
        rf"(?i)internet (?:positif|sehat|baik)|internetpositif|trust ?positif|\bmercusuar\b"
        rf"|^\W*{_SITE} (?:ini |yang anda (?:tuju|akses) )?(?:telah )?(?:di-?blok?ir|diblokir|terblokir|blocked)"
        r"|^\W*(?:access blocked|akses (?:anda )?(?:di-?blokir|terblokir|ditutup|dibatasi)|blocked|diblokir)\W*$"
    ),
    "suspended": re.compile(
        r"(?i)(?:akun|account|hosting|website|situs|domain)(?: (?:hosting|ini|has been|is|anda|telah))*"
        r" (?:suspended|disuspend|ditangguhkan|dibekukan|dinonaktifkan|expired|kedaluwarsa|kadaluarsa)"
        r"|bandwidth limit exceeded|batas bandwidth|resource limit is reached"
    ),
    "broken": re.compile(
        r"(?i)error establishing a database connection|(?:database|db|sql|basis data) (?:connection )?(?:error|failed|gagal)"
        r"|(?:kesalahan|galat|gagal)(?: saat| dalam| terhubung| menghubungi| koneksi| pada| ke)* (?:basis data|database|server)"
        r"|too many connections|^\W*(?:fatal|internal server|server|application|php) error\b|critical error on (?:this|your)"
        r"|kesalahan kritis|^\W*(?:50[0234]\b|bad gateway|gateway time-?out)|whoops, looks like something went wrong"
        r"|web server is down|connection timed out"
    ),
    "parked": re.compile(
        r"(?i)domain(?: name)?(?: ini| is| may be)?(?: dijual| for sale| parked| terdaftar| sudah terdaftar| aktif)"
        r"|buy this domain|parked (?:domain|page|free)|welcome to (?:nginx|apache|cpanel|plesk)|\bit works\b"
        r"|(?:default|test) (?:web ?)?(?:page|site)\b|apache2? .{0,20}default page|^\W*index of /"
        r"|future home of something|^\W*[\w-]+(?:\.[\w-]+)+ (?:is for sale|dijual)"
    ),
    "consent": re.compile(
        r"(?i)(?:kami |we )(?:menghargai|peduli(?: dengan)?|value|care about) (?:privasi anda|your privacy)"
        r"|(?:sebelum (?:anda )?melanjutkan|before you continue)|^\W*(?:pengaturan|persetujuan|kebijakan) (?:cookie|kuki|privasi)\W*$"
        r"|^\W*cookie (?:consent|settings|policy)\W*$"
    ),
}
"""What the title or the headline of such a page says, by the reason that it is."""

STAND_IN_SENTENCES: Mapping[str, re.Pattern[str]] = {
    "maintenance": re.compile(
        rf"(?i){_SITE}(?: kami| ini| is| sedang| masih| saat ini| currently| akan)+ (?:dalam |under(?:going)? |menjalani |down for )?"
        r"(?:proses |scheduled |tahap )?(?:pemeliharaan|perbaikan|perawatan|maintenance|peningkatan)"
        r"|(?:kunjungi|kembali)(?: kami)?(?: lagi)? (?:beberapa saat|nanti|dalam beberapa)|check back (?:soon|later|in a)"
        r"|unavailable for (?:scheduled )?maintenance|performing (?:scheduled )?maintenance"
    ),
    "blocked": re.compile(
        r"(?i)trust ?\+?positif|internet ?positif|aduan ?konten|(?:situs|laman|alamat|konten)[^.]{0,60} (?:telah |tidak dapat )?"
        r"(?:di-?blokir|diakses)[^.]{0,90}(?:komdigi|kominfo|kementerian|peraturan|undang-undang|perundang)"
    ),
    "suspended": re.compile(
        r"(?i)(?:akun|account|situs|website|domain)[^.]{0,60}(?:suspended|ditangguhkan|dinonaktifkan|dibekukan)"
        r"[^.]{0,90}(?:hosting|provider|penyedia|billing|support|administrator|tagihan|pembayaran)"
        r"|contact your hosting provider|hubungi (?:penyedia|layanan) hosting"
    ),
    "broken": re.compile(
        r"(?i)wp-config\.php|SQLSTATE\[|mysqli?_(?:p?connect|query)|could not connect to (?:the )?(?:database|server|mysql)"
        r"|database server could not be|tidak dapat terhubung ke (?:database|basis data|server)|uncaught (?:pdo)?exception"
        r"|(?:fatal|parse) error: |stack trace:"
    ),
    "parked": re.compile(
        r"(?i)domain (?:ini|name)[^.]{0,40}(?:dijual|for sale|kedaluwarsa|expired|diparkir)|this domain (?:is|may be) for sale"
        r"|this domain is parked|domain [\w.-]+ (?:is|may be) for sale|web server is working but no content|successfully installed and working"
    ),
    "consent": re.compile(
        r"(?i)(?:kami dan (?:\d+ )?mitra(?: kami)?|we and our (?:\d+ )?partners)[^.]{0,80} (?:menyimpan|mengakses|store|access)"
    ),
}
"""What its text says; beside a heading that says nothing, both a sentence and a small page are wanted."""


def name_stand_in(heading: str, shown: str) -> str | None:
    """Return what a page without a date, of little prose, is instead of an article; None where nothing says so."""
    for reason, said in STAND_IN_HEADINGS.items():
        if said.search(heading):
            return reason
    return next((reason for reason, said in STAND_IN_SENTENCES.items() if said.search(shown)), None)


def may_stand_in(html: bytes) -> bool:
    """Return whether, at a glance, this page may be one of them; ``name_stand_in`` then decides whether it is."""
    return len(html) <= MAX_STAND_IN_BYTES and _DATED.search(html) is None
