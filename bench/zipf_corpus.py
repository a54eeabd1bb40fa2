"""A published warehouse of short made-up articles whose words are as unevenly frequent as those of a language.

The n-th commonest of 50,000 words is used about 1/n as often as the commonest (Zipf's law). Each article has a title of
6 words and a body of 40, 3 mentions of 5,000 names, and every fifth a quotation. Dates are spread over five years.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import Any

import duckdb
from kliping import warehouse
from kliping.resources import read_sql
from kliping.settings import Settings
from synthetic import WORDS

LAST_MOMENT = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
SYLLABLES = [before + vowel for before in "bdghjklmnprstw" for vowel in "aiu"]
PREFIXES = ("", "me", "di", "ber", "ter", "pe", "ke")
SUFFIXES = ("", "kan", "an", "nya", "i")
VOCABULARY = 50_000
NAMES = 5_000

FILL = """
    CREATE OR REPLACE TEMP TABLE made AS
    WITH drawn AS (
        SELECT n, list_transform(
            range(46), lambda i: $words[floor($size ** ((hash(n, i) % 1000003) / 1000003.0))::INTEGER]
        ) AS words
        FROM range($start, $stop) AS t(n)
    )
    SELECT
        n, md5(n::VARCHAR) AS article_id, 'outlet' || (n % 30) AS outlet, 'https://koran.test/' || n AS url,
        array_to_string(words[:6], ' ') AS title, array_to_string(words[7:], ' ') AS body,
        ['Penulis ' || (n % 500)] AS authors, ['ekonomi', 'politik', 'olahraga', 'daerah'][1 + n % 4] AS section,
        $last::TIMESTAMPTZ - n * $apart::DOUBLE * INTERVAL 1 SECOND AS published_at, 'minute' AS published_precision,
        list_transform(range(3), lambda i: {
            'start': 0, 'end': 5, 'kind': ['person', 'organisation', 'place'][1 + i],
            'name': $names[floor($named ** ((hash(n, i, 'name') % 1000003) / 1000003.0))::INTEGER], 'region': NULL,
            'sentence_start': 0, 'sentence_end': 20
        }) AS mentions,
        'isi' AS scraped_text, [] AS removed, '{"body": "rule:body"}' AS method, md5(n::VARCHAR) AS content_hash,
        published_at + INTERVAL 1 HOUR AS fetched_at, fetched_at AS first_fetched_at, fetched_at AS last_fetched_at,
        'arsip#1' AS archive, 'r1' AS rules_version, 'none' AS learned_snapshot,
        md5((n - (n % 50 = 1)::INTEGER)::VARCHAR) AS duplicate_group_id, $load_id AS load_id
    FROM drawn;
    INSERT INTO articles BY NAME SELECT * EXCLUDE n FROM made;
    INSERT INTO duplicate_pairs SELECT duplicate_group_id, article_id, 1, load_id FROM made WHERE n % 50 = 1;
    INSERT INTO article_changes SELECT load_id, article_id, outlet, url, 'inserted' FROM made ORDER BY article_id;
    INSERT INTO mentions BY NAME
    SELECT
        article_id, outlet, CAST(timezone('Asia/Jakarta', published_at) AS DATE) AS "day",
        m.kind, m."name", m."name" AS name_in_article,
        m."name" AS written, 0 AS "start", 5 AS "end", 0 AS sentence_start, 20 AS sentence_end,
        first_fetched_at, load_id
    FROM (SELECT *, unnest(mentions) AS m FROM made);
    INSERT INTO quotes BY NAME
    SELECT
        article_id, outlet, CAST(timezone('Asia/Jakarta', published_at) AS DATE) AS "day",
        left(body, 60) AS "text", 0 AS "start", 60 AS "end",
        mentions[1]."name" AS speaker, 'person' AS kind, mentions[1]."name" AS "name", speaker AS name_in_article,
        'kata' AS cue, true AS direct, first_fetched_at, load_id
    FROM made WHERE n % 5 = 0;
"""

COUNT_NAMES = """
    INSERT INTO sources (outlet, name, last_new_at, last_loaded_at)
    SELECT 'outlet' || n, 'Koran Kota ' || n, $last, $last FROM range(30) AS t(n)
    WHERE 'outlet' || n NOT IN (SELECT outlet FROM sources);
    INSERT INTO loads
    SELECT $load_id, 'run', 'ingest', CAST($last AS DATE), 'outlet0', 'ok', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, [], 'r1',
        'none', $last, $last;
    CREATE OR REPLACE TEMP TABLE stale_days AS SELECT DISTINCT "day" FROM mentions WHERE load_id = $load_id;
"""


def list_words(size: int) -> list[str]:
    """Return distinct words, the commonest first: real ones, then made-up ones with Indonesian affixes."""
    choose = random.Random(7)
    roots = ["".join(parts) for parts in itertools.product(SYLLABLES, SYLLABLES, SYLLABLES)]
    choose.shuffle(roots)
    made = (before + root + after for root in roots for before in PREFIXES for after in SUFFIXES)
    return list(dict.fromkeys(WORDS.split())) + list(itertools.islice(made, size - len(set(WORDS.split()))))


def list_people(size: int) -> list[str]:
    """Return distinct names of two words."""
    roots = ["".join(parts).title() for parts in itertools.product(SYLLABLES, SYLLABLES)]
    random.Random(8).shuffle(roots)
    return [f"{one} {other}" for one, other in itertools.islice(itertools.product(roots, roots[:40]), size)]


def add_articles(settings: Settings, count: int, *, start: int = 0, load_id: str = "load1", years: float = 5) -> None:
    """Load and publish so many articles from number ``start`` on, as one load, spread over these years."""
    given = {
        "words": list_words(VOCABULARY), "size": VOCABULARY, "names": list_people(NAMES), "named": NAMES,
        "last": LAST_MOMENT, "load_id": load_id, "apart": years * 365 * 86_400 / max(1, start + count),
    }  # fmt: skip
    step = 100_000
    with warehouse.writer(settings) as db:
        for first in range(start, start + count, step):
            _execute_all(db, FILL, given | {"start": first, "stop": min(start + count, first + step)})
        _execute_all(db, COUNT_NAMES, given)
        db.execute(read_sql("names/name_days"))
    warehouse.publish_copy(settings)


def _execute_all(db: duckdb.DuckDBPyConnection, script: str, given: dict[str, Any]) -> None:
    for statement in filter(str.strip, script.split(";\n")):
        db.execute(statement, {name: value for name, value in given.items() if f"${name}" in statement})
