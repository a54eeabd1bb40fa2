"""How outlets name the pages of one article in addresses: one table, for an address's identity and for further pages.

Some forms can mean nothing else (``?page=2``, ``/halaman/2``): an address's identity is without them. Others may be a
part of an article's own name (``/2``, ``-2.html``): they are a page's only where the article's first page links to it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBERED = r"pages?|paged|page_?no|page_?num(?:ber)?|halaman|hal|laman|pg"
_OFFSET = r"start|offset|limitstart"
_WHOLE_VALUE = r"all|full|single|semua"
_WHOLE_FLAG = r"single|single_?page|showpage|show_?all|full_?page|full|full_?view|view_?all|all_?pages?|semua"
_WORD = r"pages?|halaman|hal|laman"
_END = r"(?=/?(?:$|[?#]))"

PAGE_PARAMETER = re.compile(rf"(?i)^(?:{_NUMBERED}|{_OFFSET})$")
PAGE_VALUE = re.compile(rf"(?i)^(?:\d{{1,3}}|{_WHOLE_VALUE})?$")
WHOLE_FLAG = re.compile(rf"(?i)^(?:{_WHOLE_FLAG})$")
PAGE_WORD = re.compile(rf"(?i)^(?:{_WORD})$")
PAGE_SEGMENT = re.compile(rf"(?i)^(?:{_WORD})[:-]?\d{{1,3}}$")

_WHOLE = re.compile(
    rf"(?i)[?&](?:(?:{_NUMBERED})=(?:{_WHOLE_VALUE})|(?:{_WHOLE_FLAG})(?:=(?:1|all|true|yes|ya|semua))?)(?=$|[&#])"
    rf"|/(?:{_WHOLE_VALUE}){_END}"
)

_WHOLE_PATH = re.compile(rf"(?i)/(?<=[^/]{{4}}/)(?:{_WHOLE_VALUE})$")


class PageForm(NamedTuple):
    """One way to write a page's number. ``sure``: it is never a part of an article's own name."""

    number: re.Pattern[str]
    sure: bool = True
    offset: bool = False
    """The number is that of the page's first paragraph, not the page's."""


PAGE_FORMS = (
    PageForm(re.compile(rf"(?i)[?&](?:{_NUMBERED})=(\d{{1,2}})(?=$|[&#])")),
    PageForm(re.compile(rf"(?i)[?&](?:{_OFFSET})=(\d{{1,3}})(?=$|[&#])"), offset=True),
    PageForm(re.compile(rf"(?i)/(?:{_WORD})[/:-]?(\d{{1,2}}){_END}")),
    PageForm(re.compile(r"(?i)-part-?(\d{1,2})(?=$|[/?#])")),
    PageForm(re.compile(rf"(?i)/(?<=[^/]{{4}}/)p?(\d{{1,2}}){_END}")),
    PageForm(re.compile(r"(?i)[?&](?:p|part|slide|lembar|bagian|seri)=(\d{1,2})(?=$|[&#])"), sure=False),
    PageForm(re.compile(rf"(?i)[-_,](?:hal(?:aman)?-?|page-?|p)?(\d{{1,2}})(?=(?:\.html?|\.php)?{_END})"), sure=False),
)


_SHORT_NUMBER = re.compile(r"\d(?<!\d{4})(?=[&#/?]|$|\.[hHpP])")
"""How the number of a page ends in every form: most addresses hold none and need no closer look."""


class PageNumber(NamedTuple):
    """A page's number in an address, where it stands, and the form that it is written in."""

    number: int
    start: int
    end: int
    form: PageForm


def find_page_number(address: str) -> PageNumber | None:
    """Find the page's number in an address, by the first form that fits; None where it has none."""
    if not _SHORT_NUMBER.search(address):
        return None
    for form in PAGE_FORMS:
        if match := form.number.search(address):
            return PageNumber(int(match[1]), match.start(1), match.end(1), form)
    return None


def strip_page_number(address: str) -> str:
    """Take the page's number, and what names it, out of an address."""
    found = find_page_number(address)
    if found is None:
        return address
    match = found.form.number.search(address)
    if match is None:
        return address
    return address[: match.start()] + address[match.end() :]


def strip_whole_marker(address: str) -> str:
    """Take out of an address's path what asks for all of an article on one page."""
    return _WHOLE_PATH.sub("", address)


def asks_for_whole(address: str) -> bool:
    """Return whether the address asks for all of an article on one page."""
    return _WHOLE.search(address) is not None
