"""The archive: what goes in comes out, also for other tools."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import os
import random
import threading
import time
from dataclasses import replace

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import given
from hypothesis import strategies as st
from kliping import archive
from kliping.archive import ArchiveError
from kliping.archive.store import read_index
from kliping.model import Page
from upath import UPath
from warcio.archiveiterator import ArchiveIterator

from tests.archive.pages import AT, DAY, page


def as_read(one):
    """What a page that was written is when it is read."""
    return replace(one, request_headers=())


def test_what_goes_in_comes_out(root, write, tmp_path):
    kept = write(
        page(),
        page("dua", number=2, final_url="https://contoh.example/pindah"),
        page(
            "tiga",
            headers=(("Content-Type", "text/html"), ("Content-Length", "3"), ("Content-Length", "999")),
            body=b"abc",
        ),
        page("empat", headers=(), body=b"", reserved=("noarchive", "tdm-reservation")),
        page(
            "lima",
            headers=(("X-Kopi", "Torajä"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
            body=os.urandom(300_000),
        ),
    )
    (part,) = archive.list_parts(root, "contoh", DAY)
    assert part.startswith("outlet=contoh/day=2024-11-26/")
    assert [one.archive.partition("#")[0] for one in kept] == [part] * 5
    assert list(archive.read_pages(root, [part])) == [as_read(one) for one in kept]
    for one in reversed(kept):
        assert archive.read_page(root, one.archive) == as_read(one)
    assert not any((tmp_path / "spool").rglob("*.gz"))


HEADER = st.tuples(
    st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,12}", fullmatch=True).filter(
        lambda name: not name.lower().startswith("x-crawler")
    ),
    st.text(st.characters(min_codepoint=33, max_codepoint=255, blacklist_characters="\x7f\x85\xa0"), max_size=20),
)


@given(st.lists(HEADER, max_size=6), st.binary(max_size=300), st.sampled_from([200, 203, 206]))
def test_any_page_survives(tmp_path_factory, headers, body, status):
    where = tmp_path_factory.mktemp("arsip")
    one = page(headers=tuple(headers), body=body, status=status)
    with archive.ArchiveWriter(str(where), "contoh", DAY, "run", where / "spool") as writer:
        kept = writer.add(one)
    back = archive.read_page(str(where), kept.archive)
    assert (back.headers, back.body, back.status, back.fetched_at) == (one.headers, body, status, AT)


def test_standard_tools_read_it(root, write):
    body = b"<p>Gubernur Jawa Barat.</p>" * 500
    write(page(body=body), page("dua", status=304, body=b""))
    write(page(body=body), run="run-2")
    first, second = archive.list_parts(root, "contoh", DAY)
    kinds = ["warcinfo", "response", "request", "revisit", "request"]
    with (UPath(root) / first).open("rb") as stream:
        found = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            found.append(record.rec_type)
            content = record.content_stream().read()
            assert content == (body if record.rec_type == "response" else content)
            assert record.rec_headers.protocol == "WARC/1.1"
    assert found == kinds
    with (UPath(root) / first).open("rb") as stream:
        found = []
        for record in FastIterator(io.BytesIO(stream.read()), parse_http=True):
            found.append(record.headers["WARC-Type"])
            assert record.verify_payload_digest() or found[-1] != "response"
    assert found == kinds
    with (UPath(root) / second).open("rb") as stream:
        _, revisit, _ = ArchiveIterator(stream)
    said = revisit.rec_headers
    assert said.get_header("WARC-Profile").endswith("/revisit/identical-payload-digest")
    assert said.get_header("WARC-Refers-To-Target-URI") == "https://www.contoh.example/satu"
    assert said.get_header("WARC-Refers-To") == read_index(root, first)[0].record_id


def test_every_record_is_a_gzip_member_of_its_own(root, write):
    kept = write(page(), page("dua"))
    part, _, offset = kept[1].archive.partition("#")
    data = (UPath(root) / part).read_bytes()[int(offset) :]
    assert gzip.decompress(data).startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")


def test_an_unchanged_payload_is_kept_once(root, write):
    body = os.urandom(50_000)
    (first,) = write(page(body=body))
    (again,) = write(page(body=body, fetched_at=AT + dt.timedelta(days=1)), day=DAY + dt.timedelta(days=1), run="run-2")
    (other,) = write(page("dua", body=body), day=DAY + dt.timedelta(days=1), run="run-3")
    part = again.archive.partition("#")[0]
    assert (UPath(root) / part).stat().st_size < 2_000
    assert archive.read_page(root, again.archive).body == body
    assert next(archive.read_pages(root, [part])).body == body
    assert archive.read_page(root, other.archive).body == body
    assert first.archive != again.archive


def test_not_modified_is_a_visit_without_a_page(root, write):
    write(page())
    (kept,) = write(page(status=304, body=b""), run="run-2")
    assert archive.read_page(root, kept.archive).status == 304
    assert [len(capture.refs) for capture in archive.read_captures(root, "contoh", DAY)] == [1]


def test_documents_that_were_brought_in(root, tmp_path):
    text = Page("urn:sha256:0f", "urn:sha256:0f", 200, (), b"Isi.", AT, "urn:sha256:0f", media_type="text/plain")
    row = Page("https://a.example/x", "https://a.example/x", 200, (("judul", "Ä"),), b"{}", AT, "https://a.example/x",
               media_type="application/json")  # fmt: skip
    with archive.ArchiveWriter(root, "import", DAY, "run", tmp_path / "spool") as writer:
        kept = [writer.add_resource(one) for one in (text, row)]
    assert list(archive.read_pages(root, archive.list_parts(root, "import", DAY))) == [as_read(one) for one in kept]
    with (UPath(root) / kept[0].archive.partition("#")[0]).open("rb") as stream:
        assert [record.rec_type for record in ArchiveIterator(stream)] == ["warcinfo", "resource", "resource"]


def test_the_day_is_known_from_its_files_alone(root, write):
    write(page(), page("panjang"), page("panjang/2", canonical_url="https://contoh.example/panjang", number=2))
    later = AT + dt.timedelta(hours=2)
    kept = write(page(body=b"<p>Isi baru.</p>", fetched_at=later), run="run-2")
    for broken in (None, "rusak", "{}"):
        for index in UPath(root).rglob("*.cdxj"):
            index.unlink() if broken is None else index.write_text(broken)
        found = archive.find_latest_captures(root, "contoh", DAY)
        assert len(found) == 2
        assert len(found.get("https://contoh.example/panjang")["refs"]) == 2
        assert found.get("https://contoh.example/satu")["refs"] == [kept[0].archive]
        assert len(list(archive.read_captures(root, "contoh", DAY))) == 3
    lines = next(iter(sorted(UPath(root).rglob("*.cdxj")))).read_text().splitlines()
    assert lines == sorted(lines)
    assert lines[0].startswith("example,contoh)/panjang 20241126031500 {")
    assert archive.list_archived_outlets(root, DAY) == ["contoh"]
    assert archive.list_archived_outlets(root, DAY + dt.timedelta(days=1)) == []


def test_parts_are_cut_by_size(root, write):
    pages = [page(str(n), body=os.urandom(10_000)) for n in range(10)]
    kept = write(*pages, part_bytes=25_000)
    parts = archive.list_parts(root, "contoh", DAY)
    assert len(parts) == 4
    assert {one.body for one in archive.read_pages(root, parts)} == {one.body for one in kept}


def test_many_threads_write_one_part(root, tmp_path):
    bodies = [random.Random(n).randbytes(20_000) for n in range(40)]
    with archive.ArchiveWriter(root, "contoh", DAY, "run", tmp_path / "spool") as writer:
        pages = [[page(f"{n}", body=b), page(f"{n}/2", body=b[::-1], number=2)] for n, b in enumerate(bodies)]
        for one in pages:
            for two in one:
                assert two.number in (1, 2)
        threads = [threading.Thread(target=writer.add_article, args=(one,)) for one in pages]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    read = list(archive.read_pages(root, archive.list_parts(root, "contoh", DAY)))
    assert [one.number for one in read] == [1, 2] * 40
    assert {one.body for one in read if one.number == 1} == set(bodies)


def test_nothing_written_leaves_nothing(root, tmp_path):
    with archive.ArchiveWriter(root, "contoh", DAY, "run", tmp_path / "spool"):
        pass
    assert archive.list_parts(root, "contoh", DAY) == []
    assert not list(tmp_path.rglob("*.gz"))


def test_completion(root):
    assert archive.read_completion(root, "contoh", DAY) is None
    archive.mark_complete(root, "contoh", DAY, {"discovered": 3, "links": ["ä"]})
    assert archive.read_completion(root, "contoh", DAY) == {"discovered": 3, "links": ["ä"]}
    assert archive.is_complete(root, "contoh", DAY)
    assert not archive.is_complete(root, "contoh", DAY + dt.timedelta(days=1))
    (UPath(root) / "outlet=contoh/day=2024-11-26/complete.json").write_text('{"disc')
    assert not archive.is_complete(root, "contoh", DAY)


def test_a_ledger_is_kept_with_a_complete_day(root, tmp_path):
    given, taken = tmp_path / "ledger", tmp_path / "taken"
    given.write_bytes(os.urandom(3_000_000))
    assert not archive.copy_ledger(root, "contoh", DAY, taken)
    archive.mark_complete(root, "contoh", DAY, {}, given)
    assert archive.copy_ledger(root, "contoh", DAY, taken)
    assert taken.read_bytes() == given.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["ledger", "taken"]


def test_an_object_store_is_an_archive(tmp_path):
    root = f"memory://arsip-{time.monotonic_ns()}"
    with archive.ArchiveWriter(root, "contoh", DAY, "run", tmp_path / "spool") as writer:
        kept = [writer.add(page(str(n), body=os.urandom(1000))) for n in range(3)]
    assert [one.body for one in archive.read_pages(root, archive.list_parts(root, "contoh", DAY))] == [
        one.body for one in kept
    ]
    assert archive.read_page(root, kept[2].archive).body == kept[2].body
    assert len(archive.find_latest_captures(root, "contoh", DAY)) == 3
    archive.mark_complete(root, "contoh", DAY, {})
    assert archive.is_complete(root, "contoh", DAY)
    assert archive.list_archived_outlets(root, DAY) == ["contoh"]


def test_foreign_files_come_in(tmp_path, root, write):
    write(page(), page("gambar", headers=(("Content-Type", "image/png"),)), page("hilang", status=404))
    (part,) = archive.list_parts(root, "contoh", DAY)
    path = tmp_path / "news.warc.gz"
    path.write_bytes((UPath(root) / part).read_bytes())
    (found,) = archive.read_foreign_pages(path)
    assert (found.url, found.body, found.fetched_at) == ("https://www.contoh.example/satu", page().body, AT)
    plain = tmp_path / "news.warc"
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    assert [one.body for one in archive.read_foreign_pages(plain)] == [page().body]
    path.write_bytes(b"bukan arsip")
    with pytest.raises(ArchiveError, match="is not a WARC file"):
        list(archive.read_foreign_pages(path))
