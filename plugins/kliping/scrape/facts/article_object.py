"""What JSON-LD says of the page's article: the object that describes it, and the values of its properties.

Newsrooms write a string, an object or a list of either for the same property.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any

from kliping.canonical import canonicalise_url
from kliping.dates import parse_date
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.facts.json_ld import ARTICLE_TYPES, is_type, strip_namespaces, wrap_list
from kliping.scrape.facts.scripts import Thing
from kliping.scrape.lines.plain import fold_words, plain_text, title_text

_DATE_KEYS = ("@value", "date", "$date", "seconds", "_seconds")
"""Where an object has its date: JSON-LD, PHP, MongoDB, Firestore."""
MAX_PEOPLE = 30
"""Names that are read of one article."""
_DATES = ((("datePublished", "dateCreated", "uploadDate"), "published"), (("dateModified",), "modified"))


def read_article_object(things: Iterable[Thing], facts: PageFacts, addresses: Collection[str] = ()) -> None:
    """Take the fields of the objects that describe this page's article.

    An object with another headline is a teaser's where one has the page's, or one of the page's ``addresses``; one
    without a headline is no teaser's. A page's own object counts where there is no article's.
    """
    claims = {fold_words(value) for _, value in facts.titles} | {fold_words(facts.page_title)}
    articles = [thing for thing in things if is_type(thing[0], ARTICLE_TYPES)]
    headlines = [_read_value_text(thing[0].get("headline")) for thing in articles]
    agrees = [_is_of_page(headline, claims) for headline in headlines]
    if not any(agrees) and len(articles) > 1:
        agrees = [_states_address(thing[0], addresses) for thing in articles]
    chosen = articles or list(things)
    if any(agrees):
        own = zip(articles, headlines, agrees, strict=True)
        chosen = [
            thing
            for thing, headline, is_own in own
            if is_own or not (headline or _states_other_address(thing[0], addresses))
        ]
    for thing, people in chosen:
        _read_thing(thing, people, facts)


def _is_of_page(headline: str, claims: set[tuple[str, ...]]) -> bool:
    shown = fold_words(headline)
    return len(shown) >= 3 and any(claim[: len(shown)] == shown for claim in claims)


def _states_address(thing: dict[str, Any], addresses: Collection[str]) -> bool:
    stated = {_read_value_text(thing.get(key)).partition("#")[0] for key in ("url", "mainEntityOfPage", "@id")} - {""}
    if stated & set(addresses):
        return True
    web = {canonicalise_url(address) for address in stated if address.startswith(("http://", "https://"))}
    return bool(web & {canonicalise_url(address) for address in addresses} - {""})


def _states_other_address(thing: dict[str, Any], addresses: Collection[str]) -> bool:
    """Return whether an object states the web address of another page than those of this one."""
    stated = _read_value_text(thing.get("url"))
    own = {canonicalise_url(address) for address in addresses}
    return bool(own) and stated.startswith(("http://", "https://")) and canonicalise_url(stated) not in own


def _read_thing(thing: dict[str, Any], people: dict[str, dict[str, Any]], facts: PageFacts) -> None:
    for key in ("headline", "name"):
        if title := _read_value_text(thing.get(key)):
            facts.titles.append((f"json-ld:{key}", title))
    for keys, field_name in _DATES:
        stated = [(f"json-ld:{key}", date) for key in keys if (date := _read_value_date(thing.get(key)))]
        dates = [(key, date) for key, date in stated if parse_date(date)] or stated
        getattr(facts, field_name).extend(dates[:1])
    names = ((f"json-ld:{key}", _read_people_names(thing.get(key), people)) for key in ("author", "creator"))
    facts.authors[:0] = islice(((key, found) for key, found in names if found), 1)
    sections = map(_read_value_text, wrap_list(thing.get("articleSection")))
    facts.sections.extend(("json-ld:articleSection", section) for section in sections if section)
    words = [word for value in wrap_list(thing.get("keywords")) for word in _read_value_text(value).split(",")]
    if tags := tuple(word.strip() for word in words if word.strip()):
        facts.tags.append(("json-ld:keywords", tags))
    _read_media(thing, facts)
    if body := _read_body(thing.get("articleBody") or thing.get("text")):
        facts.bodies.append(body)
    if (free := _is_free_to_read(thing)) is not None:
        facts.free = free
    if condition := _read_value_text(thing.get("conditionsOfAccess")):
        facts.conditions.append(condition)


def _read_body(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return the text of ``articleBody``: a text, an object with it, or a list of paragraphs."""
    parts = (one.get("@value") if isinstance(one, dict) else one for one in wrap_list(value))
    return "\n".join(part for part in parts if isinstance(part, str))


