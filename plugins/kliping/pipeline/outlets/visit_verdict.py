"""Judge a visit to a candidate: is it a newspaper that can be read, and do two readings of its articles agree?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kliping import sources
from kliping.errors import Blocked
from kliping.model import JAKARTA, Article, Link, Source
from kliping.pipeline.outlets.probing import DRAFTED_ARTICLES, SiteError, VisitedSite, draft_from_visit
from kliping.scrape import scrape

LEAST_READ_ARTICLES = 3
"""Articles that must have been read for a site to pass."""
MOST_WRONG = 1
"""Of the articles that were read, those that may fail: a live list holds a gallery or a video now and then."""
SAME_TEXT = 0.9
"""Similarity of two readings of one text, and of two headlines, from which on they agree."""
LEAST_CHARACTERS = 200
INDONESIAN_SHARE = 0.05
"""Share of the commonest words in a text from which on it is Indonesian; news has 0.12 to 0.2 of them."""
GAMBLING_TERMS = 3
"""Different terms of gambling's advertisements that make a page one; a report on a police raid has one or two."""
_COMMON_WORDS = frozenset({
    "yang", "dan", "di", "dari", "untuk", "dengan", "pada", "ini", "itu", "dalam", "akan", "tidak", "juga", "oleh",
    "ke", "adalah", "telah", "sudah", "karena", "para",
})  # fmt: skip
_GAMBLING = re.compile(
    r"(?i)\b(?:slot gacor|gacor|maxwin|rtp live|scatter hitam|bonus new member|link alternatif|deposit pulsa|"
    r"situs slot|agen slot|slot online|pola gacor|toto macau|bocoran (?:rtp|pola|slot)|daftar sekarang)\b"
)
_HOME_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("hacked", re.compile(r"(?i)\b(?:hacked|defaced|pwned|owned) by\b")),
    ("parked", re.compile(
        r"(?i)domain (?:is|may be|ini|name is)? ?(?:for sale|parked|dijual|telah kedaluwarsa|has expired)|"
        r"buy this domain|domain ini dijual|account (?:has been )?suspended|akun ini ditangguhkan|welcome to nginx|"
        r"apache2? .{0,20}default page|it works!|default web ?(?:site )?page|index of /|future home of something"
    )),
)  # fmt: skip
MAX_SIGN_CHARACTERS = 3_000
"""Characters of a home page up to which a phrase such as "domain dijual" speaks of the page itself."""
_TAG = re.compile(r"(?is)<(script|style)\b.*?</\1>|<[^>]+>")


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One article that was read. ``wrong`` says what is not right with it; empty where all is."""

    url: str
    title: str | None
    wrong: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class VisitVerdict:
    """``reason`` is ``passed``, or a short class of what is wrong; ``file`` describes an outlet that passed."""

    reason: str
    why: str
    articles: tuple[ReadArticle, ...] = ()
    file: str | None = None

    @property
    def passed(self) -> bool:
        """Return whether the site may go on trial."""
        return self.reason == "passed"


def judge_visit(visited: VisitedSite) -> VisitVerdict:
    """Judge what a visit showed. Never raises on what a site serves."""
    if verdict := _judge_home(visited):
        return verdict
    if not visited.articles and any(isinstance(failure, Blocked) for failure in visited.failures):
        return VisitVerdict("wall", f"its articles are refused: {visited.failures[0]}")
    try:
        text = draft_from_visit(visited, pages=DRAFTED_ARTICLES)
        ruled = sources.read_outlet_text(visited.address.host, text)
    except SiteError as error:
        return VisitVerdict(_name_lack(visited, error.reason), str(error))
    except sources.SourceError as error:
        return VisitVerdict("no_description", f"its description cannot be read: {error}")
    read = [_read_article(link, page.final_url, page.body, page.fetched_at, ruled) for link, page in visited.articles]
    return _judge_articles([article for article, _ in read], [seen for _, seen in read], text)


def _judge_home(visited: VisitedSite) -> VisitVerdict | None:
    """Return the verdict on a home page that is no newspaper's; None where it may be one."""
    text = " ".join(_TAG.sub(" ", visited.home.body.decode("utf-8", "replace")).split())
    for reason, sign in _HOME_SIGNS:
        if len(text) <= MAX_SIGN_CHARACTERS and (found := sign.search(text)):
            return VisitVerdict(reason, f"its home page says {found[0]!r}")
    terms = _find_gambling(text)
    if len(terms) > GAMBLING_TERMS:
        return VisitVerdict("hacked", f"its home page advertises gambling: {', '.join(terms)}")
    return None


def _find_gambling(text: str) -> list[str]:
    return sorted({found.lower() for found in _GAMBLING.findall(text)})


