"""Make docs/data-dictionary.md and docs/analyst.md: python -m tests.warehouse.document [--check]."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "plugins")]

import duckdb  # noqa: E402
from kliping.settings import Settings  # noqa: E402
from kliping.warehouse import build_search_index, open_session  # noqa: E402
from kliping.warehouse.document import GENERATED_NOTE, render_dictionary, render_queries  # noqa: E402

from tests.warehouse.week import make  # noqa: E402

HEAD = """# For analysts

{note}
Everything is in one DuckDB file, `data/kliping.duckdb`. It is a copy that appears anew after each load: whoever has it
open keeps what they opened, whoever opens it again sees the new day, and nothing that you do can hurt a load.

```sh
make sql                                    # a DuckDB prompt with search() and the worked queries at hand
duckdb -readonly data/kliping.duckdb        # any DuckDB CLI of version 1.5
```

In Python, with `plugins/` on the path:

```python
from kliping import settings, warehouse

with warehouse.open_session(settings.load_settings()) as db:
    frame = db.sql("FROM daily_volume").df()
```

Begin with `articles` (the current version of each), the views below, and [the data dictionary](data-dictionary.md).
Three things to know:

- **A day is a day in Jakarta.** Times are stored in UTC; `jakarta_day(published_at)` gives the date. Where a page
  states no date, `published_at` is NULL: nothing is guessed. `published_precision` says whether the time is real.
- **The body is the story; nothing else was thrown away.** `scraped_text` is what stood in the page's article, and
  `removed_spans` says for each cut where it was, what it was and which rule made it. If you doubt a cut, look there.
- **An edit is kept.** `article_revisions` holds what an article said before; the view `revisions` shows what changed.
  `rules_version` tells by which rules a row was read: after a change of rules, compare only rows of one version.

`search('kata kunci')` needs the full-text index, `data/search.duckdb`, which is built daily (`kliping index`), and
DuckDB's fts extension, which comes with Kliping. `make sql` and `warehouse.open_session()` attach both. By hand:

```sql
LOAD '.venv/lib/python3.11/site-packages/duckdb_extension_fts/extensions/v1.5.5/fts.duckdb_extension';
ATTACH 'data/kliping.duckdb' AS kliping (READ_ONLY);
ATTACH 'data/search.duckdb' AS search (READ_ONLY);
.read sql/search/search.sql
USE kliping;
FROM temp.search('banjir bandang');
```

From a shell, `kliping search banjir bandang` shows the best matches. To take articles elsewhere:
`kliping export --format parquet|csv|jsonl --from 2024-11-20 --to 2024-11-26 --outlet koran`. Times in CSV and JSON
lines are ISO 8601 (`--timezone Asia/Jakarta` for Jakarta's clock), `--bom` is for Excel, and a CSV field that a
spreadsheet would run begins with an apostrophe, which `kliping import` takes off. `kliping sql QUERY --format csv|json`
prints what a query finds, times in the same form; a file that ends in `.sql` may stand for the query.

Open the file read only (`duckdb -readonly`). While a program holds it open for writing, runs load all the same and
publish when it is closed.

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
        with open_session(settings) as connection:
            for name, text in pages(connection).items():
                (ROOT / "docs" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
