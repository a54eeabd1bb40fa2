"""What an outlet's file may say of one way to its links: an entry of ``routes``."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kliping.model import Route, RouteKind
from kliping.posting import encode_form, encode_json

ROUTE_KINDS: tuple[RouteKind, ...] = ("feed", "sitemap", "index", "category", "wordpress", "state", "post")
POSTS_TOTAL = (
    "/wp-json/wp/v2/posts?per_page=1&_fields=id&after={start:%Y-%m-%dT%H:%M:%S}&before={end:%Y-%m-%dT%H:%M:%S}"
)
"""After a site's address: what tells in a header how many posts a day has."""
_SAMPLE = {"site": "contoh.id", "channel": "news", "page": 1, "date": dt.date(2024, 11, 26)}


_SIMPLE = r"(?:[a-z][a-z0-9]*|[.#][A-Za-z][\w-]*)(?:[.#][A-Za-z][\w-]*)*"
_PLAIN_SELECTOR = re.compile(rf"{_SIMPLE}(?:(?:\s*[>,]\s*|\s+){_SIMPLE})*", re.ASCII)
"""Tags, classes and ids, as most outlets need: no parser is asked whether they are CSS."""


def wrap_text(value: object) -> object:
    """Return one text as the list that a field may also be."""
    if isinstance(value, str):
        return [value]
    return value


def _check_links_selector(value: str) -> str:
    if _PLAIN_SELECTOR.fullmatch(value):
        return value
    import soupsieve  # half a second before it has read its first selector

    try:
        soupsieve.compile(value)
    except soupsieve.SelectorSyntaxError as error:
        raise ValueError(f"{value!r} is not a CSS selector ({str(error).splitlines()[0]})") from None
    return value


def check_address(value: str) -> str:
    """Return an address with placeholders as it is. Raises ``ValueError`` where it is none."""
    try:
        filled = value.format(**_SAMPLE)
    except KeyError as error:
        raise ValueError(
            f"unknown placeholder {{{error.args[0]}}}; known: {{site}}, {{channel}}, {{date:%Y-%m-%d}}, {{page}}"
        ) from None
    except (ValueError, IndexError) as error:
        raise ValueError(f"malformed placeholder in {value!r}: {error}") from None
    if not re.match(r"https?://[^\s/?#]+(/\S*)?$", filled):
        raise ValueError(f"{value!r} is no http or https address with a host and a path")
    return value


Addresses = Annotated[tuple[Annotated[str, AfterValidator(check_address)], ...], BeforeValidator(wrap_text)]


class StrictFile(BaseModel):
    """A part of an outlet's file; a field that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RouteFile(StrictFile):
    """One entry of ``routes``: exactly one of ``ROUTE_KINDS``, with one address or several."""

    feed: Addresses = ()
    sitemap: Addresses = ()
    index: Addresses = ()
    category: Addresses = ()
    wordpress: Addresses = ()
    state: Addresses = ()
    post: Addresses = ()
    form: dict[str, str] = {}
    sent: dict[str, Any] | list[Any] = Field({}, alias="json")
    path: str = Field("", pattern=r"^[^\s.]+(\.[^\s.]+)*$|^$")
    address: str = ""
    links: Annotated[str, AfterValidator(_check_links_selector)] = ""
    first_page: int = Field(1, ge=0)
    page_step: int = Field(1, ge=1)
    max_pages: int = Field(100, ge=1)

    @model_validator(mode="after")
    def _check_kind(self) -> RouteFile:
        given = [kind for kind in ROUTE_KINDS if getattr(self, kind)]
        if len(given) > 1:
            raise ValueError(f"a route has exactly one of {', '.join(ROUTE_KINDS)}, not {' and '.join(given)}")
        if not given:
            raise ValueError(f"a route has exactly one of {', '.join(ROUTE_KINDS)}")
        if self.index and not all("{date" in url for url in self.index):
            raise ValueError("an index address needs {date:...}; one without a date is a category")
        if self.links and given[0] not in ("index", "category", "post"):
            raise ValueError(f"links is for index and category pages and posts; a {given[0]} needs none")
        self._check_state(given[0])
        self._check_form(given[0])
        if any("{" in url.replace("{site}", "") for url in self.wordpress):
            raise ValueError(
                "a wordpress address is the site's, such as https://{site}; days and pages are added to it"
            )
        return self

    def _check_state(self, kind: str) -> None:
        """Raise ``ValueError`` where a state's own fields are missing, wrong, or stated for another kind."""
        if kind not in ("state", "post") and (self.path or self.address):
            raise ValueError(f"path and address are for state and post routes; a {kind} needs none")
        if kind == "state" and not self.path:
            raise ValueError("a state needs path: where in the page's state the list is, like props.pageProps.articles")
        if self.address and not re.match(r"(https?://|/)\S*\{[\w.]+\}\S*$", self.address):
            raise ValueError(
                f"address: {self.address!r} names no field of an entry, like https://{{site}}/read/{{slug}}"
            )

    def _check_form(self, kind: str) -> None:
        """Raise ``ValueError`` where what a post sends is missing, malformed, or stated for another kind."""
        if (kind == "post") is not bool(self.form or self.sent) or (self.form and self.sent):
            raise ValueError(
                "form or json is what a post sends, like {page: '{page}'}; a post needs one, other routes have none"
            )
        if self.links and self.path:
            raise ValueError("a post answers with a page (links) or with data (path), not both")
        for url in self.post:
            check_address(self._add_sent(url))

    def _add_sent(self, address: str) -> str:
        """Return an address with what is sent after ``#``, its placeholders as they are."""
        if self.sent:
            return f"{address}#{encode_json(self.sent)}"
        if self.form:
            return f"{address}#{encode_form(self.form)}"
        return address

    def routes(self, site: str, channels: tuple[str, ...]) -> list[Route]:
        """Return one ``Route`` per address and channel."""
        kind = next(kind for kind in ROUTE_KINDS if getattr(self, kind))
        urls: list[str] = []
        for address in map(self._add_sent, getattr(self, kind)):
            expanded: tuple[str, ...] = ("",)
            if "{channel}" in address:
                expanded = channels
            urls += [address.replace("{site}", site).replace("{channel}", channel) for channel in expanded]
        if kind in ("feed", "sitemap", "wordpress"):
            return [Route(kind, url, max_pages=self.max_pages) for url in urls]
        pages = {url: self.max_pages if "{page}" in url else 1 for url in urls}
        address = self.address.replace("{site}", site)
        return [
            Route(kind, url, self.links, self.first_page, self.page_step, pages[url], self.path, address)
            for url in urls
        ]