def _name_lack(visited: VisitedSite, reason: str) -> str:
    """Return ``stale`` where a route lists articles, all of them old."""
    if any(tried.trouble.startswith("other_days") for tried in visited.routes):
        return "stale"
    return reason


def _read_article(link: Link, url: str, html: bytes, fetched_at: object, ruled: Source) -> tuple[ReadArticle, Article]:
    """Read an article by the draft's rules and without them, and hold it against what the route states of it."""
    plain = Source(ruled.id, ruled.name, hosts=ruled.hosts)
    by_rules = scrape(html, url=url, source=ruled, fetched_at=fetched_at)  # type: ignore[arg-type]
    generic = scrape(html, url=url, source=plain, fetched_at=fetched_at)  # type: ignore[arg-type]
    wrong = _find_fault(generic) or _compare(by_rules, generic) or _compare_route(link, generic)
    language = "id" if _is_indonesian(generic.body) else "other"
    return ReadArticle(url, generic.title, wrong, language), generic


def _find_fault(article: Article) -> str:
    """Return what an article lacks; empty where it is whole."""
    if article.access in ("subscriber", "registered") or article.kind in ("stub", "challenge"):
        return f"wall: only for readers who sign in ({article.access or article.kind})"
    if article.kind != "article":
        return f"not an article but {article.kind}"
    if not article.title:
        return "no headline"
    if article.published_at is None:
        return "no date"
    if len(article.body) < LEAST_CHARACTERS:
        return f"only {len(article.body)} characters of text"
    if len(_find_gambling(f"{article.title} {article.body}")) >= GAMBLING_TERMS:
        return "gambling: an advertisement"
    return ""


def _compare(by_rules: Article, generic: Article) -> str:
    """Return how the readings by rules and without them differ; empty where they agree."""
    if not _agree(by_rules.title or "", generic.title or ""):
        return "rules and generic reading differ in the headline"
    if by_rules.published_at != generic.published_at:
        return f"rules and generic reading differ in the date: {by_rules.published_at}, {generic.published_at}"
    if not _agree(by_rules.body, generic.body):
        return "rules and generic reading differ in the text"
    return ""


def _compare_route(link: Link, article: Article) -> str:
    """Return how the article differs from what its route states; empty where they agree or nothing is stated."""
    if link.route in ("feed", "wordpress") and link.title and not _agree(link.title, article.title or ""):
        return f"its headline is {article.title!r} and the {link.route} says {link.title!r}"
    if link.published_at is None or article.published_at is None:
        return ""
    listed, read = (moment.astimezone(JAKARTA).date() for moment in (link.published_at, article.published_at))
    if abs((listed - read).days) > 1:
        return f"it is dated {read} and the {link.route} says {listed}"
    return ""


def _agree(one: str, other: str) -> bool:
    """Return whether two readings are nearly the same; long ones are compared paragraph by paragraph."""
    if one == other:
        return True
    first, second = (text.split("\n") if "\n" in text else text.split() for text in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= SAME_TEXT


def _is_indonesian(text: str) -> bool:
    words = re.findall(r"[a-z]+", text.lower())
    return bool(words) and sum(word in _COMMON_WORDS for word in words) / len(words) >= INDONESIAN_SHARE


def _judge_articles(read: Sequence[ReadArticle], seen: Sequence[Article], text: str) -> VisitVerdict:
    """Return the verdict on the articles: the kind of fault that most of them have, or ``passed``."""
    articles = tuple(read)
    faulty = [article.wrong for article in articles if article.wrong]
    for sign, reason in (("gambling", "hacked"), ("wall", "wall")):
        if 2 * sum(wrong.startswith(sign) for wrong in faulty) >= len(articles):
            return VisitVerdict(reason, f"{len(faulty)} of {len(articles)} articles: {faulty[0]}", articles)
    right = [article for article in articles if not article.wrong]
    if sum(article.language != "id" for article in right) > MOST_WRONG:
        return VisitVerdict("not_indonesian", f"its articles are not Indonesian, such as {right[0].title!r}", articles)
    if len({article.body for article in seen}) < len(seen) - MOST_WRONG:
        return VisitVerdict("repeated", "its articles are all the same text", articles)
    if len(articles) < LEAST_READ_ARTICLES:
        return VisitVerdict("too_few", f"only {len(articles)} articles could be read", articles)
    if len(faulty) > MOST_WRONG:
        why = f"{len(faulty)} of {len(articles)} articles are not read well: {faulty[0]}"
        return VisitVerdict("unreadable", why, articles)
    return VisitVerdict(
        "passed", f"{len(right)} of {len(articles)} articles are read alike in two ways", articles, text
    )
