"""The credit of a photo in brackets, which ends its caption: "(Foto: Dewi/Kabar Kita)", "(Instagram)"."""

from __future__ import annotations

import re

PHOTO_SOURCE = r"(?:[A-Z][\w.]*(?:[ .-][A-Za-z][\w.]*){0,3}|@[\w.]+)"
"""Who took a photo, or for whom."""
CREDIT = re.compile(
    rf"[(\[](?:(?:[Ff]oto|FOTO|[Dd]ok|DOK|[Ii]st|IST|[Ss]umber)[ :./][^()\n]{{0,60}}"
    rf"|(?![^()\[\]\n]{{0,120}}[A-Z]\d){PHOTO_SOURCE}\s?/\s?{PHOTO_SOURCE}(?:/{PHOTO_SOURCE})?\s?"
    r"|(?:AFP|AP|REUTERS|Reuters|ANTARA|Antara|EPA|Xinhua|Getty|[Ss]hutterstock|[Ii]stimewa|ISTIMEWA|IST|[Ii]st|Dok|KompasTV|"
    r"You[Tt]ube|Instagram|TikTok|Freepik|Pixabay|Unsplash|Pexels|iStock)"
    r"\b[^()\n]{0,50})[)\]]"
)


def ends_in_credit(line: str) -> bool:
    """Return whether a line ends in a photo credit in brackets: "Dewi dan Budi. (Instagram)"."""
    at = line.rfind("(")
    return at > 0 and CREDIT.fullmatch(line.rstrip(), at) is not None
