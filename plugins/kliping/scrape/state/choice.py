"""Which object of a page's state is the page's own article, by its address, its headline and what is visible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.lines.plain import fold_words
from kliping.scrape.state.objects import StateArticle
from kliping.scrape.state.roles import find_path_kind, fold_key

ACCEPTED_SCORE = 4.0
"""An object is the page's article from this sum of evidence on."""
MIN_CLAIM_WORDS = 4
"""Words of a headline that names one article."""
MIN_SHARED = 0.6
_SLUG_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"\d{4,}")
_LANGUAGES = frozenset({"id", "en", "in", "ms", "jv", "su", "ar", "zh", "ja", "ko", "nl", "de", "fr", "es"})


def choose_article(
    found: Sequence[StateArticle], url: str, facts: PageFacts, shown: Sequence[str]
) -> StateArticle | None:
    """Return the object that is the page's own article; None where none of them is known to be it.

    ``shown`` are the paragraphs that the page shows.
    """
    if not found or _names_no_article(url):
        return None
    judge = _Judge(url, facts, shown, alone=sum(not _is_listed(each) for each in found) == 1)
    scores = [judge.score_article(each) for each in found]
    best = max(range(len(found)), key=lambda n: (scores[n], found[n].prose))
    if scores[best] < ACCEPTED_SCORE:
        return None
    return found[best]


def _names_no_article(url: str) -> bool:
    """Return whether an address is a home page's or a section's: a word or two, no number, no slug."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    last = parts.path.rstrip("/").rpartition("/")[2]
    return not parts.query and not re.search(r"\d", parts.path) and last.count("-") < 2 and "." not in last


class _Judge:
    """What is known of the page, against which its state's objects are held."""

    def __init__(self, url: str, facts: PageFacts, shown: Sequence[str], *, alone: bool) -> None:
        self.alone = alone
        parts = urlsplit(url)
        self.path = unquote(parts.path.lower().rstrip("/"))
        self.query = parts.query
        self.slug = _split_slug(self.path.rpartition("/")[2]) or _split_slug(self.path)
        self.claims = [words for claim in facts.claims if len(words := fold_words(claim)) >= MIN_CLAIM_WORDS]
        self.language = next((value[:2].lower() for _, value in facts.languages), "")
        self.shown = [" ".join(fold_words(text)[:8]) for text in shown if len(text) > 60]

    def score_article(self, article: StateArticle) -> float:
        """Return how much speaks for an object: 4 and more is enough."""
        title = fold_words(article.first_text("title") or article.first_text("name"))
        score = self._score_address(article, title) + self._score_title(title, article) + self._score_shown(article)
        if self.alone and not _is_listed(article):
            score += 3.0 if title else 1.0
        score += 1.0 * bool(article.fields.get("published") or article.fields.get("created"))
        score += min(article.prose / 1_500, 1.0)
        score += self._score_language(article)
        kinds = [find_path_kind(key) for key in article.path]
        score -= 9.0 * ("comments" in kinds) + 3.0 * ("aside" in kinds) + 1.0 * (_is_listed(article))
        return score

    def _score_address(self, article: StateArticle, title: Sequence[str]) -> float:
        """Hold the object's own address, its number and its headline against the page's address."""
        stated = [str(value) for value in article.fields.get("url", ()) if isinstance(value, str) and len(value) > 3]
        for address in stated:
            path = address.lower().strip("/")
            if "://" in address:
                path = unquote(urlsplit(address).path.lower().rstrip("/"))
            if path and (self.path.endswith(path.rpartition("/")[2]) or path.endswith(self.path)):
                return 6.0
        numbers = {str(value) for value in article.fields.get("id", ()) if isinstance(value, int | str)}
        if any(
            len(number) > 3 and re.search(rf"(?<!\w){re.escape(number)}(?!\w)", f"{self.path}?{self.query}")
            for number in numbers
        ):
            return 5.0
        words = set(title)
        if len(self.slug) >= MIN_CLAIM_WORDS - 1 and words and len(self.slug & words) >= MIN_SHARED * len(self.slug):
            return 5.0
        return -2.0 * any("-" in address for address in stated)

    def _score_title(self, title: Sequence[str], article: StateArticle) -> float:
        """Hold the headline against those that the page states; of an object without one, the words of its body."""
        if not self.claims:
            return 0.0
        if title:
            if any(agree_titles(title, claim) for claim in self.claims):
                return 5.0
            return -2.0
        text = set(fold_words(article.html))
        named = [{word for word in claim if len(word) > 3} for claim in self.claims]
        return 3.0 * any(len(words & text) >= MIN_SHARED * len(words) > 0 for words in named)

    def _score_shown(self, article: StateArticle) -> float:
        if not self.shown:
            return 0.0
        text = " ".join(fold_words(re.sub(r"<[^<>]*>", " ", article.html)))
        held = sum(line in text for line in self.shown)
        if held * 2 > len(self.shown):
            return 5.0
        return -1.0

    def _score_language(self, article: StateArticle) -> float:
        """Hold the language that an object or the keys above it name against the page's."""
        said = article.first_text("language")[:2].lower()
        said = said or next((key[:2].lower() for key in reversed(article.path) if _is_language(key)), "")
        if not said or not self.language:
            return 0.0
        if said == self.language:
            return 1.0
        return -6.0


def agree_titles(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether two headlines are one, perhaps with an outlet's name after it."""
    first, second = list(one), list(other)
    if first == second or (len(first) >= 3 and second[: len(first)] == first):
        return True
    common = len(set(first) & set(second))
    return common >= MIN_CLAIM_WORDS and common >= MIN_SHARED * max(len(set(first)), 1)


def _is_listed(article: StateArticle) -> bool:
    """Return whether an object stands in a list of things, or where a state keeps other articles."""
    keys = [key for key in article.path if key]
    for before, key in zip(["", *keys], keys, strict=False):
        if key == "#" and (find_path_kind(before) in ("lists", "aside") or before.rstrip("s") != before):
            return fold_key(before) not in ("queries", "matches", "fetches", "contents", "sections", "data")
    return any(find_path_kind(key) == "aside" for key in keys)


def _is_language(key: str) -> bool:
    return key.lower()[:2] in _LANGUAGES and (len(key) == 2 or (key[2:3] in "-_" and len(key) == 5))


def _split_slug(path: str) -> set[str]:
    return {word for word in _SLUG_WORD.findall(path) if len(word) > 2 and not word.isdecimal()} - {
        "html",
        "read",
        "berita",
    }
