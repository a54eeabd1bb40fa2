"""The words that dates are written with: months, weekdays and time zones, in Indonesian and in English."""

from __future__ import annotations

_NAMES = {
    1: "januari january jan",
    2: "februari february pebruari febr pebr peb feb",
    3: "maret march mart mar mrt",
    4: "april aprl apr",
    5: "mei may",
    6: "juni june jun",
    7: "juli july jul",
    8: "agustus august agust agus agst agt ags agu aug",
    9: "september septembr sept sep",
    10: "oktober october okt oct",
    11: "november nopember nopem novem nov nop",
    12: "desember december desem decem des dec",
}
MONTHS = {name: number for number, names in _NAMES.items() for name in names.split()}
MONTH_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
MONTH_BEGINNING = "|".join(sorted({name[:3] for name in MONTHS}))

LOCAL_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "ahad")
LOCAL_WEEKDAY = "|".join(day.replace("'", "['’`]") for day in LOCAL_WEEKDAYS)
"""Alternatives of a pattern: a weekday in Indonesian, written out."""
WEEKDAY = (
    rf"(?:{LOCAL_WEEKDAY}"
    r"|(?:sun|mon|tues|wednes|thurs|fri|satur)day|sen|sel|rab|kam|jum|sab|min|sun|mon|tue|wed|thu|fri|sat)(?![a-z])\.?"
)
_DAYS = "sen mon sel tue rab wed kam thu jum fri sab sat min sun aha sun"
WEEKDAY_NUMBERS = {name: min(number // 2, 6) for number, name in enumerate(_DAYS.split())}
"""First three letters of a weekday, and its number; Monday is 0."""

LOCAL_ZONES = ("wib", "wita", "wit")
LOCAL_ZONE = "|".join(LOCAL_ZONES)
ZONE_HOURS = {
    "wib": 7.0, "wita": 8.0, "wit": 9.0,
    "waktu indonesia barat": 7.0, "waktu indonesia tengah": 8.0, "waktu indonesia timur": 9.0,
    "z": 0.0, "ut": 0.0, "gmt": 0.0, "utc": 0.0, "bst": 1.0, "cet": 1.0, "cest": 2.0, "eet": 2.0, "msk": 3.0,
    "ict": 7.0, "sgt": 8.0, "myt": 8.0, "hkt": 8.0, "pht": 8.0, "awst": 8.0, "jst": 9.0, "kst": 9.0,
    "acst": 9.5, "aest": 10.0, "aedt": 11.0,
    "est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0,
}  # fmt: skip
"""Names of zones, those of RFC 822 among them, and the hours that they are ahead of UTC."""
ZONE_NAME = "|".join(sorted(ZONE_HOURS, key=len, reverse=True))
