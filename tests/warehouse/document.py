"""Make docs/data-dictionary.md and docs/analyst.md: python -m tests.warehouse.document [--check]."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "plugins")]

import duckdb  # noqa: E402
from kliping.settings import Settings  # noqa: E402
from kliping.warehouse import build_search_index, open_session, refresh_engine  # noqa: E402
from kliping.warehouse.document import GENERATED_NOTE, render_dictionary, render_queries  # noqa: E402

from tests.warehouse.week import make  # noqa: E402

HEAD = """# For analysts

{note}
Without SQL: [the reading room](#the-reading-room) in a browser answers most questions, and `kliping search`,
`kliping names`, `kliping quotes`, `kliping saved` and [`kliping export`](#export) do the same in a terminal.
With SQL: everything is in [one DuckDB file](#sql). The [worked queries](#worked-queries) at the end give both ways for
each question.

## The reading room

`kliping read` serves pages for a browser on this machine, in Indonesian and English, and prints their address:

- **search**, with the grammar below: how many articles match, on which days and of how many, in which outlets,
  sections and months; under the line of time, how complete each day is. A click narrows the result; its address can
  be shared, and all that it finds can be taken along as CSV, JSON lines, Parquet, Excel, BibTeX or RIS.
- **an article**: the story with its names and quotations marked, what was removed, its versions word by word, the
  copies of its text (who had it first, who changed what), and articles like it.
- **a person, an organisation, a place**: how often over time, of how many of a thousand articles, in which outlets,
  with whom, and what was said. **An outlet**: its days, sections and names, and how often it had a text first.
- **compare**: up to four words, outlets or periods in one chart and table, of a thousand articles of the same days.
- **clippings of a day**: what a search found on one day, the copies of one text folded into the first, ready to print;
  as a PDF report with the whole texts (also `kliping clippings banjir --out kliping.pdf`); and as an Atom feed:
  copy the link "Feed (Atom)" of the page into a feed reader.
- **saved**: searches that you save under a name, and collections of articles with your notes (an article's page has a
  form for it). Each has a daily digest, copies folded: as a page, an Atom feed and a PDF report, and, where you tick a
  channel of the alerts, as an e-mail with the report or a message to a webhook.

In the demo that `make run` loads, look for `sekolah`, `"dana desa"` or `judul:warga`: of a flood, the example of these
pages, it may have nothing to tell.

The pages read the published copy: nothing waits for a load, and nothing that a reader does changes an article. What is
saved is in `data/saved.sqlite`, one SQLite file of this machine that no load and no publication touches; copy it with
your backups. The address of a feed holds a token that admits to feeds only. It is kept in `data/feeds.token`, so the
address works for years; `kliping read --renew-feeds` makes a new one, and the addresses given before no longer work.

The same by command:

```sh
kliping saved search "Banjir" 'banjir NOT surut' --note "tiap pagi" --send email
kliping saved collection "Untuk rapat"
kliping saved add "Untuk rapat" https://koran.test/berita/1 --note "tanyakan ke dinas"
kliping saved digest "Banjir" --day 2024-11-26          # print it; --out banjir.pdf for the report
kliping saved send                                       # today's digests, to their channels
```

The DAG `digests` sends them at 07:00 (Asia/Jakarta): what the day and the day before have that a channel has not taken.
Where Airflow does not run, cron can do it (`0 17 * * * kliping saved send`). Each channel gets each text of a day once:
a second call on the same day sends only texts that are new, and again what a channel has refused. The channels are
those of [the alerts](operator.md#alerts).

## Search

`kliping search QUERY` says how many articles match and shows the best of them, or the newest (`--by time`), with what
matches marked. Its index, `data/search.index/`, is brought up to date by each publication.

| query | what it finds |
| --- | --- |
| `banjir bandang` | both words, in any form of their stems: "kebanjiran", too |
| `=banjir` | the word as it is |
| `"Dewi Hakim"` | the words as they are, side by side; `"Dewi Hakim"~1` lets one other stand between |
| `keban*` | any ending |
| `*` | every article |
| `banjir AND (bandang OR rob) NOT surut` | both, one of two, without; `-surut` is `NOT surut` |
| `title:banjir`, `body:`, `outlet:koran`, `section:`, `author:"Sari Dewi"` | one field |
| `judul:`, `isi:`, `media:`, `rubrik:`, `penulis:` | the same fields |
| `person:"Dewi Hakim"` (`tokoh:`), `place:garut` (`tempat:`), `organisation:` (`lembaga:`) | a name in it |
| `banjir from:2024-11-20 to:2024-11-26` | days in Jakarta; also `dari:`, `sampai:`, `--from`, `--to` |

In a shell, quotation marks need others around them: `kliping search '"Dewi Hakim" banjir'`.

## Export

To export articles, name a file:
`kliping export articles.xlsx --from 2024-11-20 --to 2024-11-26 --outlet koran`. Its ending is the format: `.parquet`,
`.csv`, `.jsonl` and `.xlsx` have every column; `.bib` (BibTeX) and `.ris` (Zotero, Mendeley) are lists of citations.
Times in CSV and JSON lines are ISO 8601 (`--timezone Asia/Jakarta` for Jakarta time), `--bom` is for Excel. In a
workbook every text is a text; a CSV field that a spreadsheet would run as a formula begins with an apostrophe, which
`kliping import` removes.

A program that keeps its own copy asks only for what is new: `kliping export new.jsonl --since start`, and from then on
`--since LOAD` with the load that the last line names, or `FROM changes('LOAD')` in SQL. Each article comes once, in the
order of loads, with what happened: `inserted`, `revised` (another content), `updated` (the same content, read or seen
again) or `removed`. Nothing is missed and nothing comes twice, whoever else loads meanwhile.

## SQL

Everything is in one DuckDB file, `data/kliping.duckdb`, the published copy. It is replaced as a whole after each load:
a session that has it open keeps the old data, a new session sees the new data, and your queries cannot disturb a load.

```sh
make sql                                    # a DuckDB shell with search_words() ready to use
duckdb -readonly data/kliping.duckdb        # any DuckDB CLI of version 1.5
```

In Python, with `plugins/` on the path:

```python
from kliping import settings, warehouse

with warehouse.open_session(settings.load_settings()) as db:
    frame = db.sql("FROM daily_volume").df()
```

Begin with `articles` (the current version of each article) and the views in [the data dictionary](data-dictionary.md).
Four things to know:

- **A day is a day in Jakarta.** Times are stored in UTC; `jakarta_day(published_at)` gives the date. Where a page
  states no date, `published_at` is NULL: nothing is guessed. `published_precision` says how exact it is.
- **The body is the cleaned story; what was removed is kept, too.** `scraped_text` is the text as scraped, and
  `removed_spans` has the place, kind and rule of each cut. If you doubt a cut, look there.
- **A day may be incomplete.** `daily_volume` says how complete each day is, `completeness` why
  ([how it is known](completeness.md)).
- **Edits are kept.** `article_revisions` has earlier versions of an article; the view `revisions` shows what changed.
  `rules_version` says which rules read a row: after a change of rules, compare only rows of one version.

The grammar of [search](#search) works in SQL, too, as two tables. `search('QUERY')` is the list that
`kliping search` prints: the best 10,000 matches with score, day, outlet, title, snippet, URL and id. `matches('QUERY')`
is the ids of all matches:

```sql
SELECT score, "day", outlet, title FROM search('"banjir bandang" OR title:longsor') LIMIT 20;
SELECT outlet, count(*) FROM articles WHERE article_id IN (FROM matches('banjir NOT surut')) GROUP BY outlet;
```

Both work in a query that `kliping sql "..."` or `kliping sql FILE.sql` is given, where they need their query as a
literal, and in Python's `warehouse.open_session()`, where they take any value. The interactive shell (`make sql`) and a
plain DuckDB shell cannot ask the search engine. For those, `search_words('kata kunci')` finds the articles with any of
the words, without the grammar, in the same columns. It needs an index of its own, `data/search.duckdb`, which is built
daily (`kliping index`), and DuckDB's fts extension, which comes with Kliping. `make sql` and `warehouse.open_session()`
attach both. By hand:

```sql
LOAD '.venv/lib/python3.11/site-packages/duckdb_extension_fts/extensions/v1.5.5/fts.duckdb_extension';
ATTACH 'data/kliping.duckdb' AS kliping (READ_ONLY);
ATTACH 'data/search.duckdb' AS search (READ_ONLY);
.read sql/search/search_words.sql
USE kliping;
FROM temp.search_words('banjir bandang');
```

`kliping sql QUERY --format csv|json` prints the result of a query, times in the same form;
the query may be the name of a `.sql` file.

Where several machines share the warehouse there is no such file: see [its page](shared-warehouse.md).

Open the file read-only (`duckdb -readonly`). While a program has it open for writing, runs still load, but publish only
after it is closed.

## Worked queries

The files are in `sql/queries/`. The output is of a made-up week of four outlets, which the tests load.

"""


def pages(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The two pages, by file name, from a session on the made-up week."""
    connection.execute("SET threads = 1")
    return {
        "data-dictionary.md": render_dictionary(connection),
        "analyst.md": HEAD.format(note=GENERATED_NOTE) + render_queries(connection, ROOT / "sql" / "queries"),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data")
        make(settings, Path(folder) / "stage")
        build_search_index(settings)
        refresh_engine(settings)
        with open_session(settings) as connection:
            for name, text in pages(connection).items():
                (ROOT / "docs" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
