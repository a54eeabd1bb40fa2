"""``kliping mcp``, asked by the package's own client: each tool, and what may not be asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kliping.cli.mcp import make_server
from kliping.settings import Settings
from kliping.warehouse import WarehouseError, load_batch, publish_copy, refresh_engine, run_query, writer
from mcp import Client, StdioServerParameters

from local.environment import BIN, make_environment
from tests.warehouse.staging import Stage, capture

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("mcp")
    settings = Settings(data=folder / "data")
    body = '"Desa kami terendam," kata Camat Fajar Wicaksono. ' + "Banjir bandang melanda desa. " * 200
    said = {"start": 1, "end": 19, "speaker_start": 32, "speaker_end": 47, "kind": "person", "name": "Fajar Wicaksono"}
    said |= {"office": "Camat", "cue": "kata", "direct": True, "hedges": []}
    flood = capture("https://koran.test/1", body, title="Banjir di Garut", quotes=[said])
    orders = capture("https://koran.test/2", "Perajin tahu kebanjiran pesanan menjelang akhir tahun.", 1)
    with writer(settings) as db:
        load_batch(db, Stage(folder / "stage").of(flood, orders))
    publish_copy(settings)
    refresh_engine(settings)
    return settings


@pytest.fixture
def ask(published: Settings) -> Iterator[Ask]:
    def call(tool: str, **arguments: Any) -> Any:
        async def talk() -> Any:
            async with Client(make_server(published)) as client:
                return await client.call_tool(tool, arguments)

        result = asyncio.run(talk())
        if result.is_error:
            raise RuntimeError(result.content[0].text)
        found = result.structured_content
        return found.get("result", found)

    return call


def test_articles_are_found_and_read(ask: Ask) -> None:
    page = ask("search", query="banjir -pesanan")
    assert page["total"] == 1
    (found,) = page["articles"]
    assert "**Banjir** bandang melanda" in found["snippet"]
    assert found["title"] == "Banjir di Garut"
    article = ask("article", article=found["url"])
    assert len(article["body"]) > 5_000
    assert article["earlier_versions"] == 0
    assert ask("article", article=article["article_id"]) == article


def test_a_timeline_counts_words_beside_all_articles(ask: Ask) -> None:
    counted = ask("timeline", term="banjir")
    assert counted["columns"] == ["day", "hits", "articles", "per_thousand"]
    assert [row[1:] for row in counted["rows"]] == [[1, 2, 500.0]]
    assert ask("timeline", term="banjir", last="2020-01-01")["rows"] == []


def test_quotations_have_their_speaker(ask: Ask) -> None:
    answer = ask("quotes", term="desa")
    assert [row[3] for row in answer["rows"]] == ["Desa kami terendam"]
    assert answer["rows"][0][1:3] == ["Fajar Wicaksono", "Camat"]
    assert ask("quotes", term="desa", speaker="Dewi")["rows"] == []


def test_sql_is_cut_and_says_so(ask: Ask) -> None:
    answer = ask("sql", query="SELECT body, removed FROM articles ORDER BY length(body) DESC", limit=1)
    assert answer["more_rows_exist"]
    ((body, _),) = answer["rows"]
    assert len(body) == 2_001
    assert ["article_id"] in [row[2:3] for row in ask("tables", table="articles")["rows"]]
    assert "articles" in [row[1] for row in ask("tables")["rows"]]


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("article", {"article": "https://koran.test/none"}, "no article has"),
        ("search", {"query": "banjir", "limit": 0}, "give 1 to 200"),
        ("search", {"query": '"banjir'}, "not closed"),
        ("timeline", {"term": " "}, "give a word"),
        ("sql", {"query": "SELEC"}, "syntax error"),
        ("sql", {"query": "FROM nothing"}, "cannot be run"),
        ("sql", {"query": "SELECT 1; SELECT 2"}, "more than one statement"),
        ("sql", {"query": "DELETE FROM articles"}, "Only SELECT"),
        ("sql", {"query": "SET threads = 9"}, "Only SELECT"),
        ("sql", {"query": "COPY articles TO 'out.csv'"}, "Only SELECT"),
        ("sql", {"query": "ATTACH 'other.db'"}, "Only SELECT"),
        ("sql", {"query": "SELECT (SELECT content FROM read_text('/etc/hostname'))"}, "may not be called"),
        ("sql", {"query": "FROM \"sqlite_scan\"('x', 'y')"}, "may not be called"),
        ("sql", {"query": "FROM query('FROM read_' || 'text(''/etc/hostname'')')"}, "may not be called"),
        ("sql", {"query": "FROM '/etc/hostname'"}, "cannot be run"),
        ("sql", {"query": "FROM '/etc/hostname.csv'"}, "cannot be run"),
    ],
)
def test_what_may_not_be_asked(ask: Ask, tool: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(RuntimeError, match=message):
        ask(tool, **arguments)


def test_a_query_that_takes_too_long_is_ended(published: Settings) -> None:
    with pytest.raises(WarehouseError, match="took longer"):
        run_query(
            published, "SELECT sum(a.range * b.range) FROM range(9999999) a, range(9999999) b", limit=1, seconds=0.2
        )


def test_a_client_starts_the_command(published: Settings, tmp_path: Path) -> None:
    async def talk() -> list[str]:
        command = StdioServerParameters(
            command=str(BIN / "kliping"),
            args=["mcp"],
            env=make_environment(KLIPING_DATA=str(published.data_path)),
            cwd=tmp_path,
        )
        async with Client(command) as client:
            tools = await client.list_tools()
            assert all(tool.annotations.read_only_hint for tool in tools.tools)
            answer = await client.call_tool("sql", {"query": "SELECT count(*) FROM articles"})
            assert json.loads(answer.content[0].text)["rows"] == [[2]]
            return [tool.name for tool in tools.tools]

    assert asyncio.run(talk()) == ["search", "article", "timeline", "quotes", "tables", "sql"]
