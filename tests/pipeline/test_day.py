"""One day through the whole line, over real HTTP, into real DuckDB files."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable

import pytest
from kliping import pipeline
from kliping.canonical import canonicalise_url
from kliping.model import RESULTS
from kliping.pipeline.runs.stage import Scraped, read_manifest
from kliping.settings import Settings

from demo.newsroom import Newsroom, list_truth
from tests.pipeline.conftest import DAY, PER_DAY, SEED
from tests.pipeline.tables import query, read_content

DAYS = [DAY - dt.timedelta(days=n) for n in range(3)]


def the_truth() -> dict[str, object]:
    return {canonicalise_url(t.url): t for day in DAYS for t in list_truth(SEED, day, PER_DAY)}


def test_the_tables_are_the_truth(a_day: Settings) -> None:
    """Every article that the newsroom has whole is loaded, to the letter; nothing else is."""
    whole = {url: t for url, t in the_truth().items() if t.kind == "article"}
    loaded = {
        row[0]: row[1:]
        for row in query(a_day, "SELECT url, title, body, published_at, authors, dateline FROM articles")
    }
    assert set(whole) == set(loaded), "what an index shows of other days is left to them, by the date on its card"
    wrong = []
    for url, t in whole.items():
        title, body, published, authors, dateline = loaded[url]
        for name, got, want in (
            ("title", title, t.title),
            ("body", body, "\n".join(t.body)),
            ("published_at", published, t.published_at),
            ("authors", authors, list(t.authors)),
            ("dateline", dateline, t.dateline),
        ):
            if got != want:
                wrong.append((url, name, got, want))
    assert not wrong, f"{len(wrong)} fields differ, such as {wrong[:3]}"


def test_every_link_ends_in_one_place(a_day: Settings) -> None:
    """Law 1: discovered = known + the sum of the outcomes, for every outlet, and every outcome is named."""
    counts = ", ".join(RESULTS)
    table = query(a_day, f"SELECT outlet, status, discovered, known, {counts} FROM loads")
    assert len(table) == 6
    for outlet, status, discovered, known, *results in table:
        assert (outlet, status, discovered) == (outlet, "ok", known + sum(results))
    listed = dict(query(a_day, "SELECT result, count(*) FROM outcomes GROUP BY 1"))
    summed = query(a_day, f"SELECT {', '.join(f'sum({r})' for r in RESULTS)} FROM loads")[0]
    assert {r: int(n) for r, n in zip(RESULTS, summed, strict=True) if n} == listed


def test_text_is_conserved(a_day: Settings) -> None:
    """Law 2 over the loaded tables: the scraped text without its removed spans is the story, word for word."""
    for url, text, body, removed in query(a_day, "SELECT url, scraped_text, body, removed FROM articles"):
        kept, at = [], 0
        for span in removed:
            assert text[span["start"] : span["end"]] == span["text"], url
            kept.append(text[at : span["start"]])
            at = span["end"]
        kept.append(text[at:])
        assert "".join("".join(kept).split()) == "".join(body.split()), url


def test_a_second_run_of_the_day_loads_nothing(settings: Settings) -> None:
    pipeline.run_day(settings, day=DAY)
    before = read_content(settings)
    again = pipeline.run_day(settings, day=DAY)
    assert again.counts["loaded"] == again.counts["revised"] == 0
    assert read_content(settings) == before


def test_a_rerun_reads_the_archive(make_settings: Callable[..., Settings]) -> None:
    """A past day that was collected whole is replayed, link by link, with no newsroom there at all."""
    with Newsroom(seed=SEED, articles_per_day=12, page_weight=2, faults=False) as rooms:
        settings = make_settings(newsroom=rooms.netloc)
        pipeline.run_day(settings, day=DAY)
        before = read_content(settings)
    again = pipeline.run_day(settings, day=DAY)
    assert not again.refused
    assert again.counts["unchanged"] == len(before["articles"])
    assert read_content(settings) == before


def test_only_refetch_asks_again(make_settings: Callable[..., Settings]) -> None:
    with Newsroom(seed=SEED, articles_per_day=12, page_weight=2, faults=False) as rooms:
        settings = make_settings(newsroom=rooms.netloc, sources="gema,pedoman")
        asked = []
        for refetch in (False, False, True):
            pipeline.run_day(settings, day=DAY, refetch=refetch)
            asked.append(rooms.site.requests.total())
    assert asked[0] == asked[1] > 12
    assert asked[2] >= 2 * asked[0] - 2, "all but the two robots.txt"


def count_scraped(settings: Settings, run: str) -> tuple[int, int]:
    """Articles that a run scraped, and those that it did not have to."""
    folders = (settings.stage_path / f"run={run}").glob("outlet=*")
    done = [read_manifest(settings, run, f.name.removeprefix("outlet="), Scraped) for f in folders]
    return sum(one.articles for one in done if one), sum(one.unchanged for one in done if one)


def test_a_rerun_scrapes_only_what_other_rules_read(settings: Settings) -> None:
    """A record of the archive is scraped once by one version of the rules; what is learned makes another version."""
    first = pipeline.run_day(settings, day=DAY)
    before, loaded = read_content(settings), first.counts["loaded"]
    assert count_scraped(settings, first.run) == (loaded, 0)
    again = pipeline.run_day(settings, day=DAY)
    assert count_scraped(settings, again.run) == (0, loaded)
    assert (again.counts["unchanged"], again.counts["quarantined"]) == (loaded, first.counts["quarantined"])
    assert read_content(settings) == before
    listed = "SELECT outlet, url, canonical_url, result, reason, route FROM outcomes WHERE load_id = ? AND result <> ?"
    ends = [sorted(query(settings, listed, one.load_id, won)) for one, won in ((first, "loaded"), (again, "unchanged"))]
    assert ends[0] == ends[1], "whatever else a link came to, it comes to again"
    asked = pipeline.reprocess_days(settings, first=DAY, last=DAY)[0]
    assert count_scraped(settings, asked.run) == (loaded, 0)
    assert read_content(settings) == before
    pipeline.learn_boilerplate(settings, day=DAY)
    assert count_scraped(settings, pipeline.run_day(settings, day=DAY).run) == (loaded, 0)


def test_a_mended_outlet_is_scraped_anew(make_settings, repository, tmp_path) -> None:
    """The next run of the day takes the new rules up for that outlet alone; of other days status tells."""
    own = tmp_path / "outlets"
    shutil.copytree(repository / "demo" / "newsroom" / "sources", own)
    settings = make_settings(sources="gema,pedoman", sources_path=own)
    first = pipeline.run_day(settings, day=DAY)
    assert pipeline.find_outdated(settings) == []
    loaded = query(settings, "SELECT outlet, count(*) FROM articles GROUP BY ALL ORDER BY ALL")
    text = (own / "pedoman.yml").read_text()
    assert "title: h1.read__title" in text
    (own / "pedoman.yml").write_text(text.replace("title: h1.read__title", "title: [h1.read__title, h1]"))
    problems = pipeline.find_outdated(settings)
    assert [problem.cause for problem in problems] == ["outdated_rules"]
    assert problems[0].says.startswith(f"{loaded[1][1]:,} articles of 1 outlets")
    assert problems[0].remedy.endswith("--sources pedoman")
    again = pipeline.run_day(settings, day=DAY)
    assert count_scraped(settings, again.run) == (loaded[1][1], loaded[0][1])
    assert again.counts["revised"] == first.counts["revised"] == 0
    assert pipeline.find_outdated(settings) == []


def test_what_is_not_scraped_again_counts_for_the_volume(make_settings, repository, tmp_path) -> None:
    """An outlet that states its usual volume is not called silent by a rerun that had one page to scrape again."""
    demo = repository / "demo" / "newsroom" / "sources"
    own = tmp_path / "outlets"
    own.mkdir()
    (own / "_family.yml").write_text((demo / "_family.yml").read_text())
    (own / "pedoman.yml").write_text((demo / "pedoman.yml").read_text() + "expected: [3, 99]\n")
    settings = make_settings(sources="pedoman", sources_path=own)
    pipeline.run_day(settings, day=DAY)
    again = pipeline.run_day(settings, day=DAY)
    assert again.counts["quarantined"], "so the outlet is looked at"
    notes = query(settings, "SELECT notes FROM loads WHERE load_id = ?", again.load_id)[0][0]
    assert not [note for note in notes if "volume" in note]


def test_a_lost_warehouse_is_rebuilt_from_the_archive(make_settings: Callable[..., Settings]) -> None:
    """Law 5: the archive alone gives the tables back."""
    with Newsroom(seed=SEED, articles_per_day=12, page_weight=2) as rooms:
        settings = make_settings(newsroom=rooms.netloc)
        pipeline.run_day(settings, day=DAY)
        before = read_content(settings)
    settings.warehouse_path.unlink()
    settings.published_path.unlink()
    pipeline.reprocess_days(settings, first=DAY, last=DAY)
    after = read_content(settings)
    assert [row[:3] for row in after["articles"]] == [row[:3] for row in before["articles"]]
    assert after["removed_spans"] == before["removed_spans"]


def test_days_in_any_order_give_the_same_tables(make_settings: Callable[..., Settings], tmp_path) -> None:
    orders = ([DAYS[2], DAYS[1], DAYS[0]], [DAYS[0], DAYS[2], DAYS[1]])
    tables = []
    for n, order in enumerate(orders):
        settings = make_settings(data=tmp_path / str(n))
        for day in order:
            pipeline.run_day(settings, day=day)
        tables.append(read_content(settings)["articles"])
    # the two days before the first are walked too, so what the orders share is compared
    shared = {row[0] for row in tables[0]} & {row[0] for row in tables[1]}
    assert shared
    assert [r for r in tables[0] if r[0] in shared] == [r for r in tables[1] if r[0] in shared]


def test_an_outlet_that_is_down_stops_no_other(make_settings: Callable[..., Settings]) -> None:
    with Newsroom(seed=SEED, articles_per_day=12, page_weight=2, down=("gema.test",)) as rooms:
        settings = make_settings(newsroom=rooms.netloc)
        report = pipeline.run_day(settings, day=DAY)
    assert [o.outlet for o in report.refused] == ["gema"]
    assert "no route answered" in report.refused[0].error
    loaded = dict(query(settings, "SELECT outlet, count(*) FROM articles GROUP BY 1"))
    assert set(loaded) == {"detakkini", "lampungpagi", "nusawarta", "pedoman", "suaradaerah"}


@pytest.mark.parametrize("day", ["26-11-2024", "kemarin", "2024-13-01", ""])
def test_a_day_that_is_no_date(day: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date: write it as YYYY-MM-DD"):
        pipeline.parse_day(day)


def test_a_day_in_the_future() -> None:
    with pytest.raises(ValueError, match="in the future"):
        pipeline.parse_day("2999-01-01")


def test_no_outlets_are_not_all_outlets(settings: Settings) -> None:
    """A variable of the shell that is not set leaves an empty word, which must not ask every outlet."""
    for empty in ("", " ", ","):
        with pytest.raises(ValueError, match="selects no outlet"):
            pipeline.run_day(settings, day=DAY, spec=empty)
        with pytest.raises(ValueError, match="selects no outlet"):
            pipeline.reprocess_days(settings, first=DAY, last=DAY, spec=empty)
    assert not settings.warehouse_path.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "1000-12-31", "1989-12-31"])
def test_a_day_before_the_web(day: str) -> None:
    """The days before the first one are not dates to Python, and a range from there on has half a million days."""
    with pytest.raises(ValueError, match=f"day {day} is before 1990-01-01"):
        pipeline.parse_day(day)
    assert pipeline.parse_day("1990-01-01") == dt.date(1990, 1, 1)


def test_the_demo_needs_its_newsroom(make_settings: Callable[..., Settings]) -> None:
    with pytest.raises(ValueError, match="make run"):
        pipeline.run_day(make_settings(newsroom=""), day=DAY)


def test_an_unknown_outlet(settings: Settings) -> None:
    with pytest.raises(ValueError, match=r"'pedomann'.*pedoman"):
        pipeline.run_day(settings, day=DAY, spec="pedomann")
    assert not settings.warehouse_path.exists()
