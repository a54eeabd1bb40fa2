"""Names out of one string: "Oleh: Rina Melati, M.Si., dan Kahfi Dirga (Kontributor)"."""

from __future__ import annotations

import re

from kliping.clean import is_place
from kliping.lexicon import cue_words, role_words
from kliping.scrape.lines.plain import plain_text

LONGEST_AUTHORS = 300
"""Characters of a string that can be a list of names."""
_ADDRESS = re.compile(r"(?i)<?\b[\w.+-]+@[\w-]+\.[\w.-]+\b>?|\bhttps?://\S+|(?<!\w)@\w+")
_BRACKETED = re.compile(r"\(([^()]*)\)|\[[^\[\]]*\]|<[^<>]*>")
_WRITERS = "|".join(role_words("author", "reporter"))
_LABEL = re.compile(
    rf"(?i)^\W*(?:(?:di)?tulis(?:an)? oleh|diposting oleh|dilaporkan oleh|oleh|{_WRITERS}|rep"
    r"|laporan|teks|naskah|written by|posted by|reported by|author|by)\b(?:\s*/\s*\w+)?\s*[:;]?\s+(?=\S)"
)
_JOINED = r"dan|and|serta|bersama(?: dengan)?|beserta|with|dibantu(?: oleh)?|feat\.?|ft\.|x"
_PART = re.compile(
    r"\s*[;|•·\n>\\]\s*|\s*::\s*|\s*/\s*|\s*[&+]\s*|\s+[-–—−]\s+"
    rf"|,?\s+(?:{_JOINED})\s+|\s*,\s*",
)
_JOINED_IN_CAPITALS = r"DAN|AND|SERTA|BERSAMA(?: DENGAN)?|BESERTA|WITH"
_PART_IN_CAPITALS = re.compile(_PART.pattern.replace(_JOINED, f"{_JOINED}|{_JOINED_IN_CAPITALS}"))
_OTHERS = re.compile(
    r"(?i),?\s+(?:(?:dan|bersama|serta|and) (?:kawan-kawan|rekan-rekan|rekan|tim|others)|dkk|dll|et\.? al)\b\.?\s*$"
)
"""Words for people whom nobody names."""
_PLACE = re.compile(r",?\s+dari\s+[A-Z][\w-]*(?:\s+[A-Z][\w-]*)?\s*$")
"""Where the last author wrote from; "di" is left alone, which is part of names, too (Di Maria)."""
_AT_PLACE = re.compile(r"(?<=[\w.])(?:\s*,|\s+di|\s+[-–—|])\s+([A-Z][\w'’. -]*)$")
"""What may be the place where the last author wrote: "Rina Melati, Bandung", "Rina Melati di Bandung"."""
_DEGREE = re.compile(
    r"(?:[A-Z][A-Za-z]{0,4}\.){1,4}(?:[A-Z][A-Za-z]{0,4}\.?)?(?:\s?\([A-Z]{1,3}\))?"
    r"|S[EHTPUI]|M[AEHMTUS]|M(?:BA|Kes|Kom|Sc|Si|Pd|Hum|Ikom|IKom)|S(?:Ag|Farm|Hum|IP|IKom|Kom|Ked|Pd|Psi|Sos|Si|TP|Th)"
    r"|Ph\.?D\.?|Lc\.?|Jr\.?|Sr\.?|CFA|CPA|LL\.?M\.?|Sp[A-Z]{1,3}"
)
"""An academic title after a name, which a comma parts from it."""
_DEGREES = re.compile(rf"(?:{_DEGREE.pattern})(?:\s+(?:{_DEGREE.pattern}))*")


def split_names(text: str) -> list[str]:
    """Return the parts of ``text`` that may be names, in order, as written, with their academic titles.

    Labels, addresses and what stands in brackets are left out; whether a part is a person is not asked.
    """
    if len(text) > LONGEST_AUTHORS:
        return []
    text = _ADDRESS.sub(" ", plain_text(text)).strip()
    if not _BRACKETED.sub("", text).strip(" .,;:|/-"):  # RSS: "address (name)"
        text = next((match[1] for match in _BRACKETED.finditer(text) if match[1]), "")
    text = _PLACE.sub("", _OTHERS.sub("", _LABEL.sub("", _BRACKETED.sub(_keep_degree, text))))
    text = _cut_places(text)
    separator = _PART
    if text.isupper():
        separator = _PART_IN_CAPITALS
    names: list[str] = []
    for part in separator.split(text):
        name = " ".join(part.split())
        if names and _DEGREES.fullmatch(name):
            names[-1] = f"{names[-1]}, {name}"
        elif name.strip(" .:;-–—") and not (names and _is_occupation(name)):
            names.append(name)
    return names


def _cut_places(text: str) -> str:
    """Return ``text`` without the known places at its end: the province may follow the town."""
    while (found := _AT_PLACE.search(text)) and is_place(found[1]):
        text = text[: found.start()]
    return text


def _is_occupation(name: str) -> bool:
    """Return whether a part of a list of names is the occupation of the author before it: "Dosen Universitas Muara"."""
    first, _, rest = name.partition(" ")
    return bool(rest) and first.lower() in cue_words("occupation")


def _keep_degree(match: re.Match[str]) -> str:
    """Return brackets that are part of a title ("Sp.A(K)"), and a space for those of a role, a place or initials."""
    if re.fullmatch(r"\([A-Z]{1,3}\)", match[0]) and match.string[match.start() - 1].isalpha():
        return match[0]
    return " "


def strip_degrees(name: str) -> str:
    """Return a name without the academic titles that a comma parts from it."""
    return name.partition(",")[0]
