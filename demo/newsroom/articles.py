"""Article pages: which version, which page of it, in which of its variants, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from email.utils import format_datetime, parsedate_to_datetime

from demo.newsroom import faults
from demo.newsroom.edition import Edition, Headline, Ref, hash_parts, make_headline
from demo.newsroom.outlets import HOUSE, ArticlePlace, Outlet
from demo.newsroom.page import Answer, Block, escape
from demo.newsroom.story import Story, edit_story, write_story

PageFrame = Callable[..., Answer]
"""``frame_page(outlet, head, main, status, headers)`` puts a page's own part into its outlet's boilerplate."""


class Articles:
    """Answers requests for articles; remembers what was served, what was edited, and faults set by hand."""

    def __init__(self, edition: Edition, frame_page: PageFrame, *, edit_always: bool = False) -> None:
        self.edition = edition
        self.edit_always = edit_always
        self.edited_days: set[dt.date] = set()
        self.served: Counter[Ref] = Counter()
        self.set_faults: dict[Ref, str] = {}
        self._failed: set[Ref] = set()
        self._frame_page = frame_page

    def reset(self) -> None:
        """Forget everything that happened since the start."""
        self.edited_days.clear()
        self.served.clear()
        self.set_faults.clear()
        self._failed.clear()

    def url(self, outlet: Outlet, where: ArticlePlace) -> str | None:
        """Return the article's own address, or None if it does not exist."""
        try:
            return outlet.url(make_headline(self.edition, where.ref))
        except LookupError:
            return None

    def answer(
        self, outlet: Outlet, where: ArticlePlace, headers: dict[str, str], now: dt.datetime, *, every: str = ""
    ) -> Answer | None:
        """Return the page at ``where``; None where there is none yet, or never.

        ``every``: what befell the whole outlet, of ``breakages.BREAKAGES``: it goes before a page's own fault.
        """
        ref = where.ref
        try:
            head = make_headline(self.edition, ref)
        except LookupError:
            return None
        fault = self.set_faults.get(ref, head.fault)
        if every in faults.INSTEAD:
            fault = every
        if head.published_at > now or fault == "gone":
            return None
        if fault == "error" or (fault == "error_once" and ref not in self._failed):
            self._failed.add(ref)
            return self._frame_page(
                outlet, "<title>500</title>\n", "<h1>Terjadi kesalahan pada server</h1>", status=500
            )
        again = self._is_edited(ref, fault)
        story = print_story(self.edition, outlet, ref, again=again)
        changed = story.modified_at or head.published_at
        tag = f'"{hash_parts(head.seed, outlet.id, where.page, where.amp, again, fault, every):016x}"'
        stamps = (("ETag", tag), ("Last-Modified", _http_date(changed)), ("Cache-Control", "max-age=60"))
        if _is_unchanged(headers, tag, changed):
            return Answer(304, headers=stamps)
        self.served[ref] += 1
        page = self._spoil_answer(outlet, story, fault, stamps) or self._render_page(outlet, story, where, stamps)
        if page and fault == "slow" and where.page < 2:
            page = replace(page, delay=faults.SLOW)
        elif page and fault == "cut":
            page = replace(page, cut=max(1, len(page.body) // 20))
        return page

    def _is_edited(self, ref: Ref, fault: str) -> bool:
        return fault == "edited" and self.served[ref] > 0 and (self.edit_always or ref.day in self.edited_days)

    def print_newest(self, head: Headline) -> Story:
        """Return an article as it is now: after its edit, where that has happened."""
        again = self._is_edited(head.ref, self.set_faults.get(head.ref, head.fault))
        return print_story(self.edition, HOUSE[head.ref.outlet], head.ref, again=again)

    def _spoil_answer(
        self, outlet: Outlet, story: Story, fault: str, stamps: tuple[tuple[str, str], ...]
    ) -> Answer | None:
        """Return what is sent instead of the article; None where nothing is wrong with its text."""
        if fault == "empty":
            return Answer(parts=[], headers=stamps)
        if fault == "truncated":
            whole = self._frame_page(outlet, outlet.metadata(story), outlet.article(story, "", ""))
            head, boilerplate, main, _ = whole.parts
            assert isinstance(main, bytes)
            return replace(whole, parts=[head, boilerplate, main[: len(main) // 2]], headers=stamps)
        if instead := faults.INSTEAD.get(fault):
            return self._frame_page(outlet, outlet.metadata(story), instead(outlet, story), headers=stamps)
        return None

    def _render_page(
        self, outlet: Outlet, story: Story, where: ArticlePlace, stamps: tuple[tuple[str, str], ...]
    ) -> Answer | None:
        blocks = outlet.blocks(story, pick_related(self.edition, story.head))
        pages = split_pages(blocks, outlet.page_size)
        if where.page > len(pages):
            return None
        shown, pager = blocks, ""
        if where.page and len(pages) > 1:
            shown, pager = pages[where.page - 1], _render_pager(outlet, story.head, where.page, len(pages))
        body = "\n".join(block.html for block in shown)
        if where.amp:
            page = (
                '<!DOCTYPE html>\n<html amp lang="id"><head><meta charset="utf-8">'
                f"{outlet.metadata(story)}</head><body>"
                f"<h1>{escape(outlet.title(story.head))}</h1><p>{outlet.date_line(story.head.published_at)}</p>"
                f"<div>{body}</div></body></html>"
            )
            return Answer(parts=[page.encode()], headers=stamps)
        return self._frame_page(outlet, outlet.metadata(story), outlet.article(story, body, pager), headers=stamps)


def print_story(edition: Edition, outlet: Outlet, ref: Ref, *, again: bool = False) -> Story:
    """Return the article as ``outlet`` prints it; ``again``: after it was edited."""
    story = edit_story(write_story(edition, ref)) if again else write_story(edition, ref)
    return replace(story, paragraphs=tuple(map(outlet.typeset, story.paragraphs)))


def pick_related(edition: Edition, head: Headline) -> list[Headline]:
    """Return three articles of the day before, for a page to point to."""
    count, before = edition.count(head.ref.outlet), head.ref.day - dt.timedelta(days=1)
    return [make_headline(edition, Ref(head.ref.outlet, before, (head.ref.n * 3 + k) % count)) for k in range(3)]


def split_pages(blocks: Sequence[Block], size: int) -> list[list[Block]]:
    """Split ``blocks`` into pages of ``size`` paragraphs of the story; a second page would hold at least three."""
    stories = sum(not block.kind for block in blocks)
    if not size or stories <= size + 2:
        return [list(blocks)]
    pages: list[list[Block]] = [[]]
    story = 0
    for block in blocks:
        if not block.kind:
            if story == size:
                pages.append([])
                story = 0
            story += 1
        pages[-1].append(block)
    return pages


def _render_pager(outlet: Outlet, head: Headline, page: int, pages: int) -> str:
    url = outlet.url(head)
    here = " paging__link--active"
    links = "".join(
        f'<a class="paging__link{here if at == page else ""}" href="{escape(outlet.page_url(url, at))}">{at}</a>'
        for at in range(1, pages + 1)
    )
    after = outlet.page_url(url, page + 1)
    more = f'<a class="paging__next" href="{escape(after)}">Selanjutnya</a>' if page < pages else ""
    return f'<div class="paging detail__paging">Halaman: {links}{more}</div>'


def _is_unchanged(headers: dict[str, str], tag: str, changed: dt.datetime) -> bool:
    """Return whether the client has this version; If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2)."""
    if "if-none-match" in headers:
        return tag in headers["if-none-match"]
    try:
        return "if-modified-since" in headers and changed <= parsedate_to_datetime(headers["if-modified-since"])
    except (ValueError, TypeError):  # no date, or one without a zone
        return False


def _http_date(at: dt.datetime) -> str:
    return format_datetime(at.astimezone(dt.UTC), usegmt=True)