def _read_media(thing: dict[str, Any], facts: PageFacts) -> None:
    for image in wrap_list(thing.get("image")):
        address = image
        if isinstance(image, dict):
            address = image.get("url")
        if isinstance(address, str):
            facts.images.append(("json-ld:image", plain_text(address)))
    if language := _read_value_text(thing.get("inLanguage")):
        facts.languages.append(("json-ld:inLanguage", language))


def _read_value_text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return the text of a JSON-LD value, the first of several."""
    for one in wrap_list(value):
        given = one
        if isinstance(one, dict):
            given = one.get("name") or one.get("@value") or one.get("url") or one.get("@id") or ""
        if isinstance(given, list):
            given = next(iter(given), "")
        if isinstance(given, str) and (text := title_text(given)):
            return text
    return ""


def _read_value_date(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a date of JSON-LD, which may be a number of seconds, or an object that a program printed."""
    one = next(iter(wrap_list(value)), None)
    if isinstance(one, dict):
        zone = one.get("timezone", "")
        one = next((one[key] for key in _DATE_KEYS if key in one), None)
        if isinstance(one, str) and isinstance(zone, str):
            one = f"{one} {zone}"
    if isinstance(one, str):
        return plain_text(one)
    if isinstance(one, (int, float)) and not isinstance(one, bool) and 0 < one < 1e14:
        return str(int(one))
    return ""


def _read_people_names(value: Any, people: dict[str, dict[str, Any]]) -> tuple[str, ...]:  # noqa: ANN401 - whatever JSON holds
    """Return the names of an ``author``: texts, objects, or references to objects elsewhere in the script."""
    names: list[str] = []
    stack = list(reversed(wrap_list(value)))[-MAX_PEOPLE:]
    while stack and len(names) < MAX_PEOPLE:
        person = stack.pop()
        if isinstance(person, list):
            stack.extend(reversed(person[:MAX_PEOPLE]))
            continue
        if isinstance(person, dict):
            person = strip_namespaces(person)
            if "name" not in person:  # a reference, perhaps
                person = people.get(str(person.get("@id")), person)
            parts = [_read_value_text(person.get(key)) for key in ("givenName", "familyName")]
            stated = [_read_name_lines(name) for name in wrap_list(person.get("name"))]
            names += [name for name in stated or [" ".join(filter(None, parts))] if name]
        elif isinstance(person, str) and (name := _read_name_lines(person)):
            names.append(name)
    return tuple(name for name in names if not name.startswith(("http://", "https://")))


def _read_name_lines(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return what names people, with a separator where a text has a line for each of them."""
    if isinstance(value, str):
        return "; ".join(filter(None, map(title_text, value.splitlines())))
    return _read_value_text(value)


def _is_free_to_read(thing: dict[str, Any]) -> bool | None:
    """Return whether all of the article is free to read; None where the page does not say."""
    parts = [thing, *(part for part in wrap_list(thing.get("hasPart")) if isinstance(part, dict))]
    said = [_read_flag(part["isAccessibleForFree"]) for part in parts if "isAccessibleForFree" in part]
    if not said:
        return None
    return not any(word.rpartition("/")[2] in ("false", "0", "no") for word in said)


def _read_flag(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return what a flag says, in lower case: true, "False", "https://schema.org/False"."""
    if isinstance(value, (bool, int)):
        return str(value).lower()
    return _read_value_text(value).lower()
