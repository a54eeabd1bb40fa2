"""Outlets of the newsroom are redesigned; the rules that a repair proposes read known articles as before."""

from __future__ import annotations

import html
from pathlib import Path

import duckdb
import pytest
import yaml
from kliping import pipeline, sources
from kliping.errors import InputError
from kliping.model import JAKARTA
from kliping.settings import Settings

from demo.newsroom import Newsroom
from demo.newsroom.page import Answer
from demo.newsroom.site import Request
from tests.pipeline.conftest import PER_DAY, SEED

OUTLETS = ("detakkini", "gema", "lampungpagi", "nusawarta", "pedoman", "suaradaerah")


@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_redesign_is_mended(a_day: Settings, tmp_path: Path, outlet: str) -> None:
    """Every class and id has another name: no rule in force finds anything."""
    with Newsroom(seed=SEED, articles_per_day=PER_DAY, page_weight=2, redesigned=[f"{outlet}.test"]) as rooms:
        settings = a_day.model_copy(update={"newsroom": rooms.netloc})
        found = pipeline.repair_outlet(settings, outlet)
    assert found.pages == 10
    assert (found.before, found.after) == (0, 10)
    assert "+- body:" in found.diff or "+  body:" in found.diff
    old, new = found.proposed.rules
    assert old.valid_until is not None
    assert new.valid_until is None
    stated = yaml.safe_load(sources.write_yaml(found.proposed))
    del stated["id"]
    stated["verified"] = "never"
    (tmp_path / f"{outlet}.yml").write_text(yaml.safe_dump(stated))
    assert sources.load_sources(tmp_path)[outlet].rules == found.proposed.rules, "what is proposed is a file's content"


@pytest.mark.parametrize(
    ("outlet", "kind", "field"),
    [
        ("gema", "body_redesigned", "body"),
        ("nusawarta", "title_redesigned", "title"),
        ("lampungpagi", "date_redesigned", "date"),
    ],
)
def test_one_changed_element_is_mended(a_day: Settings, outlet: str, kind: str, field: str) -> None:
    with Newsroom(seed=SEED, articles_per_day=PER_DAY, page_weight=2) as rooms:
        rooms.site.broken[f"{outlet}.test"] = kind
        found = pipeline.repair_outlet(a_day.model_copy(update={"newsroom": rooms.netloc}), outlet)
    assert (found.before, found.after) == (0, 10)
    assert getattr(found.proposed.rules[-1], field) != getattr(found.source.rules[-1], field)


def test_an_outlet_that_does_not_answer_is_said_so(a_day: Settings) -> None:
    with Newsroom(seed=SEED, articles_per_day=PER_DAY, page_weight=2) as rooms:
        rooms.site.broken["gema.test"] = "forbidden"
        with pytest.raises(InputError, match=r"10 articles are known to be good: blocked: HTTP 403 .*gema\.test/"):
            pipeline.repair_outlet(a_day.model_copy(update={"newsroom": rooms.netloc}), "gema")


def test_too_few_known_articles(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too few to tell a rule from chance"):
        pipeline.repair_outlet(Settings(data=tmp_path, newsroom="127.0.0.1:9"), "gema")


STATED = (
    '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{title}","datePublished":"{at}"}}</script>'
)
SIDE = '<div class="pop"><h3><a href="/x/1">Harga cabai di pasar turun</a></h3><p class="pop-d">2 jam lalu</p></div>'
REDESIGNS = {
    "other nesting": '<main><section><div class="col"><h1>{title}</h1><p class="meta">{day}</p><div class="c-body">'
    "{paragraphs}</div></div></section></main>" + SIDE,
    "utility classes": '<div class="mx-auto px-4"><h1 class="text-3xl mb-4">{title}</h1><div class="text-sm mb-6">{day}'
    '</div><div class="prose mt-6">{paragraphs}</div><div class="mb-4">' + SIDE + "</div></div>",
    "date in data only": STATED + '<main><h1 class="ttl">{title}</h1><section id="story">{paragraphs}</section></main>',
    "title below the logo": '<h1 class="logo">Media Kota</h1><div class="post"><h2 class="judul">{title}</h2>'
    '<time class="tgl" datetime="{at}">{day}</time><div class="teks">{paragraphs}</div></div><h2>Berita lain</h2>'
    + SIDE,
    "no class at all": STATED + "<article><h1>{title}</h1><p>{day}</p>{paragraphs}</article>",
}
MONTHS = ("November", "Desember")


@pytest.mark.parametrize("design", REDESIGNS)
def test_a_new_design_is_read(a_day: Settings, design: str) -> None:
    """Pages that share nothing with those before; a rule that finds nothing any more does not stay."""
    with duckdb.connect(str(a_day.published_path), read_only=True) as connection:
        rows = connection.execute("SELECT url, title, body, published_at FROM articles WHERE outlet = 'nusawarta'")
        known = {
            url.partition("//")[2]: (title, body, at.astimezone(JAKARTA)) for url, title, body, at in rows.fetchall()
        }
    with Newsroom(seed=SEED, articles_per_day=PER_DAY, page_weight=2) as rooms:
        before = rooms.site.answer

        def answer(request: Request) -> Answer:
            article = known.get(f"{request.host}{request.path}")
            if article is None:
                return before(request)
            title, body, at = article
            page = REDESIGNS[design].format(
                title=html.escape(title),
                at=at.isoformat(),
                day=f"{at.day} {MONTHS[at.month - 11]} {at.year} {at:%H:%M} WIB",
                paragraphs="".join(f"<p>{html.escape(line)}</p>" for line in body.split("\n")),
            )
            return Answer(200, [f"<!DOCTYPE html><title>{html.escape(title)}</title>{page}".encode()])

        rooms.site.answer = answer  # type: ignore[method-assign]
        found = pipeline.repair_outlet(a_day.model_copy(update={"newsroom": rooms.netloc}), "nusawarta")
    assert (found.before, found.after) == (0, 10), found.diff
